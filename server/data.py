"""A node as linked data: what a program wants that follows its IRI."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import chain

from flask import Response
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, RdfFormat, Triple

from kg.formats import Format
from kg.names import named
from kg.store import Store
from server.groups import home
from server.streams import write_triples

_QUOTED = ("prov:wasQuotedFrom", "oa:hasSelector")


def data(
    store: Store, node: NamedNode, form: Format[RdfFormat], media_type: str
) -> Response:
    """Write what `describe` gives; the same triples in every format."""
    output = io.BytesIO()
    write_triples(store.names, iter(describe(store, node)), form.syntax, output)
    return Response(output.getvalue(), mimetype=media_type)


def describe(store: Store, node: NamedNode) -> dict[Triple, None]:
    """Gather the triples of a node, its neighbours' labels, and its statements.

    The statements come with their quotes; the lists that an axiom has with the axiom.
    """
    own = dict.fromkeys(_about(store, node))
    ends = {end for t in own for end in (t.subject, t.predicate, t.object)}
    neighbours = (end for end in ends if isinstance(end, NamedNode) and end != node)
    return own | dict.fromkeys(
        chain(_labels(store, neighbours), _statements(store, node))
    )


def _about(store: Store, node: NamedNode) -> Iterator[Triple]:
    find = store.quads.quads_for_pattern
    for graph in (home(store, node), store.names.graph("inferred")):
        for quad in find(node, None, None, graph):
            yield quad.triple
            if isinstance(quad.object, BlankNode):
                yield from _below(store, quad.object)
        for quad in find(None, None, node, graph):
            if not isinstance(quad.subject, BlankNode):
                yield quad.triple


def _below(store: Store, node: BlankNode) -> Iterator[Triple]:
    """Give what a blank node has, and those below it."""
    waiting, seen = [node], {node}
    while waiting:
        found = waiting.pop()
        for quad in store.quads.quads_for_pattern(found, None, None, DefaultGraph()):
            yield quad.triple
            if isinstance(quad.object, BlankNode) and quad.object not in seen:
                seen.add(quad.object)
                waiting.append(quad.object)


def _labels(store: Store, nodes: Iterator[NamedNode]) -> Iterator[Triple]:
    label = named("rdfs:label")
    for node in sorted(nodes, key=str):
        for quad in store.quads.quads_for_pattern(node, label, None, DefaultGraph()):
            yield quad.triple


def _statements(store: Store, node: NamedNode) -> Iterator[Triple]:
    """Give the statements that a node is the subject or the object of."""
    evidence = store.names.graph("evidence")
    for part in ("rdf:subject", "rdf:object"):
        found = store.quads.quads_for_pattern(None, named(part), node, evidence)
        for quad in found:
            if isinstance(quad.subject, NamedNode):
                yield from _whole(store, quad.subject, evidence)


def _whole(store: Store, node: NamedNode, graph: NamedNode) -> Iterator[Triple]:
    """Give a statement with its quote, and the quote with its selectors."""
    for quad in store.quads.quads_for_pattern(node, None, None, graph):
        yield quad.triple
        leads = quad.predicate in map(named, _QUOTED)
        if leads and isinstance(quad.object, NamedNode):
            yield from _whole(store, quad.object, graph)
