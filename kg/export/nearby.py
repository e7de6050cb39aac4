"""What a graph says about one node: its triples, the names of its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, DefaultGraph, NamedNode

from kg.names import named
from kg.store import Infer, default_dataset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Triple

    from kg.store import Store

Graph = NamedNode | DefaultGraph
_NAMES = ("rdf:type", "rdfs:label")
_QUOTED = ("prov:wasQuotedFrom", "oa:hasSelector")


def around(store: Store, graph: Graph, node: NamedNode) -> Iterator[Triple]:
    """Give the triples of a graph that a node is subject or object of.

    Then what this graph has of the types and labels of the node's neighbours, whichever
    graph makes them such.
    """
    find = store.quads.quads_for_pattern
    yield from _touching(store, graph, node)
    for other in _neighbours(store, node):
        for name in _NAMES:
            for quad in find(other, named(name), None, graph):
                yield quad.triple


def _neighbours(store: Store, node: NamedNode) -> dict[NamedNode, None]:
    ends = (
        end
        for graph in default_dataset(store.names, Infer.TRUE)
        for triple in _touching(store, graph, node)
        for end in (triple.subject, triple.object)
    )
    return {end: None for end in ends if isinstance(end, NamedNode)}


def _touching(store: Store, graph: Graph, node: NamedNode) -> Iterator[Triple]:
    for ends in ((node, None), (None, node)):
        for quad in store.quads.quads_for_pattern(ends[0], None, ends[1], graph):
            yield quad.triple


def statements_around(store: Store, graph: Graph, node: NamedNode) -> Iterator[Triple]:
    """Give the statements about a node, and their quotes with the selectors of them."""
    find = store.quads.quads_for_pattern
    told: dict[NamedNode | BlankNode | Triple, None] = {}
    for part in ("rdf:subject", "rdf:object"):
        told |= {quad.subject: None for quad in find(None, named(part), node, graph)}
    for statement in told:
        yield from _with(store, graph, statement, _QUOTED)


def _with(
    store: Store,
    graph: Graph,
    node: NamedNode | BlankNode | Triple,
    followed: tuple[str, ...],
) -> Iterator[Triple]:
    """Give a node's triples, and those of what the first of the predicates leads to."""
    triples = [q.triple for q in store.quads.quads_for_pattern(node, None, None, graph)]
    yield from triples
    for triple in triples:
        is_next = followed and triple.predicate == named(followed[0])
        if is_next and isinstance(triple.object, NamedNode | BlankNode):
            yield from _with(store, graph, triple.object, followed[1:])
