"""On what a triple depends: every smallest set of leaves that is enough to show it.

All ways back from the triple are explored. The sets rise through them: those of a step
are the unions of one set of each fact that it needs, those of a fact the smallest of
all its steps (the labels of an assumption-based truth maintenance system; de Kleer,
1986).
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import reduce
from typing import TypeAlias

from kg.reason.lookup import Fact, Role
from kg.reason.search import Search
from kg.reason.solving import Step

Leaves: TypeAlias = frozenset[Fact]
Ground: TypeAlias = Callable[[Fact], frozenset[Hashable]]
_Above: TypeAlias = defaultdict[Fact, list[tuple[Fact, Step]]]

_MOST_FACTS = 3_000
_MOST_SETS = 32  # of one fact, the smallest
_MOST_TURNS = 100_000


@dataclass(frozen=True, slots=True)
class Dependence:
    """The smallest sets of asserted facts, and the sources that cannot be done without.

    Where not all ways were explored (`is_whole`), there may be more sets; where facts
    were left out, no source is said to be needed.
    """

    sets: tuple[Leaves, ...]
    needed: frozenset[Hashable]
    is_whole: bool


NOTHING = Dependence((), frozenset(), is_whole=True)
"""What depends on nothing, since it does not hold."""


def justify(search: Search, ground: Ground) -> Dependence:
    """Find on what the goal of a thorough search depends.

    `ground` gives the sources of a fact that was asserted, each of which is enough;
    without any it is taken for granted.
    """
    explored = search.explore(None, _MOST_FACTS) and not search.steps.is_cut
    sources = {f: ground(f) for f in search.given if f.role is not Role.REST}
    above = _above(search)
    labels, is_settled = _labels(search, sources, above)
    found = labels.get(search.goal, ())
    needed = set[Hashable]()
    if explored and found:
        doubtful = frozenset[Hashable]().union(*map(ground, found[0]))
        for source in doubtful:
            kept = [f for f, known in sources.items() if known != {source}]
            if search.goal not in _shown(search, kept, above):
                needed.add(source)
    return Dependence(found, frozenset(needed), explored and is_settled)


def _labels(
    search: Search, sources: dict[Fact, frozenset[Hashable]], above: _Above
) -> tuple[dict[Fact, tuple[Leaves, ...]], bool]:
    """Let sets rise until nothing changes; tell whether none was left out."""
    labels: dict[Fact, tuple[Leaves, ...]] = {
        fact: (frozenset([fact._replace(role=Role.WHOLE)] if known else []),)
        for fact, known in sources.items()
    }
    waiting = deque([*sources, *_without_needs(search)])
    is_whole, turns = True, 0
    while waiting and turns < _MOST_TURNS:
        turns += 1
        fact = waiting.popleft()
        for head, step in above[fact]:
            found = _least([*labels.get(head, ()), *_unions(step, labels)])
            is_whole = is_whole and len(found) <= _MOST_SETS
            if found[:_MOST_SETS] != labels.get(head, ()):
                labels[head] = found[:_MOST_SETS]
                waiting.append(head)
    return labels, is_whole and not waiting


def _above(search: Search) -> _Above:
    found: _Above = defaultdict(list)
    for head, steps in search.ways.items():
        for step in steps:
            for need in dict.fromkeys(step.needs or (head,)):
                found[need].append((head, step))
    return found


def _without_needs(search: Search) -> list[Fact]:
    """List what follows from nothing."""
    ways = search.ways.items()
    return [head for head, steps in ways if any(not step.needs for step in steps)]


def _unions(step: Step, labels: dict[Fact, tuple[Leaves, ...]]) -> Iterable[Leaves]:
    """Unite one set of each fact that a step needs, in all ways."""
    empty: tuple[Leaves, ...] = (frozenset(),)
    return reduce(
        lambda found, need: _least(
            one | two for one in found for two in labels.get(need, ())
        )[: _MOST_SETS * 2],
        step.needs,
        empty,
    )


def _least(sets: Iterable[Leaves]) -> tuple[Leaves, ...]:
    """Keep the sets of which no other is a part, the smallest first."""
    kept: list[Leaves] = []
    for one in sorted(set(sets), key=_order):
        if not any(other <= one for other in kept):
            kept.append(one)
    return tuple(kept)


def _order(leaves: Leaves) -> tuple[int, list[Fact]]:
    return len(leaves), sorted(leaves)


def _shown(search: Search, kept: Iterable[Fact], above: _Above) -> set[Fact]:
    """List what can be shown by what is kept of the asserted facts."""
    shown = set(kept)
    waiting = [*shown, *_without_needs(search)]
    while waiting:
        for head, step in above[waiting.pop()]:
            if head not in shown and shown.issuperset(step.needs):
                shown.add(head)
                waiting.append(head)
    return shown
