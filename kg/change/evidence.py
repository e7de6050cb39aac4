"""What a source states, which takes the place of what it stated before."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph
from pyoxigraph import NamedNode, Quad

from kg.names import Names, named
from kg.store import Edit


@dataclass(frozen=True, slots=True)
class Evidence:
    """The statements of a source, as quads of the evidence graph."""

    source: NamedNode
    quads: tuple[Quad, ...] = ()

    def edit(self, store: pyoxigraph.Store, names: Names) -> Edit:
        """Say which quads go, and which come, for the store to have just these."""
        graph, origin = names.graph("evidence"), named("prov:hadPrimarySource")
        kept = frozenset(self.quads)
        said = store.quads_for_pattern(None, origin, self.source, graph)
        nodes = dict.fromkeys(quad.subject for quad in said)
        before = (
            q for n in nodes for q in store.quads_for_pattern(n, None, None, graph)
        )
        return Edit(tuple(q for q in before if q not in kept), self.quads)
