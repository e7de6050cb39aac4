"""The servers that are compared, each started on a free port with the same triples.

Ours and a bare "hello" over the same connections; the `oxigraph` server and
rdflib-endpoint (both from PyPI, on the PATH), Virtuoso (Debian: virtuoso-minimal).
"""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psutil
import uvloop
from pyoxigraph import Quad, RdfFormat, parse

from kg.names import Names
from kg.store import create
from server.workers.connection import Connection
from server.workers.exchange import Exchange
from server.workers.frames import Answer, Head, write_head

_SECONDS = 300  # that a server has to load the triples
_VIRTUOSO = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = {port}
DirsAllowed = {folder}
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
[HTTPServer]
ServerPort = {http}
[SPARQL]
ResultSetMaxRows = 10000000
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A server at work, and where it answers."""

    name: str
    url: str
    process: psutil.Process

    def seconds(self) -> float:
        """Sum the processor time of all its processes; those that ended are lost."""
        found = 0.0
        for process in self.processes():
            with suppress(psutil.Error):
                found += sum(process.cpu_times()[:2])
        return found

    def megabytes(self) -> float:
        """Sum the memory of all its processes, what they share once."""
        found = 0
        for process in self.processes():
            with suppress(psutil.Error):
                found += process.memory_full_info().pss
        return found / (1 << 20)

    @contextmanager
    def alone(self, others: Sequence[Server]) -> Iterator[None]:
        """Have the others stand still: some go on with what nobody waits for."""
        still = [p for other in others if other is not self for p in other.processes()]
        _each(still, psutil.Process.suspend)
        try:
            yield
        finally:
            _each(still, psutil.Process.resume)

    def processes(self) -> list[psutil.Process]:
        """List the process that was started, and all that it has started."""
        return [self.process, *self.process.children(recursive=True)]


def _each(
    processes: Sequence[psutil.Process], act: Callable[[psutil.Process], None]
) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            act(process)


def _port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def _started(name: str, command: Sequence[str], url: str) -> Iterator[Server]:
    """Have a server run while the block lasts, from when it listens."""
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait(url)
            yield Server(name, url, psutil.Process(process.pid))
        finally:
            process.terminate()


def _wait(url: str) -> None:
    """Wait until a server answers; raises TimeoutError where it never does."""
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until:
        try:
            urlopen(url).close()  # noqa: S310 - an address of ours
        except HTTPError:
            return  # it answers
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(url)


@contextmanager
def _ours(folder: Path, data: Path) -> Iterator[Server]:
    graph = Names().graph("default")
    with create(folder / "graph") as draft:
        read = parse(path=data, format=RdfFormat.N_TRIPLES)
        draft.add(Quad(q.subject, q.predicate, q.object, graph) for q in read)
        draft.commit({"run": "run:bench"})
    port = _port()
    start = "from server.cli import main; main()"
    command = [sys.executable, "-c", start, "serve", "-l", str(folder / "graph")]
    options = ["--port", str(port), "--client-requests", "1000"]
    url = f"http://127.0.0.1:{port}/sparql"
    with _started("ours", [*command, *options], url) as server:
        yield server


@contextmanager
def _hello(_folder: Path, _data: Path) -> Iterator[Server]:
    """Show what an answer costs that nobody works for, over connections of ours."""
    port = _port()
    command = [sys.executable, "-m", "tests.bench.server_peers", str(port)]
    with _started("hello", command, f"http://127.0.0.1:{port}/") as server:
        yield server


@contextmanager
def _oxigraph(_folder: Path, data: Path) -> Iterator[Server]:
    port = _port()
    command = ["oxigraph", "serve", "--bind", f"127.0.0.1:{port}"]
    with _started("oxigraph", command, f"http://127.0.0.1:{port}/query") as server:
        headers = {"Content-Type": "application/n-triples"}
        store = f"http://127.0.0.1:{port}/store?default"
        urlopen(Request(store, data.read_bytes(), headers)).close()
        yield server


@contextmanager
def _rdflib(_folder: Path, data: Path) -> Iterator[Server]:
    port = _port()
    options = ["--store", "Oxigraph", "--host", "127.0.0.1", "--port", str(port)]
    command = ["rdflib-endpoint", "serve", *options, str(data)]
    with _started("rdflib-endpoint", command, f"http://127.0.0.1:{port}/") as server:
        yield server


@contextmanager
def _virtuoso(folder: Path, data: Path) -> Iterator[Server]:
    port, http = _port(), _port()
    settings = folder / "virtuoso.ini"
    settings.write_text(_VIRTUOSO.format(folder=folder, port=port, http=http))
    command = ["virtuoso-t", "+foreground", "+configfile", str(settings)]
    url = f"http://127.0.0.1:{http}/sparql"
    with _started("virtuoso", command, url) as server:
        load = f"ttlp_mt(file_open('{data}'), '', 'http://example.org/g', 255)"
        subprocess.run(
            [
                shutil.which("isql-vt") or "isql-vt",
                str(port),
                "dba",
                "dba",
                f"exec={load}; checkpoint;",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        yield server


Start = Callable[[Path, Path], AbstractContextManager[Server]]
PEERS: dict[str, tuple[str, Start]] = {
    "ours": ("", _ours),
    "oxigraph": ("oxigraph", _oxigraph),
    "rdflib-endpoint": ("rdflib-endpoint", _rdflib),
    "virtuoso": ("virtuoso-t", _virtuoso),
    "hello": ("", _hello),
}
"""Each with the program that has to be there."""


def is_there(name: str) -> bool:
    """Tell whether a peer is installed."""
    program, _ = PEERS[name]
    return not program or shutil.which(program) is not None


class _Hello:
    """Answers everything alike."""

    _ANSWER = Answer(write_head(Head(200)), b"hello")

    def repeat(self, raw: bytes, client: str) -> None:
        """Know nothing."""

    def most(self, path: str) -> int:
        return len(path)

    async def serve(self, exchange: Exchange) -> None:
        exchange.answer(self._ANSWER)


async def _serve(port: int) -> None:
    born = partial(Connection, _Hello(), set())
    loop = asyncio.get_running_loop()
    server = await loop.create_server(born, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(_serve(int(sys.argv[1])))
