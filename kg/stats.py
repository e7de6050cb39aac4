"""How much of what a graph holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.store import Store

Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts by CURIE (a graph by its path), the largest first."""

    classes: Counts
    predicates: Counts
    graphs: Counts


_CLASSES = """
SELECT ?key (COUNT(DISTINCT ?node) AS ?count) {
  ?node a ?key FILTER(STRSTARTS(STR(?key), STR(mg:)))
} GROUP BY ?key ORDER BY DESC(?count) ?key"""
_PREDICATES = """
SELECT ?key (COUNT(*) AS ?count) { ?s ?key ?o }
GROUP BY ?key ORDER BY DESC(?count) ?key"""
_GRAPHS = """
SELECT ?key (COUNT(*) AS ?count) { GRAPH ?key { ?s ?p ?o } }
GROUP BY ?key ORDER BY DESC(?count) ?key"""


def stats(store: Store) -> Stats:
    """Count nodes by our classes, triples by predicate, quads by graph."""
    start = store.names.graph("").value
    graphs = _counts(store, _GRAPHS)
    return Stats(
        class_counts(store),
        predicate_counts(store),
        {graph.removeprefix(start): count for graph, count in graphs.items()},
    )


def class_counts(store: Store) -> Counts:
    """Count nodes by our classes."""
    return _curies(store, _CLASSES)


def predicate_counts(store: Store) -> Counts:
    """Count triples by predicate."""
    return _curies(store, _PREDICATES)


def _curies(store: Store, text: str) -> Counts:
    found = _counts(store, text)
    return {store.names.curie(iri): count for iri, count in found.items()}


def _counts(store: Store, text: str) -> Counts:
    rows = store.select(text)
    return {row["key"].value: int(row["count"].value) for row in rows}
