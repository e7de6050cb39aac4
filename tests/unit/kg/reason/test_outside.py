"""What the rules do not follow is told: outside OWL 2 RL, malformed, or no value."""

from __future__ import annotations

import pytest

from kg.reason import outside
from tests.unit.kg.reason.ontologies import read

ONE, TWO = ('"1"^^xsd:nonNegativeInteger', '"2"^^xsd:nonNegativeInteger')
RESTRICTION = ":C rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ;"
LIST = ":C owl:unionOf _:l . _:l rdf:first :D"

PLACES = {
    ("owl:someValuesFrom", "super"): f"{RESTRICTION} owl:someValuesFrom :D ] .",
    ("owl:maxCardinality", "number"): f"{RESTRICTION} owl:maxCardinality {TWO} ] .",
    ("owl:cardinality", "anywhere"): f"{RESTRICTION} owl:cardinality {ONE} ] .",
    ("owl:unionOf", "super"): ":C rdfs:subClassOf [ owl:unionOf ( :D :E ) ] .",
    ("owl:complementOf", "sub"): "[ owl:complementOf :D ] rdfs:subClassOf :C .",
    ("owl:ReflexiveProperty", "type"): ":p a owl:ReflexiveProperty .",
}
PROBLEMS = {
    "its list has no end": f"{LIST} .",
    "its list goes in a circle": f"{LIST} ; rdf:rest _:l .",
    "its list has a cell without just one rdf:first and one rdf:rest": (
        f"{LIST} ; rdf:rest rdf:nil , ( :E ) ."
    ),
    "is no list": ":C owl:hasKey :p .",
    "its list is empty": ":p owl:propertyChainAxiom () .",
    "its value is no number to count with": (
        ":R owl:onProperty :p ; owl:maxCardinality 'many' ."
    ),
    "its value is not true": ":R owl:onProperty :p ; owl:hasSelf false .",
    "its value is a literal, and no class or property": ":C rdfs:subClassOf 'D' .",
    "has no owl:onProperty": ":R owl:allValuesFrom :D .",
    "does not say what of the values": ":R a owl:Restriction ; owl:onProperty :p .",
    "has no owl:onClass or owl:onDataRange": (
        f":R owl:onProperty :p ; owl:maxQualifiedCardinality {ONE} ."
    ),
    "has no owl:targetIndividual or owl:targetValue": (
        ":n a owl:NegativePropertyAssertion ; owl:sourceIndividual :a ;"
        " owl:assertionProperty :p ."
    ),
    "has no owl:members": ":a a owl:AllDisjointClasses .",
}
FOLLOWED = {
    "has several owl:onProperty: each is taken": (
        ":R owl:onProperty :p , :q ; owl:hasValue :a ."
    ),
    "is a datatype, too: not in OWL 2 DL; followed all the same": (
        ":C a owl:Class , rdfs:Datatype ."
    ),
    "is an owl:DatatypeProperty, too: not in OWL 2 DL; followed all the same": (
        ":p a owl:ObjectProperty , owl:DatatypeProperty ."
    ),
    "needs itself through other properties: not in OWL 2 DL; followed all the same": (
        ":p owl:propertyChainAxiom ( :q :r ) . :q owl:propertyChainAxiom ( :p :r ) ."
    ),
    "is no datatype of OWL 2 RL: values not compared": ":a :p '2001-01-01'^^xsd:date .",
    "is not how its datatype is written: no value": ":a :p 'x'^^xsd:integer .",
}
IN_RL = (
    f":R owl:onProperty :p ; owl:maxCardinality {ONE} . :C rdfs:subClassOf :R .",
    ":R owl:onProperty :p ; owl:someValuesFrom :D . :R rdfs:subClassOf :C .",
    "[ owl:unionOf ( :D :E ) ] rdfs:subClassOf [ owl:intersectionOf ( :C :F ) ] .",
    ":p owl:propertyChainAxiom ( :p :q ) . :p owl:propertyChainAxiom ( :p :p ) .",
    ":C owl:hasKey ( :p ) . :a :p 7 , 'x' , 'x'@en , 1.5 , true .",
)


@pytest.mark.parametrize(("term", "place"), PLACES)
def test_a_construct_outside(term: str, place: str) -> None:
    """What OWL 2 RL has not, or not there, is told with its place."""
    found = [(row.term, row.place) for row in outside(read(PLACES[term, place]))]
    assert [(term, place)] == found


@pytest.mark.parametrize(("problem", "stated"), PROBLEMS.items())
def test_a_malformed_axiom(problem: str, stated: str) -> None:
    """What looks like an axiom and is none is told with what is wrong."""
    found = [row.reason for row in outside(read(stated)) if row.place == "malformed"]
    assert [f"{problem}: not followed"] == found


@pytest.mark.parametrize(("reason", "stated"), FOLLOWED.items())
def test_an_oddity(reason: str, stated: str) -> None:
    """What is odd and followed as far as it goes is told, too."""
    assert reason in [row.reason for row in outside(read(stated))]


@pytest.mark.parametrize("stated", IN_RL)
def test_an_ontology_of_owl_2_rl(stated: str) -> None:
    """Of an ontology in OWL 2 RL there is nothing to tell."""
    assert () == outside(read(stated))


def test_each_sort_is_told_once() -> None:
    """However often something occurs, it has one row, with a name to look for."""
    stated = [
        f":C{i} rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom :D ] ."
        for i in range(3)
    ]
    found = [(row.count, str(row.example)) for row in outside(read(*stated))]
    assert [(3, "<http://example.org/C0>")] == found
