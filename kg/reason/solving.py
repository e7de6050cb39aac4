"""Solving the patterns of a rule one triple at a time, from what is known already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kg.reason.backward import Backward, Bound, Clause, Triad
from kg.reason.listed import Listed
from kg.reason.lookup import Fact, Lookup
from kg.reason.terms import Internal

Link = tuple[int, int]


class Step(NamedTuple):
    """A rule, the axioms that make it apply, and the premises that it applies to.

    What is left of a path is no step of its own: it weighs nothing. `least` is what
    the step and all below it come to at the least, as far as that is known.
    """

    rule: str
    axioms: tuple[Fact, ...]
    premises: tuple[Fact, ...]
    weight: int = 1
    least: int = 0

    @property
    def needs(self) -> tuple[Fact, ...]:
        """List all that the step rests on."""
        return self.axioms + self.premises


class Solver:
    """Patterns over a graph that does not change meanwhile."""

    def __init__(self, backward: Backward, lookup: Lookup) -> None:
        self.lookup = lookup
        self._backward = backward
        self._clauses: dict[int, tuple[Clause, ...]] = {}
        self.listed = Listed(lookup)
        self._member = lookup.terms.id(Internal("list:member"))
        self._fitted: dict[tuple[int, ...], list[dict[int, int]]] = {}

    def clauses(self, predicate: int) -> tuple[Clause, ...]:
        """List the rules that may conclude a predicate and have axioms to apply by."""
        if predicate not in self._clauses:
            every = self._backward.to(predicate)
            self._clauses[predicate] = tuple(
                clause for clause in every if self._has_axioms(clause, predicate)
            )
        return self._clauses[predicate]

    def _has_axioms(self, clause: Clause, predicate: int) -> bool:
        known = {clause.head[1]: predicate} if clause.head[1] < 0 else {}
        return any(True for _ in self.solve(clause.axioms, known))

    def solutions(self, clause: Clause, start: Bound) -> Iterator[Bound]:
        """Find the values with which a rule applies, some of them known."""
        for fitted in self._fit(clause, start):
            for values in self.solve(clause.body, {**start, **fitted}):
                if all(values[one] != values[two] for one, two in clause.different):
                    yield values

    def _fit(self, clause: Clause, start: Bound) -> list[dict[int, int]]:
        """Solve the axioms, which are the same for many triples."""
        if not clause.axioms:
            return [{}]
        known = {name: start[name] for name in clause.fixed if name in start}
        key = (clause.number, *known, *known.values())
        if key not in self._fitted:
            found = self.solve(clause.axioms, known)
            self._fitted[key] = [dict(values) for values in found]
        return self._fitted[key]

    def solve(self, patterns: Sequence[Triad], values: Bound) -> Iterator[Bound]:
        """Find values with which all patterns hold, one pattern after the other."""
        if not patterns:
            yield values
            return
        best, rest = self._cheapest(patterns, values)
        if best is None:
            return
        one, predicate, two = (value(part, values) for part in best)
        for row in self._look(predicate or 0, one, two):
            found = dict(values)
            sides = zip((best[0], best[2]), row, strict=True)
            if all(part >= 0 or found.setdefault(part, n) == n for part, n in sides):
                yield from self.solve(rest, found)

    def _look(
        self, predicate: int, subject: int | None, object_: int | None
    ) -> Iterable[Link]:
        if predicate == self._member:
            return self.listed.members(subject, object_)
        if subject is not None and object_ is not None:
            is_so = self.lookup.holds(predicate, subject, object_)
            return ((subject, object_),) if is_so else ()
        return self.lookup.match(predicate, subject, object_)

    def _cheapest(
        self, patterns: Sequence[Triad], values: Bound
    ) -> tuple[Triad | None, Sequence[Triad]]:
        """Choose the pattern to solve first: none where all predicates are open."""
        if len(patterns) == 1:
            return patterns[0], ()
        ranked = [
            (self._openness(pattern, values), place)
            for place, pattern in enumerate(patterns)
            if value(pattern[1], values) is not None
        ]
        if not ranked:
            return None, ()
        place = min(ranked)[1]
        return patterns[place], (*patterns[:place], *patterns[place + 1 :])

    def _openness(self, pattern: Triad, values: Bound) -> tuple[int, int]:
        one, predicate, two = (value(part, values) for part in pattern)
        free = (one is None) + (two is None)
        return free, self.lookup.size(predicate or 0) if free else 0

    def is_so(self, fact: Fact) -> bool:
        """Tell whether a triple is in the closure, or may be."""
        return self.lookup.holds(fact.predicate, fact.subject, fact.object)


def chained(start: int, properties: Sequence[int]) -> tuple[list[Triad], list[int]]:
    """Write a chain of properties as patterns, and list its nodes."""
    nodes = [start - place for place in range(len(properties) + 1)]
    return list(zip(nodes, properties, nodes[1:], strict=False)), nodes


def applied(clause: Clause, values: Bound) -> Step:
    """Write how a rule applies."""
    axioms = tuple(bind(pattern, values) for pattern in clause.axioms)
    return Step(clause.name, axioms, tuple(bind(p, values) for p in clause.told))


def value(part: int, values: Bound) -> int | None:
    """Give what a part of a pattern stands for, None for an unbound variable."""
    return part if part >= 0 else values.get(part)


def bind(pattern: Triad, values: Bound) -> Fact:
    """Put values where the variables are."""
    one, two, three = (values[part] if part < 0 else part for part in pattern)
    return Fact(one, two, three)
