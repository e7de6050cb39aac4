"""The closure as single triples of ids, equal terms apart: what proofs look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

import numpy as np

from kg.reason.alike import derived
from kg.reason.asserted import Asserted
from kg.reason.columns import BITS, left, right
from kg.reason.database import Database
from kg.reason.lookup import Fact
from kg.reason.relation import Relation
from kg.reason.terms import Term, Terms


class View:
    """Lookups in a database that is complete, and in what was asserted."""

    def __init__(self, data: Database, asserted: Asserted) -> None:
        self.data = data
        self._asserted = asserted.relations
        self._alike = asserted.alike
        self._derived = derived(self.terms)
        self._same = data.name("owl:sameAs")

    @property
    def terms(self) -> Terms:
        return self.data.terms

    def find(self, term: Term) -> int | None:
        """Give the id of a term, None if the graph has it nowhere."""
        return self.data.terms.find(term)

    def is_asserted(self, fact: Fact) -> bool:
        """Tell whether a triple was given."""
        relation = self._asserted.get(fact.predicate)
        return relation is not None and _has(relation, fact.subject, fact.object)

    def asserted(
        self, predicate: int, subject: int | None, object_: int | None
    ) -> Iterable[tuple[int, int]]:
        """Find the pairs of a predicate that were given."""
        relation = self._asserted.get(predicate)
        return _rows(relation, subject, object_) if relation else ()

    def holds(self, predicate: int, subject: int, object_: int) -> bool:
        """Tell whether a triple is in the closure."""
        return any(True for _ in self.match(predicate, subject, object_))

    def same(self, number: int) -> list[int]:
        """List what is equal to a term, itself included."""
        equality = self.data.equality
        return equality.of(equality.one(number)) if equality.members else [number]

    def match(
        self, predicate: int, subject: int | None, object_: int | None
    ) -> Iterable[tuple[int, int]]:
        """Find the pairs of a predicate; None stands for any term."""
        if not self.data.equality.members and not self._alike.classes:
            if predicate == self._same:
                return self._equal(subject, object_)
            relation = self.data.relations.get(predicate)
            return _rows(relation, subject, object_) if relation else ()
        return self._among_equals(predicate, subject, object_)

    def _among_equals(
        self, predicate: int, subject: int | None, object_: int | None
    ) -> Iterator[tuple[int, int]]:
        one, two = (None if n is None else self._known(n) for n in (subject, object_))
        if self._known(predicate) == self._same:
            rows, spread = self._equal(one, two), self.same
        else:
            relation = self.data.relations.get(self._known(predicate))
            rows, spread = _rows(relation, one, two) if relation else (), self._all
        for found in rows:
            ones = spread(found[0]) if subject is None else [subject]
            twos = spread(found[1]) if object_ is None else [object_]
            yield from self._said(predicate, found[1], product(ones, twos))

    def _known(self, number: int) -> int:
        """Give the id by which the engine knows a term."""
        return self.data.equality.one(self._alike.heads.get(number, number))

    def _all(self, number: int) -> list[int]:
        """List all that is known by an id."""
        classes = self._alike.classes
        return [n for one in self.same(number) for n in classes.get(one, [one])]

    def _said(
        self, predicate: int, object_: int, pairs: Iterable[tuple[int, int]]
    ) -> Iterable[tuple[int, int]]:
        """Leave out what no rule says of another node that is described alike."""
        if object_ not in self._alike.classes or predicate in self._derived:
            return pairs
        return (p for p in pairs if self.is_asserted(Fact(p[0], predicate, p[1])))

    def _equal(
        self, subject: int | None, object_: int | None
    ) -> Iterable[tuple[int, int]]:
        known = {n for n in (subject, object_) if n is not None}
        if not known:
            return [(n, n) for n in self.data.equality.members]
        return [(min(known), min(known))] if len(known) == 1 else []

    def size(self, predicate: int) -> int:
        """Count the pairs of a predicate."""
        equality = self.data.equality
        known = equality.one(predicate) if equality.members else predicate
        relation = self.data.relations.get(known)
        return len(relation) if relation else 0


def _rows(
    relation: Relation, subject: int | None, object_: int | None
) -> Iterable[tuple[int, int]]:
    match subject, object_:
        case int(), int():
            return [(subject, object_)] if _has(relation, subject, object_) else []
        case int(), None:
            return [(subject, found) for found in _beside(relation, subject)]
        case None, int():
            return [(found, object_) for found in _beside(relation, object_, back=True)]
        case _:
            pairs = relation.pairs()
            return zip(left(pairs).tolist(), right(pairs).tolist(), strict=True)


def _has(relation: Relation, subject: int, object_: int) -> bool:
    code = np.int64(subject << 32 | object_)
    for run in relation.runs():
        place = run.searchsorted(code)
        if place < len(run) and run[place] == code:
            return True
    return False


def _beside(relation: Relation, number: int, *, back: bool = False) -> list[int]:
    ends = np.array([number, number + 1], np.int64) << BITS
    found: list[int] = []
    for run in relation.runs(back=back):
        start, stop = run.searchsorted(ends)
        if start < stop:
            found += right(run[start:stop]).tolist()
    return found
