"""What a build takes over from the graph that it replaces."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad

from kg.errors import StoreError
from kg.names import BASE, names_of
from kg.store import folder
from kg.store.dataset import is_users, unnamed
from kg.store.write import Draft


def users_quads(draft: Draft) -> Iterator[Quad]:
    """Give what was written to graphs that no build makes, from the current generation.

    Of a generation that is damaged, nothing.
    """
    if draft.before is None:
        return
    try:
        report = folder.report(draft.location, draft.before)
        quads = folder.open_quads(draft.location, draft.before)
    except StoreError:
        return
    names = names_of(str(report.get("base", BASE)))
    renamed = {unnamed(names): unnamed(draft.names)}
    for graph in quads.named_graphs():
        if isinstance(graph, NamedNode) and is_users(names, graph):
            name = renamed.get(graph, graph)
            for quad in quads.quads_for_pattern(None, None, None, graph):
                yield Quad(quad.subject, quad.predicate, quad.object, name)
