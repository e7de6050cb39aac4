"""What is asserted and inferred of each subject, and who says so.

The formats that are no syntax of RDF are written from this: it is what a selection
chooses, in the order of the IRIs, so that the bytes depend on the graph only.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain, groupby
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode, Triple

from kg.export.records import END, Records
from kg.export.selection import named_graphs
from kg.export.told import statement
from kg.names import named
from kg.store import default_dataset

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.export.selection import Graph, Selection
    from kg.export.told import Ends, Term, Told
    from kg.store import Store


@dataclass(frozen=True, slots=True)
class Subject:
    """A node, what is asserted and inferred of it, and who says what."""

    node: NamedNode
    asserted: tuple[Triple, ...]
    inferred: tuple[Triple, ...]
    told: Mapping[Ends, tuple[Told, ...]]


def subjects(store: Store, wanted: Selection) -> Iterator[Subject]:
    """Read what is wanted of the graph subject by subject, in the order of their IRIs.

    About a node, that is what it is subject or object of. Of a graph, it is what the
    graph states, and the statements of its page. Raises TermError for a graph that is
    not there.
    """
    part = _Part.of(store, wanted)
    for node in in_order(part.nodes()):
        yield Subject(
            node,
            part.triples(part.asserted, node),
            part.triples(part.inferred, node),
            part.told(node),
        )


def in_order(nodes: Iterable[NamedNode]) -> Iterator[NamedNode]:
    """Sort nodes by their IRIs within bounded memory, and give each once."""
    records = Records()
    for node, _ in groupby(nodes):
        records.write(str(node).encode() + END)
    for record in records:
        yield NamedNode(record[1:-1].decode())


@dataclass(frozen=True, slots=True)
class _Part:
    """The graphs that are wanted; without any that are asserted, nobody says it."""

    store: Store
    asserted: tuple[Graph, ...]
    inferred: tuple[Graph, ...]
    about: NamedNode | None

    @classmethod
    def of(cls, store: Store, wanted: Selection) -> _Part:
        chosen = tuple(g for name in wanted.graphs for g in named_graphs(store, name))
        graphs = dict.fromkeys(chosen or default_dataset(store.names, wanted.infer))
        inferred = store.names.graph("inferred")
        asserted = tuple(graph for graph in graphs if graph != inferred)
        followed = tuple(graph for graph in graphs if graph == inferred)
        return cls(store, asserted, followed, wanted.about)

    def nodes(self) -> Iterator[NamedNode]:
        """Give the subjects of what is asserted, inferred or said, in any order."""
        graphs = (*self.asserted, *self.inferred)
        found = chain.from_iterable(map(self._subjects, graphs))
        return chain(found, self._spoken_of() if self.asserted else ())

    def _subjects(self, graph: Graph) -> Iterator[NamedNode]:
        find = self.store.quads.quads_for_pattern
        if self.about is not None:
            yield self.about
        for quad in find(None, None, self.about, graph):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject

    def _spoken_of(self) -> Iterator[NamedNode]:
        """Give the subjects of statements: what is denied may be in no triple."""
        find, graph = self.store.quads.quads_for_pattern, self._evidence
        if self.about is None:
            terms = (q.object for q in find(None, named("rdf:subject"), None, graph))
        else:
            said = (
                q.subject for q in find(None, named("rdf:object"), self.about, graph)
            )
            terms = (
                quad.object
                for each in said
                for quad in find(each, named("rdf:subject"), None, graph)
            )
        return (term for term in terms if isinstance(term, NamedNode))

    def triples(self, graphs: Iterable[Graph], node: NamedNode) -> tuple[Triple, ...]:
        """Give what the graphs have of a node, sorted."""
        last = None if node == self.about else self.about
        find = self.store.quads.quads_for_pattern
        found = {q.triple for g in graphs for q in find(node, None, last, g)}
        return tuple(sorted(found, key=str))

    def told(self, node: NamedNode) -> dict[Ends, tuple[Told, ...]]:
        """Give what is said of a node, by its ends."""
        found: defaultdict[Ends, list[Told]] = defaultdict(list)
        for told in self._statements(node) if self.asserted else ():
            ends = told.ends
            if ends is not None and self._is_wanted(node, ends, told):
                found[ends].append(told)
        ordered = sorted(found.items(), key=lambda item: tuple(map(str, item[0])))
        return {
            ends: tuple(sorted(each, key=lambda told: told.node.value))
            for ends, each in ordered
        }

    def _statements(self, node: NamedNode) -> Iterator[Told]:
        find = self.store.quads.quads_for_pattern
        for quad in find(None, named("rdf:subject"), node, self._evidence):
            if isinstance(quad.subject, NamedNode):
                yield statement(self.store, quad.subject)

    def _is_wanted(self, node: NamedNode, ends: Ends, told: Told) -> bool:
        """Tell whether a statement is about the node, and of one of the graphs.

        What a page says is of its graph, denials too; what others say is of the graphs
        that are no page's and have the triple.
        """
        if self.about not in {None, node, ends[1]}:
            return False
        if DefaultGraph() in self.asserted:
            return True
        page = self._page(told.values.get(named("prov:hadPrimarySource")))
        if page is not None:
            return page in self.asserted
        start = self.store.names.graph("doc").value + "/"
        others = [g for g in self.asserted if start not in str(g)]
        return Triple(node, *ends) in self.triples(others, node)

    def _page(self, source: Term | None) -> NamedNode | None:
        """Name the graph of a page, where a source is one."""
        names = self.store.names
        found = names.reference(source.value) if isinstance(source, NamedNode) else None
        is_page = found is not None and found.prefix == "document"
        return names.graph("doc", found.identifier) if is_page and found else None

    @property
    def _evidence(self) -> NamedNode:
        return self.store.names.graph("evidence")
