"""A request while it comes: what the parser of HTTP/1.1 finds, up to its limits."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import unquote, urlsplit

from server.workers.frames import Request
from server.workers.refusal import Refusal

_MOST_TARGET = 1 << 16  # bytes of an address
_MOST_HEADERS = 1 << 17  # bytes of all headers
_MOST_FIELDS = 100
_LEAST = 1000  # bytes of a body a second, on the average
PATIENCE = 10  # seconds for a head, and from one part of a body to the next
_METHOD = re.compile(rb"([!#$%&'*+.^`|~\w-]+) ")  # RFC 9110, section 9.1


@dataclass(slots=True)
class Incoming:
    """The parts of one request; each raises Refusal for more than there may be."""

    target: bytes = b""
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: list[bytes] = field(default_factory=list)
    has_headers: bool = False
    begun: float = field(default_factory=time.monotonic)
    _size_headers: int = 0
    _size: int = 0

    def on_url(self, data: bytes) -> None:
        self.target += data
        if len(self.target) > _MOST_TARGET:
            detail = f"an address of more than {_MOST_TARGET} bytes: send it by POST"
            raise Refusal(HTTPStatus.REQUEST_URI_TOO_LONG, detail)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._size_headers += len(name) + len(value)
        self.headers.append((name.lower().decode("latin-1"), value.decode("latin-1")))
        if self._size_headers > _MOST_HEADERS or len(self.headers) > _MOST_FIELDS:
            most = f"{_MOST_FIELDS} headers, or {_MOST_HEADERS} bytes of them"
            detail = f"more than {most}: send less"
            raise Refusal(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, detail)

    def on_body(self, data: bytes, most: int) -> None:
        self._size += len(data)
        if self._size > most:
            detail = f"longer than {most} bytes: shorten the request"
            raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
        self.body.append(data)

    def is_late(self, now: float) -> bool:
        """Tell whether it comes too slowly, as from a client that sends byte by byte.

        >>> request = Incoming(begun=0)
        >>> request.is_late(9), request.is_late(11)
        (False, True)
        >>> request.on_body(bytes(5000), 5000)
        >>> request.is_late(14), request.is_late(16)
        (False, True)
        """
        return now - self.begun > PATIENCE + self._size / _LEAST

    @property
    def path(self) -> str:
        """The path that is asked for, its escapes resolved."""
        return _parts(self.target)[0]

    def request(self, method: str, client: str) -> Request:
        """Give what has come as a request."""
        path, query = _parts(self.target)
        body = b"".join(self.body)
        return Request(method, path, query, tuple(self.headers), body, client)


def method_of(data: bytes) -> str:
    """Give the method that a request begins with, whatever it is; else nothing.

    >>> method_of(b"BREW / HTTP/1.1")
    'BREW'
    """
    found = _METHOD.match(data)
    return found[1].decode() if found else ""


def _parts(target: bytes) -> tuple[str, str]:
    """Take a request target apart (RFC 9112, section 3.2) into path and query.

    >>> _parts(b"/entity/%C3%A9?a=%20")
    ('/entity/é', 'a=%20')
    >>> _parts(b"http://example.org/sparql?query=ASK")
    ('/sparql', 'query=ASK')
    """
    text = target.decode("latin-1")
    if not text.startswith("/") and "://" in text:
        _, _, path, query, _ = urlsplit(text)
    else:
        path, _, query = text.partition("#")[0].partition("?")
    return unquote(path) if "%" in path else path, query
