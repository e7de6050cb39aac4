"""Of restrictions that are described alike one stands for all."""

from __future__ import annotations

from pyoxigraph import BlankNode, Triple

from kg.names import named
from kg.reason import Reasoner
from tests.unit.kg.reason.ontologies import read
from tests.unit.kg.reason.proof_checker import check

_DECLARED = ":p a owl:ObjectProperty . :B a owl:Class ."
_ALIKE = "[ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :B ]"
_BELOW = named("rdfs:subClassOf")


def among_names(reasoner: Reasoner) -> set[str]:
    """List what follows of things that have a name."""
    return {
        " ".join(map(str, triple))
        for triple in reasoner.inferred()
        if not any(isinstance(term, BlankNode) for term in triple)
    }


def test_thousands_that_are_alike_are_one() -> None:
    """What follows is written of one of them: as many triples as there are classes."""
    axioms = "".join(f":C{n} rdfs:subClassOf {_ALIKE} . " for n in range(3_000))
    reasoner = Reasoner(read(_DECLARED, axioms))
    below = [t for t in reasoner.inferred() if t.predicate == _BELOW]
    named_ones = [t for t in below if not isinstance(t.subject, BlankNode)]

    assert 2_999 == sum(isinstance(t.object, BlankNode) for t in named_ones)
    assert 1 == len({t.object for t in below if isinstance(t.object, BlankNode)})


def test_what_holds_of_one_holds_of_all() -> None:
    """A class below one of them is below what any of them is below."""
    stated = read(
        _DECLARED, f":A rdfs:subClassOf {_ALIKE} . {_ALIKE} rdfs:subClassOf :C ."
    )
    reasoner = Reasoner(stated)
    proof = reasoner.explain(next(iter(read(":A rdfs:subClassOf :C ."))))

    assert [] == check(proof, stated)


def test_a_proof_names_the_restriction_that_was_written() -> None:
    """What follows of one that another stands for has a proof, too."""
    stated = read(
        _DECLARED, f":A rdfs:subClassOf {_ALIKE} . :C rdfs:subClassOf {_ALIKE} ."
    )
    nodes = {t.object for t in stated if t.predicate == _BELOW}
    reasoner = Reasoner(stated)
    proofs = [
        reasoner.explain(Triple(triple.subject, _BELOW, node))
        for triple in stated
        if triple.predicate == _BELOW
        for node in nodes
    ]

    assert 4 == len(proofs)
    assert [] == [wrong for proof in proofs for wrong in check(proof, stated)]


def test_a_restriction_of_which_more_is_said_stands_for_itself() -> None:
    """Who speaks of the node, and not of what is in it, may mean another one."""
    more = ":x :about [ owl:onProperty :p ; owl:someValuesFrom :B ; :note :n ] ."
    reasoner = Reasoner(
        read(
            _DECLARED,
            f":A rdfs:subClassOf {_ALIKE} . {_ALIKE} rdfs:subClassOf :C .",
            more,
        )
    )
    about = [t for t in reasoner.inferred() if t.predicate.value.endswith("about")]

    assert [] == about


def test_changes_come_to_what_is_left() -> None:
    """A restriction that goes takes what followed by it along, those alike or not."""
    first, second = f":A rdfs:subClassOf {_ALIKE} .", f"{_ALIKE} rdfs:subClassOf :C ."
    one, two = read(first), read(second)
    reasoner = Reasoner([*read(_DECLARED, ":x a :A ."), *one, *two])
    found = f"<http://example.org/A> <{_BELOW.value}> <http://example.org/C>"
    assert found in among_names(reasoner)
    reasoner.change(remove=one)
    assert found not in among_names(reasoner)
    reasoner.change(add=one)
    assert found in among_names(reasoner)
