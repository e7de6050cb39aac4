"""The closure as single triples of ids, equal terms apart: what proofs look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import product
from typing import NamedTuple

import numpy as np

from kg.reason.columns import left, right
from kg.reason.database import Database
from kg.reason.lists import Lists
from kg.reason.relation import Relation


class Fact(NamedTuple):
    """A triple of ids."""

    subject: int
    predicate: int
    object: int


class View:
    """Lookups in a database that is complete, and in what was asserted."""

    def __init__(self, data: Database, asserted: Mapping[int, Relation]) -> None:
        self.data = data
        self._asserted = asserted
        self._same = data.name("owl:sameAs")
        self._elements: dict[int, tuple[int, ...]] = {}

    @cached_property
    def _lists(self) -> Lists:
        return self.data.lists()

    def is_asserted(self, fact: Fact) -> bool:
        """Tell whether a triple was given."""
        relation = self._asserted.get(fact.predicate)
        return relation is not None and _has(relation, fact.subject, fact.object)

    def holds(self, fact: Fact) -> bool:
        """Tell whether a triple is in the closure."""
        return (
            next(self.match(fact.predicate, fact.subject, fact.object), None)
            is not None
        )

    def same(self, number: int) -> list[int]:
        """List what is equal to a term, itself included."""
        return self.data.equality.of(self.data.equality.one(number))

    def match(
        self, predicate: int, subject: int | None, object_: int | None
    ) -> Iterator[tuple[int, int]]:
        """Find the pairs of a predicate; None stands for any term."""
        find = self.data.equality.one
        one, two = (None if n is None else find(n) for n in (subject, object_))
        for found in self._rows(find(predicate), one, two):
            sides = zip((subject, object_), found, strict=True)
            yield from product(
                *([n] if n is not None else self.same(r) for n, r in sides)
            )

    def _rows(
        self, predicate: int, subject: int | None, object_: int | None
    ) -> Iterable[tuple[int, int]]:
        relation = self.data.relations[predicate]
        if predicate == self._same:
            return self._equal(subject, object_)
        if subject is None and object_ is None:
            pairs = relation.pairs()
            return zip(left(pairs).tolist(), right(pairs).tolist(), strict=True)
        if subject is not None and object_ is not None:
            return [(subject, object_)] if _has(relation, subject, object_) else []
        if subject is not None:
            return [(subject, found) for found in _partners(relation, subject)]
        return [(found, object_) for found in _partners(relation, object_, back=True)]  # type: ignore[misc,arg-type]

    def _equal(
        self, subject: int | None, object_: int | None
    ) -> Iterable[tuple[int, int]]:
        known = {n for n in (subject, object_) if n is not None}
        if not known:
            return [(n, n) for n in self.data.equality.members]
        return [(min(known), min(known))] if len(known) == 1 else []

    def size(self, predicate: int) -> int:
        """Count the pairs of a predicate."""
        return len(self.data.relations[self.data.equality.one(predicate)])

    def elements(self, head: int) -> tuple[int, ...]:
        """List the elements of a list as they were written, if it is one."""
        if head not in self._elements:
            first = self.data.name("rdf:first")
            cells = self._lists.cells(self.data.equality.one(head)) or []
            self._elements[head] = tuple(self._written(first, cell) for cell in cells)
        return self._elements[head]

    def members(
        self, predicate: int, subject: int | None, object_: int | None
    ) -> Iterator[tuple[int, int]]:
        """Find lists and what they have as elements, as it was written."""
        for head, _ in self.match(predicate, subject, object_):
            for element in dict.fromkeys(self.elements(head)):
                if object_ in (None, element):
                    yield head, element

    def _written(self, first: int, cell: int) -> int:
        for _, found in self.match(first, cell, None):
            if self.is_asserted(Fact(cell, first, found)):
                return found
        return next(found for _, found in self.match(first, cell, None))

    def edges(self, predicate: int) -> Relation | None:
        """Give what a transitive relation is the closure of, None for another one."""
        found = self.data.transitive.get(self.data.equality.one(predicate))
        return found.edges if found else None


def _has(relation: Relation, subject: int, object_: int) -> bool:
    return bool(relation.contains(np.array([subject << 32 | object_], np.int64))[0])


def _partners(relation: Relation, number: int, *, back: bool = False) -> list[int]:
    found, _ = relation.follow(np.array([number], np.int64), back=back)
    partners: list[int] = found.tolist()
    return partners
