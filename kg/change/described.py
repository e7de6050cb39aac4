"""The description of a graph (VoID), kept true while the graph changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from pyoxigraph import Literal, NamedNode, Quad

from kg.names import Names
from kg.rdf import dataset_node
from kg.store import Journal, Tally


def describe(
    journal: Journal, names: Names, tallies: Mapping[NamedNode, Tally]
) -> Mapping[NamedNode, int]:
    """Count the triples of changed graphs, and of all, and say when that was.

    Gives how many triples each graph has by now.
    """
    writing = _Description(journal, names)
    for graph, tally in tallies.items():
        writing.count(graph, tally)
    sizes = writing.sizes()
    writing.describe_whole(sum(sizes.values()), datetime.now(UTC))
    return sizes


class _Description:
    """The metadata graph, to be written in."""

    def __init__(self, journal: Journal, names: Names) -> None:
        self._journal = journal
        self._names = names
        self._graph = names.graph("metadata")

    def count(self, graph: NamedNode, tally: Tally) -> None:
        """Note what a graph holds by now; one without triples is no part."""
        dataset, subset = dataset_node(self._names), self._iri("void:subset")
        part = Quad(dataset, subset, graph, self._graph)
        left = self.counted(graph) + tally.added - tally.removed
        if left:
            self._journal.add(part)
            self.set(graph, "rdf:type", [self._iri("void:Dataset")])
            self.set_count(graph, left)
            return
        for quad in (part, *self._of(graph, None)):
            self._journal.remove(quad)

    def sizes(self) -> Mapping[NamedNode, int]:
        """Give the size of each graph; there may be many, so all are read at once."""
        parts = {q.object for q in self._of(dataset_node(self._names), "void:subset")}
        sizes = {
            quad.subject: int(quad.object.value)
            for quad in self._of(None, "void:triples")
            if isinstance(quad.object, Literal)
        }
        found = parts.intersection(sizes)
        graphs = (part for part in found if isinstance(part, NamedNode))
        return {graph: sizes[graph] for graph in sorted(graphs, key=str)}

    def describe_whole(self, triples: int, modified: datetime) -> None:
        dataset = dataset_node(self._names)
        time = modified.replace(microsecond=0).isoformat()
        self.set_count(dataset, triples)
        self.set(dataset, "dcterms:modified", [_typed(self._names, time, "dateTime")])

    def counted(self, graph: NamedNode) -> int:
        found = self._of(graph, "void:triples")
        return sum(int(q.object.value) for q in found if isinstance(q.object, Literal))

    def set_count(self, graph: NamedNode, triples: int) -> None:
        self.set(graph, "void:triples", [_typed(self._names, str(triples), "integer")])

    def set(
        self, node: NamedNode, predicate: str, values: list[NamedNode | Literal]
    ) -> None:
        """Give a node these values and no others."""
        for quad in list(self._of(node, predicate)):
            self._journal.remove(quad)
        for value in values:
            self._journal.add(Quad(node, self._iri(predicate), value, self._graph))

    def _of(self, node: NamedNode | None, predicate: str | None) -> Iterator[Quad]:
        name = self._iri(predicate) if predicate else None
        return self._journal.quads.quads_for_pattern(node, name, None, self._graph)

    def _iri(self, curie: str) -> NamedNode:
        return self._names.iri(self._names.parse_curie(curie))


def _typed(names: Names, lexical: str, datatype: str) -> Literal:
    return Literal(lexical, datatype=NamedNode(names.prefixes["xsd"] + datatype))
