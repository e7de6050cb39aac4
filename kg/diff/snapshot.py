"""A graph at rest: a store, a dump of one, or a release, all read the same way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pyoxigraph
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    Triple,
)

from kg.errors import GraphError
from kg.names import BASE, named, names_of
from kg.reason import read_quads
from kg.store import Store, current, is_asserted

_GRAPH = re.compile(r"(.*[/#])graph/(?:ontology|evidence|inferred)")
_DUMPS = ("*.nq.gz", "*.nq", "*.trig.gz", "*.trig")
_TRIPLE = ("subject", "predicate", "object")
_SAID = (
    ("prov:hadPrimarySource",),
    ("prov:wasQuotedFrom", "oa:hasSelector", "oa:exact"),
    ("mg:polarity",),
    ("mg:certainty",),
)
"""The paths from a statement to what `Said` has, in its order."""

_Term = NamedNode | BlankNode | Literal | Triple


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

    @property
    def is_flat(self) -> bool:
        return next(iter(self.store.quads.named_graphs()), None) is None

    @property
    def has_sentences(self) -> bool:
        return self.store.quads.contains_named_graph(self._evidence)

    @property
    def _evidence(self) -> NamedNode:
        return self.store.names.graph("evidence")

    def said(self, triple: Triple) -> frozenset[Said]:
        """Find what is said of a triple."""
        subject, predicate, value = triple
        found = set[Said]()
        for node in self._whose("rdf:subject", subject):
            if predicate in self._ends(node, "rdf:predicate") and value in self._ends(
                node, "rdf:object"
            ):
                parts = (self._texts(node, *path) for path in _SAID)
                found.update(Said(*each) for each in product(*parts))
        return frozenset(found)

    def told_by(self, nodes: Iterable[_Term]) -> set[Triple]:
        """Find the triples that statements state: of these nodes, or with their help.

        A statement has a quote, and that has selectors.
        """
        nodes = {*nodes}
        for relation in ("oa:hasSelector", "prov:wasQuotedFrom"):
            nodes |= {other for node in nodes for other in self._whose(relation, node)}
        return {triple for node in nodes for triple in self._stated(node)}

    def _stated(self, node: _Term) -> Iterator[Triple]:
        ends = (self._ends(node, f"rdf:{part}") for part in _TRIPLE)
        for subject, predicate, value in product(*ends):
            if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode):
                yield Triple(subject, predicate, value)

    def _whose(self, relation: str, value: _Term) -> list[_Term]:
        found = self.store.quads.quads_for_pattern(
            None, named(relation), value, self._evidence
        )
        return [quad.subject for quad in found]

    def _ends(self, node: _Term, *path: str) -> list[_Term]:
        """Give what a path of relations leads to."""
        pattern, graph = self.store.quads.quads_for_pattern, self._evidence
        nodes = [node]
        for relation in map(named, path):
            nodes = [
                quad.object
                for each in nodes
                if isinstance(each, NamedNode | BlankNode)
                for quad in pattern(each, relation, None, graph)
            ]
        return nodes

    def _texts(self, node: _Term, *path: str) -> list[str]:
        found = self._ends(node, *path)
        return [e.value for e in found if not isinstance(e, Triple)] or [""]


def read_snapshot(path: Path) -> Snapshot:
    """Read a store, a release, or a file in a syntax of RDF, packed or not.

    Raises StoreError and GraphError for what cannot be read.
    """
    if not path.exists():
        problem = "not there: name a store, a release or a dump"
        raise GraphError(str(path), problem)
    return Snapshot(Store.open(path) if current(path) else _loaded(_dump(path)))


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
