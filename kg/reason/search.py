"""The search for proofs: backwards from a goal, the fewest steps first.

Facts and steps are a directed hypergraph. It is explored in the order of the fewest
steps that a proof of the goal has outside a fact (Dijkstra's algorithm); the fewest
steps below a fact rise from what is asserted (Knuth's generalisation of it, A
Generalization of Dijkstra's Algorithm, 1977). The search ends when nothing that is not
explored could be part of a shorter proof. A proof's length is the count of its steps,
written as a tree; a path of a transitive property is one step.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from dataclasses import dataclass

from kg.reason.lookup import Fact, Role
from kg.reason.solving import Step
from kg.reason.steps import Steps

MOST = 50_000
"""How many facts are looked at before the search is given up."""


class Search:
    """A search for proofs of one goal.

    If `thorough`, every way to conclude a fact is looked for, also where it was
    asserted; else a way that cannot be beaten is enough.
    """

    def __init__(self, steps: Steps, goal: Fact, *, thorough: bool = False) -> None:
        self.goal = goal
        self.steps = steps
        self.ways: dict[Fact, list[Step]] = {}
        self.costs: dict[Fact, int] = {}
        self.best: dict[Fact, Step] = {}
        self.given: set[Fact] = set()
        self._thorough = thorough
        self._above: defaultdict[Fact, list[_Use]] = defaultdict(list)
        self._outside: dict[Fact, int] = {}
        self._floor: dict[Fact, int] = {}
        self._queue: list[tuple[int, int, Fact]] = []
        self._count = 0
        self._meet(goal, 0)

    @property
    def horizon(self) -> int | None:
        """Give the length below which all proofs are known; None if all are."""
        while self._queue and self._queue[0][2] in self.ways:
            heapq.heappop(self._queue)
        return self._queue[0][0] if self._queue else None

    def solve(self) -> bool:
        """Find a shortest proof; tell whether there is one."""
        while self._is_open() and len(self.ways) < MOST:
            self._expand(heapq.heappop(self._queue)[2])
        return self.goal in self.costs

    def explore(self, length: int | None, most: int = MOST) -> bool:
        """Find all proofs shorter than a length (None: all); tell whether it did."""
        while (horizon := self.horizon) is not None and len(self.ways) < most:
            if length is not None and horizon >= length:
                return True
            self._expand(heapq.heappop(self._queue)[2])
        return self.horizon is None

    def _is_open(self) -> bool:
        horizon = self.horizon
        cost = self.costs.get(self.goal)
        return horizon is not None and (cost is None or horizon < cost)

    def _meet(self, fact: Fact, outside: int) -> None:
        """Note a fact that a step rests on, and how much a proof has beside it."""
        if fact in self.ways or outside >= self._outside.get(fact, math.inf):
            return
        least = self._least(fact)
        self._outside[fact] = outside
        if self._thorough or fact not in self.given:
            self._count += 1
            heapq.heappush(self._queue, (outside + least, self._count, fact))

    def _least(self, fact: Fact) -> int:
        """Give the least that a fact can cost."""
        if fact not in self._floor:
            is_rest = fact.role is Role.REST
            if not is_rest and self.steps.lookup.is_asserted(fact):
                self.given.add(fact)
                self.costs[fact] = 0
            self._floor[fact] = int(not is_rest and fact not in self.given)
        return self._floor[fact]

    def _expand(self, fact: Fact) -> None:
        found: dict[Step, None] = {}
        for step in self.steps.to(fact, edgewise=self._thorough):
            if fact not in step.needs:
                found[step] = None
                if not self._thorough and self._is_least(fact, step):
                    break
        self.ways[fact] = list(found)
        for step in found:
            self._take(fact, step)

    def _is_least(self, fact: Fact, step: Step) -> bool:
        """Tell whether no other step can be part of a shorter proof."""
        if step.weight > self._least(fact):
            return False
        return all(self._least(need) == 0 and need in self.given for need in step.needs)

    def _take(self, fact: Fact, step: Step) -> None:
        self._learn(step)
        total = self._outside[fact] + step.weight + sum(map(self._least, step.needs))
        needs = dict.fromkeys(step.needs)
        for need in needs:
            self._meet(need, total - self._least(need))
        use = _Use(fact, step, sum(need not in self.costs for need in needs))
        for need in needs:
            self._above[need].append(use)
        if not use.missing:
            self._settle(use)

    def _learn(self, step: Step) -> None:
        """Take over what is known of the rest of a path."""
        others = step.weight + sum(map(self._least, step.needs[:-1]))
        if step.least > others:
            rest = step.needs[-1]
            self._floor[rest] = max(self._least(rest), step.least - others)

    def _settle(self, use: _Use) -> None:
        """See whether a step makes a fact cheaper, and then what rests on that."""
        ready = [use]
        while ready:
            fact, step = ready[-1].fact, ready.pop().step
            cost = step.weight + sum(self.costs.get(n, math.inf) for n in step.needs)
            before = self.costs.get(fact)
            if cost < (math.inf if before is None else before):
                self.costs[fact] = int(cost)
                self.best[fact] = step
                for above in self._above.get(fact, ()):
                    above.missing -= before is None
                    if not above.missing:
                        ready.append(above)


@dataclass(slots=True)
class _Use:
    """A step, and how many of the facts that it needs have no proof yet."""

    fact: Fact
    step: Step
    missing: int
