"""The shapes that a change may have broken: those of the nodes that it touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.names import Names
from kg.store import Infer, default_dataset
from kg.validate import shape_findings

Node = NamedNode | BlankNode


def nearby_findings(
    quads: pyoxigraph.Store, names: Names, changed: Iterable[Triple]
) -> tuple[str, ...]:
    """Say which nodes that a change touches break a shape.

    `changed` are the triples that came or went, inferred ones included.
    """
    view = _View(quads, names)
    focus = frozenset(node for triple in changed for node in view.touched(triple))
    return shape_findings(view.around(focus), names, focus)


class _View:
    """What a query sees, node by node."""

    def __init__(self, quads: pyoxigraph.Store, names: Names) -> None:
        self._quads = quads
        self._graphs = default_dataset(names, Infer.TRUE)
        self._type = NamedNode(names.prefixes["rdf"] + "type")

    def touched(self, triple: Triple) -> Iterator[Node]:
        """Give a triple's nodes; of a new type, also those that relate to its node."""
        yield from _nodes([triple.subject])
        if triple.predicate != self._type:
            yield from _nodes([triple.object])
            return
        for node in _nodes([triple.subject]):
            yield from _nodes(quad.subject for quad in self._to(node))

    def around(self, nodes: Iterable[Node]) -> Iterator[Quad]:
        """Give what a shape can ask of nodes: their triples, and their values'."""
        values: dict[Node, None] = {}
        given = dict.fromkeys(nodes)
        for node in given:
            stated = list(self._of(node))
            yield from stated
            yield from self._to(node)
            values |= dict.fromkeys(_nodes(quad.object for quad in stated))
        for value in values.keys() - given.keys():
            yield from self._of(value)

    def _of(self, node: Node) -> Iterator[Quad]:
        for graph in self._graphs:
            yield from self._quads.quads_for_pattern(node, None, None, graph)

    def _to(self, node: Node) -> Iterator[Quad]:
        for graph in self._graphs:
            yield from self._quads.quads_for_pattern(None, None, node, graph)


def _nodes(terms: Iterable[Node | Literal | Triple]) -> Iterator[Node]:
    return (term for term in terms if isinstance(term, NamedNode | BlankNode))
