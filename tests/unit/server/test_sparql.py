"""The endpoint keeps to the SPARQL 1.1 Protocol, query operation."""

from __future__ import annotations

import csv
import html
import re
from http import HTTPStatus
from typing import Any

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.names import Names

NAMES = Names()
DOC = NAMES.graph("doc", "a").value
EC = NAMES.graph("reference", "ec").value
ASK = "ASK { hgnc:1 mg:encodes ?x }"
DIRECT = "application/sparql-query"


def solutions(client: FlaskClient, **parameters: str | list[str]) -> list[list[str]]:
    answer = client.get("/sparql", query_string={**parameters, "format": "csv"})
    assert answer.status_code == HTTPStatus.OK, answer.text
    return list(csv.reader(answer.text.splitlines()))[1:]


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param({"query_string": {"query": ASK}}, id="GET"),
        pytest.param({"method": "POST", "data": {"query": ASK}}, id="POST a form"),
        pytest.param(
            {"method": "POST", "data": ASK, "content_type": DIRECT}, id="POST directly"
        ),
        pytest.param(
            {
                "method": "POST",
                "data": ASK.encode(),
                "content_type": DIRECT + "; charset=utf-8",
            },
            id="POST with a charset",
        ),
    ],
)
def test_three_ways_to_ask(client: FlaskClient, request_: dict[str, Any]) -> None:
    """A query comes by GET, by POST as a form, and by POST as it is (section 2.1)."""
    answer = client.open("/sparql", **request_)

    assert "application/sparql-results+json" == answer.content_type
    assert {"head": {}, "boolean": True} == answer.get_json()


def test_head(client: FlaskClient) -> None:
    """HEAD answers as GET does, without the body."""
    answer = client.head("/sparql", query_string={"query": ASK})

    assert (HTTPStatus.OK, b"") == (answer.status_code, answer.data)


def test_unknown_parameters_are_passed_over(client: FlaskClient) -> None:
    """What other servers' clients add does no harm."""
    found = solutions(
        client, query="SELECT ?x { hgnc:1 mg:encodes ?x }", output="json", ac="1"
    )

    assert [[NAMES.prefixes["enzyme"] + "a"]] == found


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("json", "application/sparql-results+json"),
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/sparql-results json", "application/sparql-results+json"),
        ("TSV", "text/tab-separated-values; charset=utf-8"),
        ("html", "text/html; charset=utf-8"),
    ],
)
def test_format_parameter(client: FlaskClient, name: str, expected: str) -> None:
    """`format=` wins over Accept: by name, media type, or an undecoded plus sign."""
    answer = client.get(
        "/sparql",
        query_string={"query": ASK, "format": name},
        headers={"Accept": "text/csv"},
    )

    assert expected == answer.content_type


@pytest.mark.parametrize(
    ("infer", "expected"), [("true", 2), ("false", 1), ("only", 1), ("TRUE", 2)]
)
def test_infer(client: FlaskClient, infer: str, expected: int) -> None:
    """`infer=` shows inferred triples, hides them, or shows nothing else."""
    query = "SELECT ?p { hgnc:1 ?p ?o VALUES ?p { mg:encodes mg:actsInStep } }"

    assert expected == len(solutions(client, query=query, infer=infer))


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"default-graph-uri": EC}, {"catalyses", "label", "stepNumber"}),
        ({"default-graph-uri": [EC, DOC]}, None),
        ({"named-graph-uri": EC}, set()),
    ],
)
def test_dataset(
    client: FlaskClient, parameters: dict[str, str], expected: set[str] | None
) -> None:
    """The graphs of the request are all that the query sees (section 2.1.4)."""
    found = solutions(client, query="SELECT DISTINCT ?p { ?s ?p ?o }", **parameters)
    names = {iri.rpartition("#")[2] for (iri,) in found}

    assert (names == expected) if expected is not None else ("encodes" in names)


def test_named_graph(client: FlaskClient) -> None:
    """A named graph of the request is seen by GRAPH, and no other is."""
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"

    assert [[DOC]] == solutions(client, query=query, **{"named-graph-uri": DOC})


