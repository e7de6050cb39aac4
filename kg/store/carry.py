"""What a build takes over from the graph that it replaces."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph
from pyoxigraph import NamedNode, Quad

from kg.errors import StoreError
from kg.names import BASE, Names, names_of
from kg.store import folder
from kg.store.dataset import is_users, unnamed
from kg.store.write import Draft

_PRIMARY = "http://www.w3.org/ns/prov#hadPrimarySource"
_SOURCE = "http://purl.org/dc/terms/source"


def users_quads(draft: Draft) -> Iterator[Quad]:
    """Give what was written to graphs that no build makes, from the current generation.

    Imported reference graphs are among them. Of a generation that is damaged, nothing.
    """
    for names, quads in _before(draft):
        renamed = {unnamed(names): unnamed(draft.names)}
        imported = imported_graphs(quads, names)
        for graph in quads.named_graphs():
            if isinstance(graph, NamedNode) and (
                is_users(names, graph) or graph in imported
            ):
                name = renamed.get(graph, graph)
                for quad in quads.quads_for_pattern(None, None, None, graph):
                    yield Quad(quad.subject, quad.predicate, quad.object, name)


def origins(draft: Draft) -> Iterator[Quad]:
    """Give what the current generation says of where imports come from, and state."""
    for names, quads in _before(draft):
        metadata, find = names.graph("metadata"), quads.quads_for_pattern
        for graph in imported_graphs(quads, names):
            for quad in find(graph, NamedNode(_PRIMARY), None, metadata):
                yield quad
                source = quad.object
                yield Quad(graph, NamedNode(_SOURCE), source, metadata)
                if isinstance(source, NamedNode):
                    yield from find(source, None, None, metadata)
                    yield from _statements(names, quads, source)


def _statements(
    names: Names, quads: pyoxigraph.Store, source: NamedNode
) -> Iterator[Quad]:
    find, evidence = quads.quads_for_pattern, names.graph("evidence")
    for said in find(None, NamedNode(_PRIMARY), source, evidence):
        yield from find(said.subject, None, None, evidence)


def imported_graphs(quads: pyoxigraph.Store, names: Names) -> frozenset[NamedNode]:
    """List the reference graphs that were imported from a file."""
    start, metadata = names.graph("reference", "").value, names.graph("metadata")
    found = quads.quads_for_pattern(None, NamedNode(_PRIMARY), None, metadata)
    nodes = (quad.subject for quad in found)
    return frozenset(
        node
        for node in nodes
        if isinstance(node, NamedNode) and node.value.startswith(start)
    )


def _before(draft: Draft) -> Iterator[tuple[Names, pyoxigraph.Store]]:
    """Open the generation that a draft replaces, if it can be read."""
    if draft.before is None:
        return
    try:
        report = folder.report(draft.location, draft.before)
        quads = folder.open_quads(draft.location, draft.before)
    except StoreError:
        return
    yield names_of(str(report.get("base", BASE))), quads
