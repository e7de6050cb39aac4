"""What changes in a store, noted while it is made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import pyoxigraph
from pyoxigraph import Quad, Triple

from kg.store.patch import Patch

Key = TypeVar("Key", Quad, Triple)

_MOST = 100_000
"""Beyond so many changes, reading a graph anew costs little more than following."""


class Journal:
    """Changes a store, and notes how it differs by now from what it was.

    >>> from pyoxigraph import Literal, NamedNode
    >>> journal = Journal(pyoxigraph.Store())
    >>> quads = [Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal(n)) for n in "xy"]
    >>> journal.extend(quads)
    >>> journal.remove(quads[0])
    >>> [quad.object.value for quad in journal.patch.added], journal.patch.removed
    (['y'], ())
    """

    def __init__(self, quads: pyoxigraph.Store) -> None:
        self.quads = quads
        self._noted: dict[Quad, bool] | None = {}

    def add(self, quad: Quad) -> None:
        if quad not in self.quads:
            self.quads.add(quad)
            self._note(quad, is_there=True)

    def remove(self, quad: Quad) -> None:
        if quad in self.quads:
            self.quads.remove(quad)
            self._note(quad, is_there=False)

    def extend(self, quads: Iterable[Quad]) -> None:
        """Add quads in one step."""
        fresh = [quad for quad in quads if quad not in self.quads]
        self.quads.extend(fresh)
        for quad in fresh:
            self._note(quad, is_there=True)

    def load(self, quads: Iterable[Quad]) -> None:
        """Add more quads than can be noted."""
        self.quads.bulk_extend(quads)
        self._noted = None

    @property
    def patch(self) -> Patch | None:
        """What has changed by now; None where that was too much to be noted.

        The store has the last word: to it, 01 and 1 are the same integer.
        """
        if self._noted is None:
            return None
        noted = self._noted.items()
        return Patch(
            added=tuple(q for q, was in noted if was and q in self.quads),
            removed=tuple(q for q, was in noted if not (was or q in self.quads)),
        )

    def _note(self, quad: Quad, *, is_there: bool) -> None:
        if self._noted is None:
            return
        note(self._noted, quad, is_there=is_there)
        if len(self._noted) > _MOST:
            self._noted = None


def note(log: dict[Key, bool], key: Key, *, is_there: bool) -> None:
    """Note a change; what is taken back is none."""
    if log.pop(key, is_there) == is_there:
        log[key] = is_there
