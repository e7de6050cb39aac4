"""What follows from an ontology and facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from owlrl import DeductiveClosure, OWLRL_Semantics
from pyoxigraph import Literal, RdfFormat, Triple, parse, serialize

from kg.names import Names
from kg.reason import infer
from ontology import FILES

if TYPE_CHECKING:
    from collections.abc import Iterable

_NAMES = Names()
_HEADER = "".join(f"@prefix {p}: <{n}> .\n" for p, n in _NAMES.prefixes.items())

# What scm-eqp1 and scm-eqc1 say of the ontology itself, and what follows from that.
ALIKE = """mg:q owl:equivalentProperty mg:p ; rdfs:subPropertyOf mg:p .
    mg:p rdfs:subPropertyOf mg:q ."""
EQUAL = """mg:D owl:equivalentClass mg:C ; rdfs:subClassOf mg:C .
    mg:C rdfs:subClassOf mg:D ."""

RULES = {
    "prp-dom": ("mg:p rdfs:domain mg:C . gene:a mg:p gene:b .", "gene:a a mg:C ."),
    "prp-rng": ("mg:p rdfs:range mg:C . gene:a mg:p gene:b .", "gene:b a mg:C ."),
    "prp-symp": (
        "mg:p a owl:SymmetricProperty . gene:a mg:p gene:b .",
        "gene:b mg:p gene:a .",
    ),
    "prp-trp": (
        "mg:p a owl:TransitiveProperty . gene:a mg:p gene:b . gene:b mg:p gene:c .",
        "gene:a mg:p gene:c .",
    ),
    "prp-spo1": (
        "mg:p rdfs:subPropertyOf mg:q . gene:a mg:p gene:b .",
        "gene:a mg:q gene:b .",
    ),
    "prp-spo2": (
        """mg:p owl:propertyChainAxiom ( mg:q mg:r mg:s ) .
        gene:a mg:q gene:b . gene:b mg:r gene:c . gene:c mg:s gene:d .""",
        "gene:a mg:p gene:d .",
    ),
    "prp-eqp1": (
        "mg:p owl:equivalentProperty mg:q . gene:a mg:p gene:b .",
        f"gene:a mg:q gene:b . {ALIKE}",
    ),
    "prp-eqp2": (
        "mg:p owl:equivalentProperty mg:q . gene:a mg:q gene:b .",
        f"gene:a mg:p gene:b . {ALIKE}",
    ),
    "prp-inv1": (
        "mg:p owl:inverseOf mg:q . gene:a mg:p gene:b .",
        "gene:b mg:q gene:a .",
    ),
    "prp-inv2": (
        "mg:p owl:inverseOf mg:q . gene:a mg:q gene:b .",
        "gene:b mg:p gene:a .",
    ),
    "cax-sco": ("mg:C rdfs:subClassOf mg:D . gene:a a mg:C .", "gene:a a mg:D ."),
    "cax-eqc1": (
        "mg:C owl:equivalentClass mg:D . gene:a a mg:C .",
        f"gene:a a mg:D . {EQUAL}",
    ),
    "cax-eqc2": (
        "mg:C owl:equivalentClass mg:D . gene:a a mg:D .",
        f"gene:a a mg:C . {EQUAL}",
    ),
    "scm-eqc2": (
        "mg:C rdfs:subClassOf mg:D . mg:D rdfs:subClassOf mg:C .",
        "mg:C owl:equivalentClass mg:D . mg:D owl:equivalentClass mg:C .",
    ),
    "eq-rep-s": (
        "gene:a owl:sameAs gene:b . gene:a mg:p gene:c .",
        "gene:b owl:sameAs gene:a . gene:b mg:p gene:c .",
    ),
    "scm-sco": (
        "mg:C rdfs:subClassOf mg:D . mg:D rdfs:subClassOf SO:1 .",
        "mg:C rdfs:subClassOf SO:1 .",
    ),
    "scm-spo": (
        "mg:p rdfs:subPropertyOf mg:q . mg:q rdfs:subPropertyOf RO:1 .",
        "mg:p rdfs:subPropertyOf RO:1 .",
    ),
    "scm-dom1": (
        "mg:p rdfs:domain mg:C . mg:C rdfs:subClassOf mg:D .",
        "mg:p rdfs:domain mg:D .",
    ),
    "scm-dom2": (
        "mg:q rdfs:domain mg:C . mg:p rdfs:subPropertyOf mg:q .",
        "mg:p rdfs:domain mg:C .",
    ),
    "scm-rng1": (
        "mg:p rdfs:range mg:C . mg:C rdfs:subClassOf mg:D .",
        "mg:p rdfs:range mg:D .",
    ),
    "scm-rng2": (
        "mg:q rdfs:range mg:C . mg:p rdfs:subPropertyOf mg:q .",
        "mg:p rdfs:range mg:C .",
    ),
}

SILENCE = {
    "what is asserted": "mg:p rdfs:subPropertyOf mg:q ."
    " gene:a mg:p gene:b ; mg:q gene:b .",
    "a literal as a subject": "mg:p rdfs:range xsd:string . gene:a mg:p 'b' .",
    "everything is a thing": "mg:C rdfs:subClassOf owl:Thing . gene:a a mg:C .",
    "other vocabularies": "RO:1 rdfs:subPropertyOf RO:2 ."
    " RO:2 rdfs:subPropertyOf RO:3 .",
    "a class below itself": "mg:C a owl:Class .",
    "class expressions": "mg:C rdfs:subClassOf [ a owl:Class ] . gene:a a mg:C .",
}

# An axiom of every kind, entangled.
ONTOLOGY = """
mg:p a owl:TransitiveProperty ; rdfs:subPropertyOf mg:q , RO:1 ; rdfs:domain mg:C .
mg:q a owl:SymmetricProperty ; owl:equivalentProperty mg:s ; rdfs:range mg:D .
mg:r owl:inverseOf mg:p ; owl:propertyChainAxiom ( mg:t mg:p mg:q ) .
mg:t rdfs:subPropertyOf mg:r . mg:u owl:propertyChainAxiom ( mg:u mg:t ) .
mg:C rdfs:subClassOf mg:D , SO:1 . mg:D owl:equivalentClass mg:E .
"""

# A route of three steps, and a condition whose gene acts in the first.
PATHWAY = """
gene:a mg:encodes enzyme:a . enzyme:a mg:catalyses step:1 .
step:1 mg:hasPrimaryOutput chemical:1 . step:2 mg:hasPrimaryInput chemical:1 .
step:2 mg:hasPrimaryOutput chemical:2 . step:3 mg:hasPrimaryInput chemical:2 .
step:3 mg:hasPrimaryOutput chemical:3 ; mg:partOf pathway:p .
mutation:m mg:lossOfFunctionOf gene:a ; mg:causes condition:c ; mg:mutationCount 50 .
condition:c mg:subtypeOf condition:d . condition:d mg:subtypeOf condition:e .
"""

FOLLOWS = (
    "gene:a mg:actsInStep step:1",
    "step:1 mg:feeds step:2",
    "step:1 mg:upstreamOf step:3",
    "step:1 RO:0002411 step:3",
    "step:1 mg:leadsTo chemical:3",
    "gene:a mg:neededFor chemical:3",
    "condition:c mg:hasCausalGene gene:a",
    "condition:c RO:0004003 gene:a",
    "gene:a mg:causalGeneOf condition:c",
    "condition:c mg:impairsStep step:1",
    "condition:c mg:affectsStep step:1",
    "condition:c mg:affectsRouteTo chemical:3",
    "condition:c mg:subtypeOf condition:e",
    "mutation:m a mg:Mutation",
    "enzyme:a a mg:GeneProduct",
    "gene:a a biolink:Gene",
)

NEVER = (
    "condition:c mg:overactivatesStep step:1",
    "step:3 mg:upstreamOf step:1",
    "gene:a owl:sameAs gene:a",
    "gene:a a owl:Thing",
)

GIVEN = st.sets(
    st.tuples(
        st.sampled_from(["gene:a", "gene:b", "gene:c", "gene:d"]),
        st.sampled_from(["mg:p", "mg:q", "mg:r", "mg:s", "mg:t", "mg:u"]),
        st.sampled_from(["gene:a", "gene:b", "gene:c", "gene:d"]),
    ),
    min_size=1,
    max_size=6,
)


def read(turtle: str) -> set[Triple]:
    return {quad.triple for quad in parse(_HEADER + turtle, format=RdfFormat.TURTLE)}


@pytest.mark.parametrize(("stated", "entailed"), RULES.values(), ids=RULES)
def test_a_rule_adds_its_conclusion(stated: str, entailed: str) -> None:
    """Each rule of the table adds what the specification says, and nothing else."""
    inferred = set(infer(read(stated)))

    assert read(entailed) == inferred


@pytest.mark.parametrize("stated", SILENCE.values(), ids=SILENCE)
def test_noise_is_left_out(stated: str) -> None:
    """What is stated, and what nobody asks for, is not among the inferred."""
    assert [] == list(infer(read(stated)))


@pytest.fixture(scope="module")
def pathway() -> set[Triple]:
    """Our ontology without its annotations, and a small pathway."""
    with FILES.joinpath("genetics.ttl").open("rb") as handle:
        ontology = [quad.triple for quad in parse(handle, format=RdfFormat.TURTLE)]
    axioms = {triple for triple in ontology if not isinstance(triple.object, Literal)}
    return axioms | read(PATHWAY)


@pytest.mark.parametrize("triple", FOLLOWS)
def test_what_follows_along_a_pathway(pathway: set[Triple], triple: str) -> None:
    """A defect follows the gene to its step, and from there to every later product."""
    assert read(f"{triple} .") <= set(infer(pathway))


@pytest.mark.parametrize("triple", NEVER)
def test_what_does_not_follow_along_a_pathway(
    pathway: set[Triple], triple: str
) -> None:
    """A sign stops at the step, order has one direction, and nothing is merged."""
    assert not read(f"{triple} .") & set(infer(pathway))


def test_an_independent_reasoner_agrees_on_our_ontology(pathway: set[Triple]) -> None:
    """By our ontology, owlrl infers about a pathway's nodes just what we infer."""
    assert by_owlrl(pathway) == by_us(pathway)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(GIVEN)
