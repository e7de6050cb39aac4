"""owl:sameAs: every class of equal terms is kept as its representative only.

That is what eq-sym, eq-trans and eq-rep-s, -p, -o amount to, without the triples; they
are written out when the closure is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

import numpy as np

from kg.reason.budget import MOST, Budget
from kg.reason.columns import Column, left, pack, right, spans, unique


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
        self.former: dict[int, tuple[int, ...]] | None = None  # classes joined since

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
        ones, twos = self.find(left(codes)), self.find(right(codes))
        links = zip(ones.tolist(), twos.tolist(), strict=True)
        heads = _heads((one, two) for one, two in links if one != two)
        moved = [self._join(kept, head) for head, kept in heads if head != kept]
        return unique(np.array(list(chain.from_iterable(moved)), np.int64))

    def _join(self, kept: int, dropped: int) -> list[int]:
        if self.former is not None:
            for head in (kept, dropped):
                self.former.setdefault(head, tuple(self.of(head)))
        joining = self.members.pop(dropped, [dropped])
        self.members.setdefault(kept, [kept]).extend(joining)
        self.representatives[np.array(joining)] = kept
        return joining


def _heads(links: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Pair each id with the lowest that links lead to from it."""
    above: dict[int, int] = {}
    for one, two in links:
        low, high = sorted((_top(above, one), _top(above, two)))
        above[high] = low
    for number in sorted(above):
        yield number, _top(above, number)


def _top(above: dict[int, int], number: int) -> int:
    """Go up to the top, and shorten the way for who comes next."""
    over = above.setdefault(number, number)
    while over != above[over]:
        above[number] = above[over]
        number, over = over, above[over]
    return over


class Expansion:
    """Writes pairs of representatives out for all that are equal to them.

    >>> found = Expansion({1: [1, 3]}, hidden=[]).pairs(np.array([1 << 32 | 2]))
    >>> list(zip(left(found).tolist(), right(found).tolist()))
    [(1, 2), (3, 2)]
    """

    def __init__(
        self,
        classes: Mapping[int, Sequence[int]],
        hidden: Iterable[int],
        most: int = MOST,
    ) -> None:
        """`classes` are those of more than one; `hidden` ids are not written."""
        self._budget = Budget("owl:sameAs, and what it says of equal terms", most)
        aside = frozenset(hidden)
        shown = {head: list[int]() for head in aside}
        shown |= {
            head: [i for i in found if i not in aside]
            for head, found in classes.items()
        }
        self._heads = np.array(sorted(shown), np.int64)
        rows = [shown[head] for head in self._heads.tolist()]
        self._sizes = np.fromiter(map(len, rows), np.int64, len(rows))
        self._starts = np.cumsum(self._sizes) - self._sizes
        self._members = np.fromiter(chain.from_iterable(rows), np.int64)
        self._is_needed = bool(classes)

    def ids(self, representative: int) -> Column:
        """List what is equal to a representative."""
        return self._spread(np.array([representative], np.int64))[0]

    def pairs(self, codes: Column) -> Column:
        """Write out both places of pairs.

        Raises SizeError where that makes too many.
        """
        if not self._is_needed:
            return codes
        sizes = self._count(left(codes)) * self._count(right(codes))
        self._budget.check(int(sizes.sum()))
        subjects, rows = self._spread(left(codes))
        objects, again = self._spread(right(codes)[rows])
        return np.sort(pack(subjects[again], objects))

    def _count(self, ids: Column) -> Column:
        """Count what is equal to each id."""
        if not len(self._heads):
            return np.ones(len(ids), np.int64)
        places = np.minimum(np.searchsorted(self._heads, ids), len(self._heads) - 1)
        return np.where(self._heads[places] == ids, self._sizes[places], 1)

    def _spread(self, ids: Column) -> tuple[Column, Column]:
        if not len(self._heads):
            return ids, np.arange(len(ids))
        places = np.minimum(np.searchsorted(self._heads, ids), len(self._heads) - 1)
        is_head = self._heads[places] == ids
        starts = np.where(is_head, self._starts[places], 0)
        found, rows = spans(starts, starts + self._count(ids))
        members, spread = ids[rows], is_head[rows]
        members[spread] = self._members[found[spread]]
        return members, rows
