"""The front stays up and honest, whatever a query does to the one that answers it."""

from __future__ import annotations

import gzip
import json
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from functools import partial
from http.client import IncompleteRead
from pathlib import Path
from urllib.parse import urlencode

import pytest
import zstandard

from kg.store import Store
from tests.unit.server.serving import Served, served, until

ENDLESS = (
    "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(9))
    + " }"
)
SORTED = (
    ENDLESS.replace("SELECT (COUNT(*) AS ?n)", "SELECT *") + " ORDER BY ?o1 ?o2 ?o3"
)
PRODUCT = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
ATTACKS = {
    "nesting": "SELECT * " + "{" * 3000 + "}" * 3000,
    "nesting within the limits": "ASK { FILTER(" + "!" * 100_000 + "true) }",
    "planning": "ASK { "
    + " ".join(f"?a{i} ?b{i % 7} ?a{(i * i) % 299} ." for i in range(299))
    + " }",
    "memory": SORTED,
    "time": ENDLESS,
}


@pytest.fixture(scope="module", name="server")
def _server(store: Store) -> Iterator[Served]:
    options = ("--timeout", "3", "--worker-mb", "150")
    with served(store, *options) as found:
        yield found


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_refused(server: Served, name: str) -> None:
    """What would end the engine, or never end, is a problem; the next is answered."""
    status, headers, body = server.ask(ATTACKS[name])

    assert status in {200, 400, 503, 504}
    if status != 200:
        assert "application/problem+json" == headers["content-type"]
        assert status == json.loads(body)["status"]
    assert (200, True) == server.truth("ASK {}")


def test_many_attacks_at_once(server: Served) -> None:
    """Twenty attacks at once leave a plain query its answer within a second."""
    with ThreadPoolExecutor(20) as clients:
        running = [
            clients.submit(server.ask, attack) for attack in list(ATTACKS.values()) * 4
        ]
        time.sleep(0.5)
        answers = [server.truth("ASK {}") for _ in range(5)]
        statuses = {attack.result()[0] for attack in running}

    assert [(200, True)] * 5 == answers
    assert statuses <= {200, 400, 503, 504}


def test_room_is_made_for_others(store: Store) -> None:
    """Where no more fits, the oldest long request is ended, and told so."""
    options = ("--max-workers", "2", "--timeout", "20")
    with served(store, *options) as server, ThreadPoolExecutor(3) as clients:
        running = [clients.submit(server.ask, ENDLESS) for _ in range(2)]
        until(lambda: len(server.busy()) == 2)
        answered = server.ask("ASK {}")
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        ended = next(iter(done)).result()
        server.process.terminate()

    assert (200, 503) == (answered.status, ended.status)
    assert "10" == ended.headers["retry-after"]


def test_work_ends_with_its_client(server: Served) -> None:
    """A query whose client has gone takes no processor any more."""
    with socket.create_connection((server.host, server.port)) as client:
        path = "/sparql?" + urlencode({"query": ENDLESS})
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        until(lambda: len(server.busy()) == 1)

    until(lambda: not server.busy())


def test_a_cut_answer_is_not_whole(server: Served) -> None:
    """An answer that the time ends after its beginning cannot be taken for whole."""
    path = "/sparql?" + urlencode({"query": PRODUCT, "timeout": 1})

    with pytest.raises(IncompleteRead):
        server.get(path)


def test_a_killed_worker_is_replaced(server: Served) -> None:
    """Whoever asked those that were killed is told; whoever asks next is answered."""
    with ThreadPoolExecutor(1) as client:
        asked = client.submit(server.ask, ENDLESS)
        until(lambda: _killed(server) and asked.done())
        status, headers, body = asked.result()

    assert (503, "1") == (status, headers["retry-after"])
    assert "the process that evaluated this ended" in json.loads(body)["detail"]
    assert (200, True) == server.truth("ASK {}")


def test_a_killed_nursery_is_replaced(server: Served) -> None:
    """The process that holds the graph may be killed, too."""
    server.nursery().kill()

    for _ in range(10):  # more than there were workers waiting
        with ThreadPoolExecutor(8) as clients:
            asked = [clients.submit(server.truth, "ASK {}") for _ in range(8)]
            assert {(200, True)} == {one.result() for one in asked}


def test_a_rebuilt_graph_is_seen(
    tmp_path: Path, rebuild: Callable[[Path, str], Store]
) -> None:
    """Each build is what later requests see, though it deletes the one before."""
    with served(rebuild(tmp_path / "graph", "run:1")) as server:
        _, first, _ = server.ask("ASK {}")
        for run in ("run:2", "run:3"):
            rebuild(tmp_path / "graph", run)
            until(partial(_is_served, server, run))
        _, last, _ = server.ask("ASK {}")

    assert first["etag"] != last["etag"]


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("gzip", gzip.decompress),
        (
            "zstd",
            lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
        ),
    ],
)
@pytest.mark.parametrize("limit", [30, 100_000])
def test_answers_are_compressed(
    server: Served, name: str, read: Callable[[bytes], bytes], limit: int
) -> None:
    """Who accepts a compressed answer gets one, the same as the plain one."""
    query = f"SELECT * {{ ?a ?b ?c . ?d ?e ?f }} LIMIT {limit}"
    _, _, plain = server.ask(query)
    _, headers, packed = server.ask(query, {"Accept-Encoding": name})

    assert name == headers["content-encoding"]
    assert plain == read(packed)


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_what_is_known_is_not_sent(server: Served, encoding: str) -> None:
    """Whoever has the answer is told so, whether the server remembers it or not."""
    accept = {"Accept-Encoding": encoding}
    query = f"SELECT * {{ ?{encoding} ?b ?c }}"
    _, headers, _ = server.ask(query, accept)
    again = server.ask(query, {**accept, "If-None-Match": headers["etag"]})
    other = server.ask(query + " #", {**accept, "If-None-Match": headers["etag"]})

    assert [(304, b""), (304, b"")] == [(again[0], again[2]), (other[0], other[2])]


def test_one_client_cannot_have_it_all(store: Store) -> None:
    """Whoever asks too much at once is told to wait, and when to come again."""
    options = ("--client-requests", "1", "--timeout", "2")
    with served(store, *options) as server, ThreadPoolExecutor(1) as client:
        first = client.submit(server.ask, ENDLESS)
        until(lambda: len(server.busy()) == 1)
        status, headers, _ = server.ask("ASK {}")
        statuses = [first.result()[0], status]

    assert ([504, 429], "1") == (statuses, headers["retry-after"])


def _is_served(server: Served, run: str) -> bool:
    return bool(json.loads(server.get("/health").body)["run"] == run)


def _killed(server: Served) -> bool:
    """Kill whoever is at work; always true."""
    for worker in server.busy():
        worker.kill()
    return True