def test_construct_is_turtle_unless_asked_otherwise(client: FlaskClient) -> None:
    """A graph comes as Turtle to those who have no wish."""
    query = "CONSTRUCT { ?s mg:encodes ?o } { ?s mg:encodes ?o }"
    answer = client.get("/sparql", query_string={"query": query})

    assert "text/turtle; charset=utf-8" == answer.content_type
    assert 1 == len(list(parse(answer.data, format=RdfFormat.TURTLE)))
    assert "hgnc:1 mg:encodes enzyme:a" in answer.text


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        pytest.param({"query_string": {"query": "SELECT"}}, 400, id="syntax"),
        pytest.param({"query_string": {"query": [ASK, ASK]}}, 400, id="two queries"),
        pytest.param({"method": "POST", "data": {"x": "y"}}, 400, id="form without"),
        pytest.param(
            {"query_string": {"query": ASK, "infer": "some"}}, 400, id="infer"
        ),
        pytest.param(
            {"query_string": {"query": ASK, "default-graph-uri": "a b"}}, 400, id="IRI"
        ),
        pytest.param(
            {"method": "POST", "data": ASK.encode("utf-16"), "content_type": DIRECT},
            400,
            id="not UTF-8",
        ),
        pytest.param(
            {"query_string": {"query": "SELECT (<e:f>() AS ?x) {}"}},
            400,
            id="unknown function",
        ),
        pytest.param(
            {"query_string": {"query": ASK}, "headers": {"Accept": "image/png"}},
            406,
            id="Accept",
        ),
        pytest.param({"query_string": {"query": ASK, "format": "ttl"}}, 406, id="kind"),
        pytest.param(
            {"method": "POST", "data": ASK, "content_type": "text/plain"},
            415,
            id="type",
        ),
        pytest.param({"method": "POST"}, 415, id="no type"),
        pytest.param({"method": "PUT"}, 405, id="method"),
        pytest.param(
            {"method": "POST", "data": "#" * 1_000_001, "content_type": DIRECT},
            413,
            id="too long",
        ),
    ],
)
def test_refusals(client: FlaskClient, request_: dict[str, Any], status: int) -> None:
    """What the protocol does not allow is the client's fault, and is told so."""
    answer = client.open("/sparql", **request_)

    assert (status, "application/problem+json") == (
        answer.status_code,
        answer.content_type,
    )
    assert answer.get_json()["detail"]


def test_a_wrong_query_is_shown_with_the_place(client: FlaskClient) -> None:
    """A query that does not parse comes back with line, column, caret and a hint."""
    query = "SELECT *\n{ ?s mgg:causes ?o }"
    answer = client.get("/sparql", query_string={"query": query})
    problem = answer.get_json()

    assert (2, 6) == (problem["line"], problem["column"])
    assert ["{ ?s mgg:causes ?o }", " " * 5 + "^"] == problem["excerpt"]
    assert "did you mean mg:?" in problem["detail"]


def test_service_description(client: FlaskClient) -> None:
    """A GET that asks nothing says what the endpoint is and which graphs it has."""
    answer = client.get("/sparql")
    sd = NAMES.prefixes["sd"]
    triples = [q.triple for q in parse(answer.data, format=RdfFormat.TURTLE)]
    found = {p: [t.object for t in triples if t.predicate.value == sd + p] for p in _SD}

    assert "text/turtle; charset=utf-8" == answer.content_type
    assert [NamedNode("http://localhost/sparql")] == found["endpoint"]
    assert [NamedNode(sd + "SPARQL11Query")] == found["supportedLanguage"]
    assert 10 == len(found["resultFormat"])
    assert NAMES.graph("inferred") in found["name"]


_SD = ("endpoint", "supportedLanguage", "resultFormat", "name")


@pytest.mark.parametrize("query", [{"query": ASK}, {"query": "SELECT"}, {}])
def test_any_page_may_ask(client: FlaskClient, query: dict[str, str]) -> None:
    """CORS is open, for errors too, and answers differ by Accept."""
    answer = client.get("/sparql", query_string=query)

    assert "*" == answer.headers["Access-Control-Allow-Origin"]
    assert "Accept" in answer.vary


