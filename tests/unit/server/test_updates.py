"""A change over HTTP is made whole or not at all, and seen by whoever asks next."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

import psutil
import pytest
from click.testing import CliRunner

from kg.cli import COMMANDS, group
from kg.store import Store, back_up, restore
from server.credentials import make
from tests.unit.server.conftest import build
from tests.unit.server.serving import Answer, Served, Writer, served, until

ASK = "ASK { <urn:a> <urn:b> <urn:c> }"
INSERT = "INSERT DATA { <urn:a> <urn:b> <urn:c> }"
DELETE = "DELETE DATA { <urn:a> <urn:b> <urn:c> }"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ENDLESS = (
    "INSERT { <urn:half> <urn:b> ?n } WHERE { { SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(9))
    + " } } }"
)
CLASH = "INSERT DATA { mg:Gene owl:disjointWith mg:Step . hgnc:1 a mg:Gene , mg:Step }"


@pytest.fixture(scope="module", name="location")
def _location(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("changing") / "graph"


@pytest.fixture(scope="module", name="server")
def _server(location: Path, writer: Writer) -> Iterator[Served]:
    with served(build(location), *writer.options, "--timeout", "20") as found:
        yield found


def update(server: Served, writer: Writer, text: str, query: str = "") -> Answer:
    return server.send("POST", f"/sparql{query}", text.encode(), writer.headers)


def test_the_next_query_sees_it(server: Served, writer: Writer) -> None:
    """As soon as a change is answered, every answer has it, and another tag."""
    update(server, writer, DELETE)
    seen = []
    for text in (INSERT, DELETE) * 3:
        assert 200 == update(server, writer, text).status
        _, headers, body = server.ask(ASK)
        seen.append((json.loads(body)["boolean"], headers["etag"]))

    assert [True, False] * 3 == [truth for truth, _ in seen]
    assert 6 == len({tag for _, tag in seen})


def test_what_is_known_is_known_no_more(server: Served, writer: Writer) -> None:
    """The tag of an answer before a change is not that of the one after it."""
    update(server, writer, DELETE)
    _, headers, _ = server.ask(ASK)
    update(server, writer, INSERT)
    answer = server.ask(ASK, {"If-None-Match": headers["etag"]})

    assert (200, True) == (answer.status, json.loads(answer.body)["boolean"])


def test_an_update_as_a_form(server: Served, writer: Writer) -> None:
    """An update may come as a form, from one who has a name and a password."""
    token = writer.headers["Authorization"].split()[1]
    login = base64.b64encode(f"ada:{token}".encode()).decode()
    headers = {**FORM, "Authorization": f"Basic {login}"}
    text = "INSERT DATA { <urn:f> <urn:b> <urn:c> }"
    body = urlencode({"update": text}).encode()
    answer = server.send("POST", "/sparql", body, headers)

    assert 200 == answer.status
    assert (200, True) == server.truth("ASK { <urn:f> ?b ?c }")


def test_only_who_is_known_may_write(server: Served) -> None:
    """Without a token, or with another, a change is refused, and how to be let in."""
    other, _ = make("ada")
    for sent in ({}, {"Authorization": f"Bearer {other}"}):
        for path, method in (("/sparql", "POST"), ("/graph-store?default", "PUT")):
            headers = {"Content-Type": "application/sparql-update", **sent}
            status, found, _ = server.send(method, path, INSERT.encode(), headers)
            assert 401 == status
            assert 'Bearer realm="MendelGraph"' in found["www-authenticate"]
            assert "*" == found["access-control-allow-origin"]


def test_a_wrong_update_shows_the_place(server: Served, writer: Writer) -> None:
    """An update that does not parse is told with line, column and caret."""
    answer = update(server, writer, "INSERT DATA {\n  <urn:a> oops }")
    problem = json.loads(answer.body)

    assert (400, 2) == (answer.status, problem["line"])
    assert " " * (problem["column"] - 1) + "^" == problem["excerpt"][1]


def test_a_clash_is_proved(server: Served, writer: Writer) -> None:
    """A change that makes the graph contradict itself is refused, with the proof."""
    answer = update(server, writer, CLASH)

    assert 409 == answer.status
    assert any("hgnc:1" in proof for proof in json.loads(answer.body)["proofs"])
    assert (200, False) == server.truth("ASK { hgnc:1 a mg:Step }")


def test_the_protocol_names_the_graphs(server: Served, writer: Writer) -> None:
    """`using-graph-uri=` says which graph the patterns of an update see."""
    update(
        server,
        writer,
        "INSERT DATA { GRAPH <urn:one> { <urn:s> <urn:p> 1 } "
        "GRAPH <urn:two> { <urn:s> <urn:p> 2 } }",
    )
    text = "INSERT { GRAPH <urn:out> { ?s <urn:q> ?o } } WHERE { ?s <urn:p> ?o }"
    answer = update(server, writer, text, "?using-graph-uri=urn:one")

    assert {"urn:out": {"added": 1, "removed": 0}} == json.loads(answer.body)[
        "asserted"
    ]


def test_an_endless_update_ends(server: Served, writer: Writer) -> None:
    """When its time is up an update is ended, leaves nothing, and the next is made."""
    answer = update(server, writer, ENDLESS, "?timeout=1")

    assert 504 == answer.status
    assert (200, False) == server.truth("ASK { <urn:half> ?b ?c }")
    assert 200 == update(server, writer, INSERT).status


def test_whoever_waits_too_long_is_told(server: Served, writer: Writer) -> None:
    """A change that waits behind another for all its time is refused, not kept."""
    with ThreadPoolExecutor(1) as client:
        running = client.submit(update, server, writer, ENDLESS, "?timeout=4")
        time.sleep(0.5)
        answer = update(server, writer, INSERT, "?timeout=1")
        first = running.result().status

    assert (504, 503, "10") == (first, answer.status, answer.headers["retry-after"])
    assert 200 == update(server, writer, DELETE).status


def test_a_killed_scribe_leaves_nothing(server: Served, writer: Writer) -> None:
    """Kill the one that writes: what is there stays, and another one writes on."""
    update(server, writer, DELETE)
    with ThreadPoolExecutor(1) as client:
        running = client.submit(update, server, writer, f"{INSERT} ; {ENDLESS}")
        time.sleep(0.5)
        server.scribe().kill()
        status = running.result().status
    during = server.truth(ASK)
    after = update(server, writer, INSERT).status

    assert (503, (200, False), 200) == (status, during, after)
    assert (200, True) == server.truth(ASK)


def test_the_graph_is_not_read_anew(server: Served, writer: Writer) -> None:
    """Between changes, the process that holds the graph stays the same one."""
    update(server, writer, DELETE)
    before = server.nursery().pid
    for text in (INSERT, DELETE, INSERT):
        update(server, writer, text)

    assert (before, (200, True)) == (server.nursery().pid, server.truth(ASK))


def test_a_worn_graph_is_read_anew(tmp_path: Path, writer: Writer) -> None:
    """After many changes another process takes over, beside readers and a writer."""
    many = " , ".join(map(str, range(30_000)))
    with served(build(tmp_path / "graph"), *writer.options) as server:
        before, answers = server.nursery(), set()
        first = update(server, writer, f"INSERT DATA {{ <a> <b> {many} }}").status
        for number in range(300):
            if _has_ended(before):
                break
            update(server, writer, f"INSERT DATA {{ <urn:n> <urn:is> {number} }}")
            answers.add(server.truth(f"ASK {{ <urn:n> <urn:is> {number} }}"))
        last = server.truth("ASK { <urn:n> <urn:is> 0 . <a> <b> 29999 }")

    assert (200, {(200, True)}, (200, True)) == (first, answers, last)
    assert _has_ended(before)


def _has_ended(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return process.status() == psutil.STATUS_ZOMBIE
    return True


def test_a_build_beside_changes(server: Served, writer: Writer, location: Path) -> None:
    """A build and changes at once: each is made or refused, and none is lost."""
    made, done = [], threading.Event()

    def change() -> None:
        for number in range(1000):
            text = (
                f"INSERT DATA {{ GRAPH <urn:count> {{ <urn:n> <urn:is> {number} }} }}"
            )
            if update(server, writer, text).status == 200:
                made.append(number)
            if done.is_set():
                return

    changing = threading.Thread(target=change)
    changing.start()
    _rebuild(location)
    done.set()
    changing.join()
    text = "SELECT ?n { GRAPH <urn:count> { <urn:n> <urn:is> ?n } }"
    rows = json.loads(server.ask(text).body)["results"]["bindings"]

    assert sorted(made) == sorted(int(row["n"]["value"]) for row in rows)


def _rebuild(location: Path) -> None:
    """Build a page, as often as it takes: a change may be at work."""
    page = location.parent / "page.txt"
    page.write_text("FECH gene\n\nNormal Function\n\nFECH makes ferrochelatase.\n")
    words = ["build", str(page), "-l", str(location)]
    until(lambda: CliRunner().invoke(group(COMMANDS), words).exit_code == 0)


def test_a_backup_is_restored_beside_a_server(tmp_path: Path, writer: Writer) -> None:
    """A graph is copied and brought back while it is served and changed."""
    location = tmp_path / "graph"
    with served(build(location), *writer.options) as server:
        update(server, writer, INSERT)
        back_up(location, tmp_path / "backup")
        update(server, writer, DELETE)
        before = server.truth(ASK)
        restore(location, tmp_path / "backup")
        until(lambda: server.truth(ASK) == (200, True))
        changed = update(server, writer, DELETE).status

        assert (200, False) == before
        assert (200, (200, False)) == (changed, server.truth(ASK))


def test_nothing_is_changed_without_writers(store: Store) -> None:
    """Served without a file of those who may write, a graph cannot be changed."""
    with served(store) as server:
        headers = {"Content-Type": "application/sparql-update"}
        status, found, body = server.send("POST", "/sparql", INSERT.encode(), headers)

    assert (403, "*") == (status, found["access-control-allow-origin"])
    assert "takes no changes" in json.loads(body)["detail"]
