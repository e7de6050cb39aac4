"""The front's end of the socket to a worker."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections import deque
from typing import cast

import psutil

from server.workers.frames import Parser

_LOWER = 5  # by how much, of -20 to 19: the higher, the more is left to others
_HIGH = 1 << 20  # bytes that wait for a client before a worker has to wait as well


class Worker(asyncio.Protocol):
    """A worker as the front sees it; `generation` is that of its graph."""

    def __init__(self, generation: int, number: int) -> None:
        self.generation = generation
        self.number = number
        self._born = self._size_now()
        self._parser = Parser()
        self._frames: deque[tuple[bytes, bytes]] = deque()
        self._size = 0
        self._waiter: asyncio.Future[None] | None = None
        self._transport: asyncio.Transport | None = None
        self.is_gone = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # a stream socket's

    def data_received(self, data: bytes) -> None:
        for found in self._parser.feed(data):
            self._frames.append(found)
            self._size += len(found[1])
        if self._size > _HIGH and self._transport:
            self._transport.pause_reading()
        self._wake()

    def connection_lost(self, _: Exception | None) -> None:
        self.is_gone = True
        self._wake()

    def _wake(self) -> None:
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)

    def send(self, data: bytes) -> None:
        if self._transport:
            self._transport.write(data)

    async def receive(self) -> tuple[bytes, bytes] | None:
        """Give the next frame; None when the worker has ended."""
        while not self._frames:
            if self.is_gone:
                return None
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter
        found = self._frames.popleft()
        self._size -= len(found[1])
        if self._size <= _HIGH and self._transport and not self.is_gone:
            self._transport.resume_reading()
        return found

    def grown(self) -> int:
        """Tell by how many bytes the worker has grown since it was born."""
        return self._size_now() - self._born

    def _size_now(self) -> int:
        with contextlib.suppress(psutil.Error):
            return int(psutil.Process(self.number).memory_info().rss)
        return 0

    def used(self) -> float:
        """Tell how many seconds of processor time the worker has had."""
        with contextlib.suppress(psutil.Error):
            times = psutil.Process(self.number).cpu_times()
            return float(times.user + times.system)
        return 0

    def lower(self) -> None:
        """Have the system run all else first; there is no way back."""
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(self.number)
            process.nice(int(process.nice()) + _LOWER)  # beyond 19, the system takes 19

    def kill(self) -> None:
        """End the worker, whatever it does."""
        if not self.is_gone:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.number, signal.SIGKILL)
        self.close()

    def close(self) -> None:
        if self._transport:
            self._transport.close()
