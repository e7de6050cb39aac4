"""owl:sameAs: every class of equal terms is kept as its representative only.

That is what eq-sym, eq-trans and eq-rep-s, -p, -o amount to, without the triples; they
are written out when the closure is asked for.
"""

from __future__ import annotations

import numpy as np

from kg.reason.columns import BITS, Column, left, pack, right, spans


class Equality:
    """Which terms are equal (a union-find structure over ids).

    >>> equality = Equality()
    >>> equality.grow(4)
    >>> equality.merge(np.array([1 << 32 | 3])).tolist()
    [3]
    >>> equality.find(np.array([0, 1, 3])).tolist()
    [0, 1, 1]
    """

    def __init__(self) -> None:
        self.representatives: Column = np.empty(0, np.int64)
        self.members: dict[int, list[int]] = {}

    def grow(self, size: int) -> None:
        """Have new terms up to this id, each equal to itself only."""
        known = len(self.representatives)
        more = np.arange(known, size, dtype=np.int64)
        self.representatives = np.concatenate([self.representatives, more])

    def find(self, ids: Column) -> Column:
        """Give the representative of each."""
        return self.representatives[ids] if self.members else ids

    def find_pairs(self, codes: Column) -> Column:
        """Write pairs with representatives; the result is not sorted."""
        if not self.members:
            return codes
        return pack(self.find(left(codes)), self.find(right(codes)))

    def one(self, number: int) -> int:
        """Give the representative of one id."""
        return int(self.representatives[number])

    def of(self, representative: int) -> list[int]:
        """List all that are equal to a representative, itself included."""
        return self.members.get(representative, [representative])

    def merge(self, codes: Column) -> Column:
        """Make pairs equal; give the ids that have another representative now.

        The lowest id of a class is its representative, so that terms of the
        specifications keep theirs.
        """
        moved: list[int] = []
        for code in codes.tolist():
            one, two = self.one(code >> int(BITS)), self.one(code & 0xFFFFFFFF)
            if one != two:
                moved += self._join(min(one, two), max(one, two))
        return np.unique(np.array(moved, np.int64))

    def _join(self, kept: int, dropped: int) -> list[int]:
        joining = self.members.pop(dropped, [dropped])
        self.members.setdefault(kept, [kept]).extend(joining)
        self.representatives[np.array(joining)] = kept
        return joining


class Expansion:
    """Writes pairs of representatives out for all that are equal to them."""

    def __init__(self, equality: Equality, hidden: frozenset[int]) -> None:
        representatives = equality.representatives
        ids = np.arange(len(representatives), dtype=np.int64)
        shown = ~np.isin(ids, np.array(sorted(hidden), np.int64))
        order = np.argsort(representatives[shown], kind="stable")
        self._members = ids[shown][order]
        self._bounds = np.searchsorted(
            representatives[shown][order], np.arange(len(ids) + 1)
        )
        self._is_needed = bool(equality.members)

    def ids(self, representative: int) -> Column:
        """List what is equal to a representative."""
        start, stop = self._bounds[representative : representative + 2]
        return self._members[start:stop]

    def pairs(self, codes: Column) -> Column:
        """Write out both places of pairs."""
        if not self._is_needed:
            return codes
        subjects, rows = self._spread(left(codes))
        objects, again = self._spread(right(codes)[rows])
        return np.sort(pack(subjects[again], objects))

    def _spread(self, ids: Column) -> tuple[Column, Column]:
        places, rows = spans(self._bounds[ids], self._bounds[ids + 1])
        return self._members[places], rows
