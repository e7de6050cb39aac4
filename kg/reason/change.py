"""What a change of the graph did to what follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from pyoxigraph import Triple

from kg.reason.columns import EMPTY, Column, Columns, subtract, union
from kg.reason.database import Database
from kg.reason.equality import Expansion

Classes: TypeAlias = Mapping[int, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Change:
    """Triples that follow now and are not asserted, and those that were such before."""

    inferred: tuple[Triple, ...]
    withdrawn: tuple[Triple, ...]


def besides(columns: Columns, others: Columns) -> Columns:
    """Leave out, by predicate, what the others have."""
    return {p: subtract(codes, others.get(p, EMPTY)) for p, codes in columns.items()}


def together(columns: Columns, others: Columns) -> Columns:
    """Join columns by predicate."""
    return {
        predicate: union([columns.get(predicate, EMPTY), others.get(predicate, EMPTY)])
        for predicate in dict.fromkeys([*columns, *others])
    }


class Difference:
    """What the journal of a database means for the closure as it is written out."""

    def __init__(
        self, data: Database, hidden: tuple[frozenset[int], frozenset[int]]
    ) -> None:
        """`hidden` are the ids not to be written before, and now."""
        self._data = data
        self._old = dict(data.journal.former)
        find, of, members = data.equality.one, data.equality.of, data.equality.members
        for head in {find(number) for number in hidden[0] ^ hidden[1]}:
            self._old.setdefault(head, tuple(of(head)))
        self._new = {find(number): of(find(number)) for number in self._old}
        before = {
            head: found for head, found in members.items() if head not in self._new
        }
        self._before = Expansion({**before, **self._old}, hidden[0], data.most)
        self._now = Expansion({**members, **self._new}, hidden[1], data.most)

    def columns(self) -> tuple[Columns, Columns]:
        """Give what is new in the closure, and what is no longer in it."""
        came, went = self._data.journal.net()
        if self._old:
            came, went = self._touched(came, went)
        new = self._written(came, self._new, self._now)
        old = self._written(went, self._old, self._before)
        return besides(new, old), besides(old, new)

    def _touched(self, came: Columns, went: Columns) -> tuple[Columns, Columns]:
        """Add the pairs of terms that have, or had, other equals."""
        more, less = Columns(), Columns()
        for predicate in {*self._data.relations, *went}:
            fresh, lost = came.get(predicate, EMPTY), went.get(predicate, EMPTY)
            more[predicate] = union([fresh, self._around(predicate, self._new)])
            known = subtract(self._around(predicate, self._old), fresh)
            less[predicate] = union([lost, known])
        return more, less

    def _around(self, predicate: int, classes: Classes) -> Column:
        relation = self._data.relations.get(predicate)
        if relation is None:
            return EMPTY
        if predicate in classes:
            return relation.pairs()
        return relation.touching(np.array(sorted(classes), np.int64))

    def _written(
        self, columns: Columns, classes: Classes, expansion: Expansion
    ) -> Columns:
        """Write pairs out, those of owl:sameAs as well."""
        heads = [head for head, found in classes.items() if len(found) > 1]
        same = np.array(sorted(head << 32 | head for head in heads), np.int64)
        named = columns | {self._data.name("owl:sameAs"): same}
        return {
            name: codes
            for name, codes in _spread(named, expansion)
            if name not in self._data.internal
        }


def _spread(columns: Columns, expansion: Expansion) -> Iterator[tuple[int, Column]]:
    for predicate, codes in columns.items():
        if len(codes):
            found = expansion.pairs(codes)
            yield from ((name, found) for name in expansion.ids(predicate).tolist())
