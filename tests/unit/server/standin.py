"""Endpoints on this machine that stand in for those of others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import NamedTuple
from urllib.parse import parse_qs

import pyoxigraph
from pyoxigraph import QueryResultsFormat, QuerySolutions

_JSON = "application/sparql-results+json"


class Said(NamedTuple):
    """What a stand-in answers."""

    status: int
    headers: Mapping[str, str]
    body: bytes


Answering = Callable[[str], Said]
"""Answers a query, or for a GET its path."""


@dataclass(slots=True)
class StandIn:
    """A server, and what it was asked."""

    port: int
    asked: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/sparql"

    @property
    def words(self) -> list[str]:
        """What was asked, with single spaces."""
        return [" ".join(query.split()) for query in self.asked]


def of_graph(turtle: str) -> Answering:
    """Answer queries over a graph by the engine."""
    store = pyoxigraph.Store()
    prefix = "@prefix : <http://example.org/> .\n"
    store.load((prefix + turtle).encode(), pyoxigraph.RdfFormat.TURTLE)
    return of_store(store)


def of_store(store: pyoxigraph.Store) -> Answering:
    def answer(query: str) -> Said:
        found = store.query(query)
        assert isinstance(found, QuerySolutions)
        body = found.serialize(format=QueryResultsFormat.JSON)
        assert body is not None
        return Said(200, {"Content-Type": _JSON}, body)

    return answer


def saying(status: int, body: bytes = b"", **headers: str) -> Answering:
    """Answer all with the same; `Content_Type` is written with a hyphen."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _query: Said(status, named, body)


@contextmanager
def standing_in(answer: Answering) -> Iterator[StandIn]:
    """Serve while the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self._say(parse_qs(body.decode())["query"][0])

        def do_GET(self) -> None:
            self._say(self.path)

        def _say(self, asked: str) -> None:
            found.asked.append(asked)
            said = answer(asked)
            self.send_response(said.status)
            for name, value in said.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(said.body)))
            self.end_headers()
            self.wfile.write(said.body)

        def log_message(self, *_: object) -> None:
            """Write nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found = StandIn(server.server_port)
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield found
        finally:
            server.shutdown()
            thread.join()


def rows(body: bytes) -> list[dict[str, str]]:
    """Read solutions in JSON: the values by variable, in order."""
    found = json.loads(body)["results"]["bindings"]
    plain = ({name: term["value"] for name, term in row.items()} for row in found)
    return sorted(plain, key=lambda row: sorted(row.items()))
