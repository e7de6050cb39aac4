"""A graph at rest: a store, a dump of one, or a release, all read the same way."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import pyoxigraph
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QuerySolution,
    QuerySolutions,
    Triple,
)

from kg.errors import GraphError
from kg.names import BASE, names_of
from kg.reason import read_quads
from kg.store import Store, current, is_asserted

_GRAPH = re.compile(r"(.*[/#])graph/(?:ontology|evidence|inferred)")
_DUMPS = ("*.nq.gz", "*.nq", "*.trig.gz", "*.trig")
_QUERY = files(__package__).joinpath("sentences.rq").read_text(encoding="utf-8")


class Said(NamedTuple):
    """What a source says of a triple; reference facts and mappings have no words."""

    source: str
    exact: str
    polarity: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A graph, and what is said of each triple.

    A file of triples `is_flat`: what was inferred cannot be told from the rest.
    """

    store: Store
    said: Mapping[Triple, frozenset[Said]]
    is_flat: bool


def read_snapshot(path: Path) -> Snapshot:
    """Read a store, a release, or a file in a syntax of RDF, packed or not.

    Raises StoreError and GraphError for what cannot be read.
    """
    if not path.exists():
        problem = "not there: name a store, a release or a dump"
        raise GraphError(str(path), problem)
    store = Store.open(path) if current(path) else _loaded(_dump(path))
    graphs = {*store.quads.named_graphs()}
    return Snapshot(store, _said(store), is_flat=not graphs)


def _dump(path: Path) -> Path:
    """Find the dump of a release: the one file of quads in it."""
    if not path.is_dir():
        return path
    found = (dump for ending in _DUMPS for dump in sorted(path.glob(ending)))
    dump = next(found, None)
    if dump is None:
        problem = "neither a store nor a release: no CURRENT, and no dump of quads"
        raise GraphError(str(path), problem)
    return dump


def _loaded(path: Path) -> Store:
    """Read a dump: what its graphs assert stands in the default graph, too."""
    quads = pyoxigraph.Store()
    quads.bulk_extend(read_quads(path))
    names = names_of(_base(quads.named_graphs()))
    merged = (
        Quad(q.subject, q.predicate, q.object, DefaultGraph())
        for graph in quads.named_graphs()
        if isinstance(graph, NamedNode) and is_asserted(names, graph)
        for q in quads.quads_for_pattern(None, None, None, graph)
    )
    quads.extend(list(merged))
    return Store(names, quads, {}, path)


def _base(graphs: Iterable[NamedNode | BlankNode]) -> str:
    found = (_GRAPH.fullmatch(graph.value) for graph in graphs)
    return next((match[1] for match in found if match), BASE)


def _said(store: Store) -> dict[Triple, frozenset[Said]]:
    graph = store.names.graph("evidence")
    solutions = store.quads.query(_QUERY, default_graph=graph)
    if not isinstance(solutions, QuerySolutions):
        raise TypeError(solutions)  # the query is a SELECT
    found = defaultdict[Triple, set[Said]](set)
    for row in solutions:
        subject, predicate, value = row["subject"], row["predicate"], row["object"]
        if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode):
            triple = Triple(subject, predicate, value)
            found[triple].add(Said(*(_text(row, name) for name in Said._fields)))
    return {triple: frozenset(said) for triple, said in found.items()}


def _text(row: QuerySolution, name: str) -> str:
    term = row[name]
    return term.value if isinstance(term, NamedNode | Literal) else ""
