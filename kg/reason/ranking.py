"""All proofs of a goal, the shortest first, found one by one as they are asked for.

Proofs of up to a length are made of what the search has explored up to that length:
partial ones wait in a queue by the least that they can come to (A*). Two proofs differ
if they show some fact by different steps; in one proof a fact is shown in one way only.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator, Mapping
from itertools import count
from typing import NamedTuple

from kg.reason.lookup import Fact
from kg.reason.search import Search
from kg.reason.solving import Step

MOST = 20_000
"""How many partial proofs are looked at before the rest is given up."""


class _Open(NamedTuple):
    """A fact that a partial proof must still show, and the facts that it is for."""

    fact: Fact
    above: frozenset[Fact]


class _Partial(NamedTuple):
    length: float  # the least that it can come to
    order: int
    waiting: tuple[_Open, ...]
    chosen: Mapping[Fact, Step]


def ranked(search: Search) -> Iterator[Mapping[Fact, Step]]:
    """Give the proofs of a thorough search's goal as the step chosen for each fact."""
    if not search.solve():
        return
    order = count(1)
    done, length = -1.0, float(search.costs[search.goal])
    while True:
        if not search.explore(int(length) + 1):
            search.steps.is_cut = True
        if search.horizon is None or search.steps.is_cut:
            length = math.inf
        yield from _between(search, done, length, order)
        if length == math.inf or search.steps.is_cut:
            return
        done, length = length, length + 1


def _between(
    search: Search, above: float, length: float, order: Iterator[int]
) -> Iterator[Mapping[Fact, Step]]:
    """Give the proofs that are longer than `above`, and no longer than `length`."""
    start = (_Open(search.goal, frozenset()),)
    queue = [_Partial(search.costs[search.goal], 0, start, {})]
    while queue:
        if next(order) > MOST:
            search.steps.is_cut = True
            return
        partial = heapq.heappop(queue)
        if not partial.waiting:
            if partial.length > above:
                yield {f: s for f, s in partial.chosen.items() if s is not _GIVEN}
            continue
        for found in _extended(search, partial, order):
            if found.length <= length and found.length < math.inf:
                heapq.heappush(queue, found)


def _extended(
    search: Search, partial: _Partial, order: Iterator[int]
) -> Iterator[_Partial]:
    """Choose a way to show the first fact that waits."""
    (fact, above), rest = partial.waiting[0], partial.waiting[1:]
    least = search.costs.get(fact, math.inf)
    before = partial.length - least
    if fact in partial.chosen:
        length = before + _length(fact, partial.chosen)
        yield _Partial(length, next(order), rest, partial.chosen)
        return
    if fact in search.given:
        yield _Partial(before, next(order), rest, {**partial.chosen, fact: _GIVEN})
    around = above | {fact}
    for step in search.ways.get(fact, ()):
        if around.isdisjoint(step.needs):
            cost = step.weight + sum(search.costs.get(n, math.inf) for n in step.needs)
            opened = tuple(_Open(need, around) for need in step.needs)
            chosen = {**partial.chosen, fact: step}
            yield _Partial(before + cost, next(order), opened + rest, chosen)


def _length(fact: Fact, chosen: Mapping[Fact, Step]) -> int:
    """Count the steps of a part that is complete."""
    total, waiting = 0, [fact]
    while waiting:
        step = chosen[waiting.pop()]
        total += step.weight
        waiting += step.needs
    return total


_GIVEN = Step("", (), (), 0)
