"""`/dumps/`: the graph as files."""

from __future__ import annotations

import gzip
import json
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import zstandard
from click.testing import CliRunner
from flask.testing import FlaskClient
from rdflib import DCAT, RDF, Graph, URIRef

from kg.cli.export import export
from kg.store import Store
from server.app import create_app
from server.dumping import dumps, find_dump, made
from server.settings import Settings
from tests.unit.server.conftest import build
from tests.unit.server.serving import Served, Writer, served

NAMES = [
    f"{dump.stem}.{dump.ending}{end}" for dump in dumps() for end in dump.packings[:2]
]
TURTLE = "/dumps/mendelgraph.ttl"
HEADERS = ("etag", "last-modified", "content-type", "content-length", "accept-ranges")


@pytest.fixture(scope="module", name="store")
def _store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return build(tmp_path_factory.mktemp("dumped") / "graph")


@pytest.fixture(scope="module", name="server")
def _server(store: Store, writer: Writer) -> Iterator[Served]:
    with served(store, *writer.options) as server:
        yield server


@pytest.fixture(name="client")
def _client(store: Store) -> FlaskClient:
    return create_app(store, Settings()).test_client()


def exported(store: Store, folder: Path, name: str) -> bytes:
    """Give what the command writes to a file of a name, as its dump says."""
    _, _, *arguments, _ = find_dump(name).command.split()
    location, path = store.generation.parents[1], folder / name
    told = CliRunner().invoke(export, [*arguments, str(path), "-l", str(location)])
    assert "" == told.output
    return path.read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_a_dump_is_what_the_command_writes(
    store: Store, client: FlaskClient, tmp_path: Path, name: str
) -> None:
    """Each dump has the bytes that `mendel export` writes to a file of its name."""
    assert exported(store, tmp_path, name) == client.get(f"/dumps/{name}").data


def test_it_is_sent_by_the_front(store: Store, server: Served, tmp_path: Path) -> None:
    """A dump has its length, type, time, and a tag; HEAD has the same, and no body."""
    expected = exported(store, tmp_path, "mendelgraph.ttl")
    answer, head = server.get(TURTLE), server.send("HEAD", TURTLE)

    assert (200, expected) == (answer.status, answer.body)
    assert [answer.headers.get(name) for name in HEADERS] == [
        head.headers.get(name) for name in HEADERS
    ]
    assert ("text/turtle; charset=utf-8", str(len(expected)), "bytes", b"") == (
        answer.headers["content-type"],
        answer.headers["content-length"],
        answer.headers["accept-ranges"],
        head.body,
    )


def test_a_part_is_sent(server: Served) -> None:
    """A download goes on where it was broken off, and says what it has."""
    whole = server.get(TURTLE)
    tag, size = whole.headers["etag"], len(whole.body)
    part = server.get(TURTLE, {"Range": "bytes=10-", "If-Range": tag})
    beyond = server.get(TURTLE, {"Range": f"bytes={size}-"})

    assert (206, f"bytes 10-{size - 1}/{size}", whole.body[10:]) == (
        part.status,
        part.headers["content-range"],
        part.body,
    )
    assert (416, f"bytes */{size}", 416) == (
        beyond.status,
        beyond.headers["content-range"],
        json.loads(beyond.body)["status"],
    )


def test_who_has_it_is_told_so(server: Served) -> None:
    """What has the tag already is not sent again."""
    tag = server.get(TURTLE).headers["etag"]
    answer = server.get(TURTLE, {"If-None-Match": tag})

    assert (304, tag, b"") == (answer.status, answer.headers["etag"], answer.body)


@pytest.mark.parametrize(
    ("coding", "ending", "unpack"),
    [
        ("gzip", ".gz", gzip.decompress),
        (
            "zstd",
            ".zst",
            lambda d: zstandard.ZstdDecompressor().stream_reader(d).read(),
        ),
    ],
)
def test_it_is_packed_beforehand(
    server: Served, coding: str, ending: str, unpack: object
) -> None:
    """Who accepts a coding gets the bytes of the packed file, with their own tag."""
    plain, packed = server.get(TURTLE), server.get(TURTLE + ending)
    coded = server.get(TURTLE, {"Accept-Encoding": coding})

    assert callable(unpack)
    assert plain.body == unpack(packed.body)
    assert (packed.body, packed.headers["etag"]) == (coded.body, coded.headers["etag"])
    assert (coding, "Accept-Encoding", plain.headers["content-type"]) == (
        coded.headers["content-encoding"],
        coded.headers["vary"],
        coded.headers["content-type"],
    )
    assert {plain.headers["etag"]} != {packed.headers["etag"]}
    assert "content-encoding" not in packed.headers


