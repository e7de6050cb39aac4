"""A graph that changes has the closure that it would have from scratch."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.reason import Reasoner
from tests.unit.kg.reason.ontologies import AXIOMS, FACTS_AND_VALUES, read

_CHANGES = st.lists(
    st.tuples(FACTS_AND_VALUES, FACTS_AND_VALUES, st.integers(0, 2)),
    min_size=1,
    max_size=4,
)


@settings(max_examples=40, deadline=None)
@given(AXIOMS, FACTS_AND_VALUES, _CHANGES, st.randoms())
def test_any_changes_come_to_the_same(
    axioms: list[str],
    facts: list[str],
    changes: list[tuple[list[str], list[str], int]],
    chance: Random,
) -> None:
    """After any changes the closure is that of what is left.

    Each change says how the closure became another; axioms, cells of lists and
    declarations may go as well.
    """
    stated = set(read(*axioms, *facts))
    reasoner = Reasoner(stated)
    for more, less, dropped in changes:
        count = min(dropped, len(stated))
        gone = {*read(*less), *chance.sample(sorted(stated, key=str), count)}
        before = set(reasoner.inferred())
        change = reasoner.change(add=read(*more), remove=gone)
        stated = stated - gone | set(read(*more))
        after, fresh = set(reasoner.inferred()), Reasoner(stated)

        assert set(fresh.inferred()) == after
        assert after - before == set(change.inferred)
        assert before - after == set(change.withdrawn)
        assert fresh.is_consistent == reasoner.is_consistent
