"""What a graph says itself, as columns of ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from pyoxigraph import Triple

from kg.reason.alike import Alike, alike, derived, described_by
from kg.reason.change import besides, together
from kg.reason.columns import (
    EMPTY,
    Column,
    Columns,
    distinct,
    isin,
    left,
    right,
    union,
    unique,
)
from kg.reason.database import by_predicate
from kg.reason.relation import Relation
from kg.reason.terms import Terms


class Asserted:
    """The triples of a graph by predicate, all terms as they were written.

    Of blank nodes that are described `alike` the engine is to know one only; `standing`
    has the predicates of which it is told otherwise than was written.
    `watched` are ids, `seen` those of them that are the object of a triple.
    """

    def __init__(self, terms: Terms, watched: Iterable[int]) -> None:
        self.terms = terms
        self.watched = frozenset(watched)
        self.seen: frozenset[int] = frozenset()
        self.relations: defaultdict[int, Relation] = defaultdict(Relation)
        self.alike = Alike()
        self.standing: dict[int, Relation] = {}

    def told(self, predicate: int) -> Relation:
        """Give the pairs that the engine is told."""
        found = self.standing.get(predicate)
        return self.relations[predicate] if found is None else found

    def columns(self, triples: Iterable[Triple]) -> Columns:
        """Write triples as columns, whether they are asserted or not."""
        found = by_predicate(*self.terms.encode(triples))
        return {predicate: unique(codes) for predicate, codes in found}

    def present(self, triples: Iterable[Triple]) -> Columns:
        """Give those triples that are asserted, as columns."""
        find = self.terms.find
        known = (t for t in triples if all(find(term) is not None for term in t))
        return {
            predicate: codes[self.relations[predicate].contains(codes)]
            for predicate, codes in self.columns(known).items()
        }

    def absent(self, columns: Columns) -> Columns:
        """Keep what is not asserted."""
        return {p: self.relations[p].without(codes) for p, codes in columns.items()}

    def inferred(self, predicate: int, codes: Column) -> Column:
        """Keep of the closure what was not asserted.

        Where no rule says of all nodes described alike what was said of some, nothing
        is said of the one that stands for them.
        """
        if predicate in self.standing and predicate not in derived(self.terms):
            codes = self.standing[predicate].without(codes)
        return self.relations[predicate].without(codes)

    def change(self, more: Columns, gone: Columns) -> None:
        """Assert what was not asserted, and take out what was."""
        is_near = self._is_near(more, gone)
        for predicate in more.keys() | gone.keys():
            for relation in {self.relations[predicate], self.told(predicate)}:
                relation.remove(gone.get(predicate, EMPTY))
                relation.add(more.get(predicate, EMPTY))
        if is_near:
            self._restate()
        ids = np.array(sorted(self._watched(gone)), np.int64)
        self.seen -= frozenset(self.unused(ids).tolist())
        self.seen |= self._watched(more)

    def is_restated(self, more: Columns, gone: Columns) -> bool:
        """Tell whether a change has the engine know other blank nodes, or less."""
        if not self._is_near(more, gone):
            return False
        touched = more.keys() | gone.keys()
        written = {p: found.pairs() for p, found in self.relations.items()}
        parts = {p: written.get(p, EMPTY) for p in touched}
        after = alike(written | besides(together(parts, more), gone), self.terms)
        return self.alike.concerns(_ids(more, gone)) or not after.is_same(self.alike)

    def _is_near(self, more: Columns, gone: Columns) -> bool:
        """Tell whether a change is about restrictions, or about their properties."""
        is_new = len(described_by(more, self.terms)) > 0
        return is_new or bool(isin(_ids(more, gone), self.alike.concerned).any())

    def _restate(self) -> None:
        """Find which blank nodes stand for others."""
        written = {p: found.pairs() for p, found in self.relations.items()}
        self.alike, self.standing = alike(written, self.terms), {}
        for predicate, codes in written.items() if len(self.alike.others) else ():
            if self.alike.touches(codes).any():
                self.standing[predicate] = relation = Relation()
                relation.add(unique(self.alike.pairs(codes)))

    def unused(self, ids: Column) -> Column:
        """Keep those ids that are the object of no triple."""
        for relation in self.relations.values() if len(ids) else ():
            _, rows = relation.follow(ids, back=True)
            ids = np.delete(ids, rows)
        return ids

    def _watched(self, columns: Columns) -> frozenset[int]:
        objects = (distinct(right(codes)).tolist() for codes in columns.values())
        return self.watched.intersection(*[{n for o in objects for n in o}])


def _ids(*changes: Columns) -> Column:
    pairs = union(codes for columns in changes for codes in columns.values())
    return unique(np.concatenate([left(pairs), right(pairs)]))
