"""Taking triples out: delete whatever may depend on them, then derive again.

This is the algorithm of Gupta, Mumick and Subrahmanian (1993), known as DRed. Where
axioms, lists or equality are concerned, or most of the closure, it gives up: then it is
cheaper, or the only way, to work everything out anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

import numpy as np

from kg.reason.columns import (
    EMPTY,
    Column,
    isin,
    left,
    right,
    subtract,
    union,
    unique,
)
from kg.reason.compile import Rule
from kg.reason.database import HEADS
from kg.reason.engine import Engine
from kg.reason.join import Bindings, conclusions, fire, seed, solve

IsGiven = Callable[[int, Column], Column]

_SHARE = 0.3  # of the closure: beyond that it is not worth while


class Retraction:
    """One deletion from an engine whose closure is complete.

    `kept` gives those pairs of a predicate that are asserted still.
    """

    def __init__(self, engine: Engine, kept: IsGiven) -> None:
        self._engine = engine
        self._data = engine.data
        self._kept = kept
        self._doubtful: defaultdict[int, Column] = defaultdict(lambda: EMPTY)

    def apply(self, removed: Mapping[int, Column]) -> bool:
        """Delete; tell whether that was possible. If not, nothing has changed."""
        engine = self._engine
        if self._data.equality.members or engine.clashes or engine.literals.asked:
            return False
        if not self._doubt(removed):
            return False
        doubtful = list(self._doubtful.items())
        for predicate, codes in doubtful:
            self._data.remove(predicate, codes)
        for predicate, codes in doubtful:
            engine.follow(predicate, self._data.restore(predicate, codes))
            self._restore(predicate, codes)
        engine.run()
        return True

    def _doubt(self, removed: Mapping[int, Column]) -> bool:
        """Collect what may depend on the removed; False if that is too much."""
        total = sum(map(len, self._data.relations.values()))
        pending = defaultdict(list, {p: [codes] for p, codes in removed.items()})
        while pending:
            predicate, columns = pending.popitem()
            fresh = self._fresh(predicate, union(columns))
            if not len(fresh):
                continue
            known = union([self._doubtful[predicate], fresh])
            self._doubtful[predicate] = known
            count = sum(map(len, self._doubtful.values()))
            if count > _SHARE * total or self._is_structure(predicate, fresh):
                return False
            for rule, place in self._engine.programme.uses.get(predicate, ()):
                if rule.head:
                    found = fire(rule, place, fresh, self._data.relations.__getitem__)
                    pending[rule.head.predicate].append(_heads(rule, found))
        return True

    def _fresh(self, predicate: int, codes: Column) -> Column:
        """Keep what is there, is not asserted, and is not in doubt yet."""
        relation = self._data.relations[predicate]
        codes = codes[relation.contains(codes)]
        codes = subtract(codes, self._kept(predicate, codes))
        codes = subtract(codes, self._doubtful[predicate])
        if predicate not in self._data.transitive or not len(codes):
            return codes
        before, _ = relation.follow(unique(left(codes)), back=True)
        after, _ = relation.follow(unique(right(codes)))
        sources, targets = union([before, left(codes)]), union([after, right(codes)])
        found, rows = relation.follow(sources)
        pairs = unique((sources[rows] << np.int64(32) | found)[isin(found, targets)])
        return subtract(pairs, self._doubtful[predicate])

    def _is_structure(self, predicate: int, codes: Column) -> bool:
        """Tell whether lists, equality, or which rules there are depend on it."""
        programme, data = self._engine.programme, self._data
        if predicate == data.name("rdf:type"):
            return not programme.guard_classes.isdisjoint(right(codes).tolist())
        names = ("rdf:first", "rdf:rest", "owl:sameAs", "owl:differentFrom", *HEADS)
        inner = data.internal - {data.inner["list:holds"]}
        return predicate in programme.guards | inner | {data.name(n) for n in names}

    def _restore(self, predicate: int, codes: Column) -> None:
        """Emit again what is asserted or follows from what is left."""
        back = [self._kept(predicate, codes)]
        rules = self._engine.programme.rules
        makers = (r for r in rules if r.head and r.head.predicate == predicate)
        back += (self._supported(rule, codes) for rule in makers)
        self._data.emit(predicate, union(back))

    def _supported(self, rule: Rule, codes: Column) -> Column:
        """Find the codes that one application of a rule gives."""
        if rule.head is None:
            return EMPTY
        start = seed(rule.head, codes)
        names = rule.head.variables()
        relations = self._data.relations.__getitem__
        found = solve(rule.body, start, relations, needed=names, ordered=rule.ordered)
        return _heads(rule, found)


def _heads(rule: Rule, found: Bindings) -> Column:
    return conclusions(rule.head, found) if rule.head and found.rows else EMPTY
