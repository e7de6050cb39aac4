"""The metadata graph of a store, written by a build and kept true by changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.metadata.catalogue import (
    dataset_quads,
    graphs_node,
    page_quads,
    place_quads,
    prefix_quads,
    whole_quads,
)
from kg.metadata.census import Census
from kg.metadata.counting import size_of
from kg.metadata.examples import example_quads
from kg.metadata.figures import Figure, Figures
from kg.model import Document, Reference
from kg.names import Names
from kg.rdf import dataset_node
from kg.rdf.terms import iri
from kg.store import Journal, Ledger

_TERMS = ("void:property", "void:class")


class Record:
    """The metadata graph of a store."""

    def __init__(self, journal: Journal, names: Names) -> None:
        self._journal = journal
        self._store = journal.quads
        self._names = names
        self._graph = names.graph("metadata")
        self._census = Census(journal, names)

    def make(self, documents: Iterable[Document], version: str, run: Reference) -> None:
        """Describe a graph that was built of documents by a run."""
        self._journal.extend(dataset_quads(documents, version, self._names, run))
        self._journal.extend(list(page_quads(self._store, self._names)))
        self._count_all()

    def follow(
        self,
        ledger: Ledger,
        inferred: Iterable[Triple],
        withdrawn: Iterable[Triple],
        modified: datetime,
    ) -> None:
        """Describe a graph that was changed.

        What came to be inferred, and what no longer is, are `inferred` and `withdrawn`.
        """
        if self._census.is_made:
            self._census.follow(ledger, inferred, withdrawn)
            inferred_graph = self._names.graph("inferred")
            for graph in (*ledger.tallies(), inferred_graph):
                self._place(graph)
            self._conclude()
        else:
            self._count_all()
        time = modified.replace(microsecond=0).isoformat()
        stamp = Literal(time, datatype=iri("xsd:dateTime"))
        self._set(dataset_node(self._names), "dcterms:modified", [stamp])

    def count_again(self) -> None:
        """Describe how large a graph is, whatever was counted before."""
        self._census.count()
        self._conclude()

    def sizes(self) -> dict[str, int]:
        """Say how many triples each graph has, by what follows `.../graph/`."""
        named = self._of(graphs_node(self._names), iri("sd:namedGraph"))
        graphs, start = {quad.object for quad in named}, self._names.graph("").value
        found = {
            quad.subject.value.removeprefix(start): int(quad.object.value)
            for quad in self._of(None, iri("void:triples"))
            if isinstance(quad.subject, NamedNode)
            and isinstance(quad.object, Literal)
            and quad.subject in graphs
        }
        return dict(sorted(found.items()))

    def _count_all(self) -> None:
        """Write what no page tells, and count."""
        for quads in (whole_quads, prefix_quads, example_quads):
            self._journal.extend(quads(self._names))
        self._census.count()
        for graph in list(self._store.named_graphs()):
            if isinstance(graph, NamedNode):
                self._place(graph)
        self._conclude()

    def _place(self, graph: NamedNode) -> None:
        """Have a graph among the others; one without triples is none."""
        if any(self._store.quads_for_pattern(None, None, None, graph)):
            self._journal.extend(place_quads(graph, self._names))
            return
        for quad in (*self._of(graph, None), *self._to(graph)):
            self._journal.remove(quad)

    def _conclude(self) -> None:
        """Name the vocabularies in use, and count the metadata, this count included."""
        used = (quad.object for term in _TERMS for quad in self._of(None, iri(term)))
        dataset = dataset_node(self._names)
        self._set(dataset, "void:vocabulary", self._namespaces(used))
        self._place(self._graph)
        size = self._census.of(self._graph)
        size.state(Figures())
        held = size_of(self._store, self._graph)
        # its type and this number are two more
        size.revise(Figures({Figure((), "triples"): held + 2}))

    def _namespaces(self, terms: Iterable[object]) -> list[NamedNode]:
        names = {term.value for term in terms if isinstance(term, NamedNode)}
        found = {r.prefix for name in names if (r := self._names.reference(name))}
        return [NamedNode(self._names.prefixes[prefix]) for prefix in sorted(found)]

    def _set(
        self, node: NamedNode, predicate: str, values: Iterable[NamedNode | Literal]
    ) -> None:
        """Give a node these values and no others."""
        now = {Quad(node, iri(predicate), value, self._graph) for value in values}
        before = set(self._of(node, iri(predicate)))
        for quad in before - now:
            self._journal.remove(quad)
        self._journal.extend(now - before)

    def _of(
        self, node: NamedNode | None, predicate: NamedNode | None
    ) -> Iterator[Quad]:
        return self._store.quads_for_pattern(node, predicate, None, self._graph)

    def _to(self, node: NamedNode) -> Iterator[Quad]:
        return self._store.quads_for_pattern(None, None, node, self._graph)
