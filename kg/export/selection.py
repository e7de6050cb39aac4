"""Which triples are written: graphs, inferred or not, about a node, of a query."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import DefaultGraph, NamedNode, QueryTriples, RdfFormat, serialize

from kg.errors import QueryError, TermError
from kg.export.annotated import annotated
from kg.export.nearby import around, statements_around
from kg.store import Infer, Store, default_dataset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from typing import IO

    from pyoxigraph import Triple

    Part = Callable[[IO[bytes], RdfFormat, dict[str, str] | None], None]

Graph = NamedNode | DefaultGraph


class Evidence(StrEnum):
    """How the statements behind triples are written."""

    STATEMENTS = "statements"  # rdf:Statement, as they stand in the graph
    RDF12 = "rdf12"  # reifiers of triple terms
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Selection:
    """What is wanted; `construct` is a query, which excludes graphs and a node.

    Without `evidence`, a dataset has its statements, and what is no dataset has none.
    `has_labels` has them stand in Turtle and TriG as comments. `issued` is the day that
    the files give as theirs, where it is not the one that the graph was written on.
    """

    graphs: tuple[str, ...] = ()
    infer: Infer = Infer.TRUE
    about: NamedNode | None = None
    construct: str | None = None
    evidence: Evidence | None = None
    has_labels: bool = False
    issued: date | None = None


class Section(NamedTuple):
    """Triples that stand together: in a graph of this name, or in none.

    Each part of them writes itself to a file, in a syntax of triples, with prefixes.
    """

    name: NamedNode | None
    parts: tuple[Part, ...]


def sections(
    store: Store, wanted: Selection, *, is_dataset: bool
) -> tuple[Section, ...]:
    """Choose triples: each graph by itself in a dataset, else all of them in one.

    What is no dataset has what a query sees, unless graphs are named. Raises TermError
    for a graph that is not there, and QueryError for a query that gives no triples.
    """
    if wanted.construct is not None:
        triples = _constructed(store, wanted.construct, wanted.infer)
        return (Section(None, (listed(triples),)),)
    named = tuple(g for name in wanted.graphs for g in named_graphs(store, name))
    if is_dataset:
        chosen = dict.fromkeys(named or _whole(store, wanted))
        return tuple(Section(g, (_part(store, g, wanted),)) for g in chosen)
    merged: Iterable[Graph] = named or _seen(store, wanted)
    parts = (_part(store, graph, wanted) for graph in dict.fromkeys(merged))
    return (Section(None, tuple(parts)),)


def named_graphs(store: Store, name: str) -> tuple[NamedNode, ...]:
    """Find graphs by IRI or by path: `inferred`, `doc/alas2`, `doc` for all of those.

    Raises TermError where there is none.
    """
    known = all_graphs(store)
    start = store.names.graph("").value
    wanted = name if ":" in name else start + name.strip("/")
    found = tuple(g for g in known if f"{g.value}/".startswith(f"{wanted}/"))
    if not found:
        names = [graph.value.removeprefix(start) for graph in known]
        families = dict.fromkeys(name.partition("/")[0] for name in names)
        close = difflib.get_close_matches(name, names)
        said = "did you mean" if close else "there are"
        end = "?" if close else ""
        problem = f"no such graph; {said} {', '.join(close or families)}{end}"
        raise TermError(name, problem)
    return found


def all_graphs(store: Store) -> list[NamedNode]:
    """List the named graphs in the order of their names."""
    found = (g for g in store.quads.named_graphs() if isinstance(g, NamedNode))
    return sorted(found, key=lambda graph: graph.value)


def _whole(store: Store, wanted: Selection) -> list[NamedNode]:
    """List the graphs of a dataset by what is wanted of inferences and evidence."""
    inferred, evidence = (store.names.graph(n) for n in ("inferred", "evidence"))
    if wanted.infer is Infer.ONLY:
        return [inferred]
    left_out = set()
    if wanted.infer is Infer.FALSE:
        left_out.add(inferred)
    if wanted.evidence is Evidence.NONE:
        left_out.add(evidence)
    return [graph for graph in all_graphs(store) if graph not in left_out]


def _seen(store: Store, wanted: Selection) -> tuple[Graph, ...]:
    """List what a query sees, and the evidence where it was asked for."""
    shown = default_dataset(store.names, wanted.infer)
    has_evidence = wanted.evidence not in {None, Evidence.NONE}
    return (*shown, store.names.graph("evidence")) if has_evidence else shown


def _part(store: Store, graph: Graph, wanted: Selection) -> Part:
    """Choose the triples of a graph, in the order of the store.

    A subject's triples stand together. The engine writes a whole graph by itself.
    """
    is_evidence = graph == store.names.graph("evidence")
    is_annotated = is_evidence and wanted.evidence is Evidence.RDF12
    if wanted.about is None and not is_annotated:
        return _whole_graph(store, graph)
    if wanted.about is not None:
        read = statements_around if is_evidence else around
        found = read(store, graph, wanted.about)
    else:
        quads = store.quads.quads_for_pattern(None, None, None, graph)
        found = (quad.triple for quad in quads)
    return listed(annotated(found) if is_annotated else found)


def _whole_graph(store: Store, graph: Graph) -> Part:
    def write(
        output: IO[bytes], syntax: RdfFormat, prefixes: dict[str, str] | None
    ) -> None:
        store.quads.dump(output, syntax, from_graph=graph, prefixes=prefixes)

    return write


def listed(triples: Iterable[Triple]) -> Part:
    """Have triples written, once."""

    def write(
        output: IO[bytes], syntax: RdfFormat, prefixes: dict[str, str] | None
    ) -> None:
        serialize(triples, output, syntax, prefixes=prefixes)

    return write


def _constructed(store: Store, text: str, infer: Infer) -> QueryTriples:
    found = store.query(text, infer=infer)
    if not isinstance(found, QueryTriples):
        raise QueryError("gives no triples: export a CONSTRUCT or DESCRIBE query")
    return found
