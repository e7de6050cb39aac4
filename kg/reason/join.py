"""Evaluating the body of a rule: joins of binary relations, column by column."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from kg.reason.columns import (
    EMPTY,
    Column,
    Mask,
    left,
    pack,
    right,
    unique,
)
from kg.reason.compile import Argument, Atom, Use
from kg.reason.relation import Relation
from kg.reason.table import Variable

Relations: TypeAlias = Callable[[int], Relation]

_ROW = Variable("")  # no rule has a variable without a name
_MOST = 1 << 24  # rows in memory at once, if that can be helped
_SAMPLE = 1 << 10  # rows that tell how many a match will make
_FEW = 64  # rows of which it is not worth while to look for repetitions


@dataclass(frozen=True, slots=True)
class Bindings:
    """Solutions: a column of ids for each variable, `rows` long all."""

    columns: dict[Variable, Column]
    rows: int

    def take(self, rows: Column | Mask) -> Bindings:
        """Keep some rows, by a mask or by their numbers, which may repeat."""
        columns = {name: column[rows] for name, column in self.columns.items()}
        count = int(rows.sum()) if rows.dtype == np.bool_ else len(rows)
        return Bindings(columns, count)

    def value(self, part: Argument) -> Column | None:
        """Give the column of a variable or constant, None for an unbound one."""
        if isinstance(part, Variable):
            return self.columns.get(part)
        return np.full(self.rows, part, np.int64)

    def sample(self) -> Bindings:
        """Keep some rows evenly, all if they are few."""
        step = 1 + self.rows // _SAMPLE
        return self if step == 1 else self.take(np.arange(0, self.rows, step))

    def halves(self) -> tuple[Bindings, Bindings]:
        """Divide the rows in two."""
        rows = np.arange(self.rows)
        middle = self.rows // 2
        return self.take(rows[:middle]), self.take(rows[middle:])

    def project(self, needed: Collection[Variable]) -> Bindings:
        """Forget other variables, and rows that are the same then."""
        kept = {name: self.columns[name] for name in self.columns if name in needed}
        if len(kept) == len(self.columns) or self.rows < _FEW:
            return Bindings(kept, self.rows)
        match list(kept.items()):
            case [(name, only)]:
                found = unique(only)
                return Bindings({name: found}, len(found))
            case [(one, first), (two, second)]:
                found = unique(pack(first, second))
                return Bindings({one: left(found), two: right(found)}, len(found))
            case _:
                return Bindings(kept, self.rows)


ONE_ROW = Bindings({}, 1)


def seed(atom: Atom, codes: Column) -> Bindings:
    """Bind the variables of an atom to rows of its relation."""
    subject, object_ = left(codes), right(codes)
    keep = np.ones(len(codes), np.bool_)
    for part, column in ((atom.subject, subject), (atom.object, object_)):
        if not isinstance(part, Variable):
            keep &= column == part
    if atom.subject == atom.object:
        keep &= subject == object_
    if not keep.all():
        subject, object_ = subject[keep], object_[keep]
    parts = ((atom.subject, subject), (atom.object, object_))
    columns = {part: column for part, column in parts if isinstance(part, Variable)}
    return Bindings(columns, len(subject))


def solve(
    atoms: Iterable[Atom],
    bindings: Bindings,
    relations: Relations,
    *,
    needed: Collection[Variable],
    ordered: Collection[tuple[Variable, Variable]] = (),
) -> Bindings:
    """Extend solutions until every atom holds; variables not `needed` may be lost.

    The atom that is cheapest to match comes next.
    """
    rest = list(atoms)
    filters = list(ordered)
    bindings, filters = _sift(bindings, filters)
    while rest and bindings.rows:
        atom = rest[0]
        if len(rest) > 1:
            atom = min(rest, key=lambda atom: _cost(atom, bindings, relations))
        if bindings.rows > 1 and _fan_out(atom, bindings, relations) > _MOST:
            parts = (
                solve(rest, part, relations, needed=needed, ordered=filters)
                for part in bindings.halves()
            )
            return _together(*parts)
        rest.remove(atom)
        bindings, filters = _sift(_match(atom, bindings, relations), filters)
        wanted = frozenset(needed).union(*map(Atom.variables, rest), *filters)
        bindings = bindings.project(wanted)
    return bindings


def _fan_out(atom: Atom, bindings: Bindings, relations: Relations) -> int:
    """Count the rows that matching an atom makes."""
    relation = relations(atom.predicate)
    subject, object_ = bindings.value(atom.subject), bindings.value(atom.object)
    if subject is not None and object_ is not None:
        return bindings.rows
    keys = object_ if subject is None else subject
    if keys is None:
        return bindings.rows * len(relation)
    return relation.count(keys, back=subject is None)


def _together(one: Bindings, two: Bindings) -> Bindings:
    """Put solutions for the same variables together, each once where that is easy."""
    if not one.rows or not two.rows:
        return one if one.rows else two
    names = one.columns.keys() & two.columns.keys()
    columns = {n: np.concatenate([one.columns[n], two.columns[n]]) for n in names}
    whole = Bindings(columns | {_ROW: EMPTY}, one.rows + two.rows)
    return whole.project(names)


def _cost(atom: Atom, bindings: Bindings, relations: Relations) -> tuple[int, int]:
    """Estimate what matching an atom makes; for few rows, to look closer costs more."""
    free = len(atom.variables().difference(bindings.columns))
    if bindings.rows < _SAMPLE or not free:
        return free, len(relations(atom.predicate))
    return free, _fan_out(atom, bindings.sample(), relations)


def _sift(
    bindings: Bindings, filters: list[tuple[Variable, Variable]]
) -> tuple[Bindings, list[tuple[Variable, Variable]]]:
    """Apply the filters whose variables are bound; give those that are left."""
    later = []
    for one, two in filters:
        if one in bindings.columns and two in bindings.columns:
            less: Mask = bindings.columns[one] < bindings.columns[two]
            bindings = bindings.take(less)
        else:
            later.append((one, two))
    return bindings, later


def _match(atom: Atom, bindings: Bindings, relations: Relations) -> Bindings:
    relation = relations(atom.predicate)
    subject, object_ = bindings.value(atom.subject), bindings.value(atom.object)
    if subject is not None and object_ is not None:
        return bindings.take(relation.contains(pack(subject, object_)))
    if subject is None and object_ is None:
        return _cross(bindings, seed(atom, relation.pairs()))
    back = subject is None
    keys = object_ if back else subject
    partners, rows = relation.follow(EMPTY if keys is None else keys, back=back)
    found = bindings.take(rows)
    free = atom.subject if back else atom.object
    return Bindings({**found.columns, free: partners}, found.rows)  # type: ignore[dict-item]


def _cross(one: Bindings, two: Bindings) -> Bindings:
    first = one.take(np.repeat(np.arange(one.rows), two.rows))
    second = two.take(np.tile(np.arange(two.rows), one.rows))
    return Bindings(first.columns | second.columns, one.rows * two.rows)


def fire(use: Use, codes: Column, relations: Relations) -> Bindings:
    """Find the solutions of a rule in which one atom of the body takes these rows."""
    start = seed(use.atom, codes)
    if not start.rows:
        return start
    start = start.project(use.wanted)
    ordered = use.rule.ordered
    return solve(use.rest, start, relations, needed=use.needed, ordered=ordered)


def conclusions(head: Atom, bindings: Bindings) -> Column:
    """Write solutions as codes of the head, sorted."""
    subject, object_ = bindings.value(head.subject), bindings.value(head.object)
    if subject is None or object_ is None:
        return EMPTY
    return unique(pack(subject, object_))


def links(relation: Relation, codes: Column, *, back: bool) -> Column:
    """Pair each value of the keys in some pairs with the next beside it.

    So follow prp-fp, or going `back` prp-ifp, without all pairs of values.
    """
    keys = unique(right(codes) if back else left(codes))
    values, places = relation.follow(keys, back=back)
    rows = unique(pack(keys[places], values))
    beside = left(rows[1:]) == left(rows[:-1])
    return pack(right(rows[:-1])[beside], right(rows[1:])[beside])
