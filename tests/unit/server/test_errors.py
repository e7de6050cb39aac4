"""Every error has one shape, whoever notices it: RFC 9457, for any page to read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pytest

from kg.store import Store
from tests.unit.server.conftest import build
from tests.unit.server.serving import Answer, Served, Writer, served

CROSS = " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(9))
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}"
LARGE = f"SELECT * {{ {CROSS} }} ORDER BY ?o1 ?o2"
CLASH = "INSERT DATA { mg:Gene owl:disjointWith mg:Step . hgnc:1 a mg:Gene , mg:Step }"
UPDATE = {"Content-Type": "application/sparql-update"}
QUERY = {"Content-Type": "application/sparql-query"}


@dataclass(frozen=True, slots=True)
class Wrong:
    """A request that is refused, and what else the refusal has to say."""

    status: int
    method: str
    path: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    by_writer: bool = False
    more: tuple[str, ...] = ()
    header: str = ""


WRONG = {
    "syntax": Wrong(
        *(400, "POST", "/sparql", b"ASK {", QUERY),
        more=("line", "column", "excerpt", "expected"),
    ),
    "timeout": Wrong(400, "GET", "/sparql?query=ASK%7B%7D&timeout=nan"),
    "parameters": Wrong(400, "GET", "/sparql?" + "a=1&" * 1001),
    "a graph of no name": Wrong(
        400, "PUT", "/graph-store", b"", UPDATE, by_writer=True
    ),
    "Turtle": Wrong(
        *(400, "PUT", "/graph-store?default", b"oops", {"Content-Type": "text/turtle"}),
        by_writer=True,
        more=("line", "column"),
    ),
    "no token": Wrong(
        401, "POST", "/sparql", b"CLEAR ALL", UPDATE, header="www-authenticate"
    ),
    "SERVICE": Wrong(403, "POST", "/sparql", b"ASK { SERVICE <urn:a> {} }", QUERY),
    "no page": Wrong(404, "GET", "/nothing"),
    "no node": Wrong(404, "GET", "/entity/%E6%97%A5"),
    "no graph": Wrong(404, "GET", "/graph-store?graph=urn:none"),
    "method": Wrong(405, "PUT", "/sparql", header="allow"),
    "unknown method": Wrong(405, "BREW", "/sparql", header="allow"),
    "method of figures": Wrong(405, "POST", "/metrics", header="allow"),
    "update by GET": Wrong(405, "GET", "/sparql?update=CLEAR+ALL", header="allow"),
    "format": Wrong(406, "GET", "/sparql?query=ASK%7B%7D&format=png", more=("known",)),
    "clash": Wrong(
        *(409, "POST", "/sparql", CLASH.encode(), UPDATE),
        by_writer=True,
        more=("proofs",),
    ),
    "too long": Wrong(413, "POST", "/sparql", b"#" * 20_000, QUERY),
    "too large": Wrong(
        413, "PUT", "/graph-store?default", b"#" * 20_000, by_writer=True
    ),
    "type": Wrong(415, "POST", "/sparql", b"ASK {}", {"Content-Type": "image/png"}),
    "memory": Wrong(503, "POST", "/sparql?timeout=15", LARGE.encode(), QUERY),
    "time": Wrong(504, "POST", "/sparql?timeout=0.5", ENDLESS.encode(), QUERY),
}
_KINDS = {
    "application/json": "application/problem+json",
    "*/*": "application/problem+json",
    "application/sparql-results+json": "application/problem+json",
    "text/plain": "text/plain; charset=utf-8",
    "text/csv": "text/plain; charset=utf-8",
    "text/html,*/*;q=0.8": "text/html; charset=utf-8",
}
_FAST = sorted(set(WRONG) - {"memory", "time", "clash"})


@pytest.fixture(scope="module", name="server")
def _server(
    writer: Writer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    options = ("--worker-mb", "100", "--max-query-bytes", "10000")
    store = build(tmp_path_factory.mktemp("errors") / "graph")
    with served(store, *writer.options, *options, "--max-body-bytes", "10000") as found:
        yield found


def sent(server: Served, writer: Writer, wrong: Wrong, accept: str) -> Answer:
    known = {"Authorization": writer.headers["Authorization"]}
    headers = {
        **wrong.headers,
        **(known if wrong.by_writer else {}),
        "Accept": accept,
    }
    return server.send(wrong.method, wrong.path, wrong.body, headers)


@pytest.mark.parametrize("name", WRONG)
def test_an_error_is_a_problem(server: Served, writer: Writer, name: str) -> None:
    """It has the members of RFC 9457, its own, and the headers that belong to it."""
    wrong = WRONG[name]
    status, headers, body = sent(server, writer, wrong, "application/json")
    problem = json.loads(body)

    assert (wrong.status, wrong.status) == (status, problem["status"])
    assert "application/problem+json" == headers["content-type"]
    assert {"type", "title", "status", "detail", *wrong.more} <= set(problem)
    assert 1 == len(problem["detail"].splitlines())
    assert not re.search(r"mendel | --\w", problem["detail"])
    assert "Accept" in headers["vary"]
    assert "*" == headers["access-control-allow-origin"]
    assert headers.get(wrong.header or "content-type")


@pytest.mark.parametrize("accept", _KINDS)
@pytest.mark.parametrize("name", _FAST)
def test_an_error_is_written_as_asked(
    server: Served, writer: Writer, name: str, accept: str
) -> None:
    """It is JSON, text or a page, whoever notices it; always with its status."""
    wrong = WRONG[name]
    status, headers, body = sent(server, writer, wrong, accept)

    assert (wrong.status, _KINDS[accept]) == (status, headers["content-type"])
    assert "*" == headers["access-control-allow-origin"]
    assert body


def test_too_many_at_once_is_a_problem(store: Store) -> None:
    """Who asks too often is told so in the same shape, and when to come again."""
    with served(store, "--client-rate", "1") as server:
        answers = [server.get("/health") for _ in range(20)]
    status, headers, body = answers[-1]

    assert (429, 429, "1") == (
        status,
        json.loads(body)["status"],
        headers["retry-after"],
    )
    assert "*" == headers["access-control-allow-origin"]


def test_a_page_may_ask_for_all(server: Served) -> None:
    """A browser that asks first is told every method and header that there is."""
    _, headers, _ = server.send("OPTIONS", "/graph-store")

    methods = headers["access-control-allow-methods"].split(", ")
    assert {"GET", "POST", "PUT", "PATCH", "DELETE"} <= set(methods)
    assert "Authorization" in headers["access-control-allow-headers"]


@pytest.mark.parametrize(
    ("status", "request_"),
    [
        (b"400", b"nonsense\r\n\r\n"),
        (b"400", b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n"),
        (b"414", b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n"),
        (b"431", b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 200_000 + b"\r\n\r\n"),
        (b"431", b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: a\r\n" * 200 + b"\r\n"),
        (
            b"400",
            b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        ),
    ],
)
def test_what_is_no_request_is_refused(
    server: Served, status: bytes, request_: bytes
) -> None:
    """What cannot be read as HTTP is a problem, too, and the connection is closed."""
    head, _, body = server.raw(request_).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 " + status)
    assert b"\r\nContent-Type: application/problem+json\r\n" in head
    assert b"\r\nAccess-Control-Allow-Origin: *\r\n" in head
    assert int(status) == json.loads(body)["status"]
