"""A binary relation between term ids that grows and shrinks."""

from __future__ import annotations

import numpy as np

from kg.reason.columns import (
    BITS,
    EMPTY,
    Column,
    Mask,
    isin,
    left,
    right,
    rows_of,
    subtract,
    swap,
    union,
)

_RATIO = 3  # a run is merged into the one before when that is less than so much longer


class Relation:
    """Pairs as sorted runs, the long ones first: a log-structured merge tree.

    A run's twin, sorted by the second id, is made when it is first asked for.

    >>> relation = Relation()
    >>> relation.add(np.array([1 << 32 | 2, 1 << 32 | 3]))
    >>> len(relation), relation.pairs().tolist() == [1 << 32 | 2, 1 << 32 | 3]
    (2, True)
    """

    __slots__ = ("_runs", "_twins")

    def __init__(self) -> None:
        self._runs: list[Column] = []
        self._twins: list[Column | None] = []

    def __len__(self) -> int:
        return sum(map(len, self._runs))

    def add(self, codes: Column) -> None:
        """Add a column of which the relation has nothing yet."""
        if not len(codes):
            return
        self._runs.append(codes)
        self._twins.append(None)
        while self._is_crowded():
            run, twin = self._runs.pop(), self._twins.pop()
            before, other = self._runs[-1], self._twins[-1]
            self._runs[-1] = _merged(before, run)
            both = twin is not None and other is not None
            self._twins[-1] = _merged(other, twin) if both else None  # type: ignore[arg-type]

    def _is_crowded(self) -> bool:
        runs = self._runs
        return len(runs) > 1 and len(runs[-1]) * _RATIO > len(runs[-2])

    def remove(self, codes: Column) -> None:
        """Take out the codes; those that are not there do not matter."""
        for i, run in enumerate(self._runs):
            found = codes[isin(codes, run)]
            if len(found):
                self._runs[i] = _without(run, found)
                twin = self._twins[i]
                if twin is not None:
                    self._twins[i] = _without(twin, np.sort(swap(found)))
        kept = [i for i, run in enumerate(self._runs) if len(run)]
        self._runs = [self._runs[i] for i in kept]
        self._twins = [self._twins[i] for i in kept]

    def pairs(self) -> Column:
        """Give all pairs as one column."""
        while len(self._runs) > 1:
            run, _ = self._runs.pop(), self._twins.pop()
            self._runs[-1], self._twins[-1] = _merged(self._runs[-1], run), None
        return self._runs[0] if self._runs else EMPTY

    def contains(self, codes: Column) -> Mask:
        """Tell of each code whether it is there."""
        found = np.zeros(len(codes), np.bool_)
        for run in self._runs:
            found |= isin(codes, run)
        return found

    def without(self, codes: Column) -> Column:
        """Keep of a column what the relation does not have."""
        for run in self._runs:
            codes = subtract(codes, run)
        return codes

    def follow(self, keys: Column, *, back: bool = False) -> tuple[Column, Column]:
        """Find what stands beside each key: (its partners, places of the keys)."""
        found = [(run, rows_of(run, keys)) for run in self.runs(back=back)]
        if len(found) == 1:
            run, (places, origins) = found[0]
            return right(run[places]), origins
        if not found:
            return EMPTY, EMPTY
        partners = [right(run[places]) for run, (places, _) in found]
        return np.concatenate(partners), np.concatenate(
            [rows for _, (_, rows) in found]
        )

    def count(self, keys: Column, *, back: bool = False) -> int:
        """Count what stands beside the keys."""
        ends = ((run, (keys + 1) << BITS, keys << BITS) for run in self.runs(back=back))
        return sum(
            int((np.searchsorted(run, stop) - np.searchsorted(run, start)).sum())
            for run, stop, start in ends
        )

    def touching(self, ids: Column) -> Column:
        """Find the pairs that have one of the ids (a column) at either place."""
        if len(ids) * _RATIO * 10 > len(self):
            every = self.pairs()
            return every[isin(left(every), ids) | isin(right(every), ids)]
        found: list[Column] = []
        for run, twin in zip(self._runs, self.runs(back=True), strict=True):
            found += [run[rows_of(run, ids)[0]], swap(twin[rows_of(twin, ids)[0]])]
        return union(found)

    def runs(self, *, back: bool = False) -> list[Column]:
        """Give the runs, or their twins sorted by the second id."""
        if not back:
            return self._runs
        return [self._twin(i) for i in range(len(self._runs))]

    def _twin(self, i: int) -> Column:
        twin = self._twins[i]
        if twin is None:
            twin = self._twins[i] = np.sort(swap(self._runs[i]))
        return twin


def _merged(first: Column, second: Column) -> Column:
    return np.sort(np.concatenate([first, second]), kind="stable")


def _without(run: Column, found: Column) -> Column:
    """Take codes out that are all there."""
    return np.delete(run, np.searchsorted(run, found))
