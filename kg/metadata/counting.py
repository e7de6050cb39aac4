"""Figures of a store from scratch: distinct terms by SPARQL, sums triple by triple."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import cast

import pyoxigraph
from pyoxigraph import Literal, NamedNode, QuerySolutions

from kg.metadata.figures import TYPE, Axis, Figure, Figures, Node, Target, Term, sums
from kg.metadata.moments import Graphs, Now

_Row = Mapping[str, Term | None]
_DISTINCT = """(COUNT(DISTINCT ?s) AS ?distinctSubjects)
(COUNT(DISTINCT ?o) AS ?distinctObjects)"""
_TYPED = "(COUNT(DISTINCT ?s) AS ?entities) (COUNT(DISTINCT ?o) AS ?classes)"
_TERMS = f"{_DISTINCT} (COUNT(DISTINCT ?p) AS ?properties)"
_OF_SET = (f"SELECT {_TERMS} {{ ?s ?p ?o }}", f"SELECT {_TYPED} {{ ?s a ?o }}")
_OF_PROPERTIES = f"SELECT ?p {_DISTINCT} {{ ?s ?p ?o }} GROUP BY ?p"
_SIZE = "SELECT (COUNT(*) AS ?triples) { ?s ?p ?o }"
_OF_GRAPHS = (
    f"""SELECT ?g (COUNT(*) AS ?triples) {_TERMS} {{
      GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g""",
    f"SELECT ?g {_TYPED} {{ GRAPH ?g {{ ?s a ?o }} }} GROUP BY ?g",
)


def figures_of(quads: pyoxigraph.Store, graphs: Graphs, target: Target) -> Figures:
    """Count the triples of graphs that have none in common, and their parts."""
    now = Now(quads, graphs)
    types: defaultdict[Node, set[NamedNode]] = defaultdict(set)
    for triple in now.match(p=TYPE):
        if isinstance(triple.object, NamedNode):
            types[triple.subject].add(triple.object)
    known = {node: frozenset(classes) for node, classes in types.items()}
    none: frozenset[NamedNode] = frozenset()
    found = sums(now.match(), lambda node: known.get(node, none), target)
    for text in _OF_SET:
        for row in _select(quads, text, graphs):
            found.update(_measures(row))
    for row in _select(quads, _OF_PROPERTIES, graphs):
        part = ((Axis.PROPERTY, cast("NamedNode", row["p"])),)
        for figure, number in _measures(row).items():
            found[Figure(part, figure.measure)] = number
    return found


def figures_of_graph(quads: pyoxigraph.Store, graph: NamedNode) -> Figures:
    """Count the triples and terms of a named graph."""
    found = Figures()
    for text in (_SIZE, *_OF_SET):
        for row in _select(quads, text, (graph,)):
            found.update(_measures(row))
    return found


def figures_of_graphs(quads: pyoxigraph.Store) -> Mapping[NamedNode, Figures]:
    """Count the triples and terms of each named graph, all at once."""
    found: defaultdict[NamedNode, Figures] = defaultdict(Figures)
    for text in _OF_GRAPHS:
        for row in _select(quads, text, ()):
            if isinstance(row["g"], NamedNode):
                found[row["g"]].update(_measures(row))
    return found


def size_of(quads: pyoxigraph.Store, graph: NamedNode) -> int:
    """Count the triples of a named graph."""
    (row,) = _select(quads, _SIZE, (graph,))
    return _measures(row)[Figure((), "triples")]


def _measures(row: _Row) -> Figures:
    """Read the columns that are numbers, each named as what it counts."""
    numbers = {name: term for name, term in row.items() if isinstance(term, Literal)}
    return Figures({Figure((), name): int(n.value) for name, n in numbers.items()})


def _select(quads: pyoxigraph.Store, text: str, graphs: Graphs) -> Iterator[_Row]:
    found = quads.query(text, default_graph=[*graphs])
    solutions = cast("QuerySolutions", found)
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        yield dict(zip(names, solution, strict=True))
