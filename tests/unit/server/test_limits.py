"""Rows are limited only where that is set, and then the answer says so."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results
from werkzeug.test import TestResponse

from kg.store import Store, at_most
from server.app import create_app
from server.limits import AHEAD
from server.settings import Settings

SIX = "SELECT ?v { VALUES ?v { 1 2 3 4 5 6 } }"
LINK = "http://localhost/sparql#at-most-4-rows"


@pytest.fixture(name="limited")
def _limited(store: Store) -> FlaskClient:
    return create_app(store, Settings(max_rows=4)).test_client()


def ask(client: FlaskClient, query: str, form: str = "csv") -> TestResponse:
    return client.get("/sparql", query_string={"query": query, "format": form})


def lines(answer: TestResponse) -> int:
    return len(answer.text.splitlines()) - 1


@pytest.mark.parametrize(
    ("query", "rows", "told"),
    [
        (SIX, 4, "4"),
        (f"{SIX} # all", 4, "4"),
        (f"{SIX} LIMIT 5", 4, "4"),
        (f"{SIX} LIMIT 4", 4, None),
        (f"{SIX} OFFSET 1 LIMIT 3", 3, None),
        ("SELECT ?v {} VALUES ?v { 1 2 3 4 5 6 }", 4, "4"),
        ("SELECT ?v {} VALUES ?v { 1 2 3 4 }", 4, None),
        (f"SELECT (COUNT(*) AS ?n) {{ {{ {SIX} }} }}", 1, None),
        (f"SELECT ?v {{ {{ {SIX} LIMIT 2 }} UNION {{ {SIX} }} }}", 4, "4"),
    ],
)
def test_a_limit(limited: FlaskClient, query: str, rows: int, told: str | None) -> None:
    """No more rows come than are set; where that mattered, the header tells."""
    answer = ask(limited, query)

    assert (lines(answer), answer.headers.get("X-SPARQL-MaxRows")) == (rows, told)


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_a_whole_answer(client: FlaskClient, limited: FlaskClient, form: str) -> None:
    """What is not cut is as it would be without a limit, in every format."""
    query = """SELECT * { VALUES (?a ?b) {
        ("x\\ty\\n\\"z"@en UNDEF) (1.50 <urn:a>) ("" <<( <urn:a> <urn:b> 1 )>>)
    } }"""

    assert ask(client, query, form).data == ask(limited, query, form).data


def test_a_large_limit(store: Store) -> None:
    """Where too many rows would have to be read first, the limit is told always."""
    limited = create_app(store, Settings(max_rows=AHEAD + 1)).test_client()
    answer = ask(limited, SIX)

    assert (6, f"{AHEAD + 1}") == (
        lines(answer),
        answer.headers["X-SPARQL-MaxRows"],
    )


def test_the_head_has_a_link(limited: FlaskClient) -> None:
    """JSON and XML have a link to the limit in their head, where it belongs."""
    found = ask(limited, SIX, "json").get_json()
    text = ask(limited, SIX, "xml").text

    assert (found["head"], len(found["results"]["bindings"])) == (
        {"link": [LINK], "vars": ["v"]},
        4,
    )
    assert f'<variable name="v"/><link href="{LINK}"/></head>' in text


@pytest.mark.parametrize("form", ["json", "xml"])
def test_clients_read_it(limited: FlaskClient, form: str) -> None:
    """A parser of results reads an answer that is limited like any other."""
    syntax = QueryResultsFormat.from_extension(form) or QueryResultsFormat.XML
    found = parse_query_results(ask(limited, SIX, form).data, syntax)

    assert isinstance(found, QuerySolutions)
    assert 4 == len(list(found))


def test_the_service_description_has_it(limited: FlaskClient) -> None:
    """The limit is a feature of the service."""
    assert f"<{LINK}>" in limited.get("/sparql").text


def test_without_a_setting_there_is_none(client: FlaskClient) -> None:
    """Nobody limits what nobody asked to be limited."""
    answer = ask(client, SIX, "json")

    assert "X-SPARQL-MaxRows" not in answer.headers
    assert ["v"] == answer.get_json()["head"]["vars"]
    assert "link" not in answer.get_json()["head"]


@pytest.mark.parametrize(
    "query", ["ASK {}", "CONSTRUCT WHERE { ?s ?p ?o }", "DESCRIBE mg:a", "SELECT * {"]
)
def test_what_has_no_rows_stays(query: str) -> None:
    """Only a SELECT is limited."""
    assert at_most(query, 1).removesuffix("\nLIMIT 1") == query
