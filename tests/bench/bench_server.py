"""What an answer costs beside other servers: `python -m tests.bench.bench_server`.

wrk asks (Debian: wrk), and the peer is the `oxigraph` server (pip install oxigraph).
Read the ratios; the CPU time of a request is the steadier figure on a machine that
others use, too (that of processes that end meanwhile is lost).
"""

from __future__ import annotations

import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

import click
import psutil
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kg.names import Names
from kg.store import create

_P = "http://example.org/p/"
_QUERIES = {
    "tiny": "SELECT ?l {{ <http://example.org/i/{n}> <{p}label> ?l }}",
    "star of 5": "SELECT * {{ ?s <{p}kind> <http://example.org/k/{k}> ; "
    "<{p}label> ?l ; <{p}size> ?z ; <{p}next> ?n ; <{p}tag> ?t }}",
    "optional, filter": "SELECT * {{ ?s <{p}kind> <http://example.org/k/{k}> ; "
    "<{p}size> ?z OPTIONAL {{ ?s <{p}rare> ?r }} FILTER(?z > 500) }}",
    "aggregate": "SELECT ?k (AVG(?z) AS ?a) {{ ?s <{p}kind> ?k ; <{p}size> ?z }} "
    "GROUP BY ?k # {n}",
    "order, limit": "SELECT ?s {{ ?s <{p}size> ?z }} ORDER BY ?z ?s LIMIT 10 # {n}",
    "path": "SELECT (COUNT(*) AS ?c) {{ <http://example.org/i/{n}> <{p}next>+ ?x }}",
    "construct": "CONSTRUCT {{ ?s <{p}q> ?l }} {{ ?s <{p}label> ?l }} # {n}",
    "rows": "SELECT ?s ?l {{ ?s <{p}label> ?l }} # {n}",
}
_TINY = "tiny"
_WRK = shutil.which("wrk") or "wrk"


@dataclass(frozen=True, slots=True)
class Server:
    """A server at work, and where it answers."""

    name: str
    url: str
    process: psutil.Process

    def seconds(self) -> float:
        """Sum the processor time of all its processes; those that ended are lost."""
        found = 0.0
        for process in (self.process, *self.process.children(recursive=True)):
            with suppress(psutil.Error):
                found += sum(process.cpu_times()[:2])
        return found


