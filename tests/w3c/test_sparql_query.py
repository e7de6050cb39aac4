"""The W3C suites for SPARQL 1.0, 1.1 and 1.2 queries, through the endpoint.

Numbers and dates are compared by value: that is how the store keeps them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import pyoxigraph
import pytest
from flask.testing import FlaskClient
from pyoxigraph import DefaultGraph, NamedNode, QueryResultsFormat, RdfFormat
from rdflib import RDF, Namespace, URIRef
from rdflib.term import Node

from kg.names import Names
from kg.remote import connection
from kg.store import Store
from server.app import create_app
from server.settings import Settings
from tests.unit.server.standin import Said, standing_in
from tests.w3c import results
from tests.w3c.manifests import MF, Suite, parameter

QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
_FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".rdf": RdfFormat.RDF_XML,
    ".nt": RdfFormat.N_TRIPLES,
    ".trig": RdfFormat.TRIG,
    ".nq": RdfFormat.N_QUADS,
}
_EVALUATION = {"QueryEvaluationTest", "CSVResultFormatTest"}
_GOOD = {"PositiveSyntaxTest", "PositiveSyntaxTest11"}
_BAD = {"NegativeSyntaxTest", "NegativeSyntaxTest11"}
_FROM = re.compile(r"\bFROM\s+(?:NAMED\s+)?<([^>]*)>", re.IGNORECASE)
_BY_VALUE = "the store keeps numbers and dates by value, not as they were written"
_GRAPH_VARIABLE = (
    "the engine binds the variable of GRAPH within the group, not beside it"
)
_UNDEFINED = "calls a function that nobody defines: refused before it is evaluated"
_ACCEPTED = "the engine's parser accepts it"
_PATH = "the engine starts no path of length zero from a term that no triple has"
_FILTER = "the engine lets a filter of an inner group see a variable of the outer one"
_TIMES = "the engine takes dates for different that cannot be compared"
_FAILING = {
    _BY_VALUE: [
        *("10-distinct-distinct-1", "10-distinct-distinct-9", "12-grouping-group01"),
        *("10-expr-builtin-dawg-str-1", "10-expr-builtin-dawg-str-2"),
        *("10-expr-builtin-sameTerm-simple", "10-expr-builtin-sameTerm-eq"),
        *("10-expr-builtin-sameTerm-not-eq", "10-expr-equals-eq-graph-1"),
        *("10-expr-equals-eq-graph-2", "10-open-world-open-eq-01"),
        *("11-csv-tsv-res-csv03", "12-eval-triple-terms-op-1"),
        "12-eval-triple-terms-op-2",
    ],
    _GRAPH_VARIABLE: [
        *("10-graph-graph-variable-scope", "10-graph-graph-optional"),
        *("11-aggregates-agg-empty-group-count-graph", "11-bindings-graph"),
        "11-negation-graph-minus",
    ],
    _UNDEFINED: [
        *("10-syntax-sparql1-syntax-expr-05", "10-syntax-sparql1-syntax-order-05"),
        *("10-syntax-sparql1-syntax-order-06", "11-syntax-query-test_4"),
        *(f"10-syntax-sparql2-syntax-function-0{n}" for n in range(1, 5)),
    ],
    _ACCEPTED: ["10-syntax-sparql3-syn-bad-26"],
    _PATH: [
        f"11-property-path-zero_or_{many}_set_{end}"
        for many in ("more", "one")
        for end in ("start", "end")
    ],
    _FILTER: ["10-optional-filter-dawg-optional-filter-005-simplified"],
    _TIMES: ["10-open-world-date-2"],
}
FAILING = {f"sparql{name}": why for why, names in _FAILING.items() for name in names}


def suites() -> Iterator[Suite]:
    for version in ("sparql10", "sparql11", "sparql12"):
        root = Suite("sparql", version).folder
        for path in sorted(root.glob("*/manifest*.ttl")) if root.exists() else ():
            if path.parent.name != "entailment":
                yield Suite("sparql", version, path.parent.name)


def cases(kinds: set[str]) -> Iterator[object]:
    """List the cases of some kinds; several may have one name."""
    for suite in suites():
        version, area = suite.folder.parts[-2:]
        for name, case, action in suite.entries():
            kind = str(suite.graph.value(case, RDF.type)).rpartition("#")[2]
            if kind in kinds:
                id_ = f"{version}-{area}-{name}"
                reasons = [FAILING[id_]] if id_ in FAILING else []
                yield parameter(id_, reasons, suite, case, action)


def served(store: pyoxigraph.Store) -> FlaskClient:
    """Serve a store to a client."""
    graph = Store(Names(), store, {}, Path("generations/1"))
    settings = Settings(
        max_query_bytes=10_000_000, service=("*",), service_private=True
    )
    return create_app(graph, settings).test_client()


def ask(client: FlaskClient, query: str, accept: str) -> tuple[int, bytes]:
    answer = client.post(
        "/sparql",
        data=query.encode(),
        content_type="application/sparql-query",
        headers={"Accept": accept},
    )
    return answer.status_code, answer.data


@contextmanager
def services(
    suite: Suite, action: URIRef, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Have endpoints of a case stand here under their names; all else is nowhere."""
    ports: dict[str, int] = {}

    def resolve(host: str, _port: int) -> list[tuple[str, int]]:
        if host not in ports:
            raise OSError(host)
        return [("127.0.0.1", ports[host])]

    monkeypatch.setattr(connection, "resolve", resolve)
    with ExitStack() as stack:
        for node in suite.graph.objects(action, QT.serviceData):
            endpoint = suite.graph.value(node, QT.endpoint)
            client = served(dataset(suite, node, ""))
            found = stack.enter_context(standing_in(partial(answer, client)))
            ports[urlsplit(str(endpoint)).hostname or ""] = found.port
        yield


