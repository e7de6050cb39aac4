"""Small ontologies at random."""

from __future__ import annotations

from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Triple, parse

HEADER = """
prefix : <http://example.org/>
prefix owl: <http://www.w3.org/2002/07/owl#>
prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#>
prefix xsd: <http://www.w3.org/2001/XMLSchema#>
"""
_CLASSES = st.sampled_from([":A", ":B", ":C", ":D"])
_PROPERTIES = st.sampled_from([":p", ":q", ":r"])
_THINGS = st.sampled_from([":a", ":b", ":c", ":d"])
_LITERALS = st.sampled_from(
    ["1", "01", "1.0", '"1"^^xsd:nonNegativeInteger', "'one'", "'one'^^xsd:token"]
)
_AXIOMS = (
    "{A} rdfs:subClassOf {B} .",
    "{A} owl:equivalentClass {B} .",
    "{A} a owl:Class .",
    "{A} owl:disjointWith {B} .",
    "{A} owl:complementOf {B} .",
    "{A} owl:intersectionOf ( {B} {C} ) .",
    "{A} owl:unionOf ( {B} {C} ) .",
    "{A} owl:oneOf ( {x} {y} ) .",
    "{A} owl:onProperty {p} ; owl:someValuesFrom {B} .",
    "{A} owl:onProperty {p} ; owl:allValuesFrom {B} .",
    "{A} owl:onProperty {p} ; owl:hasValue {x} .",
    "{A} owl:onProperty {p} ; owl:maxCardinality 1 .",
    "{A} owl:hasKey ( {p} {q} ) .",
    "{A} rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom {B} ] .",
    "[ owl:onProperty :p ; owl:someValuesFrom {B} ] rdfs:subClassOf {A} .",
    "{A} owl:equivalentClass [ owl:onProperty :p ; owl:someValuesFrom {B} ] .",
    "{A} owl:unionOf ( {C} [ owl:onProperty :p ; owl:allValuesFrom {B} ] ) .",
    "{A} owl:disjointWith [ owl:onProperty :p ; owl:hasValue {x} ] .",
    "{A} rdfs:subClassOf [ owl:onProperty :p ; owl:hasValue {x} ] .",
    ":p a owl:ObjectProperty .",
    "{p} rdfs:subPropertyOf {q} .",
    "{p} owl:equivalentProperty {q} .",
    "{p} owl:inverseOf {q} .",
    "{p} rdfs:domain {A} .",
    "{p} rdfs:range {A} .",
    "{p} a owl:TransitiveProperty .",
    "{p} a owl:SymmetricProperty .",
    "{p} a owl:FunctionalProperty .",
    "{p} a owl:InverseFunctionalProperty .",
    "{p} a owl:IrreflexiveProperty .",
    "{p} a owl:AsymmetricProperty .",
    "{p} a owl:ObjectProperty .",
    "{p} owl:propertyDisjointWith {q} .",
    "{p} owl:propertyChainAxiom ( {q} {r} ) .",
)
_FACTS = (
    "{x} {p} {y} .",
    "{x} {p} {y} .",
    "{x} a {A} .",
    "{x} a {A} .",
    "{x} owl:sameAs {y} .",
    "{x} owl:differentFrom {y} .",
)


@st.composite
def _statement(draw: st.DrawFn, forms: tuple[str, ...]) -> str:
    form = draw(st.sampled_from(forms)).replace(
        "Cardinality 1", 'Cardinality "1"^^xsd:nonNegativeInteger'
    )
    return form.format(
        **{name: draw(_CLASSES) for name in "ABC"},
        **{name: draw(_PROPERTIES) for name in "pqr"},
        n=draw(_LITERALS),
        **{name: draw(_THINGS) for name in "xy"},
    )


AXIOMS = st.lists(_statement(_AXIOMS), max_size=6)
FACTS = st.lists(_statement(_FACTS), max_size=8)
_VALUES = ("{x} {p} {n} .", "{x} {p} {n} .", "{p} rdfs:range xsd:integer .")
FACTS_AND_VALUES = st.lists(_statement((*_FACTS, *_VALUES)), max_size=8)


def read(*statements: str) -> list[Triple]:
    """Read Turtle."""
    text = HEADER + "\n".join(statements)
    return list(dict.fromkeys(q.triple for q in parse(text, RdfFormat.TURTLE)))
