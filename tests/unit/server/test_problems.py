"""Every failure has one shape and says what to do; no stack trace ever leaves."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from kg import errors
from kg.store import Store
from server.app import create_app
from server.problems import problem_of
from server.settings import Settings

FAILURES = {
    "/nothing-here": 404,
    "/?name=genes-neded-for-heme": 404,
    "/entity/hgnc:999": 404,
    "/entity/hgcn:1": 404,
    "/evidence?s=hgnc:1": 400,
    "/explain?s=hgnc:1&p=mg:encodes&o=step:1": 404,
    "/sparql?query=SELECT": 400,
    "/sparql?query=ASK%20%7B%7D&format=tutle": 406,
    "/ontology?format=pdf": 406,
}
every_failure = pytest.mark.parametrize(("path", "status"), FAILURES.items())


@every_failure
def test_json(client: FlaskClient, path: str, status: int) -> None:
    """A problem comes as RFC 9457 has it."""
    answer = client.get(path)
    problem = answer.get_json()

    assert "application/problem+json" == answer.content_type
    assert (status, status) == (answer.status_code, problem["status"])
    assert {"type", "title", "status", "detail"} <= problem.keys()


@every_failure
def test_text(client: FlaskClient, path: str, status: int) -> None:
    """Who asks for text or CSV reads the same as text."""
    answer = client.get(path, headers={"Accept": "text/csv"})

    assert "text/plain; charset=utf-8" == answer.content_type
    assert answer.text.startswith(str(status))


@every_failure
def test_page(client: FlaskClient, path: str, status: int) -> None:
    """A browser gets a page that says it."""
    answer = client.get(path, headers={"Accept": "text/html"})

    assert ("text/html; charset=utf-8", status) == (
        answer.content_type,
        answer.status_code,
    )
    assert 'role="alert"' in answer.text


def test_a_page_leads_to_the_search(client: FlaskClient) -> None:
    """What no node is called may be searched for."""
    answer = client.get("/entity/non sense", headers={"Accept": "text/html"})

    assert 'href="/search?q=non+sense"' in answer.text


def test_what_is_not_here(client: FlaskClient) -> None:
    """Whoever comes to the wrong place is told which there are."""
    answers = client.get("/nosuch"), client.put("/sparql")

    assert [
        "nothing is here: /openapi.json lists all paths",
        "PUT is not offered here: send one of GET, HEAD, OPTIONS, POST",
    ] == [answer.get_json()["detail"] for answer in answers]


@pytest.mark.parametrize("path", ["/entity/hgnc:397", "/static/style.css"])
def test_the_front_says_when(client: FlaskClient, path: str) -> None:
    """The application sends no Date: the front does, and once is enough."""
    with client.get(path) as answer:
        assert "Date" not in answer.headers


def test_nearest_question(client: FlaskClient) -> None:
    """A question's name that is slightly wrong is set right."""
    answer = client.get("/?name=genes-neded-for-heme")

    assert "did you mean genes-needed-for-heme?" in answer.get_json()["detail"]


@pytest.mark.parametrize(
    ("query", "wanted", "kind"),
    [
        ("ASK {}", {"Accept": "text/turtle"}, "graphs (CONSTRUCT, DESCRIBE)"),
        ("DESCRIBE hgnc:1", {"Accept": "text/csv"}, "solutions (SELECT, ASK)"),
    ],
)
def test_a_format_of_the_other_kind(
    client: FlaskClient, query: str, wanted: dict[str, str], kind: str
) -> None:
    """A format that exists, but not for this kind of query, is refused with that."""
    by_accept = client.get("/sparql", query_string={"query": query}, headers=wanted)
    by_name = client.get(
        "/sparql", query_string={"query": query, "format": wanted["Accept"]}
    )

    assert (406, 406) == (by_accept.status_code, by_name.status_code)
    assert f"only for {kind}; here " in by_accept.text
    assert f"only for {kind}; here " in by_name.get_json()["detail"]


def test_method_not_allowed_says_which_are(client: FlaskClient) -> None:
    """405 names the methods that are offered (RFC 9110, section 15.5.6)."""
    assert "GET" in client.delete("/sparql").headers["Allow"]


def test_a_fault_of_ours_tells_nothing(store: Store) -> None:
    """500 is only for our own faults, and keeps their words to the log."""
    app = create_app(store, Settings())
    app.add_url_rule("/fault", view_func=_fault)
    answer = app.test_client().get("/fault")

    assert 500 == answer.status_code
    assert "secret" not in answer.text


def _fault() -> str:
    raise RuntimeError("secret")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.QueryError("wrong"), 400),
        (errors.PrefixError("hgcn:1"), 400),
        (errors.TermError("x", "no such node"), 404),
        (errors.FormatError("pdf", ("csv",)), 406),
        (errors.DocumentError("document:a", "gone"), 503),
        (errors.StoreError("graph", "gone"), 503),
        (errors.ValidationError(("broken",)), 500),
    ],
)
def test_statuses(error: errors.MendelError, status: int) -> None:
    """An error of ours has the status of its class, or of the nearest above it."""
    assert status == problem_of(error).status