def test_options(client: FlaskClient) -> None:
    """A browser that asks beforehand is told that it may, and by which methods."""
    answer = client.options("/sparql")
    asked = answer.headers["Access-Control-Allow-Methods"]

    assert HTTPStatus.OK == answer.status_code
    assert {"GET", "HEAD", "OPTIONS", "POST"} == set(asked.split(", "))
    assert set(answer.allow) == set(asked.split(", "))
    assert "Content-Type" in answer.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize(
    "service", ["SERVICE <http://127.0.0.1:9/>", "VALUES ?e { <urn:a> } service ?e"]
)
def test_nobody_is_asked_for_others(client: FlaskClient, service: str) -> None:
    """A query with SERVICE is refused: the server is no way into its network."""
    answer = client.get("/sparql", query_string={"query": f"ASK {{ {service} {{}} }}"})

    assert HTTPStatus.FORBIDDEN == answer.status_code
    assert "whoever runs this allows no other endpoint" in answer.get_json()["detail"]


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param({"data": {"update": "CLEAR ALL"}}, id="a form"),
        pytest.param(
            {"data": "CLEAR ALL", "content_type": "application/sparql-update"},
            id="directly",
        ),
    ],
)
def test_updates_are_refused(client: FlaskClient, request_: dict[str, Any]) -> None:
    """Where nobody may write, the update operation is refused."""
    answer = client.post("/sparql", **request_)

    assert (HTTPStatus.FORBIDDEN, "nothing can be changed here") == (
        answer.status_code,
        answer.get_json()["detail"],
    )


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("INSERT DATA { hgnc:1 a mg:Gene }", "this is an update: send it by POST"),
        ("", "the query is empty"),
        (" \n", "the query is empty"),
    ],
)
def test_what_is_no_query(client: FlaskClient, query: str, problem: str) -> None:
    """An update or nothing in place of a query is told so."""
    answer = client.get("/sparql", query_string={"query": query})

    assert HTTPStatus.BAD_REQUEST == answer.status_code
    assert answer.get_json()["detail"].startswith(problem)


def test_default_graph_of_rdflib(client: FlaskClient) -> None:
    """The IRI that rdflib has for the default graph stands for the default dataset."""
    query = "SELECT ?x { hgnc:1 mg:encodes ?x }"

    assert solutions(client, query=query) == solutions(
        client, query=query, **{"default-graph-uri": "urn:x-rdflib:default"}
    )


@pytest.mark.parametrize("form", ["json", "csv", "html"])
def test_a_name_that_is_nowhere_is_told(client: FlaskClient, form: str) -> None:
    """Beside the answer stands which name nothing in the graph has."""
    asked = {"query": "SELECT * { ?s mg:encods ?ö }", "format": form}
    answer = client.get("/sparql", query_string=asked)
    hint = "mg:encods is in no triple of the graph (did you mean mg:encodes?)"

    assert HTTPStatus.OK == answer.status_code
    assert hint == answer.headers.get("X-SPARQL-Hint", hint)
    assert (form == "html") == (hint in answer.text)


def test_a_hint_is_ascii(client: FlaskClient) -> None:
    """A header is, whatever the query names (RFC 9110, section 5.5)."""
    answer = client.get("/sparql", query_string={"query": "ASK { ?s mg:größe ?o }"})

    assert (
        answer.headers["X-SPARQL-Hint"]
        == r"mg:gr\xf6\xdfe is in no triple of the graph"
    )
    assert "X-SPARQL-Hint" not in client.get("/sparql?query=" + ASK).headers


def test_all_triples_are_a_click_away(client: FlaskClient) -> None:
    """A page without an answer of a part of the triples leads to one of all."""
    asked = {"query": "SELECT * { hgnc:1 mg:actsInStep ?s }", "format": "html"}
    none = client.get("/sparql", query_string={**asked, "infer": "false"})
    (address,) = re.findall('href="(/sparql[^"]*infer=true[^"]*html)"', none.text)

    assert "step" in client.get(html.unescape(address)).text
