"""One request and its response, and what is to be noted of both."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Protocol

from server.headers import HEADERS
from server.problems import Problem, written
from server.workers.frames import Answer, Head, Request, status_of, write_head
from server.workers.key import Key
from server.workers.refusal import Refusal

LENGTH = b"\r\nContent-Length: "
_BODILESS = {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}


class Line(Protocol):
    """The connection that a response goes to; it may be gone, or slow."""

    @property
    def is_gone(self) -> bool: ...
    def whole(self, head: bytes, body: bytes) -> None:
        """Send a whole response."""

    def start(self, head: bytes) -> None:
        """Begin a response; without a Content-Length it is sent in chunks."""

    def part(self, data: bytes) -> None:
        """Send a part of the body."""

    def end(self) -> None:
        """Say that the body is whole."""

    async def drain(self) -> None:
        """Wait for a client that is slow; raises ConnectionError if it has gone."""


@dataclass(frozen=True, slots=True)
class Note:
    """What is noted of a request and how it went; `asked` is all that it says."""

    method: str
    path: str
    asked: bytes
    status: int
    sent: int
    from_cache: bool = False
    outcome: str = "done"
    by: str = ""


@dataclass(slots=True)
class Exchange:
    """A request that came and an answer that goes.

    `refusal` is why the request was not read to its end, `raw` are the bytes that the
    same request comes as again, if that can be, and `key` what its answer is kept by.
    """

    request: Request
    line: Line
    raw: bytes = b""
    key: Key = ()
    refusal: Refusal | None = None
    begun: float = field(default_factory=time.monotonic)
    status: int = 0
    sent: int = 0
    from_cache: bool = False
    by: str = ""
    outcome: str = "done"

    @property
    def client(self) -> str:
        """The address that the request comes from."""
        return self.request.client

    def is_gone(self) -> bool:
        """Tell whether nobody waits for the answer any more."""
        return self.line.is_gone

    def answer(self, answer: Answer) -> Answer:
        """Send a whole answer; give it as it was sent."""
        self.status = status_of(answer.head)
        head, body = answer.head, answer.body
        if self.request.method == "HEAD":
            body = b""
        elif LENGTH not in head and self.status not in _BODILESS:
            head += b"Content-Length: %d\r\n" % len(body)
        self.sent = len(body)
        self.line.whole(head, body)
        return Answer(head, body)

    def start(self, head: bytes) -> None:
        """Send the beginning of an answer."""
        self.status = status_of(head)
        self.line.start(head)

    async def part(self, data: bytes) -> None:
        """Send a part of the body; waits for a client that is slow."""
        self.sent += len(data)
        self.line.part(data)
        await self.line.drain()

    def end(self) -> None:
        """Say that the answer is whole."""
        self.line.end()

    def refuse(self, refusal: Refusal) -> None:
        """Send a problem."""
        self.outcome = refusal.detail
        problem = Problem(refusal.status, refusal.detail)
        content_type, text = written(problem, self.request.header("accept"))
        body = text.encode()
        headers = {
            **HEADERS,
            **refusal.headers,
            "Vary": "Accept",
            "Content-Type": content_type,
            "Content-Length": str(len(body)),
        }
        head = Head(refusal.status, tuple(headers.items()))
        self.answer(Answer(write_head(head), body))

    def note(self) -> Note:
        """Say what is to be noted."""
        request = self.request
        return Note(
            request.method,
            request.path,
            request.query.encode("latin-1", "replace") + request.body,
            self.status,
            self.sent,
            self.from_cache,
            self.outcome,
            self.by,
        )
