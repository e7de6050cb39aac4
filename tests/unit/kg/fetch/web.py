"""A web server that misbehaves as told, and the answers that it can be told."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast

from kg.fetch.connection import CHUNK

BODY = b"format-version: 1.2\n" + bytes(range(65, 91)) * 8000
NEWER = BODY + b"\nid: HP:2"
CUT = 5 * CHUNK
HP = "/purl.obolibrary.org/obo/hp.obo"
PAGE = "/medlineplus.gov/download/genetics/condition/sickle-cell-anaemia.json"


class Web(ThreadingHTTPServer):
    """Answers each path as told, in order; the last answer is given from then on."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.open = self.most_open = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def tell(self, path: str, *answers: Answer) -> None:
        self.answers[path] = list(answers)

    def headers(self, name: str) -> list[str | None]:
        return [headers.get(name) for _, headers in self.asked]

    def handle_error(self, *_: object) -> None:
        """Say nothing of clients that hang up."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def web(self) -> Web:
        return cast("Web", self.server)

    def setup(self) -> None:
        super().setup()
        self.web.open += 1
        late = time.monotonic() + 0.5
        while self.web.open > 1 and time.monotonic() < late:
            time.sleep(0.001)  # the thread of a closed connection has yet to notice
        self.web.most_open = max(self.web.open, self.web.most_open)

    def finish(self) -> None:
        self.web.open -= 1
        super().finish()

    def do_GET(self) -> None:
        self.web.asked.append((self.path, dict(self.headers)))
        answers = self.web.answers[self.path]
        (answers.pop(0) if len(answers) > 1 else answers[0])(self)

    def send(self, status: int, body: bytes = b"", **headers: object) -> None:
        """Send what is given, however wrong the length among the headers is."""
        self.send_response(status)
        named = {name.replace("_", "-"): str(value) for name, value in headers.items()}
        for name, value in ({"Content-Length": str(len(body))} | named).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


Answer = Callable[[Handler], None]


def gives(status: int, body: bytes = b"", **headers: object) -> Answer:
    return lambda handler: handler.send(status, body, **headers)


def cuts(body: bytes, after: int, **headers: object) -> Answer:
    """Promise a body, and hang up within it."""

    def answer(handler: Handler) -> None:
        handler.send(200, body[:after], Content_Length=len(body), **headers)
        handler.close_connection = True

    return answer


def serves(body: bytes, etag: str) -> Answer:
    """Do as RFC 9110 says: whole, the rest, or nothing new."""

    def answer(handler: Handler) -> None:
        asked = handler.headers
        if asked.get("If-None-Match") == etag:
            handler.send(304, ETag=etag)
        elif asked.get("If-Range") == etag:
            start = int(str(asked["Range"]).removeprefix("bytes=").removesuffix("-"))
            extent = f"bytes {start}-{len(body) - 1}/{len(body)}"
            rest = body[start:]
            md5 = base64.b64encode(hashlib.md5(rest, usedforsecurity=False).digest())
            named = {"Content_Range": extent, "Content_MD5": md5.decode()}
            handler.send(206, rest, ETag=etag, **named)
        else:
            handler.send(200, body, ETag=etag)

    return answer


def is_silent(handler: Handler) -> None:
    handler.rfile.read(1)  # until the client hangs up
    handler.close_connection = True
