"""The SPARQL 1.1 Update suite: what requests make of a store that keeps a merged copy.

Our default graph is what all asserted graphs say, and what is written without a graph
stands in a graph of its own; this one is compared with the default graph of a case.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    parse,
)
from rdflib.namespace import RDF, RDFS
from rdflib.term import Node

from kg.errors import QueryError
from kg.names import Names
from kg.store import Edit, Journal, Ledger, Target, edits, unnamed
from kg.store import parse as parse_update
from tests.w3c.cases import W3C
from tests.w3c.manifests import MF, Suite, parameter

UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
NAMES = Names()
UNNAMED = unnamed(NAMES)
FOLDERS = (
    *("add", "basic-update", "clear", "copy", "delete-data", "delete-insert"),
    *("delete-where", "delete", "drop", "move", "update-silent"),
)
_WEB = "asks for a page of the web, which no test does"
UNREACHABLE = {"load-silent": _WEB, "load-into-silent": _WEB}


def evaluations() -> Iterator[object]:
    for folder in FOLDERS:
        suite = Suite("sparql", "sparql11", folder)
        for name, case, action in sorted(suite.entries()):
            request = suite.graph.value(action, UT.request)
            result = suite.graph.value(case, MF.result)
            if request is not None and result is not None:
                reasons = [UNREACHABLE[name]] if name in UNREACHABLE else []
                files = (suite.file(request), graphs(suite, action))
                yield parameter(name, reasons, *files, graphs(suite, result))


def graphs(suite: Suite, node: Node) -> dict[NamedNode, Path]:
    """Name the files of a dataset; the default graph is the graph of its own."""
    found = {}
    for file in suite.graph.objects(node, UT.data):
        found[UNNAMED] = suite.file(file)
    for named in suite.graph.objects(node, UT.graphData):
        label = suite.graph.value(named, RDFS.label)
        found[NamedNode(str(label))] = suite.file(suite.graph.value(named, UT.graph))
    return found


def quads(files: dict[NamedNode, Path]) -> tuple[Quad, ...]:
    return tuple(
        Quad(quad.subject, quad.predicate, quad.object, name)
        for name, path in files.items()
        for quad in parse(path.read_bytes(), RdfFormat.TURTLE, base_iri="http://e/")
    )


def canonical(found: list[Quad]) -> set[str]:
    dataset = Dataset(found)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return set(map(str, dataset))


@pytest.mark.skipif(not W3C.exists(), reason=f"no W3C suites at {W3C}")
@pytest.mark.parametrize(("request_", "before", "after"), [*evaluations()])
def test_an_evaluation(
    request_: Path, before: dict[NamedNode, Path], after: dict[NamedNode, Path]
) -> None:
    """A request makes the dataset of its case."""
    store = Store()
    ledger = Ledger(NAMES, Journal(store))
    ledger.apply(Edit(inserted=quads(before)))
    target = Target(store, NAMES, UNNAMED)
    text = request_.read_text(encoding="utf-8")
    parse_update(target, text)
    for edit in edits(target, text):
        ledger.apply(edit)
    named = [quad for quad in store if quad.graph_name != DefaultGraph()]

    assert canonical(list(quads(after))) == canonical(named)


def syntax() -> Iterator[object]:
    for folder in ("syntax-update-1", "syntax-update-2"):
        suite = Suite("sparql", "sparql11", folder)
        for name, case, action in sorted(suite.entries()):
            kind = str(suite.graph.value(case, RDF.type))
            parses = "Negative" not in kind
            yield parameter(f"{folder}-{name}", (), suite.file(action), parses)


@pytest.mark.skipif(not W3C.exists(), reason=f"no W3C suites at {W3C}")
@pytest.mark.parametrize(("path", "parses"), [*syntax()])
def test_syntax(path: Path, *, parses: bool) -> None:
    """A request parses, or is refused."""
    target = Target(Store(), NAMES, UNNAMED)
    text = path.read_text(encoding="utf-8")
    try:
        parse_update(target, text)
        found = True
    except QueryError:
        found = False

    assert parses == found
