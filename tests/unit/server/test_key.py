"""Requests that an answer cannot differ for have one key, and no others."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from urllib.parse import urlencode

import pytest

from server.operation import DIRECT, FORM, UPDATE
from server.workers.frames import Request
from server.workers.key import key_of, normal

ASK = "ASK { ?s ?p ?o }"
JSON = "application/sparql-results+json"


def get(query: str = ASK, **more: str) -> Request:
    return Request("GET", "/sparql", urlencode({"query": query, **more}))


def of_graphs(*graphs: str) -> Request:
    text = urlencode({"query": ASK, "default-graph-uri": graphs}, doseq=True)
    return Request("GET", "/sparql", text)


def with_header(name: str, value: str, request: Request | None = None) -> Request:
    sent = request or get()
    headers = (*sent.headers, (name, value))
    return Request(sent.method, sent.path, sent.query, headers, sent.body)


def post(media_type: str, body: str, query: str = "", path: str = "/sparql") -> Request:
    return Request("POST", path, query, (("content-type", media_type),), body.encode())


SAME = [
    get("ASK\t{ ?s ?p\r\n ?o }\n"),
    get("# what is asked\nASK { ?s ?p ?o # 'all' }\n }"),
    get(infer="TRUE"),
    get(unknown="1"),
    Request("GET", "/sparql", urlencode({"a": "", "query": ASK})),
    with_header("accept", "*/*"),
    with_header("accept", f"{JSON}, application/sparql-results+xml;q=0.9"),
    with_header("accept", f"text/html;q=0.5, {JSON}, text/turtle"),
    with_header("user-agent", "another"),
    with_header("accept-encoding", "identity"),
    post(FORM, urlencode({"query": ASK})),
    post(f"{FORM}; charset=UTF-8", urlencode({"query": ASK})),
    post(DIRECT, ASK),
]
OTHERS = [
    get("ASK { ?s ?p ?O }"),
    get("ASK { ?s ?p 'a  b' }"),
    get("ASK { ?s ?p 'a b' }"),
    get("ASK { ?s ?p <http://e/#a> }"),
    get("ASK { ?s ?p <http://e/#b> }"),
    get("ASK { ?s ?p '''# a\n\n''' }"),
    get("ASK { ?s ?p '''# a\n''' }"),
    get(infer="false"),
    get(format="xml"),
    get(timeout="nan"),
    of_graphs(""),
    of_graphs("urn:a"),
    get(**{"named-graph-uri": "urn:a"}),
    of_graphs("urn:a", "urn:b"),
    get(update="CLEAR ALL"),
    Request("GET", "/sparql", urlencode([("query", ASK), ("query", ASK)])),
    Request("HEAD", "/sparql", get().query),
    Request("GET", "/", get().query),
    with_header("accept", "text/csv"),
    with_header("accept", "application/n-triples"),
    with_header("accept", "text/turtle", get("CONSTRUCT WHERE { ?s ?p ?o }")),
    with_header("accept", "*/*;q=0.1", get("PREFIX a: <urn:a> DESCRIBE a:a")),
    with_header("accept", "application/rdf+xml", get("PREFIX a: <urn:a> DESCRIBE a:a")),
    with_header("accept", "text/html"),
    with_header("accept", "text/html", get(f"{ASK} # shown")),
    with_header("accept-encoding", "gzip"),
    replace(get(), reader="ada"),
    with_header("host", "example.org"),
    with_header("content-type", UPDATE),
    post(UPDATE, ASK),
    post("image/png", ASK),
    post(DIRECT, ASK, "infer=only"),
    post(DIRECT, "ASK { ?s ?p '\\u0022' }"),
    post(DIRECT, "ASK  { ?s ?p '\\u0022' }"),
]


@pytest.mark.parametrize("request_", SAME)
def test_what_makes_no_difference(request_: Request) -> None:
    """White space, comments, order, and how a query is sent change no answer."""
    assert key_of(request_) == key_of(get())


def test_what_makes_a_difference() -> None:
    """Whatever may change an answer is in the key."""
    keys = [key_of(request) for request in (get(), *OTHERS)]

    assert [a for a, b in combinations(keys, 2) if a == b] == []


def test_graphs_are_a_set() -> None:
    """The order of the graphs of a dataset, and that one comes twice, say nothing."""
    one, other = of_graphs("urn:a", "urn:b"), of_graphs("urn:b", "urn:a", "urn:b")

    assert key_of(one) == key_of(other)


@pytest.mark.parametrize(
    "text",
    [
        "ASK { FILTER(?a<1 # one\n && ?b>2) }",
        'ASK { ?s ?p "it\'s # no \\" comment" }',
        "ASK { ?s e:a\\#b ?o }",
    ],
)
def test_a_normal_query_is_normal(text: str) -> None:
    """To write a query normally again changes nothing."""
    assert normal(normal(text)) == normal(text)
