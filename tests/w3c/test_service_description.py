"""The W3C cases for the SPARQL 1.1 Service Description: what a GET of nothing gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, Quad
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.term import Node

from kg.metadata import Record
from kg.model import Reference
from kg.names import Names
from kg.store import Store, create
from server.app import create_app
from server.settings import Settings
from tests.w3c.manifests import MF, Suite

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = "http://www.w3.org/ns/formats/"
ADDRESS = "http://localhost/sparql"
# the domain and the range of the properties (Service Description, section 3.4)
_SCHEMA: Mapping[Node, tuple[Node, Node | None]] = {
    SD.endpoint: (SD.Service, None),
    SD.feature: (SD.Service, SD.Feature),
    SD.supportedLanguage: (SD.Service, SD.Language),
    SD.resultFormat: (SD.Service, None),
    SD.inputFormat: (SD.Service, None),
    SD.extensionFunction: (SD.Service, SD.Function),
    SD.defaultEntailmentRegime: (SD.Service, SD.EntailmentRegime),
    SD.defaultSupportedEntailmentProfile: (SD.Service, SD.EntailmentProfile),
    SD.entailmentRegime: (SD.NamedGraph, SD.EntailmentRegime),
    SD.supportedEntailmentProfile: (SD.NamedGraph, SD.EntailmentProfile),
    SD.defaultDataset: (SD.Service, SD.Dataset),
    SD.availableGraphs: (SD.Service, SD.GraphCollection),
    SD.defaultGraph: (SD.Dataset, SD.Graph),
    SD.namedGraph: (SD.Dataset, SD.NamedGraph),
    SD.name: (SD.NamedGraph, None),
    SD.graph: (SD.NamedGraph, SD.Graph),
}
# individuals that the vocabulary itself types
_LANGUAGES = {SD.SPARQL10Query, SD.SPARQL11Query, SD.SPARQL11Update}


def cases() -> Iterator[object]:
    suite = Suite("sparql", "sparql11", "service-description")
    kind = MF.ServiceDescriptionTest
    for case in sorted(suite.graph.subjects(RDF.type, kind), key=str):
        yield pytest.param(case, id=str(case).rpartition("#")[2])


@pytest.fixture(name="client")
def _client(tmp_path: Path) -> FlaskClient:
    names, node = Names(), NamedNode("urn:a")
    with create(tmp_path / "graph") as draft:
        draft.add([Quad(node, node, node, names.graph("doc", "a"))])
        Record(draft.journal, names).make([], "0", Reference("run", "0"))
        draft.commit({})
    return create_app(Store.open(tmp_path / "graph"), Settings()).test_client()


def described(client: FlaskClient) -> Graph:
    answer = client.get("/sparql")
    assert answer.content_type == "text/turtle; charset=utf-8"
    return Graph().parse(data=answer.data, format="turtle")


def has_endpoint(graph: Graph) -> bool:
    return list(graph.subject_objects(SD.endpoint)) == [
        (graph.value(None, RDF.type, SD.Service), URIRef(ADDRESS))
    ]


def returns_rdf(graph: Graph) -> bool:
    return len(graph) > 0


def conforms(graph: Graph) -> bool:
    """Tell whether subjects and objects have the types that the schema gives them."""
    ours = [t for t in graph if str(t[1]).startswith(str(SD))]
    is_typed = [
        (subject, RDF.type, _SCHEMA[predicate][0]) in graph
        and _is_a(graph, value, _SCHEMA[predicate][1])
        for subject, predicate, value in ours
    ]
    return bool(ours) and all(is_typed)


def _is_a(graph: Graph, value: Node, kind: Node | None) -> bool:
    if kind == SD.Language:
        return value in _LANGUAGES
    return isinstance(value, URIRef) and (
        kind is None or (value, RDF.type, kind) in graph
    )


_CHECKS: dict[str, Callable[[Graph], bool]] = {
    "has-endpoint-triple": has_endpoint,
    "returns-rdf": returns_rdf,
    "conforms-to-schema": conforms,
}


@pytest.mark.skipif(not list(cases()), reason="no such suite: set MENDEL_SHARED")
@pytest.mark.parametrize("case", list(cases()))
def test_a_case(client: FlaskClient, case: URIRef) -> None:
    """The description is there, is of this endpoint, and is built as it should be."""
    assert _CHECKS[str(case).rpartition("#")[2]](described(client))
