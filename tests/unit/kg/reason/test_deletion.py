"""Deleting is incremental where that is cheaper, and comes to the same where not."""

from __future__ import annotations

import pytest

from kg.reason import Reasoner
from tests.unit.kg.reason.ontologies import read

_AXIOMS = """
:precedes a owl:TransitiveProperty ; owl:inverseOf :follows ; rdfs:domain :Step .
:next rdfs:subPropertyOf :precedes . :Step rdfs:subClassOf :Event .
:causes owl:propertyChainAxiom ( :starts :precedes ) .
:length a owl:DatatypeProperty ; rdfs:range xsd:integer . :one owl:sameAs :uno .
"""
_LINE = "".join(f":s{n} :next :s{n + 1} . " for n in range(60))
_FACTS = f"{_LINE} :a :starts :s3 . :s1 :length 1 , 01 . :s2 :length 2 ."
_SHORT_CUT = ":s9 :next :s20 ."


@pytest.mark.parametrize(
    "gone",
    [
        ":s59 :next :s60 .",
        ":s30 :next :s31 .",
        ":s15 :next :s16 .",
        _SHORT_CUT,
        ":a :starts :s3 .",
        ":s2 :length 2 .",
        ":s1 :length 01 .",
        ":one owl:sameAs :uno .",
        ":s15 :next :s16 . :s55 :next :s56 . :a :starts :s3 . :s2 :length 2 .",
        ":Step rdfs:subClassOf :Event .",
    ],
)
def test_a_deletion_can_be_taken_back(gone: str) -> None:
    """What a deletion withdraws is what its return infers, and all is as before."""
    triples, removed = read(_AXIOMS, _FACTS, _SHORT_CUT), read(gone)
    reasoner = Reasoner(triples)
    before = set(reasoner.inferred())
    change = reasoner.change(remove=removed)
    fresh = Reasoner(triple for triple in triples if triple not in removed)
    assert set(fresh.inferred()) == set(reasoner.inferred())

    back = reasoner.change(add=removed)
    assert set(change.withdrawn) == set(back.inferred)
    assert set(change.inferred) == set(back.withdrawn)
    assert before == set(reasoner.inferred())


def test_a_clash_goes_with_its_cause() -> None:
    """A change that clashes can be taken back; other clashes stay."""
    axioms = ":A owl:disjointWith :B . :C owl:disjointWith :D ."
    reasoner = Reasoner(read(axioms, ":a a :A . :b a :C ."))
    reasoner.change(add=read(":b a :D ."))
    assert not reasoner.is_consistent

    reasoner.change(add=read(":a a :B ."))
    reasoner.change(remove=read(":b a :D ."))
    assert ["cax-dw"] == [clash.rule for clash in reasoner.clashes()]

    reasoner.change(remove=read(":a a :B ."))
    assert reasoner.is_consistent
