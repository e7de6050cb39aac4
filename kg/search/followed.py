"""The names of a graph that changes: read once, and then what has changed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from kg.names import named
from kg.search.index import PREDICATES, Hit, NameIndex, Rank

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.store import Store

_NAMING = frozenset(map(named, PREDICATES))


class FollowedNames:
    """The names of a graph; `changed` are the nodes that have others than `before`."""

    def __init__(
        self,
        store: Store,
        before: FollowedNames | None = None,
        changed: frozenset[str] = frozenset(),
    ) -> None:
        self._store = store
        self._before = before
        self._changed = changed

    def follow(self, store: Store, changed: Iterable[Quad]) -> FollowedNames:
        """Give the names of the graph that this one has become by some changes.

        Those of what has not changed are not read again.
        """
        nodes = (quad.subject for quad in changed if quad.predicate in _NAMING)
        touched = self._changed.union(
            n.value for n in nodes if isinstance(n, NamedNode)
        )
        return FollowedNames(store, self._before or self, touched)

    @cached_property
    def _all(self) -> NameIndex:
        return self._before._all if self._before else NameIndex(self._store)  # noqa: SLF001 - its own class

    @cached_property
    def _recent(self) -> NameIndex:
        """The names of the nodes that have changed."""
        return NameIndex(self._store, self._changed)

    def prepare(self) -> None:
        """Make all that may be needed, before the first question."""
        self._all.prepare()

    def label(self, node: NamedNode) -> str | None:
        """Give the label of a node, the first of several."""
        index = self._recent if node.value in self._changed else self._all
        return index.label(node.value)

    def search(self, words: str, limit: int) -> list[Hit]:
        """Find names, the best first; those that have changed as they are now."""
        found = self._all.search(words, limit + len(self._changed))
        if not self._changed:
            return found
        kept = (hit for hit in found if hit.node not in self._changed)
        new = self._recent.search(words, limit)
        ranked = sorted([*kept, *new], key=lambda hit: (hit.rank, len(hit.name)))
        is_found = bool(ranked) and ranked[0].rank is not Rank.CLOSE
        meant = [h for h in ranked if not (is_found and h.rank is Rank.CLOSE)]
        return meant[:limit]

    def exact(self, words: str) -> list[Hit]:
        """List the nodes that have just this name, whatever its case."""
        kept = (h for h in self._all.exact(words) if h.node not in self._changed)
        return [*kept, *(self._recent.exact(words) if self._changed else ())]