def triples(size: int) -> Iterator[Triple]:
    """Make `size` triples of some properties: labels, kinds, sizes, chains, tags."""
    chance = random.Random(1)  # noqa: S311 - data, not secrets
    for number in range(size // 5):
        item = NamedNode(f"http://example.org/i/{number}")
        following = number + 1 if number % 50 else number
        yield Triple(item, NamedNode(_P + "label"), Literal(f"item {number}"))
        kind = NamedNode(f"http://example.org/k/{chance.randrange(size // 500)}")
        yield Triple(item, NamedNode(_P + "kind"), kind)
        yield Triple(item, NamedNode(_P + "size"), Literal(chance.randrange(1000)))
        yield Triple(
            item, NamedNode(_P + "next"), NamedNode(f"http://example.org/i/{following}")
        )
        tag = "rare" if number % 20 == 0 else "tag"
        yield Triple(item, NamedNode(_P + tag), Literal(f"t{number % 7}"))


def _port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def _started(name: str, command: list[str], url: str) -> Iterator[Server]:
    """Have a server run while the block lasts."""
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait(url)
            yield Server(name, url, psutil.Process(process.pid))
        finally:
            process.terminate()


def _wait(url: str) -> None:
    host, _, port = url.split("/")[2].partition(":")
    for _ in range(600):
        with suppress(OSError), socket.create_connection((host, int(port))):
            return
        time.sleep(0.1)


@contextmanager
def _ours(folder: Path, size: int) -> Iterator[Server]:
    graph = Names().graph("default")
    with create(folder / "graph") as draft:
        draft.add(Quad(t.subject, t.predicate, t.object, graph) for t in triples(size))
        draft.commit({"run": "run:bench"})
    port = _port()
    start = "from server.cli import main; main()"
    command = [sys.executable, "-c", start, "serve", "-l", str(folder / "graph")]
    options = ["--port", str(port), "--client-requests", "1000"]
    url = f"http://127.0.0.1:{port}/sparql"
    with _started("ours", [*command, *options], url) as server:
        yield server


@contextmanager
def _oxigraph(size: int) -> Iterator[Server | None]:
    program = shutil.which("oxigraph")
    if program is None:
        click.echo("oxigraph is not installed: pip install oxigraph")
        yield None
        return
    port = _port()
    command = [program, "serve", "--bind", f"127.0.0.1:{port}"]
    data = serialize(triples(size), format=RdfFormat.N_TRIPLES) or b""
    with _started("oxigraph", command, f"http://127.0.0.1:{port}/query") as server:
        headers = {"Content-Type": "application/n-triples"}
        store = f"http://127.0.0.1:{port}/store?default"
        urlopen(Request(store, data, headers)).close()
        yield server


def _ask(
    server: Server, query: str, size: int, clients: int, seconds: int, *, distinct: bool
) -> tuple[float, float]:
    """Have wrk ask; give requests per second, and CPU microseconds per request."""
    texts = [
        query.format(p=_P, n=n % (size // 5), k=n % (size // 500))
        for n in range(2000 if distinct else 1)
    ]
    paths = ",".join(f'"{server.url}?query={quote(text)}"' for text in texts)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(
            f"local paths = {{{paths}}}\nlocal n = 0\nrequest = function() n = n + 1 "
            "return wrk.format('GET', paths[(n - 1) % #paths + 1]"
            + (" .. '%20%23' .. n" if distinct else "")
            + ") end\n"
        )
        script.flush()
        before = server.seconds()
        done = subprocess.run(
            [
                *(_WRK, "-t1", f"-c{clients}", f"-d{seconds}"),
                *("-s", script.name, server.url),
            ],
            capture_output=True,
            text=True,
            check=True,
        )
    used = server.seconds() - before
    found = re.search(r"(\d+) requests in", done.stdout)
    count = int(found[1]) if found else 0
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
    if failed:
        click.echo(f"  {server.name}: {failed[1]} of {count} were refused")
    return count / seconds, used / max(count, 1) * 1e6


@click.command()
@click.option("--size", default=100_000, show_default=True, help="How many triples.")
@click.option("--seconds", default=3, show_default=True, help="For each measurement.")
def main(size: int, seconds: int) -> None:
    """Compare what is answered in a second, and what it costs."""
    if not shutil.which(_WRK):
        click.echo("wrk is not installed: apt-get install wrk")
        return
    plan = [(_TINY, c, d) for d in (False, True) for c in (1, 8, 64)]
    plan += [(name, 8, True) for name in _QUERIES if name != _TINY]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with _ours(folder, size) as ours, _oxigraph(size) as peer:
            servers = [server for server in (ours, peer) if server]
            heading = "".join(f"{s.name + '/s':>14}{'CPU us':>10}" for s in servers)
            click.echo(
                f"{size:,} triples\n{'query, clients':34}{heading}     ratio    CPU"
            )
            for query, clients, distinct in plan:
                _row(servers, query, size, clients, seconds, distinct=distinct)


def _row(
    servers: list[Server],
    query: str,
    size: int,
    clients: int,
    seconds: int,
    *,
    distinct: bool,
) -> None:
    rows = [
        _ask(server, _QUERIES[query], size, clients, seconds, distinct=distinct)
        for server in servers
    ]
    label = f"{query}{'' if distinct else ' repeated'}, {clients}"
    figures = "".join(f"{rate:14,.0f}{cost:10,.0f}" for rate, cost in rows)
    ratios = ""
    if len(rows) > 1:
        (rate, cost), (other_rate, other_cost) = rows
        ratios = f"{rate / other_rate:10.2f}{other_cost / cost:7.2f}"
    click.echo(f"{label:34}{figures}{ratios}")


if __name__ == "__main__":
    main()
