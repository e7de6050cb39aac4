"""Comparing results of queries: as sets of solutions, blank nodes by their places."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

import rdflib
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
Row: TypeAlias = tuple[tuple[str, Term], ...]
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_VARIABLE = "http://example.org/variable/"
_TYPES = {
    ".srx": QueryResultsFormat.XML,
    ".srj": QueryResultsFormat.JSON,
    ".tsv": QueryResultsFormat.TSV,
}


def of_bytes(data: bytes, syntax: QueryResultsFormat) -> bool | list[Row]:
    """Read results in a format of SPARQL."""
    found = parse_query_results(data, syntax)
    if isinstance(found, QueryBoolean):
        return bool(found)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [
        tuple((n, by_value(term)) for n in names if (term := row[n]) is not None)
        for row in found
    ]


def of_file(path: Path, base: str) -> bool | list[Row]:
    """Read expected results, or a graph that describes some (RDF result sets)."""
    if path.suffix in _TYPES:
        return of_bytes(path.read_bytes(), _TYPES[path.suffix])
    graph = rdflib.Graph().parse(path, publicID=base)
    names = rdflib.Namespace(RS)
    answers = list(graph.objects(None, names.boolean))
    if answers:
        return str(answers[0]) == "true"
    return [
        tuple(
            (str(graph.value(binding, names.variable)), by_value(_term(value)))
            for binding in graph.objects(solution, names.binding)
            if (value := graph.value(binding, names.value)) is not None
        )
        for solution in graph.objects(None, names.solution)
    ]


def _term(node: rdflib.term.Node) -> Term:
    [quad] = parse(f"<x:s> <x:p> {node.n3()} .", RdfFormat.TURTLE)
    found: Term = quad.object
    return found


def by_value(term: Term) -> Term:
    """Write a literal as the store does: numbers and dates by their value."""
    if not isinstance(term, Literal):
        return term
    store = Store()
    predicate = NamedNode("http://example.org/p")
    store.add(Quad(predicate, predicate, term))
    [quad] = store
    found: Term = quad.object
    return found


def comparable(found: bool | list[Row], *, is_lax: bool) -> object:  # noqa: FBT001 - what ASK gives
    """Put an answer into a form in which the same ones are equal.

    Where it is lax, as for REDUCED, solutions count once each.
    """
    if isinstance(found, bool):
        return found
    return solutions(dict.fromkeys(found) if is_lax else found)


def solutions(rows: Iterable[Row]) -> tuple[Counter[Row], object]:
    """Put solutions into a form in which the same ones are equal."""
    plain: Counter[Row] = Counter()
    blank = Dataset()
    for row in rows:
        if any(isinstance(term, BlankNode) for _, term in row):
            node = BlankNode()
            for name, term in row:
                blank.add(Quad(node, NamedNode(_VARIABLE + name), term))
        else:
            plain[tuple(sorted(row, key=str))] += 1
    return plain, canonical(blank)


def canonical(dataset: Dataset) -> frozenset[str]:
    """Name the blank nodes of a dataset by their places."""
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return frozenset(map(str, dataset))


def graph(data: bytes, syntax: RdfFormat, base: str) -> frozenset[str]:
    """Read a graph into a form in which the same ones are equal."""
    store = Store()
    store.extend(parse(data, syntax, base_iri=base))
    return canonical(Dataset(Quad(q.subject, q.predicate, q.object) for q in store))


def table(data: bytes) -> Counter[tuple[str, ...]]:
    """Read CSV, which does not tell terms from each other: all blank nodes are one."""
    rows = csv.reader(data.decode("utf-8").splitlines())
    return Counter(
        tuple("_:" if cell.startswith("_:") else cell for cell in row) for row in rows
    )