def answer(client: FlaskClient, query: str) -> Said:
    accept = "application/sparql-results+json"
    status, body = ask(client, query, accept)
    return Said(status, {"Content-Type": accept}, body)


def dataset(suite: Suite, action: Node, query: str) -> pyoxigraph.Store:
    """Load the data of a case, and what its query names itself."""
    store, graph = pyoxigraph.Store(), suite.graph
    for node in graph.objects(action, QT.data):
        load(store, suite.file(node), str(node), DefaultGraph())
    named = [str(node) for node in graph.objects(action, QT.graphData)]
    named += [suite.base + found for found in _FROM.findall(query) if ":" not in found]
    for iri in dict.fromkeys(named):
        load(store, suite.file(URIRef(iri)), iri, NamedNode(iri))
    return store


def load(
    store: pyoxigraph.Store, path: Path, base: str, graph: NamedNode | DefaultGraph
) -> None:
    syntax = _FORMATS[path.suffix]
    to_graph = None if syntax.supports_datasets else graph
    store.load(path=path, format=syntax, base_iri=base, to_graph=to_graph)


@pytest.mark.skipif(not any(suites()), reason="no SPARQL suites: set MENDEL_SHARED")
@pytest.mark.parametrize(("suite", "case", "action"), list(cases(_EVALUATION)))
def test_evaluation(
    suite: Suite, case: URIRef, action: URIRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is the one that the suite expects."""
    with services(suite, action, monkeypatch):
        _evaluate(suite, case, action)


def _evaluate(suite: Suite, case: URIRef, action: URIRef) -> None:
    query_node = suite.graph.value(action, QT.query)
    text = suite.file(query_node).read_text("utf-8")
    expected = suite.file(suite.graph.value(case, MF.result))
    query = f"BASE <{query_node}>\n{text}"
    client = served(dataset(suite, action, text))

    if expected.suffix == ".csv":
        status, data = ask(client, query, "text/csv")
        assert HTTPStatus.OK == status
        assert results.table(expected.read_bytes()) == results.table(data)
    elif _is_graph(expected):
        status, data = ask(client, query, "application/n-triples")
        assert HTTPStatus.OK == status, data
        wanted = results.graph(
            expected.read_bytes(), _FORMATS[expected.suffix], suite.base
        )
        assert wanted == results.graph(data, RdfFormat.N_TRIPLES, suite.base)
    else:
        status, data = ask(client, query, "application/sparql-results+json")
        assert HTTPStatus.OK == status, data
        wanted_rows = results.of_file(expected, suite.base)
        rows = results.of_bytes(data, QueryResultsFormat.JSON)
        is_lax = (case, MF.resultCardinality, MF.LaxCardinality) in suite.graph
        form = partial(results.comparable, is_lax=is_lax)
        assert form(wanted_rows) == form(rows)


def _is_graph(path: Path) -> bool:
    """Tell a graph that a query makes from one that describes solutions."""
    is_rdf = path.suffix in _FORMATS
    return is_rdf and "ResultSet" not in path.read_text("utf-8")


@pytest.mark.skipif(not any(suites()), reason="no SPARQL suites: set MENDEL_SHARED")
@pytest.mark.parametrize(("suite", "_case", "action"), list(cases(_GOOD)))
def test_good_syntax(
    suite: Suite, _case: URIRef, action: URIRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A query that is one is answered; whoever it asks has nothing to tell."""
    text, base = suite.file(action).read_text("utf-8"), str(action)
    with standing_in(partial(answer, served(pyoxigraph.Store()))) as there:
        here = [("127.0.0.1", there.port)]
        monkeypatch.setattr(connection, "resolve", lambda _host, _port: here)
        query = f"BASE <{base.replace('https:', 'http:')}>\n{text}"
        status, data = ask(served(pyoxigraph.Store()), query, "*/*")

    assert HTTPStatus.OK == status, data


@pytest.mark.skipif(not any(suites()), reason="no SPARQL suites: set MENDEL_SHARED")
@pytest.mark.parametrize(("suite", "_case", "action"), list(cases(_BAD)))
def test_bad_syntax(suite: Suite, _case: URIRef, action: URIRef) -> None:
    """A query that is none is refused."""
    text = suite.file(action).read_bytes().decode("utf-8")
    status, _ = ask(served(pyoxigraph.Store()), f"BASE <{action}>\n{text}", "*/*")

    assert HTTPStatus.BAD_REQUEST == status
