"""Sets of triples as they are in a store, and as they were before a change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from kg.metadata.figures import Change, Node, Term

Graphs = tuple[NamedNode | DefaultGraph, ...]


@dataclass(frozen=True, slots=True)
class Now:
    """The triples of graphs that have none in common."""

    quads: pyoxigraph.Store
    graphs: Graphs

    def match(
        self, s: Node | None = None, p: NamedNode | None = None, o: Term | None = None
    ) -> Iterator[Triple]:
        """Find triples; None stands for any term."""
        for graph in self.graphs:
            for quad in self.quads.quads_for_pattern(s, p, o, graph):
                yield quad.triple


class Before:
    """The triples of a moment without what came, and with what left."""

    def __init__(self, now: Now, change: Change) -> None:
        self._now = now
        self._added = change.added
        gone = pyoxigraph.Store()
        gone.extend(Quad(t.subject, t.predicate, t.object) for t in change.removed)
        self._gone = Now(gone, (DefaultGraph(),))

    def match(
        self, s: Node | None = None, p: NamedNode | None = None, o: Term | None = None
    ) -> Iterator[Triple]:
        """Find triples; None stands for any term."""
        yield from (t for t in self._now.match(s, p, o) if t not in self._added)
        yield from self._gone.match(s, p, o)


def net(added: Iterator[Triple], removed: Iterator[Triple]) -> Change:
    """Leave out what only moves: from what is stated to what is inferred, or back."""
    came, went = frozenset(added), frozenset(removed)
    return Change(came - went, went - came)
