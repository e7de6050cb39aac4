"""What the front and its workers send each other: frames of a kind, a length, bytes.

To the worker goes one REQUEST. Back comes one WHOLE, or one HEAD, any number of BODY,
and an END, or one FILE, which the front sends, or one UNMADE, an order for a file that
is to be made first; a worker that ends without has failed. The beginning of a response
is sent as the client gets it (RFC 9112, section 4), so that the front need not take it
apart.
"""

from __future__ import annotations

import marshal
import socket
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus

REQUEST = b"R"
WHOLE = b"W"
HEAD = b"H"
BODY = b"B"
END = b"E"
FILE = b"F"
UNMADE = b"U"
_PREFIX = struct.Struct(">cI")
_LENGTH = struct.Struct(">I")
_PHRASES = {int(status): status.phrase for status in HTTPStatus}


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request, as it goes to a worker; names of headers in lower case.

    `reader` is whoever reads what not everybody does.
    """

    method: str
    path: str
    query: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    client: str = ""
    scheme: str = "http"
    reader: str = ""

    def header(self, name: str) -> str:
        """Give the value of a header; more than one are joined (RFC 9110, 5.3)."""
        return ", ".join([value for key, value in self.headers if key == name])


@dataclass(frozen=True, slots=True)
class Head:
    """How a response begins."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole response; `head` is its status line and headers."""

    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        """Give a header's value, empty if there is none; its name as it was written."""
        marker = f"\r\n{name}: ".encode()
        _, _, rest = self.head.partition(marker)
        return rest.partition(b"\r\n")[0].decode("latin-1")


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
    head = (request.method, request.path, request.query, request.headers)
    rest = (request.body, request.client, request.scheme, request.reader)
    return frame(REQUEST, marshal.dumps(head + rest))


def read_request(payload: bytes) -> Request:
    """Read the payload of a REQUEST; whoever writes it is to be trusted."""
    return Request(*marshal.loads(payload))  # noqa: S302 - it comes from the front


def write_head(head: Head) -> bytes:
    r"""Write the beginning of a response: the status line, and the headers.

    >>> write_head(Head(404, (("Vary", "Accept"),)))
    b'HTTP/1.1 404 Not Found\r\nVary: Accept\r\n'
    """
    start = f"HTTP/1.1 {head.status:d} {_PHRASES.get(head.status, '')}"
    fields = [f"{name}: {value}" for name, value in head.headers]
    return "\r\n".join([start, *fields, ""]).encode("latin-1")


def read_head(head: bytes) -> Head:
    """Read the beginning of a response.

    >>> read_head(write_head(Head(200, (("Vary", "Accept"),))))
    Head(status=200, headers=(('Vary', 'Accept'),))
    """
    _, *lines = head.decode("latin-1").split("\r\n")[:-1]
    pairs = (line.partition(": ") for line in lines)
    return Head(status_of(head), tuple((name, value) for name, _, value in pairs))


def status_of(head: bytes) -> int:
    """Read the status alone."""
    return int(head[9:12])


def write_answer(answer: Answer) -> bytes:
    """Write a whole answer as a frame."""
    head = answer.head
    return frame(WHOLE, _LENGTH.pack(len(head)) + head + answer.body)


def read_answer(payload: bytes) -> Answer:
    """Read the payload of a WHOLE.

    >>> [(_, payload)] = Parser().feed(write_answer(Answer(b"HTTP/1.1 200", b"text")))
    >>> read_answer(payload)
    Answer(head=b'HTTP/1.1 200', body=b'text')
    """
    end = _LENGTH.size + _LENGTH.unpack_from(payload)[0]
    return Answer(payload[_LENGTH.size : end], payload[end:])


@dataclass(frozen=True, slots=True)
class FilePart:
    """A part of a file that is to be sent behind the beginning of a response."""

    head: bytes
    path: str
    start: int
    length: int


def write_file_part(part: FilePart) -> bytes:
    """Write a FILE frame.

    >>> sent = FilePart(b"HTTP/1.1 200", "graph.ttl", 0, 100)
    >>> [(_, payload)] = Parser().feed(write_file_part(sent))
    >>> read_file_part(payload) == sent
    True
    """
    found = (part.head, part.path, part.start, part.length)
    return frame(FILE, marshal.dumps(found))


def read_file_part(payload: bytes) -> FilePart:
    """Read the payload of a FILE; whoever writes it is to be trusted."""
    return FilePart(*marshal.loads(payload))  # noqa: S302 - it comes from a worker


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
    named: dict[str, str] = {}
    for name, value in request.headers:
        key = _named(name)
        named[key] = f"{named[key]}, {value}" if key in named else value
    host, _, port = named.get("HTTP_HOST", "").rpartition(":")
    return named | {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": request.path.encode("utf-8", "replace").decode("latin-1"),
        "QUERY_STRING": request.query,
        "CONTENT_TYPE": named.get("HTTP_CONTENT_TYPE", ""),
        "CONTENT_LENGTH": str(len(request.body)),
        "REMOTE_ADDR": request.client,
        "SERVER_NAME": host or "localhost",
        "SERVER_PORT": port or "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "mendelgraph.reader": request.reader,
        "mendelgraph.defers": True,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": request.scheme,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


@lru_cache(maxsize=1000)
def _named(header: str) -> str:
    return f"HTTP_{header.upper().replace('-', '_')}"
