"""The Graph Store HTTP Protocol: what a graph is sent as, and what is refused."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import EnvironBuilder, TestResponse

from kg.change import Writer
from kg.cli.export import export
from kg.formats import GRAPH_FORMATS, find_format
from kg.store import Store
from server.app import create_app
from server.settings import Settings
from server.workers.held import Held
from tests.unit.server.conftest import NAMES, build

TURTLE = "text/turtle"
UPDATE = "application/sparql-update"
NT = {"Accept": "application/n-triples"}
GRAPH = "/graph-store?graph=http://example.org/g"
TRIPLE = "<urn:a> <urn:b> <urn:c> .\n"
OTHER = "<urn:d> <urn:e> <urn:f> .\n"


class Session:
    """A graph that requests change; each sees what the one before has made."""

    def __init__(self, location: Path) -> None:
        self.location = location
        self.writer = Writer(location)

    def client(self) -> FlaskClient:
        settings = Settings(max_body_bytes=10_000)
        app = create_app(Store.open(self.location), settings, self.writer)
        return app.test_client()

    def send(
        self, method: str, path: str, data: str | bytes = "", **headers: str
    ) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"Content-Type": TURTLE, **named} if data else named
        return self.client().open(path, method=method, data=data, headers=sent)

    def lines(self, path: str) -> list[str]:
        """List the triples of a graph."""
        answer = self.client().get(path, headers=NT)
        assert 200 == answer.status_code
        return sorted(answer.text.splitlines(keepends=True))


@pytest.fixture(name="session")
def _session(tmp_path: Path) -> Session:
    return begin(tmp_path / "graph")


@pytest.fixture(scope="module", name="unchanging")
def _unchanging(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return begin(tmp_path_factory.mktemp("unchanging") / "graph")


def begin(location: Path) -> Session:
    build(location)
    session = Session(location)
    assert 201 == session.send("PUT", GRAPH, TRIPLE).status_code
    return session


def test_put_replaces(session: Session) -> None:
    """PUT leaves what it brings; the graph that is there already answers 200."""
    answer = session.send("PUT", GRAPH, OTHER)

    assert (200, [OTHER]) == (answer.status_code, session.lines(GRAPH))


def test_post_merges(session: Session) -> None:
    """POST adds to what is there."""
    answer = session.send("POST", GRAPH, OTHER)

    assert (200, [TRIPLE, OTHER]) == (answer.status_code, session.lines(GRAPH))


def test_delete_removes(session: Session) -> None:
    """DELETE leaves no graph; a second one finds none."""
    statuses = [session.send("DELETE", GRAPH).status_code for _ in range(2)]

    assert [200, 404] == statuses
    assert 404 == session.send("GET", GRAPH).status_code


def test_patch_updates(session: Session) -> None:
    """PATCH carries out an update whose triples are those of this graph."""
    update = f"DELETE DATA {{ {TRIPLE} }} ; INSERT DATA {{ {OTHER} }}"
    answer = session.send("PATCH", GRAPH, update, Content_Type=UPDATE)

    assert (200, [OTHER]) == (answer.status_code, session.lines(GRAPH))


def test_a_wrong_patch_shows_the_place(unchanging: Session) -> None:
    """An update that does not parse is shown with line, column and caret."""
    answer = unchanging.send("PATCH", GRAPH, "INSERT DATA {\n ! }", Content_Type=UPDATE)

    assert (400, 2, 2) == (
        answer.status_code,
        answer.get_json()["line"],
        answer.get_json()["column"],
    )
    assert [" ! }", " ^"] == answer.get_json()["excerpt"]


def test_post_without_a_name_makes_one(session: Session) -> None:
    """POST to the store itself makes a graph, and says where it is to be had."""
    answer = session.send("POST", "/graph-store", TRIPLE)
    location = answer.headers["Location"]

    assert 201 == answer.status_code
    assert [TRIPLE] == session.lines(location)


def test_a_graph_is_named_by_its_address(session: Session) -> None:
    """A path below the store is a graph's name, in any script."""
    session.send("PUT", "/graph-store/mine/%E6%97%A5", TRIPLE)
    name = "/graph-store?graph=http://localhost/graph-store/mine/%E6%97%A5"

    assert [TRIPLE] == session.lines("/graph-store/mine/%E6%97%A5")
    assert [TRIPLE] == session.lines(name)


