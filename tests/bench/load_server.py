"""Read while it is written: `python -m tests.bench.load_server CLIENTS SECONDS QUADS`.

A writer counts upwards, one change after the other; clients read the counter. What a
client is answered is a number that was written, none older than what was answered to
anybody before the client asked, and the one number that the generation has which the
entity tag of the answer names.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import psutil
from pyoxigraph import Literal, NamedNode, Quad

from kg.store import Store, amend
from tests.unit.server.conftest import build
from tests.unit.server.serving import Served, Writer, served

_QUERIES = (
    "SELECT ?n { GRAPH <urn:count> { <urn:n> <urn:is> ?n } }",
    "SELECT ?n { GRAPH <urn:count> { <urn:n> <urn:is> ?n } FILTER (RAND() >= 0) }",
    "SELECT (SUM(?m) AS ?n) { GRAPH <urn:count> { <urn:n> <urn:is> ?m } }",
)
_TAG = re.compile(r"\.(\d+)-")  # the generation in an entity tag
_MB = 1 << 20


@dataclass(slots=True)
class Load:
    """What the clients of a server saw."""

    server: Served
    writer: Writer
    begun: int = 0  # the last number that somebody began to write
    seen: int = 0  # the largest number that anybody was answered
    answers: int = 0
    tagged: int = 0  # how many of them named their generation
    numbers: dict[int, int] = field(default_factory=dict)  # of each generation
    wrong: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    is_over: Event = field(default_factory=Event)

    def run(self, clients: int, seconds: float) -> None:
        """Have clients read, and one write, for some seconds."""
        self.write(0)
        with ThreadPoolExecutor(clients + 1) as pool:
            running = [pool.submit(self.reads, number) for number in range(clients)]
            running.append(pool.submit(self.writes))
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                self.sizes.append(size(self.server))
                time.sleep(min(seconds / 10, 1))
            self.is_over.set()
        for one in running:
            one.result()

    def writes(self) -> None:
        while not self.is_over.is_set():
            self.write(self.begun + 1)

    def write(self, number: int) -> None:
        """Count on; whoever asks after the answer sees it."""
        self.begun = number
        text = (
            "DELETE WHERE { GRAPH <urn:count> { <urn:n> <urn:is> ?n } } ; "
            f"INSERT DATA {{ GRAPH <urn:count> {{ <urn:n> <urn:is> {number} }} }}"
        )
        answer = self.server.send("POST", "/sparql", text.encode(), self.writer.headers)
        if answer.status == 200:
            self.compare(json.loads(answer.body)["generation"], number)
            self.seen = max(self.seen, number)
        else:
            self.wrong.append(f"writing {number}: {answer.status} {answer.body!r}")

    def reads(self, first: int) -> None:
        number = first
        while not self.is_over.is_set():
            self.read(_QUERIES[number % len(_QUERIES)])
            number += 1

    def read(self, query: str) -> None:
        """Ask, and compare with what was known before and after."""
        least = self.seen
        status, headers, body = self.server.ask(query)
        if status != 200:
            self.wrong.append(f"{status} {body!r}")
            return
        found = [
            int(row["n"]["value"]) for row in json.loads(body)["results"]["bindings"]
        ]
        if len(found) != 1 or not least <= found[0] <= self.begun:
            self.wrong.append(f"{found}, not {least} to {self.begun}: {query}")
        elif tag := _TAG.search(headers.get("etag", "")):
            self.compare(int(tag[1]), found[0])
            self.tagged += 1
        self.seen = max(self.seen, *found, 0)
        self.answers += 1

    def compare(self, generation: int, number: int) -> None:
        """Note the number of a generation, which has no other."""
        first = self.numbers.setdefault(generation, number)
        if number != first:
            self.wrong.append(f"{number} in generation {generation}, not {first}")


def size(server: Served) -> int:
    """Sum up what the processes of a server have of memory to themselves."""
    total = 0
    for process in psutil.Process(server.process.pid).children(recursive=True):
        with suppress(psutil.Error):
            total += process.memory_full_info().uss
    return total


def fill(location: Path, count: int) -> Store:
    """Add so many quads to a graph, half of them asserted without a name."""
    name, predicate = NamedNode("urn:filling"), NamedNode("urn:is")
    with amend(location) as draft:
        draft.add(
            Quad(NamedNode(f"urn:n{n}"), predicate, Literal(n), name)
            for n in range(count // 2)
        )
        draft.commit(draft.report)
    return Store.open(location)


def main(clients: int, seconds: float, quads: int) -> int:
    """Load a server of its own; print figures and what was wrong."""
    with tempfile.TemporaryDirectory() as folder:
        writer = Writer.known(Path(folder))
        build(Path(folder) / "graph")
        store = fill(Path(folder) / "graph", quads)
        options = (*writer.options, "--client-requests", str(2 * clients))
        with served(store, *options) as server:
            load = Load(server, writer)
            load.run(clients, seconds)
    sys.stdout.write(
        f"{clients} clients, {seconds:g} seconds: {load.answers} answers "
        f"({load.tagged} tagged), {load.begun} changes, {len(load.wrong)} wrong\n"
    )
    tenths = load.sizes[:: max(len(load.sizes) // 10, 1)]
    told = ", ".join(str(one // _MB) for one in tenths)
    sys.stdout.write(f"memory over time (MB): {told}\n")
    sys.stdout.write("".join(f"{one}\n" for one in load.wrong[:20]))
    return bool(load.wrong)


if __name__ == "__main__":
    arguments = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(arguments + [64, 300, 100_000][len(arguments) :])))
