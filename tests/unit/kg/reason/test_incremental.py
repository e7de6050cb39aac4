"""A graph that changes has the closure that it would have from scratch."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.reason import Reasoner
from tests.unit.kg.reason.ontologies import AXIOMS, FACTS, read


@settings(max_examples=40, deadline=None)
@given(AXIOMS, st.lists(st.tuples(st.booleans(), FACTS), min_size=1, max_size=5))
def test_any_changes_come_to_the_same(
    axioms: list[str], changes: list[tuple[bool, list[str]]]
) -> None:
    """After inserts and deletes the closure is that of what is left."""
    stated = read(*axioms)
    reasoner, left = Reasoner(stated), set(stated)
    for is_insert, facts in changes:
        triples = read(*facts)
        if is_insert:
            reasoner.add(triples)
            left.update(triples)
        else:
            reasoner.remove(triples)
            left.difference_update(triples)
        fresh = Reasoner(left)

        assert set(fresh.inferred()) == set(reasoner.inferred())
        assert bool(fresh.clashes()) == bool(reasoner.clashes())


@settings(max_examples=40, deadline=None)
@given(AXIOMS, FACTS, st.data())
def test_axioms_can_go_too(
    axioms: list[str], facts: list[str], data: st.DataObject
) -> None:
    """Any triple may be taken out, a cell of a list or a declaration as well."""
    triples = read(*axioms, *facts)
    if triples:
        removed = data.draw(st.lists(st.sampled_from(triples), unique=True, max_size=4))
        reasoner = Reasoner(triples)
        reasoner.remove(removed)
        fresh = Reasoner(triple for triple in triples if triple not in removed)

        assert set(fresh.inferred()) == set(reasoner.inferred())
