"""What was asked and how it went: a line of JSON each, and figures for Prometheus."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TextIO

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from server.workers.exchange import Note
from server.workers.frames import Answer, Head, write_head

_BUCKETS = (0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60)  # seconds


class Record:
    """Counts requests, and writes a line of each to a file, if there is one."""

    def __init__(self, path: str) -> None:
        self._lines = _opened(path)
        self._registry = registry = CollectorRegistry()
        self._requests = Counter(
            "mendel_requests", "Requests.", ["path", "status"], registry=registry
        )
        self._seconds = Histogram(
            "mendel_request_seconds",
            "Time.",
            ["path"],
            buckets=_BUCKETS,
            registry=registry,
        )
        self._cached = Counter(
            "mendel_cached", "Answers given from memory.", registry=registry
        )
        # to look a label up costs several times what counting does
        self._counter = lru_cache(self._requests.labels)
        self._timer = lru_cache(self._seconds.labels)

    def watch(self, name: str, value: Callable[[], float]) -> None:
        """Have a figure read whenever the figures are asked for."""
        words = name.replace("_", " ").capitalize() + "."
        gauge = Gauge(f"mendel_{name}", words, registry=self._registry)
        gauge.set_function(value)

    def figures(self) -> Answer:
        """Give all figures in the text format of Prometheus."""
        body = generate_latest(self._registry)
        headers = {
            "Content-Type": CONTENT_TYPE_LATEST,
            "Content-Length": str(len(body)),
        }
        return Answer(write_head(Head(200, tuple(headers.items()))), body)

    def note(self, note: Note, client: str, seconds: float) -> None:
        """Take down what has come to its end."""
        path = _kind(note.path)
        self._counter(path, str(note.status)).inc()
        self._timer(path).observe(seconds)
        if note.from_cache:
            self._cached.inc()
        if self._lines:
            line = _line(note, client, seconds)
            self._lines.write(json.dumps(line) + "\n")

    def close(self) -> None:
        """Write no more lines."""
        if self._lines and self._lines is not sys.stderr:
            self._lines.close()


def _opened(path: str) -> TextIO | None:
    if path == "-":
        return sys.stderr
    return open(path, "a", encoding="utf-8", buffering=1) if path else None  # noqa: PTH123 - as long as the server runs


_KNOWN = {
    *("sparql", "graph-store", "entity", "explain", "evidence", "health"),
    *("dumps", "releases"),
}


@lru_cache(maxsize=1000)
def _kind(path: str) -> str:
    """Give the first part of a path: there are not too many of those."""
    first = path.strip("/").partition("/")[0]
    return f"/{first}" if first in _KNOWN else "other"


def _line(note: Note, client: str, seconds: float) -> Mapping[str, object]:
    """Say what was asked: the query itself only by its hash."""
    found: dict[str, object] = {
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "client": client,
        "method": note.method,
        "path": note.path,
        "asked": hashlib.sha256(note.asked).hexdigest()[:16],
        "status": note.status,
        "bytes": note.sent,
        "seconds": round(seconds, 4),
        "cached": note.from_cache,
        "outcome": note.outcome,
    }
    return found | ({"by": note.by} if note.by else {})
