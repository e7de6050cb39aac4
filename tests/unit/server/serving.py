"""`mendel serve` as a process, for tests that need the real thing."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple, TypeAlias
from urllib.parse import urlencode

import psutil
import pytest

from kg.store import Store
from server.credentials import make

START = "from server.cli import main; main()"
_LONG = 4000  # characters
_IDLE = 0.02  # seconds of processor time in 0.2
Headers: TypeAlias = Mapping[str, str]
_NONE: Headers = {}


class Answer(NamedTuple):
    """A response; names of headers in lower case."""

    status: int
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Served:
    """A server, and what can be asked of it."""

    host: str
    port: int
    process: subprocess.Popen[str]

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}/"

    def get(self, path: str, headers: Headers = _NONE) -> Answer:
        """Get a path."""
        return self.send("GET", path, headers=headers)

    def ask(self, query: str, headers: Headers = _NONE) -> Answer:
        """Send a query, a long one by POST."""
        path = "/sparql?" + urlencode({"query": query})
        if len(path) < _LONG:
            return self.get(path, headers)
        headers = {"Content-Type": "application/sparql-query", **headers}
        return self.send("POST", "/sparql", query.encode(), headers)

    def send(
        self, method: str, path: str, body: bytes = b"", headers: Headers = _NONE
    ) -> Answer:
        """Send a request."""
        connection = HTTPConnection(self.host, self.port, timeout=60)
        with closing(connection):
            connection.request(method, path, body or None, dict(headers))
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, response.read())

    def raw(self, data: bytes, seconds: float = 30) -> bytes:
        """Send bytes; give what comes back until the server hangs up."""
        address, found = (self.host, self.port), b""
        with socket.create_connection(address, timeout=seconds) as client:
            with suppress(ConnectionError):
                client.sendall(data)
            with suppress(ConnectionError):
                while part := client.recv(1 << 16):
                    found += part
        return found

    def truth(self, query: str) -> tuple[int, bool | None]:
        """Send an ASK; its answer within a second, None for one that comes later."""
        begun = time.monotonic()
        status, _, body = self.ask(query)
        is_late = time.monotonic() - begun > 1
        return status, None if is_late else json.loads(body).get("boolean")

    def nursery(self) -> psutil.Process:
        """Find the process that holds the graph."""
        return self._ours("nursery")

    def scribe(self) -> psutil.Process:
        """Find the process that writes."""
        return self._ours("scribe")

    def _ours(self, name: str) -> psutil.Process:
        found = psutil.Process(self.process.pid).children()
        named = (p for p in found if f"server.workers.{name}" in _command(p))
        return max(named, key=psutil.Process.create_time)

    def busy(self) -> list[psutil.Process]:
        """List the workers that use the processor."""
        workers = self.nursery().children()
        before = [_used(worker) for worker in workers]
        time.sleep(0.2)
        found = zip(workers, before, strict=True)
        return [worker for worker, was in found if _used(worker) - was > _IDLE]


def until(condition: Callable[[], bool]) -> None:
    """Wait until something holds; fail after a minute, on a machine under load."""
    end = time.monotonic() + 60
    while not condition():
        if time.monotonic() > end:
            pytest.fail("never so")
        time.sleep(0.05)


def _command(process: psutil.Process) -> list[str]:
    """Give the words that a process was started with; none of one gone."""
    with suppress(psutil.Error):
        return process.cmdline()
    return []


def _used(process: psutil.Process) -> float:
    """Say how many seconds of processor time a process has used; 0 for one gone."""
    with suppress(psutil.Error):
        return sum(process.cpu_times()[:2])
    return 0


class Writer(NamedTuple):
    """One who may write: what to start a server with, and what to send."""

    options: tuple[str, str]
    headers: Headers

    @classmethod
    def known(cls, folder: Path) -> Writer:
        """Make a file of those who may write, with a line for one."""
        token, line = make("ada")
        path = folder / "writers.txt"
        path.write_text(line + "\n", encoding="utf-8")
        update = {"Content-Type": "application/sparql-update"}
        return cls(
            ("--credentials", str(path)), {"Authorization": f"Bearer {token}", **update}
        )


@contextmanager
def served(store: Store, *options: str) -> Iterator[Served]:
    """Serve a graph while the block lasts."""
    location = str(store.generation.parents[1])
    command = [sys.executable, "-c", START, "serve", "-l", location, "--port", "0"]
    with subprocess.Popen(
        [*command, *options], stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        try:
            line = process.stderr.readline()
            found = re.search(r"http://(\S+):(\d+)/", line)
            assert found is not None, line
            yield Served(found[1], int(found[2]), process)
        finally:
            process.terminate()
            process.wait(30)
