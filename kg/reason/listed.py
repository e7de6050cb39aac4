"""RDF lists as they were written, looked up cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.names import named
from kg.reason.lookup import Fact, Lookup


class Listed:
    """The lists of a graph that does not change meanwhile."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        give = lookup.terms.id
        self._first, self._rest = give(named("rdf:first")), give(named("rdf:rest"))
        self._nil = give(named("rdf:nil"))
        self._known: dict[int, tuple[int, ...]] = {}

    def elements(self, head: int) -> tuple[int, ...]:
        """List the elements of a list; none where it is empty or malformed."""
        if head not in self._known:
            self._known[head] = tuple(self._walk(head) or ())
        return self._known[head]

    def _walk(self, cell: int) -> list[int] | None:
        found: dict[int, int] = {}
        while cell != self._nil:
            first, rest = self._one(cell, self._first), self._one(cell, self._rest)
            if cell in found or first is None or rest is None:
                return None
            found[cell] = first
            cell = rest
        return list(found.values())

    def _one(self, cell: int, predicate: int) -> int | None:
        """Give what a cell has, as it was written; None where it has two or none."""
        found = [two for _, two in self._lookup.match(predicate, cell, None)]
        if not found or not set(found) <= set(self._lookup.same(found[0])):
            return None
        written = (Fact(cell, predicate, two) for two in found)
        return next(
            (fact.object for fact in written if self._lookup.is_asserted(fact)),
            found[0],
        )

    def members(
        self, head: int | None, element: int | None
    ) -> Iterator[tuple[int, int]]:
        """Pair lists with their elements; None stands for any."""
        heads = self._heads(element) if head is None else (head,)
        for one in heads:
            for two in dict.fromkeys(self.elements(one)):
                if element in (None, two):
                    yield one, two

    def _heads(self, element: int | None) -> Iterable[int]:
        """Climb from the cells of an element to the beginnings of their lists."""
        cells = [one for one, _ in self._lookup.match(self._first, None, element)]
        seen: dict[int, None] = {}
        while cells:
            cell = cells.pop()
            if cell not in seen:
                seen[cell] = None
                cells += (one for one, _ in self._lookup.match(self._rest, None, cell))
        return seen
