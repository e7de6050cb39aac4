"""A graph by itself, the same bytes from whichever store: in memory, or on disk."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from pyoxigraph import RdfFormat, serialize

from kg.export.records import Records
from kg.export.selection import Section
from kg.export.syntaxes import write

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from kg.formats import Format
    from kg.store import Store


def export_graph(
    store: Store, output: IO[bytes], form: Format[RdfFormat], graph: NamedNode
) -> None:
    """Write a graph as `mendel export --graph` does, and none that lies below it.

    Raises FormatError for what the format cannot express.
    """
    name = graph if form.syntax.supports_datasets else None
    section = Section(name, (_Grouped(store, graph),))
    write((section,), output, form.syntax, store.names)


class _Grouped:
    """The triples of a graph, those of a subject and a predicate standing together.

    So they do on disk. In memory they stand in the order in which they came.
    """

    def __init__(self, store: Store, graph: NamedNode) -> None:
        self._store = store
        self._graph = graph

    def __call__(
        self, output: IO[bytes], syntax: RdfFormat, prefixes: dict[str, str] | None
    ) -> None:
        if syntax == RdfFormat.TURTLE:
            lines = Records.of(Section(None, (self,)), RdfFormat.N_TRIPLES)
            serialize(lines.triples(), output, syntax, prefixes=prefixes)
        else:
            self._store.quads.dump(output, syntax, from_graph=self._graph)
