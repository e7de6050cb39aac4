"""`/ontology` in a browser: each term with its axioms and its use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, groupby, islice

from flask import Response
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Triple

from kg.names import named
from kg.stats import Counts, class_counts, predicate_counts
from kg.store import Store
from kg.vocabulary import Term, terms
from server.cells import curie
from server.rendering import page
from server.state import store

_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A term on the page: where it stands there, its use, and examples of that."""

    term: Term
    anchor: str
    count: int
    members: tuple[NamedNode, ...] = ()
    triples: tuple[tuple[Triple, bool], ...] = ()


def ontology_page() -> Response:
    """Show the terms of our own by kind, and those that they are tied to."""
    found = terms(store())
    counts = class_counts(store()) | predicate_counts(store())
    ours = [_entry(store(), term, counts) for term in found if term.is_ours]
    kinds = [
        (kind, list(group))
        for kind, group in groupby(ours, lambda each: each.term.kind)
    ]
    return page(
        "ontology.html",
        kinds=kinds,
        foreign=[term for term in found if not term.is_ours],
        anchors={entry.term.node: entry.anchor for entry in ours},
        about=_about(store()),
    )


def _entry(store: Store, term: Term, counts: Counts) -> Entry:
    anchor = term.node.value.removeprefix(store.names.prefixes["mg"])
    short = curie(term.node)
    if term.kind == "classes":
        members = tuple(islice(_members(store, term.node), _EXAMPLES))
        return Entry(term, anchor, counts.get(short, 0), members)
    triples = tuple(islice(_triples(store, term.node), _EXAMPLES))
    return Entry(term, anchor, counts.get(short, 0), (), triples)


def _members(store: Store, node: NamedNode) -> Iterator[NamedNode]:
    for quad in _quads(store, named("rdf:type"), node):
        if isinstance(quad.subject, NamedNode):
            yield quad.subject


def _triples(store: Store, predicate: NamedNode) -> Iterator[tuple[Triple, bool]]:
    """Give triples of a property, and whether each is inferred."""
    for quad in _quads(store, predicate, None):
        if not any(isinstance(end, BlankNode) for end in (quad.subject, quad.object)):
            yield quad.triple, isinstance(quad.graph_name, NamedNode)


def _quads(store: Store, predicate: NamedNode, obj: NamedNode | None) -> Iterator[Quad]:
    """Give quads, those that are asserted first."""
    graphs = (DefaultGraph(), store.names.graph("inferred"))
    find = store.quads.quads_for_pattern
    return chain.from_iterable(find(None, predicate, obj, graph) for graph in graphs)


def _about(store: Store) -> list[tuple[NamedNode, str]]:
    """Give what the ontology says of itself."""
    graph = store.names.graph("ontology")
    quads = store.quads.quads_for_pattern(
        None, named("rdf:type"), named("owl:Ontology"), graph
    )
    nodes = [quad.subject for quad in quads]
    return [
        (quad.predicate, curie(quad.object))
        for node in nodes
        for quad in store.quads.quads_for_pattern(node, None, None, graph)
        if quad.predicate != named("rdf:type")
    ]
