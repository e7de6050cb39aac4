"""Who asserts a triple: its sentences, a reference, or the graphs that it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import total_ordering
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.names import named
from kg.store import Store

Node: TypeAlias = NamedNode | BlankNode | Literal


@total_ordering
@dataclass(frozen=True, slots=True)
class Source:
    """A document with its words, or where a reference fact comes from.

    Without words it is for one `triple` only; `statement` is a node of the evidence.
    """

    origin: NamedNode
    exact: str | None = None
    start: int | None = None
    triple: Triple | None = None
    statement: NamedNode | None = field(default=None, compare=False)

    def __lt__(self, other: Source) -> bool:
        return self._order() < other._order()

    def _order(self) -> tuple[str, int, str, str]:
        return (
            self.origin.value,
            -1 if self.start is None else self.start,
            self.exact or "",
            str(self.triple),
        )


def sources(store: Store, triple: Triple) -> tuple[Source, ...]:
    """Find the statements of a triple, or else the graphs that it stands in."""
    subject, predicate, object_ = triple
    if isinstance(subject, NamedNode) and isinstance(object_, NamedNode | Literal):
        found = _stated(store, triple)
        if found:
            return found
    quads = store.quads.quads_for_pattern(subject, predicate, object_)
    graphs = {q.graph_name for q in quads if isinstance(q.graph_name, NamedNode)}
    graphs.discard(store.names.graph("inferred"))
    return tuple(Source(graph, triple=triple) for graph in sorted(graphs, key=str))


def _stated(store: Store, triple: Triple) -> tuple[Source, ...]:
    found = dict.fromkeys(
        _source(store, statement, triple) for statement in _statements(store, triple)
    )
    return tuple(sorted(found))


def _statements(store: Store, triple: Triple) -> Iterator[NamedNode]:
    """List the statements that say so."""
    evidence = store.names.graph("evidence")
    wanted = {
        named("rdf:predicate"): triple.predicate,
        named("rdf:object"): triple.object,
        named("mg:polarity"): Literal("positive"),
    }
    for quad in store.quads.quads_for_pattern(
        None, named("rdf:subject"), triple.subject, evidence
    ):
        node = quad.subject
        is_so = (Quad(node, p, o, evidence) in store.quads for p, o in wanted.items())
        if isinstance(node, NamedNode) and all(is_so):
            yield node


def _source(store: Store, statement: NamedNode, triple: Triple) -> Source:
    """Read a statement; a sentence that says several things is one source."""
    origin = _one(store, statement, "prov:hadPrimarySource")
    quote = _one(store, statement, "prov:wasQuotedFrom")
    exact, start = None, None
    for selector in _all(store, quote, "oa:hasSelector") if quote else ():
        exact = exact or _one(store, selector, "oa:exact")
        start = start or _one(store, selector, "oa:start")
    node = NamedNode(origin.value) if origin else statement
    if exact is None:
        return Source(node, triple=triple, statement=statement)
    place = int(start.value) if start else None
    return Source(node, exact.value, place, statement=statement)


def _one(store: Store, node: Node, predicate: str) -> NamedNode | Literal | None:
    return next(_all(store, node, predicate), None)


def _all(store: Store, node: Node, predicate: str) -> Iterator[NamedNode | Literal]:
    if isinstance(node, NamedNode | BlankNode):
        evidence = store.names.graph("evidence")
        found = store.quads.quads_for_pattern(node, named(predicate), None, evidence)
        yield from (
            q.object for q in found if isinstance(q.object, NamedNode | Literal)
        )
