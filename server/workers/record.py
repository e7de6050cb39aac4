"""What was asked and how it went: a line of JSON each, and figures for Prometheus."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Callable, Mapping
from typing import TextIO

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from server.workers.cache import Answer
from server.workers.exchange import Exchange
from server.workers.frames import Head

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
        return Answer(Head(200, tuple(headers.items())), body)

    def note(self, exchange: Exchange) -> None:
        """Take down what has come to its end."""
        path, seconds = _kind(exchange.path), time.monotonic() - exchange.begun
        self._requests.labels(path, str(exchange.status)).inc()
        self._seconds.labels(path).observe(seconds)
        self._cached.inc(exchange.from_cache)
        if self._lines:
            line = _line(exchange, seconds)
            self._lines.write(json.dumps(line) + "\n")

    def close(self) -> None:
        """Write no more lines."""
        if self._lines and self._lines is not sys.stderr:
            self._lines.close()


def _opened(path: str) -> TextIO | None:
    if path == "-":
        return sys.stderr
    return open(path, "a", encoding="utf-8", buffering=1) if path else None  # noqa: PTH123 - as long as the server runs


def _kind(path: str) -> str:
    """Give the first part of a path: there are not too many of those."""
    known = ("sparql", "graph-store", "entity", "explain", "evidence", "health")
    first = path.strip("/").partition("/")[0]
    return f"/{first}" if first in known else "other"


def _line(exchange: Exchange, seconds: float) -> Mapping[str, object]:
    """Say what was asked: the query itself only by its hash."""
    scope, request = exchange.scope, exchange.request
    asked = scope["query_string"] + (request.body if request else b"")
    found: dict[str, object] = {
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "client": exchange.client,
        "method": scope["method"],
        "path": exchange.path,
        "asked": hashlib.sha256(asked).hexdigest()[:16],
        "status": exchange.status,
        "bytes": exchange.sent,
        "seconds": round(seconds, 4),
        "cached": exchange.from_cache,
        "outcome": exchange.outcome,
    }
    return found | ({"by": exchange.by} if exchange.by else {})