def test_it_is_made_once(store: Store, server: Served) -> None:
    """Many who ask at once get what is made once: the file stays the same file."""
    answers: list[bytes] = []
    path = "/dumps/asserted.trig"
    asking = [
        threading.Thread(target=lambda: answers.append(server.get(path).body))
        for _ in range(8)
    ]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    found = made(store, find_dump("asserted.trig"))

    assert found is not None
    number = found.stat().st_ino
    assert {found.read_bytes()} == {*answers, server.get(path).body}
    again = made(store, find_dump("asserted.trig"))
    assert again is not None
    assert number == again.stat().st_ino


def test_an_unknown_one_is_refused(server: Served) -> None:
    """A name that is none is told the nearest, and where all are listed."""
    answer = server.get("/dumps/mendelgraf.ttl")
    detail = json.loads(answer.body)["detail"]

    assert 404 == answer.status
    assert "did you mean mendelgraph.ttl?" in detail
    assert "/dumps/ lists all" in detail


@pytest.mark.parametrize(
    "path", ["..%2F..%2FCURRENT", "../report.json", ".new", "%00", "mendelgraph.ttl%00"]
)
def test_nothing_else_is_sent(server: Served, path: str) -> None:
    """Only names of dumps lead to a file."""
    request = f"GET /dumps/{path} HTTP/1.0\r\n\r\n"
    assert b" 404 " in server.raw(request.encode()).partition(b"\r\n")[0]


def test_they_are_listed(client: FlaskClient) -> None:
    """All are listed as DCAT, each with where it is, in what type, and its size."""
    client.get(TURTLE)
    listed = client.get("/dumps/", headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=listed.text)
    base = "http://localhost/dumps/"

    every = {base + name for name in NAMES}
    assert every <= {str(node) for node in graph.subjects(RDF.type, DCAT.Distribution)}
    whole, packed = URIRef(f"{base}inferred.nt"), URIRef(f"{base}inferred.nt.gz")
    types = "https://www.iana.org/assignments/media-types/"
    assert (types + "application/n-triples", types + "application/gzip") == (
        str(graph.value(packed, DCAT.mediaType)),
        str(graph.value(packed, DCAT.compressFormat)),
    )
    assert graph.value(whole, DCAT.compressFormat) is None
    turtle = URIRef(f"http://localhost{TURTLE}")
    assert str(len(client.get(TURTLE).data)) == str(graph.value(turtle, DCAT.byteSize))


def test_they_are_listed_for_people(client: FlaskClient) -> None:
    """The page links to each."""
    page = client.get("/dumps/", headers={"Accept": "text/html"}).text

    assert [] == [name for name in NAMES if f'/dumps/{name}"' not in page]


def test_a_change_makes_others(store: Store, server: Served, writer: Writer) -> None:
    """After a change, a dump is another one; what was made goes with its graph."""
    old = server.get("/dumps/asserted.nt")
    update = b"INSERT DATA { <urn:a> <urn:b> <urn:c> }"
    for _ in range(2):
        assert 200 == server.send("POST", "/sparql", update, writer.headers).status
        update = update.replace(b"urn:a", b"urn:d")
    new = server.get("/dumps/asserted.nt")

    assert {b"<urn:a> <urn:b> <urn:c> .", b"<urn:d> <urn:b> <urn:c> ."} == {
        *new.body.splitlines()
    } - {*old.body.splitlines()}
    assert old.headers["etag"] != new.headers["etag"]
    assert not store.generation.exists()


def test_who_reads_slowly_or_goes_harms_nobody(server: Served) -> None:
    """While clients read nothing of a file, or have gone, others are answered."""
    request = f"GET {TURTLE} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    with ExitStack() as stack:
        address = (server.host, server.port)
        gone, slow = (
            [stack.enter_context(socket.create_connection(address)) for _ in range(20)]
            for _ in range(2)
        )
        for client in (*gone, *slow):
            client.sendall(request)
        for client in gone:
            client.close()

        assert (200, True) == server.truth("ASK { ?s ?p ?o }")
        assert {b"HTTP/1.1 200 OK"} == {client.recv(15) for client in slow}


def test_what_cannot_be_written_is_told(store: Store, server: Served) -> None:
    """Where the graph's folder takes no files, the answer says so, and goes on."""
    generation = Store.open(store.generation.parents[1]).generation
    blocked = generation / "dumps"
    shutil.rmtree(blocked, ignore_errors=True)
    blocked.write_text("in the way")
    refused = server.get("/dumps/mendelgraph.nt")
    blocked.unlink()

    assert 503 == refused.status
    assert "the file cannot be made now" in json.loads(refused.body)["detail"]
    assert 200 == server.get("/dumps/mendelgraph.nt").status
