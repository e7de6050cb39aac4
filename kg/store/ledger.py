"""What an update changes: applied quad by quad, the merged copy along with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.names import Names
from kg.store.capture import Edit
from kg.store.dataset import check_writable, is_asserted, unnamed
from kg.store.journal import Journal, note
from kg.store.patch import drop_empty

_MERGED = DefaultGraph()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many triples came to a graph, and how many left it."""

    added: int = 0
    removed: int = 0

    def __str__(self) -> str:
        return f"+{self.added} -{self.removed}"


@dataclass(frozen=True, slots=True)
class Ledger:
    """The asserted triples of a store while they change, and how they differ by now."""

    names: Names
    journal: Journal
    _quads: dict[Quad, bool] = field(default_factory=dict)
    _triples: dict[Triple, bool] = field(default_factory=dict)
    _unnamed: dict[Triple, None] = field(default_factory=dict)

    def apply(self, edit: Edit) -> None:
        """Delete and then insert; raises QueryError for a graph that is ours."""
        for graph in {quad.graph_name for quad in (*edit.deleted, *edit.inserted)}:
            if isinstance(graph, NamedNode):
                check_writable(self.names, graph)
        for quad in edit.deleted:
            self._delete(quad)
        for quad in edit.inserted:
            self._insert(quad)
        drop_empty(self.quads, {quad.graph_name for quad in edit.deleted})

    def apply_beside(self, edit: Edit) -> None:
        """Delete and insert quads of a graph of ours that nobody asserts: evidence."""
        for quad in edit.deleted:
            self.journal.remove(quad)
            note(self._quads, quad, is_there=False)
        for quad in edit.inserted:
            if quad not in self.quads:
                self.journal.add(quad)
                note(self._quads, quad, is_there=True)

    def _delete(self, quad: Quad) -> None:
        if quad in self.quads:
            self.journal.remove(quad)
            note(self._quads, quad, is_there=False)
        if not asserted_in(self.names, self.quads, quad.triple):
            self._merge(quad.triple, is_there=False)
        elif quad.graph_name == unnamed(self.names):
            self._unnamed[quad.triple] = None

    def _insert(self, quad: Quad) -> None:
        if quad not in self.quads:
            self.journal.add(quad)
            note(self._quads, quad, is_there=True)
            self._merge(quad.triple, is_there=True)

    def _merge(self, triple: Triple, *, is_there: bool) -> None:
        merged = Quad(triple.subject, triple.predicate, triple.object, _MERGED)
        if (merged in self.quads) != is_there:
            (self.journal.add if is_there else self.journal.remove)(merged)
            note(self._triples, triple, is_there=is_there)

    @property
    def quads(self) -> pyoxigraph.Store:
        return self.journal.quads

    @property
    def is_empty(self) -> bool:
        return not self._quads

    def triples(self, *, added: bool) -> tuple[Triple, ...]:
        """Give the triples that are asserted now and were not before, or the reverse.

        Each once, whatever number of graphs has it.
        """
        return tuple(t for t, is_there in self._triples.items() if is_there == added)

    def quads_changed(self, *, added: bool) -> tuple[Quad, ...]:
        return tuple(q for q, is_there in self._quads.items() if is_there == added)

    def remaining(self) -> Mapping[Triple, tuple[NamedNode, ...]]:
        """Say of what was deleted without a graph where it stands still."""
        deleted = {t: asserted_in(self.names, self.quads, t) for t in self._unnamed}
        return {triple: graphs for triple, graphs in deleted.items() if graphs}

    def tallies(self) -> Mapping[NamedNode, Tally]:
        """Count the changes of each graph, in the order of their names."""
        plus, minus = (Counter(self._graphs(added=side)) for side in (True, False))
        graphs = sorted(plus | minus, key=str)
        return {graph: Tally(plus[graph], minus[graph]) for graph in graphs}

    def _graphs(self, *, added: bool) -> Iterator[NamedNode]:
        for quad in self.quads_changed(added=added):
            if isinstance(quad.graph_name, NamedNode):
                yield quad.graph_name


def asserted_in(
    names: Names, quads: pyoxigraph.Store, statement: Iterable[object]
) -> tuple[NamedNode, ...]:
    """List the asserted graphs that hold a triple."""
    graphs: Iterable[object] = ()  # of what is no triple of RDF
    match tuple(statement):
        case (
            (NamedNode() | BlankNode()) as s,
            NamedNode() as p,
            (NamedNode() | BlankNode() | Literal() | Triple()) as o,
        ):
            graphs = (q.graph_name for q in quads.quads_for_pattern(s, p, o, None))
        case _:
            pass
    named = (graph for graph in graphs if isinstance(graph, NamedNode))
    return tuple(graph for graph in named if is_asserted(names, graph))
