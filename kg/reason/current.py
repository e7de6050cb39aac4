"""A graph and its closure as columns, the one kept up with the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from pyoxigraph import Triple

from kg.errors import SizeError
from kg.reason.asserted import Asserted
from kg.reason.change import Difference, besides, together
from kg.reason.columns import EMPTY, Column, Columns, isin, left, pack, right, unique
from kg.reason.compile import Rule
from kg.reason.engine import Engine
from kg.reason.retract import Retraction
from kg.reason.table import Template
from kg.reason.written import Pairs, written_out


class Current:
    """What is asserted, and an engine that knows what follows.

    With `is_full`, every term is the same as itself.
    """

    def __init__(self, rules: Iterable[Template], *, is_full: bool, most: int) -> None:
        self._rules, self._full, self._most = tuple(rules), is_full, most
        self.engine = Engine(self._rules, most=most)
        terms = self.engine.data.terms
        self.asserted = Asserted(terms, self.engine.literals.numbers)

    def load(self, triples: Iterable[Triple]) -> None:
        """Take the first triples."""
        self.asserted.change(self.asserted.columns(triples), {})
        self._insert_all()

    def inferred(self) -> Iterator[Pairs]:
        """Give what is in the closure and not asserted."""
        for predicate, codes in self._closure():
            yield predicate, self.asserted.inferred(predicate, codes)

    def _closure(self) -> Iterator[Pairs]:
        self.engine.run()
        data = self.engine.data
        return written_out(data, self.hidden(), is_reflexive=self._full)

    def programme(self) -> tuple[tuple[Rule, ...], Column]:
        """Give the compiled rules, and the facts as rows of ids, lists taken apart."""
        self.engine.run()
        data, rules = self.engine.data, tuple(self.engine.programme.rules)
        made = {rule.head.predicate for rule in rules if rule.head}
        inner = data.internal - made
        told = {p: self.asserted.told(p) for p in self.asserted.relations}
        parts = {p: data.relations[p] for p in inner} | told
        axioms = [*self.engine.axioms.items()]
        columns = [(p, found.pairs()) for p, found in parts.items()] + axioms
        rows = [(left(c), np.full(len(c), p), right(c)) for p, c in columns]
        return rules, np.concatenate([np.stack(row, axis=1) for row in rows])

    def hidden(self) -> frozenset[int]:
        """List the literals of the rules that the graph itself does not have."""
        return self.asserted.watched - self.asserted.seen

    def change(
        self, add: Iterable[Triple], remove: Iterable[Triple]
    ) -> tuple[Columns, Columns]:
        """Change what is asserted; give what is inferred now, and what was.

        Raises SizeError, and leaves all as it was, where too much would follow.
        """
        self.engine.run()
        added = self.asserted.columns(add)
        gone = besides(self.asserted.present(remove), added)
        more = self.asserted.absent(added)
        change = self._changed
        if self.asserted.is_restated(more, gone):
            change = self._restated
        try:
            return change(more, gone)
        except SizeError:
            self.asserted.change(gone, more)
            self._begin_anew()
            raise

    def _restated(self, more: Columns, gone: Columns) -> tuple[Columns, Columns]:
        """Begin anew with the change, other blank nodes standing for others."""
        before = dict(self.inferred())
        self.asserted.change(more, gone)
        self._begin_anew()
        now = dict(self.inferred())
        return besides(now, before), besides(before, now)

    def _changed(self, more: Columns, gone: Columns) -> tuple[Columns, Columns]:
        hidden = self.hidden()
        self.asserted.change(more, gone)
        came, went = self._follow(more, gone, hidden)
        absent = self.asserted.absent
        kept = besides(besides(went, absent(went)), more)  # x owl:sameAs x only
        lost = besides(went, together(gone, kept))
        return (
            together(absent(came), self._left(besides(gone, went))),
            together(lost, self._left(besides(more, came))),
        )

    def _left(self, columns: Columns) -> Columns:
        """Keep what is in the closure."""
        holds, full = self.engine.data.holds, self._full
        return {
            predicate: codes[holds(predicate, codes, is_reflexive=full)]
            for predicate, codes in columns.items()
        }

    def _follow(
        self, more: Columns, gone: Columns, hidden: frozenset[int]
    ) -> tuple[Columns, Columns]:
        """Bring the closure up to date; give what is new in it, and what is gone."""
        data = self.engine.data
        data.record(is_on=True)
        unsaid = together(gone, self._forget(gone))
        if self._full or not Retraction(self.engine, self._kept).apply(unsaid):
            return self._compared(hidden)
        self.engine.insert(more)
        self.engine.run()
        found = Difference(data, (hidden, self.hidden())).columns()
        data.record(is_on=False)
        return found

    def _compared(self, hidden: frozenset[int]) -> tuple[Columns, Columns]:
        """Work all out anew, and compare with what was there before the journal."""
        data = self.engine.data
        rest = dict(written_out(data, hidden, is_reflexive=self._full))
        came, went = Difference(data, (hidden, hidden)).columns()
        before = together(besides(rest, came), went)
        self._begin_anew()
        now = dict(self._closure())
        return besides(now, before), besides(before, now)

    def _begin_anew(self) -> None:
        self.engine = Engine(self._rules, self.engine.data.terms, self._most)
        self._insert_all()

    def _insert_all(self) -> None:
        told = self.asserted.told
        self.engine.insert({p: told(p).pairs() for p in self.asserted.relations})

    def _forget(self, gone: Columns) -> Columns:
        """Forget literals that the graph has no longer; give what types they had."""
        literals, data = self.engine.literals, self.engine.data
        objects = {n for codes in gone.values() for n in right(codes).tolist()}
        ids = sorted(objects & literals.numbers - self.asserted.watched)
        unused = self.asserted.unused(np.array(ids, np.int64))
        literals.forget(unused.tolist())
        type_ = data.name("rdf:type")
        types, rows = data.relations[type_].follow(unused)
        return {type_: unique(pack(unused[rows], types))}

    def _kept(self, predicate: int, codes: Column) -> Column:
        """Say which pairs are asserted, or hold in every graph."""
        fixed = isin(codes, self.engine.axioms.get(predicate, EMPTY))
        fixed |= self.asserted.told(predicate).contains(codes)
        if predicate == self.engine.data.name("rdf:type"):
            ids = zip(left(codes).tolist(), right(codes).tolist(), strict=True)
            given = (self.engine.literals.is_given(one, two) for one, two in ids)
            fixed |= np.fromiter(given, np.bool_, len(codes))
        return codes[fixed]
