"""A graph as those see it who may not read all of it.

What a reader may not see is not there: a copy without it is made, and asked. No query,
page or protocol can then get around that. So with a private graph go

- the triples that no other asserted graph has, from the default graph;
- what follows from them: the rest is reasoned over anew;
- the statements of its page and of its triples, with their quotes, from the evidence;
- what the metadata says of the graph and its page; the rest is counted anew.

Figures of quality stay: they say how many facts there are in all, and no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.metadata import Record
from kg.names import Names
from kg.rdf import dataset_node
from kg.reason import Reasoner, worth_saying
from kg.store import Journal, Store, asserted_in

_MERGED = DefaultGraph()
_TRIPLE = ("rdf:subject", "rdf:predicate", "rdf:object")
_PARTS = ("prov:wasQuotedFrom", "oa:hasSelector")  # of a statement, of its quote
_Term = NamedNode | BlankNode | Literal | Triple | None


def covers(names: Names, listed: Iterable[str], graph: NamedNode) -> bool:
    """Tell whether a list has a graph, by an IRI or a path, or one that it is below.

    >>> covers(Names(), ["doc/alas2", "http://example.org"], Names().graph("doc"))
    False
    >>> covers(Names(), ["doc"], Names().graph("doc", "alas2"))
    True
    """
    start = names.graph("").value
    iris = (name if ":" in name else start + name.strip("/") for name in listed)
    return any(f"{graph.value}/".startswith(f"{iri.rstrip('/')}/") for iri in iris)


def hidden_graphs(
    store: Store, private: Iterable[str], reads: Iterable[str]
) -> frozenset[NamedNode]:
    """List the private graphs of a store that somebody does not read."""
    named = (g for g in store.quads.named_graphs() if isinstance(g, NamedNode))
    listed, read, names = tuple(private), tuple(reads), store.names
    return frozenset(
        graph
        for graph in named
        if covers(names, listed, graph) and not covers(names, read, graph)
    )


def without(store: Store, hidden: frozenset[NamedNode]) -> Store:
    """Give a graph as if some of its graphs had never been; the copy is in memory."""
    if not hidden:
        return store
    quads = pyoxigraph.Store()
    quads.bulk_extend(store.quads)
    _View(quads, store.names, hidden).make()
    return replace(store, quads=quads, hidden=hidden)


class _View:
    """A copy of a graph, from which something is to be taken away."""

    def __init__(
        self, quads: pyoxigraph.Store, names: Names, hidden: frozenset[NamedNode]
    ) -> None:
        self._quads, self._names, self._hidden = quads, names, hidden
        self._evidence, self._metadata = map(names.graph, ("evidence", "metadata"))

    def make(self) -> None:
        """Take everything away."""
        triples = self._forget_triples()
        self._forget_statements([*self._sourced(), *self._about(triples)])
        self._forget_description()
        if triples:
            self._reason()
        self._count()

    def _forget_triples(self) -> list[Triple]:
        """Remove the graphs; give what nobody asserts any more, which goes as well."""
        known = [q.triple for graph in self._hidden for q in self._find(graph=graph)]
        for graph in self._hidden:
            self._quads.remove_graph(graph)
        gone = []
        for triple in known:
            merged = Quad(triple.subject, triple.predicate, triple.object, _MERGED)
            if merged in self._quads and not asserted_in(
                self._names, self._quads, triple
            ):
                self._quads.remove(merged)
                gone.append(triple)
        return gone

    def _reason(self) -> None:
        """Have the inferred graph say what follows from the rest."""
        inferred = self._names.graph("inferred")
        if inferred in self._hidden:
            return
        reasoner = Reasoner(quad.triple for quad in self._find(graph=_MERGED))
        found = worth_saying(reasoner.inferred())
        self._quads.clear_graph(inferred)
        self._quads.bulk_extend(Quad(s, p, o, inferred) for s, p, o in found)

    def _sourced(self) -> Iterator[NamedNode]:
        """List the statements of the pages whose graphs are hidden."""
        for document in self._documents():
            found = self._find(None, "prov:hadPrimarySource", document, self._evidence)
            yield from (q.subject for q in found if isinstance(q.subject, NamedNode))

    def _documents(self) -> list[NamedNode]:
        start = self._names.graph("doc").value + "/"
        paths = (graph.value for graph in self._hidden)
        slugs = [path.removeprefix(start) for path in paths if path.startswith(start)]
        return [self._iri(f"document:{slug}") for slug in slugs]

    def _about(self, triples: Iterable[Triple]) -> Iterator[NamedNode]:
        """List the statements of triples."""
        subject, *others = _TRIPLE
        for triple in triples:
            for quad in self._find(None, subject, triple.subject, self._evidence):
                rest = zip(others, (triple.predicate, triple.object), strict=True)
                if isinstance(quad.subject, NamedNode) and all(
                    any(self._find(quad.subject, part, term, self._evidence))
                    for part, term in rest
                ):
                    yield quad.subject

    def _forget_statements(self, statements: Iterable[NamedNode]) -> None:
        """Remove statements, their quotes, and what is described only for them."""
        terms = set[NamedNode]()
        for statement in statements:
            for part in _TRIPLE:
                terms |= self._values(statement, part)
            nodes = {statement}
            for part in _PARTS:
                inner = {n for node in nodes for n in self._values(node, part)}
                self._forget(nodes)
                nodes = inner
            self._forget(nodes)
        self._forget(
            t for t in terms if not any(self._find(None, None, t, self._evidence))
        )

    def _values(self, node: NamedNode, part: str) -> set[NamedNode]:
        found = self._find(node, part, None, self._evidence)
        return {q.object for q in found if isinstance(q.object, NamedNode)}

    def _forget(self, nodes: Iterable[NamedNode]) -> None:
        """Remove what the evidence says of nodes."""
        for node in nodes:
            for quad in list(self._find(node, graph=self._evidence)):
                self._quads.remove(quad)

    def _forget_description(self) -> None:
        """Remove what the metadata says of what is hidden."""
        for node in (*self._hidden, *self._documents()):
            about = self._find(node, graph=self._metadata)
            for quad in [*about, *self._find(None, None, node, self._metadata)]:
                self._quads.remove(quad)

    def _count(self) -> None:
        """Have the metadata, if there is any, count what is left."""
        if any(self._find(dataset_node(self._names), graph=self._metadata)):
            Record(Journal(self._quads), self._names).count_again()

    def _find(
        self,
        subject: NamedNode | BlankNode | None = None,
        predicate: str | None = None,
        obj: _Term = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        relation = self._iri(predicate) if predicate else None
        return self._quads.quads_for_pattern(subject, relation, obj, graph)

    def _iri(self, curie: str) -> NamedNode:
        return self._names.iri(self._names.parse_curie(curie))
