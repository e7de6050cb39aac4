"""What the engine knows: relations between ids, and what is to be added to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np

from kg.names import named
from kg.reason.budget import MOST, Budget
from kg.reason.columns import EMPTY, Column, Mask, left, pack, right, union, unique
from kg.reason.equality import Equality
from kg.reason.journal import Journal
from kg.reason.lists import Lists
from kg.reason.relation import Relation
from kg.reason.terms import Internal, Terms
from kg.reason.transitive import Transitive

HEADS = (
    "owl:intersectionOf",
    "owl:unionOf",
    "owl:disjointUnionOf",
    "owl:oneOf",
    "owl:members",
    "owl:distinctMembers",
)
_NAMES = (
    *HEADS,
    "rdf:type",
    "rdf:first",
    "rdf:rest",
    "rdf:nil",
    "rdfs:Datatype",
    "owl:sameAs",
    "owl:differentFrom",
)
_INNER = (
    "list:member",
    "list:twice",
    "list:next",
    "list:last",
    "list:holds",
    "graph:term",
    "graph:predicate",
    "graph:member",
)


class Database:
    """Relations by predicate, all in representatives of equal terms.

    Ids below `vocabulary` are the terms of the rules. What is emitted waits in
    `pending` until it is absorbed: by its predicate, or by
    ~rdf:type if it is of the vocabulary.
    """

    def __init__(self, terms: Terms, most: int = MOST) -> None:
        self.most = most
        self.terms = terms
        self.equality = Equality()
        self.relations: defaultdict[int, Relation] = defaultdict(Relation)
        self.transitive: dict[int, Transitive] = {}
        self.pending: defaultdict[int, list[Column]] = defaultdict(list)
        self.vocabulary = 0
        self.journal = Journal()
        self._is_recorded = False
        self._names = {curie: self.terms.id(named(curie)) for curie in _NAMES}
        self.inner = {name: self.terms.id(Internal(name)) for name in _INNER}
        self.internal = frozenset(self.inner.values())

    def name(self, curie: str) -> int:
        """Give the id by which a term of the specifications is known now."""
        return self.equality.one(self._names[curie])

    def pairs(self, curie: str) -> Column:
        """Give all pairs of a predicate."""
        return self.relations[self.name(curie)].pairs()

    def lists(self) -> Lists:
        """Look at the lists as they are now."""
        first, rest = self.name("rdf:first"), self.name("rdf:rest")
        nil = self.name("rdf:nil")
        return Lists(self.relations[first], self.relations[rest], nil)

    def emit(self, predicate: int, codes: Column) -> None:
        """Have pairs wait for their turn."""
        if predicate == self.name("rdf:type"):
            early = right(codes) < self.vocabulary
            if early.any():
                self.pending[~predicate].append(codes[early])
                codes = codes[~early]
        if len(codes):
            self.pending[predicate].append(codes)

    def emit_pairs(self, predicate: int, pairs: Iterable[tuple[int, int]]) -> None:
        """Have those pairs wait that are new."""
        codes = np.array([x << 32 | y for x, y in pairs], np.int64)
        self.emit(predicate, self.relations[predicate].without(unique(codes)))

    def take(self, waiting: int) -> tuple[int, Column]:
        """Take what waits under a key: its predicate, and the pairs as a column."""
        columns = self.pending.pop(waiting)
        codes = union(self.equality.find_pairs(column) for column in columns)
        return self.equality.one(~waiting if waiting < 0 else waiting), codes

    def record(self, *, is_on: bool) -> None:
        """Begin a journal, or keep one no longer."""
        self.journal, self._is_recorded = Journal(), is_on
        self.equality.former = self.journal.former if is_on else None

    def add(self, predicate: int, codes: Column) -> Column:
        """Put pairs into their relation; give those that are new."""
        if predicate in self.transitive:
            return self._came(predicate, self.transitive[predicate].add(codes))
        relation = self.relations[predicate]
        new = relation.without(codes)
        if len(relation) + len(new) > self.most:
            self.budget(predicate).check(len(relation) + len(new))
        relation.add(new)
        return self._came(predicate, new)

    def budget(self, predicate: int) -> Budget:
        """Say how many pairs of a predicate there may be."""
        return Budget(str(self.terms[predicate]), self.most)

    def _came(self, predicate: int, codes: Column) -> Column:
        if self._is_recorded:
            self.journal.came(predicate, codes)
        return codes

    def remove(self, predicate: int, codes: Column) -> None:
        """Take pairs out that are there."""
        if self._is_recorded:
            self.journal.went(predicate, codes)
        if predicate in self.transitive:
            self.transitive[predicate].remove(codes)
        else:
            self.relations[predicate].remove(codes)

    def edges(self, predicate: int, codes: Column) -> Column:
        """Keep those pairs of which a transitive relation is the closure."""
        if predicate not in self.transitive:
            return EMPTY
        return codes[self.transitive[predicate].edges.contains(codes)]

    def dependent(self, predicate: int, codes: Column) -> Column:
        """Add the pairs that depend on some by transitivity, if that is the rule."""
        if predicate not in self.transitive:
            return codes
        return self.transitive[predicate].dependent(codes)

    def restore(self, predicate: int, codes: Column, edges: Column) -> Column:
        """Put edges back, and those of the pairs that a path connects then.

        If the relation is not transitive, nothing is put back.
        """
        if predicate not in self.transitive:
            return EMPTY
        return self._came(predicate, self.transitive[predicate].restore(codes, edges))

    def close(self, predicate: int) -> Column:
        """Make a relation transitive from now on; give the pairs that are new."""
        self.transitive[predicate] = Transitive(
            self.relations[predicate], self.budget(predicate)
        )
        return self._came(predicate, self.transitive[predicate].close())

    def holds(self, predicate: int, codes: Column, *, is_reflexive: bool) -> Mask:
        """Tell of each pair whether it is in the closure with equal terms written."""
        number, found = self.equality.one(predicate), self.equality.find_pairs(codes)
        if number != self.name("owl:sameAs"):
            return self.relations[number].contains(found)
        known = [
            is_reflexive or n in self.equality.members for n in left(found).tolist()
        ]
        equal: Mask = (left(found) == right(found)) & np.array(known, np.bool_)
        return equal

    def move(self, moved: Column) -> bool:
        """Emit anew what is said of terms that have another representative now.

        Tell whether one of them is a predicate.
        """
        renamed = [p for p in self.relations if self.equality.one(p) != p]
        for predicate in renamed:
            pairs = self.relations[predicate].pairs()
            self.remove(predicate, pairs)
            del self.relations[predicate]
            self.transitive.pop(predicate, None)
            self.emit(self.equality.one(predicate), self.equality.find_pairs(pairs))
        for predicate, relation in list(self.relations.items()):
            touched = relation.touching(moved)
            self.remove(predicate, touched)
            self.emit(predicate, self.equality.find_pairs(touched))
        return bool(renamed)


def by_predicate(
    subjects: Column, predicates: Column, objects: Column
) -> Iterator[tuple[int, Column]]:
    """Sort triples into pairs, not sorted, for each predicate."""
    order = np.argsort(predicates, kind="stable")
    codes, ordered = pack(subjects, objects)[order], predicates[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    for start, column in zip(starts, np.split(codes, starts[1:]), strict=False):
        yield int(ordered[start]), column
