"""One request and its response, as ASGI has them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from server.headers import HEADERS
from server.problems import Problem, written
from server.workers.cache import Answer
from server.workers.frames import Head, Request
from server.workers.guard import Receive
from server.workers.refusal import Refusal

Scope = MutableMapping[str, Any]
_PATIENCE = 10  # seconds from one part of a body to the next
_CLOSE = {"Connection": "close"}
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


@dataclass(slots=True)
class Exchange:
    """A request that comes and an answer that goes, and what is to be noted of both."""

    scope: Scope
    receive: Receive
    _send: Send
    begun: float = field(default_factory=time.monotonic)
    request: Request | None = None
    status: int = 0
    sent: int = 0
    from_cache: bool = False
    by: str = ""
    outcome: str = "done"

    @property
    def client(self) -> str:
        """The address that the request comes from."""
        return str((self.scope["client"] or ("",))[0])

    @property
    def path(self) -> str:
        return str(self.scope["path"])

    async def read(self, most: int) -> Request:
        """Read the request; raises Refusal for a body too large or not whole."""
        scope, body = self.scope, b""
        if scope["method"] not in {"GET", "HEAD", "OPTIONS"}:
            body = await self._body(most)
        self.request = Request(
            scope["method"],
            scope["path"],
            scope["query_string"].decode("latin-1"),
            tuple((_text(name), _text(value)) for name, value in scope["headers"]),
            body,
            self.client,
            scope["scheme"],
        )
        return self.request

    async def _body(self, most: int) -> bytes:
        parts, size, is_whole = [], 0, False
        while not is_whole:
            message = await self._soon()
            if message["type"] == "http.disconnect":
                raise Refusal(HTTPStatus.BAD_REQUEST, "the body is not whole")
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > most:
                detail = f"longer than {most} bytes: shorten the request"
                raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
            is_whole = not message.get("more_body")
        return b"".join(parts)

    async def _soon(self) -> MutableMapping[str, Any]:
        """Take what comes next; raises Refusal when nothing does."""
        try:
            return await asyncio.wait_for(self.receive(), _PATIENCE)
        except TimeoutError as error:
            detail = f"no more of the body for {_PATIENCE} seconds: send it whole"
            raise Refusal(HTTPStatus.REQUEST_TIMEOUT, detail, headers=_CLOSE) from error

    async def answer(self, answer: Answer) -> None:
        """Send a whole answer."""
        await self.start(answer.head)
        await self.part(answer.body, is_last=True)

    async def start(self, head: Head) -> None:
        """Send the beginning of an answer."""
        self.status = int(head.status)
        headers = [
            (name.lower().encode("latin-1"), value.encode("latin-1"))
            for name, value in head.headers
        ]
        await self._send(
            {"type": "http.response.start", "status": self.status, "headers": headers}
        )

    async def part(self, data: bytes, *, is_last: bool = False) -> None:
        """Send a part of the body; waits for a client that is slow."""
        self.sent += len(data)
        message = {"type": "http.response.body", "body": data, "more_body": not is_last}
        await self._send(message)

    async def refuse(self, refusal: Refusal) -> None:
        """Send a problem."""
        self.outcome = refusal.detail
        accept = next((v for n, v in self.scope["headers"] if n == b"accept"), b"")
        problem = Problem(refusal.status, refusal.detail)
        content_type, text = written(problem, _text(accept))
        body = text.encode()
        headers = {
            **HEADERS,
            **refusal.headers,
            "Content-Type": content_type,
            "Content-Length": str(len(body)),
        }
        await self.answer(Answer(Head(refusal.status, tuple(headers.items())), body))


def _text(data: bytes) -> str:
    return data.decode("latin-1")
