"""What the front and its workers send each other: frames of a kind, a length, bytes.

To the worker goes one REQUEST. Back come one HEAD, any number of BODY, and an END; a
worker that ends without has failed.
"""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

REQUEST = b"R"
HEAD = b"H"
BODY = b"B"
END = b"E"
_PREFIX = struct.Struct(">cI")


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request, as it goes to a worker; names of headers in lower case."""

    method: str
    path: str
    query: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    client: str = ""
    scheme: str = "http"

    def header(self, name: str) -> str:
        """Give the value of a header; more than one are joined (RFC 9110, 5.3)."""
        return ", ".join(value for key, value in self.headers if key == name)


@dataclass(frozen=True, slots=True)
class Head:
    """How a response begins."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Parser:
    """Takes bytes as they come, gives whole frames."""

    _buffer: bytearray = field(default_factory=bytearray)

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Take some bytes; give the kind and payload of each frame that ends there."""
        buffer = self._buffer
        buffer += data
        start = 0
        while len(buffer) - start >= _PREFIX.size:
            kind, length = _PREFIX.unpack_from(buffer, start)
            end = start + _PREFIX.size + length
            if end > len(buffer):
                break
            yield kind, bytes(buffer[start + _PREFIX.size : end])
            start = end
        del buffer[:start]


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """Write a frame.

    >>> list(Parser().feed(frame(BODY, b"text") + frame(END)))
    [(b'B', b'text'), (b'E', b'')]
    """
    return _PREFIX.pack(kind, len(payload)) + payload


def write_request(request: Request) -> bytes:
    """Write a request as a frame.

    >>> sent = Request("POST", "/sparql", body=b"ASK {}")
    >>> [(_, payload)] = Parser().feed(write_request(sent))
    >>> read_request(payload) == sent
    True
    """
    head = json.dumps(
        [
            request.method,
            request.path,
            request.query,
            request.headers,
            request.client,
            request.scheme,
        ]
    ).encode()
    return frame(REQUEST, struct.pack(">I", len(head)) + head + request.body)


def read_request(payload: bytes) -> Request:
    """Read the payload of a REQUEST."""
    (length,) = struct.unpack_from(">I", payload)
    head, body = payload[4 : 4 + length], payload[4 + length :]
    method, path, query, headers, client, scheme = json.loads(head)
    pairs = tuple((name, value) for name, value in headers)
    return Request(method, path, query, pairs, body, client, scheme)


def write_head(head: Head) -> bytes:
    """Write the beginning of a response as a frame."""
    return frame(HEAD, json.dumps([head.status, head.headers]).encode())


def read_head(payload: bytes) -> Head:
    """Read the payload of a HEAD.

    >>> [(_, payload)] = Parser().feed(write_head(Head(200, (("vary", "Accept"),))))
    >>> read_head(payload)
    Head(status=200, headers=(('vary', 'Accept'),))
    """
    status, headers = json.loads(payload)
    return Head(status, tuple((name, value) for name, value in headers))


def receive(channel: socket.socket) -> Iterator[bytes]:
    """Give the payload of each request, until the other side hangs up."""
    parser = Parser()
    while data := channel.recv(1 << 16):
        for _, payload in parser.feed(data):
            yield payload


def environ(request: Request) -> Mapping[str, object]:
    """Write a request as a WSGI environment (PEP 3333), without its streams.

    >>> sent = Request("GET", "/entity/é", headers=(("accept", "a/b"),) * 2)
    >>> found = environ(sent)
    >>> found["PATH_INFO"].encode("latin-1").decode("utf-8"), found["HTTP_ACCEPT"]
    ('/entity/é', 'a/b, a/b')
    """
    host, _, port = request.header("host").rpartition(":")
    named = {
        f"HTTP_{name.upper().replace('-', '_')}": request.header(name)
        for name, _ in request.headers
    }
    return named | {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": request.path.encode("utf-8", "replace").decode("latin-1"),
        "QUERY_STRING": request.query,
        "CONTENT_TYPE": request.header("content-type"),
        "CONTENT_LENGTH": str(len(request.body)),
        "REMOTE_ADDR": request.client,
        "SERVER_NAME": host or "localhost",
        "SERVER_PORT": port or "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": request.scheme,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
