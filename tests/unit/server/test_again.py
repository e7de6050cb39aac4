"""What a worker's sudden end does to who asked it."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from server.settings import Settings
from server.workers import front
from server.workers.channel import Worker
from server.workers.exchange import Exchange
from server.workers.frames import Request
from server.workers.guard import Guard, Job


class _Lossy(Guard):
    """Gives workers that have ended, after so many seconds of work."""

    seconds = 0.0
    begun = 0

    async def begin(
        self, client: str, is_gone: Callable[[], bool], seconds: float
    ) -> Job:
        type(self).begun += 1
        worker = Worker(1, os.getpid())
        worker.is_gone = True
        begun = time.monotonic() - self.seconds
        return Job(worker, client, is_gone, seconds, begun)

    def finish(self, job: Job) -> None:
        """Have nobody wait for more."""


class _Line:
    """A connection that keeps what is sent."""

    is_gone = False
    sent = b""

    def whole(self, head: bytes, body: bytes) -> None:
        self.sent = head + b"\r\n" + body

    def start(self, head: bytes) -> None: ...
    def part(self, data: bytes) -> None: ...
    def end(self) -> None: ...
    async def drain(self) -> None: ...


@pytest.mark.parametrize(("seconds", "times"), [(0.0, 2), (5.0, 1)])
def test_what_took_no_time_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: float, times: int
) -> None:
    """A short request is tried once more; then its client is told to try again."""
    monkeypatch.setattr(front, "Guard", _Lossy)
    monkeypatch.setattr(_Lossy, "seconds", seconds)
    monkeypatch.setattr(_Lossy, "begun", 0)
    line = _Line()
    exchange = Exchange(Request("GET", "/sparql"), line)
    asyncio.run(front.Front(tmp_path, Settings()).serve(exchange))
    head, _, body = line.sent.partition(b"\r\n\r\n")

    assert (times, 503) == (_Lossy.begun, exchange.status)
    assert b"Retry-After: 1" in head
    assert "try again" in json.loads(body)["detail"]
