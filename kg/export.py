"""A graph as a file: sorted, so that the same graph gives the same bytes."""

from __future__ import annotations

import difflib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, cast

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple, serialize

from kg.errors import StoreError, TermError
from kg.store import Infer, Store, default_dataset

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pyoxigraph import BlankNode, RdfFormat

    from kg.formats import Format
    from kg.names import Names

_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def export(
    store: Store,
    output: IO[bytes],
    form: Format[RdfFormat],
    graphs: Sequence[str] = (),
) -> None:
    """Write graphs: all that there are, or for a format of triples their union.

    Without `graphs`, a format of triples writes what a query sees by default. Raises
    TermError for a graph that is not in the store.
    """
    found = [graph for name in graphs for graph in named_graphs(store, name)]
    if form.syntax.supports_datasets:
        rows: Iterable[Quad | Triple] = _quads(store, found)
    else:
        rows = _triples(store, found)
    ordered = sorted(rows, key=_order)
    prefixes = used_prefixes(ordered, store.names)
    serialize(cast("list[Quad]", ordered), output, form.syntax, prefixes=prefixes)


def export_file(
    store: Store, path: Path, form: Format[RdfFormat], graphs: Sequence[str] = ()
) -> None:
    """Write a file in one step, as `written_whole` does."""
    with written_whole(path) as output:
        export(store, output, form, graphs)


@contextmanager
def written_whole(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write to: whoever reads it has all of it or the old one.

    Raises StoreError where the file cannot be written.
    """
    target = path.resolve()
    fresh = target.with_name(f".{target.name}.new")
    if target.exists() and not target.is_file():
        fresh = target  # a pipe or a terminal: there is nothing to replace
    try:
        with fresh.open("wb") as output:
            yield output
        if fresh != target:
            fresh.replace(target)
    except OSError as error:
        problem = f"cannot be written ({error.strerror}): choose another file"
        raise StoreError(str(path), problem) from error
    finally:
        if fresh != target:
            fresh.unlink(missing_ok=True)


def named_graphs(store: Store, name: str) -> tuple[NamedNode, ...]:
    """Find graphs by IRI or by path: `inferred`, `doc/alas2`, `doc` for all of those.

    Raises TermError where there is none.
    """
    known = sorted(_all_graphs(store), key=str)
    start = store.names.graph("").value
    wanted = name if ":" in name else start + name.strip("/")
    found = tuple(g for g in known if f"{g.value}/".startswith(f"{wanted}/"))
    if not found:
        names = [graph.value.removeprefix(start) for graph in known]
        families = dict.fromkeys(name.partition("/")[0] for name in names)
        close = difflib.get_close_matches(name, names) or families
        raise TermError(name, f"no such graph; there are {', '.join(close)}")
    return found


def used_prefixes(rows: Iterable[Quad | Triple], names: Names) -> dict[str, str]:
    """Choose the prefixes that the rows make use of, in alphabetical order."""
    iris = {term.value for row in rows for term in row if isinstance(term, NamedNode)}
    found = {reference.prefix for iri in iris if (reference := names.reference(iri))}
    return {prefix: names.prefixes[prefix] for prefix in sorted(found)}


def _all_graphs(store: Store) -> list[NamedNode]:
    return [g for g in store.quads.named_graphs() if isinstance(g, NamedNode)]


def _quads(store: Store, graphs: Sequence[NamedNode]) -> set[Quad]:
    return {
        quad
        for graph in graphs or _all_graphs(store)
        for quad in store.quads.quads_for_pattern(None, None, None, graph)
    }


def _triples(store: Store, graphs: Sequence[NamedNode]) -> set[Triple]:
    chosen: Sequence[NamedNode | DefaultGraph] = graphs or default_dataset(
        store.names, Infer.TRUE
    )
    return {
        quad.triple
        for graph in chosen
        for quad in store.quads.quads_for_pattern(None, None, None, graph)
    }


def _order(row: Quad | Triple) -> tuple[str, str, bool, str, str]:
    """Order by graph and subject, then types first, then by predicate and object."""
    graph: NamedNode | BlankNode | DefaultGraph = (
        row.graph_name if isinstance(row, Quad) else DefaultGraph()
    )
    predicate = str(row.predicate)
    return (
        str(graph),
        str(row.subject),
        predicate != _TYPE,
        predicate,
        str(row.object),
    )
