"""RDF lists, taken apart for rules: list:member and the like."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from kg.reason.columns import left, right
from kg.reason.relation import Relation


class Lists:
    """The lists of a graph, by their heads (ids).

    A list with a circle, without an end, or with a cell that has two elements or goes
    on at two places is no list.
    """

    def __init__(self, first: Relation, rest: Relation, nil: int) -> None:
        self._first = _grouped(first)
        self._rest = _grouped(rest)
        self._nil = nil

    def cells(self, head: int) -> list[int] | None:
        """Give the cells of a list in order, None where it is malformed."""
        found: dict[int, None] = {}
        while head != self._nil:
            after = self._rest.get(head, [])
            if head in found or len(after) != 1 or len(self._first.get(head, [])) != 1:
                return None
            found[head] = None
            head = after[0]
        return list(found)

    def elements(self, head: int) -> tuple[int, ...] | None:
        """Give the elements of a list in order, None where it is malformed."""
        cells = self.cells(head)
        return None if cells is None else tuple(self._first[cell][0] for cell in cells)

    def members(self, heads: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Pair each head with each element."""
        for head in heads:
            yield from ((head, element) for element in self.elements(head) or ())

    def repeated(self, heads: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Pair each head with the elements that it has more than once."""
        for head in heads:
            seen: set[int] = set()
            for element in self.elements(head) or ():
                if element in seen:
                    yield head, element
                seen.add(element)

    def links(self, heads: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Pair each cell with the next."""
        for head in heads:
            cells = self.cells(head) or []
            yield from pairwise(cells)

    def ends(self, heads: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Pair the last cell of each list with its element."""
        for head in heads:
            cells = self.cells(head)
            if cells:
                yield cells[-1], self._first[cells[-1]][0]


def _grouped(relation: Relation) -> dict[int, list[int]]:
    pairs = relation.pairs()
    found: defaultdict[int, list[int]] = defaultdict(list)
    for subject, object_ in zip(
        left(pairs).tolist(), right(pairs).tolist(), strict=True
    ):
        found[subject].append(object_)
    return dict(found)