def test_an_independent_reasoner_agrees(facts: set[tuple[str, str, str]]) -> None:
    """Between individuals, owlrl infers what we infer, no more and no less."""
    triples = read(ONTOLOGY + "".join(f"{' '.join(fact)} ." for fact in facts))

    assert by_owlrl(triples) == by_us(triples)


def by_owlrl(triples: Iterable[Triple]) -> set[tuple[str, ...]]:
    graph = rdflib.Graph()
    graph.parse(serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
    DeductiveClosure(OWLRL_Semantics).expand(graph)
    return about_nodes(tuple(term.n3() for term in triple) for triple in graph)


def by_us(triples: set[Triple]) -> set[tuple[str, ...]]:
    closure = triples.union(infer(triples))
    return about_nodes(tuple(str(term) for term in triple) for triple in closure)


def about_nodes(triples: Iterable[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """Keep what is said of nodes, without tautologies and literals."""
    return {
        (s, p, o)
        for s, p, o in triples
        if s.startswith(f"<{_NAMES.base}id/")
        and o.startswith("<")
        and p != "<http://www.w3.org/2002/07/owl#sameAs>"
        and o != "<http://www.w3.org/2002/07/owl#Thing>"
    }


def test_the_order_is_the_same_whatever_the_order_of_the_input() -> None:
    """Inferred triples come in alphabetical order, so that dumps can be compared."""
    triples = sorted(
        read(ONTOLOGY + "gene:a mg:p gene:b . gene:b mg:p gene:c ."), key=str
    )

    assert list(infer(triples)) == list(infer(reversed(triples)))
