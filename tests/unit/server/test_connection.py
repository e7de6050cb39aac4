"""Requests and responses are as HTTP/1.1 has them (RFC 9112), whoever asks."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from functools import partial

import pytest
import uvloop

from server.workers.connection import Connection
from server.workers.exchange import Exchange
from server.workers.frames import Answer, Head, write_head

HOST = b"Host: x\r\n"
LAST = HOST + b"Connection: close\r\n"
HEAD = write_head(Head(200))


class Echo:
    """Says what was asked; `/cut` is begun only, `/stream` comes in two parts."""

    def repeat(self, raw: bytes, client: str) -> tuple[bytes, bytes] | None:
        known = HEAD + b"Content-Length: 5\r\n"
        return (known, b"known") if raw.startswith(b"GET /known ") and client else None

    def most(self, path: str) -> int:
        return len(path)

    async def serve(self, exchange: Exchange) -> None:
        request = exchange.request
        if exchange.refusal:
            exchange.refuse(exchange.refusal)
        elif request.path in {"/stream", "/cut"}:
            exchange.start(HEAD)
            await exchange.part(b"one ")
            await exchange.part(b"two")
            if request.path == "/stream":
                exchange.end()
        else:
            said = [request.method, request.path, request.query, request.body.decode()]
            said += [str(len(exchange.raw))] if exchange.raw else []
            exchange.answer(Answer(HEAD, " ".join(filter(None, said)).encode()))


Send = Callable[..., list[str]]


async def _sent(*parts: bytes) -> list[str]:
    """Send bytes; give what comes back as lines, but for the time."""
    loop = asyncio.get_running_loop()
    born = partial(Connection, Echo(), set())
    server = await loop.create_server(born, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    reader, writer = await asyncio.open_connection(*address)
    found: Awaitable[bytes] = asyncio.create_task(reader.read())
    try:
        for part in parts:
            writer.write(part)
            await asyncio.sleep(0.02)
        text = (await asyncio.wait_for(found, 10)).decode()
    finally:
        writer.close()
        server.close()
    return [line for line in text.split("\r\n") if not line.startswith("Date: ")]


def sent(*parts: bytes) -> list[str]:
    """Send bytes; give the lines that come back."""
    return uvloop.run(_sent(*parts))


def body(lines: list[str]) -> str:
    return lines[-1]


def test_a_request_has_one_answer() -> None:
    """What is asked arrives: method, path without escapes, query as it is, body."""
    asked = b"POST /a%20b?q=%20 HTTP/1.1\r\n" + LAST + b"Content-Length: 2\r\n\r\nhi"

    assert [
        "HTTP/1.1 200 OK",
        "Content-Length: 18",
        "Connection: close",
        "",
        "POST /a b q=%20 hi",
    ] == sent(asked)


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_a_request_may_come_in_pieces(size: int) -> None:
    """However the bytes are cut, the same is asked."""
    chunks = b"2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"
    asked = b"POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + LAST + b"\r\n"
    parts = [
        (asked + chunks)[i : i + size] for i in range(0, len(asked + chunks), size)
    ]

    assert "POST /echo hello" == body(sent(*parts))


def test_requests_are_answered_in_order() -> None:
    """Several at once have their answers one after the other, and none repeats."""
    many = b"".join(b"GET /%d HTTP/1.1\r\n%s\r\n" % (n, HOST) for n in range(40))
    lines = sent(many + b"GET /last HTTP/1.1\r\n" + LAST + b"\r\n")

    # a body has no line end of its own: the next status line follows it
    found = [line.removesuffix("HTTP/1.1 200 OK") for line in lines if "GET" in line]
    assert [*(f"GET /{n}" for n in range(40)), "GET /last"] == found


def test_the_same_bytes_have_the_same_answer() -> None:
    """What is known is given before it is read; what comes next is read again."""
    lines = sent(
        b"GET /known HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET /last HTTP/1.1\r\n" + LAST + b"\r\n",
    )

    assert ["knownHTTP/1.1 200 OK", "GET /last"] == [lines[3], body(lines)]


def test_only_what_comes_alone_may_be_repeated() -> None:
    """Bytes that are one whole request are told to the server (here: their number)."""
    asked = b"GET / HTTP/1.1\r\n" + HOST + b"\r\n"
    alone = sent(asked, asked[:9], asked[9:], asked * 2, b"GET / HTTP/1.0\r\n\r\n")

    found = [line.removesuffix("HTTP/1.1 200 OK") for line in alone if "GET" in line]
    assert [f"GET / {len(asked)}", *["GET /"] * 4] == found


def test_a_stream_has_an_end() -> None:
    """A body of unknown length comes in chunks; its last one says that it is whole."""
    lines = sent(b"GET /stream HTTP/1.1\r\n" + LAST + b"\r\n")

    assert "Transfer-Encoding: chunked" in lines
    assert ["4", "one ", "3", "two", "0", "", ""] == lines[-7:]


def test_what_is_cut_has_no_end() -> None:
    """What the server does not end cannot be taken for whole, by HTTP/1.1."""
    assert ["3", "two", ""] == sent(b"GET /cut HTTP/1.1\r\n" + HOST + b"\r\n")[-3:]


def test_what_is_cut_is_an_error_by_http_1_0() -> None:
    """There, the end of the connection is that of the body: so it is reset."""
    with pytest.raises(ConnectionResetError):
        sent(b"GET /cut HTTP/1.0\r\n\r\n")


def test_http_1_0_knows_no_chunks() -> None:
    """To an old client, a stream comes as it is."""
    assert ["", "one two"] == sent(b"GET /stream HTTP/1.0\r\n\r\n")[-2:]


def test_head_has_no_body() -> None:
    """The answer to HEAD ends with its headers."""
    assert ["", ""] == sent(b"HEAD / HTTP/1.1\r\n" + LAST + b"\r\n")[-2:]


def test_who_waits_to_be_told_is_told() -> None:
    """Whoever expects `100 Continue` gets it before the body is sent."""
    head = b"POST /echo HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n"
    lines = sent(head + LAST + b"\r\n", b"hi")

    assert ["HTTP/1.1 100 Continue", "POST /echo hi"] == [lines[0], body(lines)]


def test_a_method_may_have_any_name() -> None:
    """One that nobody has heard of is for the server to refuse (RFC 9110, 9.1)."""
    asked = b"BREW /tea HTTP/1.1\r\nContent-Length: 2\r\n" + HOST + b"\r\nhi"

    assert "BREW /tea hi" == body(sent(asked))


def test_other_protocols_are_not_spoken() -> None:
    """An Upgrade is answered as if it were not asked for (RFC 9110, section 7.8)."""
    asked = b"GET /up HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n" + HOST

    assert "GET /up" == body(sent(asked + b"\r\n"))


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n", 400),
        (b"GET / HTTP/1.1\r\nA: " + b"a" * 140_000 + b"\r\n\r\n", 431),
        (b"GET /" + b"a" * 140_000 + b" HTTP/1.1\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\n" + b"A: a\r\n" * 101 + b"\r\n", 431),
        (b"POST /four HTTP/1.1\r\nContent-Length: 6\r\n\r\nabcdef", 413),
        (b"POST /four HTTP/1.1\r\nContent-Length: 999\r\n\r\nabcdef", 413),
    ],
)
def test_what_cannot_be_read_is_refused(asked: bytes, status: int) -> None:
    """Each gets a problem that says why, and the connection ends."""
    lines = sent(asked)

    assert f"HTTP/1.1 {status} " == lines[0][:13]
    assert "Connection: close" in lines
    assert status == json.loads(body(lines))["status"]
