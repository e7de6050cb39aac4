"""What is measured of servers: answers a second, their cost, first byte, memory."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import IO, cast
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

import pyoxigraph
from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat

from tests.bench.server_data import variants
from tests.bench.server_peers import Server

WRK = shutil.which("wrk") or ""
_ACCEPT = "application/sparql-results+json,text/turtle;q=0.9"
_SCRIPT = """local paths = {{{paths}}}
local n = 0
wrk.headers["Accept"] = "{accept}"
request = function()
  n = n + 1
  return wrk.format('GET', '{path}?query=' .. {prefix}paths[(n - 1) % #paths + 1])
end
"""
# no server has seen the query before, whatever it leaves out when it compares
_DISTINCT = "'PREFIX%20n%3A%3Chttp%3A%2F%2Fexample.org%2F{run}-' .. n .. '%3E%20' .. "
_MANY = 2000  # queries
_LONG = 600  # seconds that an answer may take


@dataclass(frozen=True, slots=True)
class Load:
    """A query that some clients ask for some seconds, each time another or not."""

    query: str
    size: int
    clients: int
    seconds: int
    is_distinct: bool

    @property
    def label(self) -> str:
        return f"{self.query}{'' if self.is_distinct else ' repeated'}, {self.clients}"

    def script(self, path: str) -> str:
        """Write what wrk asks."""
        texts = islice(
            variants(self.query, self.size), _MANY if self.is_distinct else 1
        )
        paths = ",".join(f'"{quote(text)}"' for text in texts)
        return _SCRIPT.format(
            path=path,
            paths=paths,
            prefix=_DISTINCT.format(run=time.time_ns()) if self.is_distinct else "",
            accept=_ACCEPT,
        )


@dataclass(frozen=True, slots=True)
class Cost:
    """Answers a second, microseconds of processor time each, and how many were none."""

    rate: float
    micros: float
    refused: int = 0


def put_load(server: Server, load: Load) -> Cost:
    """Have wrk ask."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(load.script(urlsplit(server.url).path))
        script.flush()
        options = ["-t1", f"-c{load.clients}", f"-d{load.seconds}", "--timeout", "60"]
        before = server.seconds()
        done = subprocess.run(
            [WRK, *options, "-s", script.name, server.url],
            capture_output=True,
            text=True,
            check=True,
        )
    used, count = server.seconds() - before, _number(r"(\d+) requests in", done.stdout)
    refused = _number(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
    return Cost(count / load.seconds, used / max(count, 1) * 1e6, refused)


def _number(pattern: str, text: str) -> int:
    found = re.search(pattern, text)
    return int(found[1]) if found else 0


class _Nowhere(io.RawIOBase):
    """A file that keeps nothing."""

    def write(self, data: bytes) -> int:  # type: ignore[override] # it takes no more
        return len(data)


def evaluate(store: pyoxigraph.Store, load: Load) -> Cost:
    """Have the engine alone answer, in this process, by one thread."""
    nowhere = cast("IO[bytes]", _Nowhere())
    begun, used, count = time.monotonic(), time.process_time(), 0
    for text in variants(load.query, load.size):
        results = store.query(text)
        if isinstance(results, QueryTriples):
            results.serialize(nowhere, format=RdfFormat.TURTLE)
        else:
            results.serialize(nowhere, format=QueryResultsFormat.JSON)
        count += 1
        if time.monotonic() - begun > load.seconds:
            break
    used = time.process_time() - used
    return Cost(count / (time.monotonic() - begun), used / count * 1e6)


@dataclass(slots=True)
class Transfer:
    """How one long answer came: seconds, and MB that the server grew by meanwhile."""

    first: float = 0
    whole: float = 0
    size: int = 0
    grown: float = 0


def transfer(server: Server, query: str, size: int) -> Transfer:
    """Ask once, and read all that comes."""
    text = next(variants(query, size))
    address = f"{server.url}?query={quote(text)}"
    asked = Request(address, headers={"Accept": _ACCEPT})  # noqa: S310 - of ours
    found = Transfer()
    with _watching(server, found):
        begun = time.monotonic()
        with urlopen(asked, timeout=_LONG) as answer:  # noqa: S310 - as above
            found.size = len(answer.read(1))
            found.first = time.monotonic() - begun
            while data := answer.read(1 << 16):
                found.size += len(data)
        found.whole = time.monotonic() - begun
    return found


@contextmanager
def _watching(server: Server, found: Transfer) -> Iterator[None]:
    """Note by how much the memory of a server grows while the block lasts."""
    before, done = server.megabytes(), threading.Event()

    def watch() -> None:
        while not done.wait(0.1):
            found.grown = max(found.grown, server.megabytes() - before)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
