"""LOAD and SERVICE in updates read from others, if that is allowed."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from kg.change import Writer
from kg.errors import QueryError, RemoteError, TargetError
from kg.remote import Limits, Remote, Targets
from kg.store import Store, create
from tests.unit.server.serving import Writer as Token
from tests.unit.server.serving import served
from tests.unit.server.standin import Answering, of_graph, saying, standing_in

TURTLE = b"@prefix : <#> . :a :b <c> ."
XML = b"""<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns="http://e/"><r:Description r:about="http://e/a"><b>1</b></r:Description></r:RDF>"""
EVERYONE = Remote(Targets(everyone=True, private=True), Limits(5, 1))
ASK = 'ASK { GRAPH <http://e/g> { ?s ?p "A" } }'


@pytest.fixture(name="location")
def _location(tmp_path: Path) -> Path:
    with create(tmp_path / "graph") as draft:
        draft.commit({})
    return tmp_path / "graph"


def loaded(location: Path, answer: Answering, path: str = "a.ttl") -> list[str]:
    """Load what a stand-in answers into a graph; give the triples."""
    with standing_in(answer) as there, Writer(location) as writer:
        base = f"http://127.0.0.1:{there.port}/"
        text = f"LOAD <{base}{path}> INTO GRAPH <http://e/g>"
        outcome = writer.update(text, dry_run=True, elsewhere=EVERYONE)
        return [f"{graph}: {tally}" for graph, tally in outcome.asserted.items()]


@pytest.mark.parametrize(
    ("answer", "path"),
    [
        (saying(200, TURTLE, Content_Type="text/turtle; charset=utf-8"), "x"),
        (saying(200, TURTLE, Content_Type="text/plain"), "a.ttl"),
        (saying(200, TURTLE), "a.ttl?x=y"),
        (saying(200, XML, Content_Type="application/rdf+xml"), "a"),
        (
            saying(200, gzip.compress(TURTLE), Content_Type="application/gzip"),
            "a.ttl.gz",
        ),
        (
            saying(
                *(200, gzip.compress(TURTLE)),
                Content_Type="text/turtle",
                Content_Encoding="gzip",
            ),
            "a",
        ),
    ],
    ids=["type", "name", "no type", "XML", "packed", "packed on the way"],
)
def test_a_document_is_read(location: Path, answer: Answering, path: str) -> None:
    """The type of a document says how it is read, else its name; packed or not."""
    assert ["<http://e/g>: +1 -0"] == loaded(location, answer, path)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (saying(404, b"no such thing"), "answers 404: no such thing"),
        (saying(200, b"<html>", Content_Type="text/html"), "answers with text/html"),
        (saying(200, b"oops", Content_Type="text/turtle"), "is no Turtle"),
        (saying(200, gzip.compress(TURTLE)[:-9]), "is damaged"),
        (saying(200, gzip.compress(b"#" * (1 << 20))), "is packed so small"),
        (saying(200, b"#" * ((1 << 20) + 1)), "more than 1 MB"),
    ],
    ids=["missing", "a page", "no Turtle", "cut short", "a bomb", "large"],
)
def test_a_document_that_will_not_do(
    location: Path, answer: Answering, words: str
) -> None:
    """It is refused in a line that says why."""
    with pytest.raises(RemoteError, match=words):
        loaded(location, answer)


def test_silent(location: Path) -> None:
    """LOAD SILENT goes on where a document cannot be had."""
    with standing_in(saying(404)) as there, Writer(location) as writer:
        data = "INSERT DATA { step:a mg:partOf step:b }"
        text = f"LOAD SILENT <{there.address}> ; {data}"
        outcome = writer.update(text, elsewhere=EVERYONE)
    assert 1 == sum(tally.added for tally in outcome.asserted.values())


def test_nothing_is_read_without_leave(location: Path) -> None:
    """Without leave, neither LOAD nor SERVICE reads anything."""
    with standing_in(of_graph("")) as there, Writer(location) as writer:
        clause = f"SERVICE <{there.address}> {{ ?s ?p 1 }}"
        service = f"INSERT {{ ?s ?p 1 }} WHERE {{ {clause} }}"
        for text in (f"LOAD <{there.address}>", service):
            with pytest.raises(QueryError, match="--network"):
                writer.update(text)
            with pytest.raises(TargetError):
                writer.update(text, elsewhere=Remote())
        assert [] == there.asked


@pytest.mark.parametrize(
    "write",
    [
        "INSERT {{ GRAPH <http://e/g> {{ ?s rdfs:label ?o }} }} WHERE {{ {} }}",
        "WITH <http://e/g> INSERT {{ ?s rdfs:label ?o }} WHERE {{ {} }}",
        "INSERT {{ ?s rdfs:label ?o }} USING <http://e/h> WHERE {{ {} }}",
    ],
    ids=["plain", "with", "using"],
)
def test_service_in_an_update(location: Path, write: str) -> None:
    """What an endpoint gives is written; it is asked for what the operation sees."""
    known = (
        "PREFIX : <http://example.org/> INSERT DATA { GRAPH <http://e/g> { :a a :X } "
    )
    with standing_in(of_graph(':a :p "A" . :b :p "B" .')) as there:
        clause = f"SERVICE <{there.address}> {{ ?s <http://example.org/p> ?o }}"
        with Writer(location) as writer:
            writer.update(known + "GRAPH <http://e/h> { :a a :X } }")
            outcome = writer.update(
                write.format("?s a ?x . " + clause), elsewhere=EVERYONE
            )
        (asked,) = there.words
    assert 1 == sum(tally.added for tally in outcome.asserted.values())
    assert "VALUES (?s) { (<http://example.org/a>) }" in asked


def test_over_http(tmp_path: Path, location: Path) -> None:
    """A server loads what --service allows, and refuses all else with 403."""
    token = Token.known(tmp_path)
    data = saying(200, b'<urn:s> <urn:p> "A" .', Content_Type="text/turtle")
    with standing_in(data) as there, standing_in(data) as other:
        options = (*token.options, "--service", there.address)
        with served(Store.open(location), *options) as us:
            found = [
                us.send(
                    *("POST", "/sparql"),
                    f"LOAD <{at.address}> INTO GRAPH <http://e/g>".encode(),
                    token.headers,
                ).status
                for at in (other, there)
            ]
            is_there = us.truth(ASK)
    assert ([403, 200], (200, True), []) == (found, is_there, other.asked)
