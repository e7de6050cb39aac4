"""A client's connection: HTTP/1.1 (RFC 9112) by llhttp, which Node.js has, and uvloop.

Requests are read one after the other, and answered in that order. What was asked in the
same bytes before is answered before anything is parsed.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from http import HTTPStatus
from typing import Protocol

from httptools import (
    HttpParserError,
    HttpParserInvalidMethodError,
    HttpParserUpgrade,
    HttpRequestParser,
)

from server.workers.exchange import Exchange
from server.workers.incoming import PATIENCE, Incoming, method_of
from server.workers.refusal import Refusal
from server.workers.wire import Wire

_IDLE = 75  # seconds from one request to the next
_SLOW = 30  # seconds in which a client takes nothing
_END = 5  # seconds that a client has to hang up
_AHEAD = 16  # requests that are read while the first of them is answered
_OLD = "1.0"


class Server(Protocol):
    """What answers."""

    def repeat(self, raw: bytes, client: str) -> tuple[bytes, bytes] | None:
        """Give head and body of the answer to what was asked in the same bytes."""

    async def serve(self, exchange: Exchange) -> None:
        """Answer a request; what it does not end is cut."""

    def most(self, path: str) -> int:
        """Say how many bytes a body may have."""


class Connection(Wire):
    """A connection, from the first byte to the last."""

    def __init__(self, server: Server, connections: set[Connection]) -> None:
        super().__init__()
        self._server = server
        self._connections = connections
        self._parser = HttpRequestParser(self)
        self._incoming: Incoming | None = None
        self._most = 0
        self._method = ""
        self._exchanges: deque[Exchange] = deque()
        self._task: asyncio.Task[None] | None = None
        self._is_last = False
        self.client = ""

    @property
    def is_final(self) -> bool:
        """Tell whether no response comes after this one."""
        return self._is_last and not self._exchanges

    # what asyncio tells

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.client = str((transport.get_extra_info("peername") or ("",))[0])
        self._connections.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self._connections.discard(self)
        self._exchanges.clear()

    def data_received(self, data: bytes) -> None:
        if self._is_last:
            return  # nothing more is answered
        self._since = time.monotonic()
        is_fresh = not (self._task or self._incoming)
        if is_fresh and (found := self._server.repeat(data, self.client)):
            self.whole(*found)
            return
        self._feed(data)
        if (
            is_fresh
            and len(self._exchanges) == 1
            and not (self._incoming or self._is_last)
        ):
            self._exchanges[0].raw = data
        self._next()

    def _feed(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except HttpParserUpgrade:
            self._is_last = True  # answered as if not asked for (RFC 9110, 7.8)
        except HttpParserInvalidMethodError as error:
            self._feed_unknown(data, error)
        except HttpParserError as error:
            found = error.__context__
            self._give_up(found if isinstance(found, Refusal) else _wrong(error))

    def _feed_unknown(self, data: bytes, error: HttpParserError) -> None:
        """Read a request whose method the parser does not know; it is the last."""
        self._method = method_of(data)
        if not self._method or self._exchanges:
            self._give_up(_wrong(error))
            return
        self._parser = HttpRequestParser(self)
        self._feed(b"POST" + data[len(self._method) :])

    # what the parser tells

    def on_message_begin(self) -> None:
        self._incoming = Incoming()

    def on_url(self, data: bytes) -> None:
        if self._incoming:
            self._incoming.on_url(data)

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._incoming:
            self._incoming.on_header(name, value)

    def on_headers_complete(self) -> None:
        if self._incoming:
            self._incoming.has_headers = True
            self._most = self._server.most(self._incoming.path)
            if ("expect", "100-continue") in self._incoming.headers:
                self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def on_body(self, data: bytes) -> None:
        if self._incoming:
            self._incoming.on_body(data, self._most)

    def on_message_complete(self) -> None:
        self._is_old = self._parser.get_http_version() == _OLD
        is_kept = self._parser.should_keep_alive() and not self._method
        self._is_last = self._is_old or not is_kept
        self._take()
        if len(self._exchanges) > _AHEAD:
            self._transport.pause_reading()

    def _take(self, refusal: Refusal | None = None) -> None:
        """Have what has come answered, in its turn."""
        incoming, self._incoming = self._incoming or Incoming(), None
        method = self._method or self._parser.get_method().decode("latin-1")
        request = incoming.request(method, self.client)
        self._exchanges.append(Exchange(request, self, refusal=refusal))

    def _give_up(self, refusal: Refusal) -> None:
        """Refuse what cannot be read on."""
        self._is_last = True
        self._take(refusal)
        self._next()

    def _next(self) -> None:
        if self._exchanges and not self._task:
            self._task = asyncio.create_task(self._serve(self._exchanges.popleft()))

    async def _serve(self, exchange: Exchange) -> None:
        self._is_open = True
        try:
            await self._server.serve(exchange)
        except ConnectionError:
            pass  # it was cut, or the client has gone: the log says which
        finally:
            self._task = None
            self._go_on()

    def _go_on(self) -> None:
        self._since = time.monotonic()
        if self._incoming:
            self._incoming.begun = self._since
        if self._is_open:
            self._cut()
        elif self._exchanges:
            self._next()
        elif self._is_last and not self.is_gone:
            # not closed at once: what the client still sends would have the system
            # take the answer back (RFC 9112, section 9.6)
            self._transport.write_eof()
        if len(self._exchanges) <= _AHEAD and not self.is_gone:
            self._transport.resume_reading()

    # what time tells

    def look(self, now: float) -> None:
        """End what waits for too long; call it regularly."""
        if self._drained and self._takes():
            self._since = now
        age = now - self._since
        if self._drained:
            self._end(is_due=age > _SLOW)
        elif self._task:
            return
        elif self._incoming:
            is_due = age > PATIENCE or self._incoming.is_late(now)
            self._end_late(self._incoming, is_due=is_due)
        else:
            self._end(is_due=age > (_END if self._is_last else _IDLE))

    def _end_late(self, incoming: Incoming, *, is_due: bool) -> None:
        if is_due and incoming.has_headers:
            self._give_up(_late())
        else:
            self._end(is_due=is_due)

    def _end(self, *, is_due: bool) -> None:
        if is_due:
            self._transport.abort()

    def hang_up(self) -> None:
        """Take no more requests; end as soon as nothing is at work."""
        self._is_last = True
        if not self._task:
            self._transport.close()


def _wrong(error: HttpParserError) -> Refusal:
    detail = f"this is no HTTP/1.1 ({error}): see RFC 9112"
    return Refusal(HTTPStatus.BAD_REQUEST, detail)


def _late() -> Refusal:
    detail = f"the body comes too slowly, or no more of it: send it in {PATIENCE} s"
    return Refusal(HTTPStatus.REQUEST_TIMEOUT, detail)
