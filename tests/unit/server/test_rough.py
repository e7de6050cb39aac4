"""The server bears what clients do to it: nonsense, halves, and all of it at once."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path

import pytest

from tests.bench.fuzz_server import OPTIONS, fuzz, processes, request
from tests.bench.load_server import Load
from tests.unit.server.conftest import build
from tests.unit.server.serving import Served, Writer, served

_SAMPLE = range(300)
_MOST = 40  # processes: the workers there can be at once, and those around them


@pytest.fixture(scope="module", name="server")
def _server(
    writer: Writer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    store = build(tmp_path_factory.mktemp("rough") / "graph")
    with served(store, *writer.options, *OPTIONS) as found:
        yield found


def test_a_number_makes_a_request() -> None:
    """What went wrong can be sent again; two numbers make two requests."""
    assert [request(n) for n in _SAMPLE] == [request(n) for n in _SAMPLE]
    assert len(_SAMPLE) == len({request(n) for n in _SAMPLE})


def test_nonsense_is_answered(server: Served, writer: Writer) -> None:
    """Whatever is sent gets an answer that is no fault of ours; the server is well."""
    token = f"Authorization: {writer.headers['Authorization']}"
    found = dict(fuzz(server, _SAMPLE, token))

    assert {} == {n: status for n, status in found.items() if status.startswith("!")}
    assert (200, True) == server.truth("ASK {}")
    assert processes(server) <= _MOST


HALVES = {
    b"GET /health HTTP/1.1\r\nHo": b"",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nASK": b" 408 ",
}


@pytest.mark.parametrize("halves", [[*HALVES], [b""]])
def test_halves_of_requests_hold_nobody_up(
    server: Served, halves: Sequence[bytes]
) -> None:
    """Eighty clients that stop in the middle are ended; others are answered."""
    with ExitStack() as stack:
        clients = [
            (stack.enter_context(_client(server)), half)
            for half in halves
            for _ in range(80 // len(halves))
        ]
        for client, half in clients:
            client.sendall(half)
        time.sleep(0.5)
        answers = [server.truth("ASK {}") for _ in range(5)]
        ends = {(half, c.recv(1 << 16)[8:13]) for c, half in clients if half}

    assert [(200, True)] * 5 == answers
    assert {(half, HALVES[half]) for half in halves if half} == ends


HEADS = {
    b"GET /health HTTP/1.1\r\n": b"",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n": b" 408 ",
}


def test_a_byte_at_a_time_is_not_enough(server: Served) -> None:
    """Who sends a request drop by drop is ended as one who sends no more of it."""
    with ThreadPoolExecutor(len(HEADS)) as clients:
        ends = clients.map(partial(_dripped, server), HEADS)

    assert HEADS == dict(zip(HEADS, ends, strict=True))


def _dripped(server: Served, head: bytes) -> bytes:
    """Send a byte each half a second, twenty seconds long; give how that ends."""
    with _client(server) as client:
        client.sendall(head)
        client.settimeout(0.5)
        for _ in range(40):
            with suppress(TimeoutError):
                return client.recv(1 << 16)[8:13]
            client.sendall(b"a")
    return b"never"


def _client(server: Served) -> socket.socket:
    return socket.create_connection((server.host, server.port), timeout=30)


def test_every_answer_is_of_its_time(tmp_path: Path, writer: Writer) -> None:
    """While a counter is written, each answer is one that it had, and none is late."""
    with served(build(tmp_path / "graph"), *writer.options) as server:
        load = Load(server, writer)
        load.run(clients=8, seconds=5)

    assert [] == load.wrong
    assert load.answers > load.tagged > load.begun > 1