def test_the_default_graph(session: Session) -> None:
    """`?default` is what was written without a graph, and is always there."""
    before = session.lines("/graph-store?default")
    session.send("PUT", "/graph-store?default", TRIPLE)

    assert ([], [TRIPLE]) == (before, session.lines("/graph-store?default"))


def test_head_is_get_without_a_body(unchanging: Session) -> None:
    """HEAD has the headers of GET; of a graph that is not there, too."""
    head, get = (unchanging.send(method, GRAPH) for method in ("HEAD", "GET"))
    missing = unchanging.send("HEAD", GRAPH + "x")

    assert (200, b"") == (head.status_code, head.data)
    assert head.headers["ETag"] == get.headers["ETag"]
    assert (404, b"") == (missing.status_code, missing.data)


def test_an_empty_graph_is_none(session: Session) -> None:
    """A graph without triples is not there: nothing is made, and it is not found."""
    answer = session.send("PUT", GRAPH, " ")

    assert (200, 404) == (
        answer.status_code,
        session.send("GET", GRAPH).status_code,
    )


def test_files_of_a_form_are_merged(session: Session) -> None:
    """A form may bring a graph in several files, each of its own type."""
    xml = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="urn:d"><e xmlns="urn:" rdf:resource="urn:f"/>'
        "</rdf:Description></rdf:RDF>"
    )
    files = [
        FileStorage(io.BytesIO(TRIPLE.encode()), "a.ttl", content_type=TURTLE),
        FileStorage(io.BytesIO(xml.encode()), "b", content_type="application/rdf+xml"),
    ]
    answer = session.client().put(GRAPH, data={"graph": files})

    assert (200, [TRIPLE, OTHER]) == (answer.status_code, session.lines(GRAPH))


def test_a_packed_graph_is_unpacked(session: Session) -> None:
    """A body may be gzip."""
    data = gzip.compress(OTHER.encode())
    answer = session.send("PUT", GRAPH, data, Content_Encoding="gzip")

    assert (200, [OTHER]) == (answer.status_code, session.lines(GRAPH))


PACKED = gzip.compress(TRIPLE.encode())


@pytest.mark.parametrize(
    ("status", "request_", "headers", "detail"),
    [
        (404, ("GET", GRAPH + "x", ""), {}, "no such graph: http://example.org/gx"),
        (406, ("GET", GRAPH, ""), {"Accept": "image/png"}, "unknown format"),
        (400, ("PUT", "/graph-store", TRIPLE), {}, "which graph? Give ?graph=IRI"),
        (
            400,
            ("PUT", "/graph-store?graph=rel", TRIPLE),
            {},
            "such as https://w3id.org/",
        ),
        (415, ("PUT", GRAPH, TRIPLE), {"Content-Type": "image/png"}, "unknown format"),
        (415, ("PATCH", GRAPH, TRIPLE), {}, "text/turtle: send application/sparql-up"),
        (415, ("PUT", GRAPH, TRIPLE), {"Content-Encoding": "br"}, "send gzip"),
        (400, ("PUT", GRAPH, b"xx"), {"Content-Encoding": "gzip"}, "is no gzip"),
        (400, ("PUT", GRAPH, PACKED[:-9]), {"Content-Encoding": "gzip"}, "is no gzip"),
        (
            *(413, ("PUT", GRAPH, gzip.compress(b"#" * 20_000))),
            *({"Content-Encoding": "gzip"}, "too long"),
        ),
        (413, ("PUT", GRAPH, "#" * 20_000), {}, "too long"),
        (
            *(400, ("PUT", GRAPH, "<urn:g> { <urn:a> <urn:b> <urn:c> }")),
            *({"Content-Type": "application/trig"}, "names a graph, <urn:g>"),
        ),
    ],
)
def test_a_refusal_says_why(
    unchanging: Session,
    status: int,
    request_: tuple[str, str, str | bytes],
    headers: dict[str, str],
    detail: str,
) -> None:
    """What is refused is told in a problem, and changes nothing."""
    named = {name.replace("-", "_"): value for name, value in headers.items()}
    answer = unchanging.send(*request_, **named)

    assert (status, "application/problem+json") == (answer.status_code, answer.mimetype)
    assert detail in answer.get_json()["detail"]
    assert [TRIPLE] == unchanging.lines(GRAPH)


