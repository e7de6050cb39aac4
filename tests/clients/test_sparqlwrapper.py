"""SPARQLWrapper, the client of most Python programs, in every format that it knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rdflib import Graph
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

GENE = "http://identifiers.org/hgnc/397"
SELECT = "SELECT ?gene { ?gene rdfs:label 'ALAS2' ; a mg:Gene }"
ASK = "ASK { hgnc:397 a mg:Gene }"
CONSTRUCT = "CONSTRUCT { hgnc:397 rdfs:label ?n } { hgnc:397 rdfs:label ?n }"


def asked(endpoint: str, query: str, form: str) -> SPARQLWrapper:
    client = SPARQLWrapper(endpoint)
    client.setQuery(query)
    client.setReturnFormat(form)
    return client


READERS: dict[str, Callable[[Any], list[str]]] = {
    JSON: lambda found: [r["gene"]["value"] for r in found["results"]["bindings"]],
    XML: lambda found: [
        node.firstChild.data for node in found.getElementsByTagName("uri")
    ],
    CSV: lambda found: found.decode().split("\r\n")[1:-1],
    TSV: lambda found: [line.strip("<>") for line in found.decode().split("\n")[1:-1]],
}


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("method", [GET, POST])
def test_solutions(endpoint: str, form: str, method: str) -> None:
    """A SELECT is answered in each format of solutions."""
    client = asked(endpoint, SELECT, form)
    client.setMethod(method)

    assert [GENE] == READERS[form](client.query().convert())


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # its own
@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib's own
@pytest.mark.parametrize("form", [TURTLE, N3, RDFXML, XML, JSONLD])
def test_graphs(endpoint: str, form: str) -> None:
    """A CONSTRUCT is answered in each format of graphs."""
    found: Any = asked(endpoint, CONSTRUCT, form).query().convert()
    if not isinstance(found, Graph):
        found = Graph().parse(data=found, format="turtle")

    assert [(GENE, "ALAS2")] == [(str(s), str(o)) for s, _, o in found]


def test_a_truth_value(endpoint: str) -> None:
    """An ASK is answered."""
    found: Any = asked(endpoint, ASK, JSON).query().convert()

    assert found["boolean"] is True


@pytest.mark.parametrize("how", [URLENCODED, POSTDIRECTLY])
def test_posts(endpoint: str, how: str) -> None:
    """A query may be a form's field, or the body."""
    client = asked(endpoint, SELECT, JSON)
    client.setMethod(POST)
    client.setRequestMethod(how)

    assert [GENE] == READERS[JSON](client.query().convert())


def test_a_dataset(endpoint: str) -> None:
    """The graphs that the client names are those that are asked."""
    client = asked(endpoint, "SELECT ?gene { ?x sh:prefix 'hgnc' ; ?p ?gene }", JSON)
    client.addDefaultGraph("https://w3id.org/mendelgraph/graph/metadata")

    assert "hgnc" in READERS[JSON](client.query().convert())


def test_an_error_is_told(endpoint: str) -> None:
    """What is wrong with a query, and where, is in the client's own exception."""
    with pytest.raises(QueryBadFormed, match="line"):
        asked(endpoint, "SELECT ?s { ?s mgg:causes ?o }", JSON).query()
