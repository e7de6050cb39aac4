"""Taking triples out, and what follows from them only.

Relations are gone through by strata: what rules need comes before what they make. A
stratum without recursion is simple: what a rule gave is gone if no rule gives it from
what is left. Within a recursive one, whatever may depend on what is gone is deleted,
then derived again from the rest (Gupta, Mumick and Subrahmanian, 1993: DRed).

Where axioms, lists or equality are concerned, or a large part of the closure, this
gives up: then it is cheaper, or the only way, to work everything out anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain

import numpy as np

from kg.reason.columns import EMPTY, Column, Columns, isin, left, right, subtract, union
from kg.reason.compile import LINKS, Rule
from kg.reason.database import HEADS
from kg.reason.engine import Engine
from kg.reason.join import Bindings, conclusions, fire, seed, solve

IsGiven = Callable[[int, Column], Column]

_SHARE = 0.3  # of the closure: beyond that it is not worth while


class _TooMuchError(Exception):
    """It is better to begin anew."""


class Retraction:
    """One deletion from an engine whose closure is complete.

    `kept` gives those pairs of a predicate that hold whatever the rules say.
    """

    def __init__(self, engine: Engine, kept: IsGiven) -> None:
        self._engine = engine
        self._data = engine.data
        self._kept = kept
        self._rules = engine.programme
        self._pending: defaultdict[int, list[Column]] = defaultdict(list)
        self._most = _SHARE * sum(map(len, self._data.relations.values()))
        members = chain.from_iterable(self._data.equality.members.values())
        self._equal = np.array(sorted(members), np.int64)

    def apply(self, removed: Mapping[int, Column]) -> bool:
        """Delete; False if it is better to begin anew, with some pairs gone or not."""
        try:
            for predicate, codes in removed.items():
                self._check_equal(predicate, codes)
                self._pending[predicate].append(codes)
            while self._pending:
                stratum = min(map(self._rules.stratum, self._pending))
                self._take(stratum)
        except _TooMuchError:
            return False
        self._engine.check()
        return True

    def _take(self, stratum: int) -> None:
        """Bring the relations of a stratum up to date."""
        if stratum in self._rules.recursive:
            self._rederive(stratum)
            return
        members = [p for p in self._pending if self._rules.stratum(p) == stratum]
        for predicate in members:
            codes = self._doubtful(predicate, union(self._pending.pop(predicate)))
            dead = subtract(codes, self._supported(predicate, codes))
            self._check(predicate, dead)
            self._propagate(predicate, dead, stratum)
            self._data.remove(predicate, dead)

    def _propagate(self, predicate: int, dead: Column, stratum: int) -> None:
        """Put in doubt what rules make from the dead, where that is further up."""
        for head, found in self._made(predicate, dead):
            if self._rules.stratum(head) != stratum:
                self._pending[head].append(found)

    def _made(self, predicate: int, codes: Column) -> Iterator[tuple[int, Column]]:
        """Fire the rules with some pairs: (predicate, pairs) for each head."""
        relations = self._data.relations.__getitem__
        for use in self._rules.uses.get(predicate, ()) if len(codes) else ():
            rule = use.rule
            if rule.head and rule.name not in LINKS:
                if self._is_equating(rule) and seed(use.atom, codes).rows:
                    raise _TooMuchError
                found = fire(use, codes, relations)
                if found.rows:
                    yield rule.head.predicate, conclusions(rule.head, found)

    def _is_equating(self, rule: Rule) -> bool:
        """Tell whether terms may be equal by a rule: pairs of equals are not seen."""
        same = self._data.name("owl:sameAs")
        is_equality = rule.head is not None and rule.head.predicate == same
        return is_equality and len(self._equal) > 0

    def _doubtful(self, predicate: int, codes: Column) -> Column:
        """Keep what is there and holds by rules only."""
        codes = codes[self._data.relations[predicate].contains(codes)]
        return subtract(codes, self._kept(predicate, codes))

    def _check(self, predicate: int, codes: Column) -> None:
        """Give up where too much is concerned, or what cannot be taken back."""
        self._most -= len(codes)
        if not len(codes):
            return
        self._check_equal(predicate, codes)
        if self._most < 0 or self._is_structure(predicate, codes):
            raise _TooMuchError

    def _check_equal(self, predicate: int, codes: Column) -> None:
        """Give up where a term is concerned that is equal to another."""
        ids = np.concatenate([left(codes), right(codes), [predicate]])
        if isin(ids, self._equal).any():
            raise _TooMuchError

    def _is_structure(self, predicate: int, codes: Column) -> bool:
        """Tell whether lists, equality, or which rules there are depend on it."""
        programme, data = self._rules, self._data
        if predicate == data.name("rdf:type"):
            return not programme.guard_classes.isdisjoint(right(codes).tolist())
        names = ("rdf:first", "rdf:rest", "owl:sameAs", "owl:differentFrom", *HEADS)
        inner = data.internal - {data.inner["list:holds"]}
        return predicate in programme.guards | inner | {data.name(n) for n in names}

    # ------------------------------------------------------------ recursion

    def _rederive(self, stratum: int) -> None:
        doubtful, data = self._overdelete(stratum), self._data
        edges = {p: data.edges(p, codes) for p, codes in doubtful.items()}
        for predicate, codes in doubtful.items():
            data.remove(predicate, codes)
        for predicate, codes in doubtful.items():
            given = edges[predicate]
            sure = [self._kept(predicate, given), self._supported(predicate, given)]
            back = data.restore(predicate, codes, union(sure))
            self._engine.follow(predicate, back)
        self._engine.run()
        for predicate, codes in doubtful.items():
            rest = data.relations[predicate].without(codes)
            kept = self._kept(predicate, rest)
            data.emit(predicate, union([kept, self._supported(predicate, rest)]))
        self._engine.run()
        self._bury(doubtful, stratum)

    def _bury(self, doubtful: Columns, stratum: int) -> None:
        """Tell the strata further up what is gone, each among all that was there."""
        relations = self._data.relations
        dead = {p: relations[p].without(codes) for p, codes in doubtful.items()}
        for predicate, codes in dead.items():
            relations[predicate].add(codes)
        for predicate, codes in dead.items():
            self._propagate(predicate, codes, stratum)
        for predicate, codes in dead.items():
            relations[predicate].remove(codes)

    def _overdelete(self, stratum: int) -> Columns:
        """Collect what may depend on what is in doubt, within the stratum."""
        found: defaultdict[int, Column] = defaultdict(lambda: EMPTY)
        while True:
            members = [p for p in self._pending if self._rules.stratum(p) == stratum]
            if not members:
                return dict(found)
            predicate = members[0]
            codes = self._doubtful(predicate, union(self._pending.pop(predicate)))
            codes = subtract(codes, self._from_below(predicate, codes))
            codes = self._data.dependent(predicate, codes)
            codes = subtract(codes, found[predicate])
            self._check(predicate, codes)
            found[predicate] = union([found[predicate], codes])
            for head, made in self._made(predicate, codes):
                if self._rules.stratum(head) == stratum:
                    self._pending[head].append(made)

    def _supported(self, predicate: int, codes: Column) -> Column:
        """Find the pairs that one application of a rule gives."""
        return self._by(self._rules.makers.get(predicate, ()), codes)

    def _from_below(self, predicate: int, codes: Column) -> Column:
        """Find the pairs that a rule gives from lower strata: they will stay."""
        makers = self._rules.makers.get(predicate, ())
        return self._by(filter(self._rules.is_from_below, makers), codes)

    def _by(self, rules: Iterable[Rule], codes: Column) -> Column:
        found = [EMPTY]
        for rule in rules:
            codes = subtract(codes, found[-1])
            found.append(self._given(rule, codes))
        return union(found)

    def _given(self, rule: Rule, codes: Column) -> Column:
        if rule.head is None or not len(codes):
            return EMPTY
        start = seed(rule.head, codes)
        names = rule.head.variables()
        relations = self._data.relations.__getitem__
        found = solve(rule.body, start, relations, needed=names, ordered=rule.ordered)
        return _heads(rule, found)


def _heads(rule: Rule, found: Bindings) -> Column:
    return conclusions(rule.head, found) if rule.head and found.rows else EMPTY