@pytest.mark.parametrize("name", ["inferred", "evidence", "metadata"])
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_what_is_made_of_others_is_not_written(
    unchanging: Session, name: str, method: str
) -> None:
    """The graphs that a build makes of the others cannot be written to."""
    path = f"/graph-store?graph={NAMES.graph(name).value}"
    before = unchanging.lines(path)
    answer = unchanging.send(method, path, "" if method == "DELETE" else TRIPLE)

    assert (400, before) == (answer.status_code, unchanging.lines(path))


def test_wrong_turtle_shows_the_place(unchanging: Session) -> None:
    """A body that does not parse is told with line and column."""
    answer = unchanging.send("PUT", GRAPH, f"{TRIPLE}<urn:x> oops").get_json()

    assert (2, 9) == (answer["line"], answer["column"])
    assert "line 2, column 9: not text/turtle: oops is not a" in answer["detail"]


def test_a_graph_is_sent_while_it_is_read(session: Session) -> None:
    """A graph of any size goes out in parts, none of them held."""
    triples = (f"<urn:{n}>" for n in range(1500))
    text = f"<urn:a> <urn:b> {' , '.join(triples)} ."
    graph = "<http://example.org/g>"
    session.writer.update(f"INSERT DATA {{ GRAPH {graph} {{ {text} }} }}")
    parts = list[bytes]()
    builder = EnvironBuilder(GRAPH, headers=list(NT.items()))
    held = session.client().application.wsgi_app(
        builder.get_environ(), lambda *_: parts.append
    )

    assert not list(held)
    assert 1501 == b"".join(parts).count(b"\n")
    assert len(parts) > 1


@pytest.mark.parametrize("form", [form.name for form in GRAPH_FORMATS])
@pytest.mark.parametrize("path", ["doc/a", "inferred", "default"])
def test_a_graph_is_sent_as_it_is_exported(
    session: Session, tmp_path: Path, path: str, form: str
) -> None:
    """GET has the bytes of `mendel export --graph` in each syntax, changed or not."""
    page = NAMES.graph("doc", "a").value
    mixed = "<urn:s> <urn:p> 1 ; <urn:q> 2 . <urn:t> <urn:p> 1 . <urn:s> <urn:p> 3"
    session.writer.update(f"INSERT DATA {{ {mixed} . GRAPH <{page}> {{ {mixed} }} }}")
    file = tmp_path / f"graph.{form}"
    told = CliRunner().invoke(
        export, ["-l", str(session.location), "-g", path, "-f", form, str(file)]
    )
    assert "" == told.output
    graph = NAMES.graph(*path.split("/")).value
    where = "default" if path == "default" else f"graph={graph}"
    for store in (
        Store.open(session.location),
        Held.read(session.location, 10**6).store,
    ):
        client = create_app(store, Settings()).test_client()
        answer = client.get(f"/graph-store?{where}&format={form}")
        assert (200, file.read_bytes()) == (answer.status_code, answer.data)


@pytest.mark.parametrize(
    ("form", "elsewhere"), [("nq", 400), ("trig", 400), ("jsonld", 201)]
)
def test_what_was_read_can_be_written_again(
    session: Session, form: str, elsewhere: int
) -> None:
    """A body may name the graph that it is of, as what GET sends does, and no other.

    JSON-LD does not: a graph alone has no name there.
    """
    kind = find_format(form, GRAPH_FORMATS).media_type
    sent = session.client().get(GRAPH, headers={"Accept": kind})
    again = session.send("PUT", GRAPH, sent.data, Content_Type=kind)
    other = session.send("PUT", "/graph-store?default", sent.data, Content_Type=kind)

    assert (200, elsewhere, [TRIPLE]) == (
        again.status_code,
        other.status_code,
        session.lines(GRAPH),
    )
