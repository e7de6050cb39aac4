"""What a response is sent by, as HTTP/1.1 frames it (RFC 9112, section 6)."""

from __future__ import annotations

import asyncio
import fcntl
import socket
import struct
import sys
import termios
import time
from email.utils import formatdate
from functools import lru_cache
from typing import cast

from server.workers.exchange import LENGTH

_INT = struct.Struct("i")
_WAITING = 1 << 18  # bytes that wait for a client before the worker has to


class Wire(asyncio.Protocol):
    """The sending side of a connection: one response after the other."""

    _transport: asyncio.Transport

    def __init__(self) -> None:
        self._since, self._left = 0.0, 0
        self._is_old = self._is_open = self._is_chunked = False
        self._drained: asyncio.Future[None] | None = None
        self.is_gone = False

    @property
    def is_final(self) -> bool:
        """Tell whether no response comes after this one."""
        return self._is_old

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # a stream socket's
        self._transport.set_write_buffer_limits(_WAITING)
        self._since = time.monotonic()

    def connection_lost(self, _: Exception | None) -> None:
        self.is_gone = True
        self.resume_writing()

    def pause_writing(self) -> None:
        self._since, self._left = time.monotonic(), sys.maxsize
        self._drained = asyncio.get_running_loop().create_future()

    def resume_writing(self) -> None:
        if self._drained and not self._drained.done():
            self._drained.set_result(None)
        self._drained = None

    @property
    def _has_gone(self) -> bool:
        return self.is_gone or self._transport.is_closing()

    def _takes(self) -> bool:
        """Tell whether a client that is waited for has taken something since this was.

        However little: the system says it only once a good part of its buffer is free.
        """
        found = self._transport.get_extra_info("socket")
        queue = fcntl.ioctl(found.fileno(), termios.TIOCOUTQ, bytes(_INT.size))
        before = self._left
        self._left = self._transport.get_write_buffer_size() + _INT.unpack(queue)[0]
        return self._left < before

    def whole(self, head: bytes, body: bytes) -> None:
        """Send a whole response."""
        self._write(head + self._more() + b"\r\n" + body)
        self._is_open = False

    def start(self, head: bytes) -> None:
        """Begin a response; without a Content-Length it is sent in chunks."""
        self._is_chunked = not self._is_old and LENGTH not in head
        coding = b"Transfer-Encoding: chunked\r\n" if self._is_chunked else b""
        self._write(head + coding + self._more() + b"\r\n")

    def _more(self) -> bytes:
        """Say the time (RFC 9110, section 6.6.1), and whether this is the end."""
        closing = b"Connection: close\r\n" if self.is_final else b""
        return _date(int(time.time())) + closing

    def part(self, data: bytes) -> None:
        """Send a part of the body."""
        if self._is_chunked:
            self._write(b"%x\r\n" % len(data), data, b"\r\n")
        else:
            self._write(data)

    def end(self) -> None:
        """Say that the body is whole."""
        if self._is_chunked:
            self._write(b"0\r\n\r\n")
        self._is_open = False

    def _write(self, *parts: bytes) -> None:
        """Write to the client; raises ConnectionError if it has gone."""
        if self._has_gone:
            raise ConnectionResetError("the client has gone")
        self._transport.writelines(parts)

    async def drain(self) -> None:
        """Wait for a client that is slow; raises ConnectionError if it has gone."""
        if self._drained:
            await self._drained
        if self.is_gone:
            raise ConnectionResetError("the client has gone")

    def _cut(self) -> None:
        """End without the end of a body; to old clients, each other end is one."""
        if self._is_old and not self._has_gone:
            reset = struct.pack("ii", 1, 0)
            self._transport.get_extra_info("socket").setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, reset
            )
            self._transport.abort()
        self._transport.close()


@lru_cache(maxsize=1)
def _date(now: int) -> bytes:
    return f"Date: {formatdate(now, usegmt=True)}\r\n".encode()
