"""What a graph says itself, as columns of ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from pyoxigraph import Triple

from kg.reason.columns import Column, Columns, distinct, right, unique
from kg.reason.database import by_predicate
from kg.reason.relation import Relation
from kg.reason.terms import Terms


class Asserted:
    """The triples of a graph by predicate, all terms as they were written.

    `watched` are ids, `seen` those of them that are the object of a triple.
    """

    def __init__(self, terms: Terms, watched: Iterable[int]) -> None:
        self.terms = terms
        self.watched = frozenset(watched)
        self.seen: frozenset[int] = frozenset()
        self.relations: defaultdict[int, Relation] = defaultdict(Relation)

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

    def add(self, columns: Columns) -> None:
        """Assert what was not asserted."""
        for predicate, codes in columns.items():
            self.relations[predicate].add(codes)
        self.seen |= self._watched(columns)

    def remove(self, columns: Columns) -> None:
        """Take out what was asserted."""
        for predicate, codes in columns.items():
            self.relations[predicate].remove(codes)
        ids = np.array(sorted(self._watched(columns)), np.int64)
        self.seen -= frozenset(self.unused(ids).tolist())

    def unused(self, ids: Column) -> Column:
        """Keep those ids that are the object of no triple."""
        for relation in self.relations.values():
            _, rows = relation.follow(ids, back=True)
            ids = np.delete(ids, rows)
        return ids

    def _watched(self, columns: Columns) -> frozenset[int]:
        objects = (distinct(right(codes)).tolist() for codes in columns.values())
        return self.watched.intersection(*[{n for o in objects for n in o}])
