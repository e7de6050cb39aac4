"""What an export costs: its rate beside the engine's own dump, and its memory.

    python -m tests.bench.bench_export            0.1 M and 1 M triples
    python -m tests.bench.bench_export --large    10 M, too

Each export runs in a process of its own. The rates are triples a second of processor
time (the machine may be busy with others) and by the clock, the memory is the peak
beyond an open store: what `dump` takes is the engine's own, for the blocks it reads.
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat

from kg.export import export
from kg.formats import GRAPH_FORMATS, find_format
from kg.names import Names, named
from kg.store import Store, create

NAMES = Names()
SIZES = (100_000, 1_000_000)
LARGE = 10_000_000
Export = Callable[[Store, IO[bytes]], None]


def quads(count: int) -> Iterator[Quad]:
    """Make nodes of five triples each, as pages have them."""
    graph, base = NAMES.graph("doc", "bench"), "http://identifiers.org/hgnc/"
    for number in range(count // 5):
        node = NamedNode(f"{base}{number}")
        other = NamedNode(f"{base}{number * 7919 % (count // 5)}")
        yield Quad(node, named("rdf:type"), named("mg:Gene"), graph)
        yield Quad(node, named("rdfs:label"), Literal(f"gene {number}"), graph)
        yield Quad(node, named("skos:altLabel"), Literal(f"name {number}"), graph)
        yield Quad(node, named("mg:relatedGene"), other, graph)
        yield Quad(node, named("mg:encodes"), NamedNode(f"{base}p{number}"), graph)


def dump(store: Store, output: IO[bytes]) -> None:
    """Write Turtle by the engine alone, unsorted."""
    prefixes = NAMES.prefixes
    graph = DefaultGraph()
    store.quads.dump(output, RdfFormat.TURTLE, from_graph=graph, prefixes=prefixes)


def by_format(name: str) -> Export:
    def run(store: Store, output: IO[bytes]) -> None:
        export(store, output, find_format(name, GRAPH_FORMATS))

    return run


FORMATS = ("ttl", "trig", "nt", "nq", "rdf", "jsonld")
EXPORTS = {"dump": dump, **{name: by_format(name) for name in FORMATS}}


class Cost(NamedTuple):
    """What one export took: seconds of the processor and by the clock, and MB."""

    used: float
    passed: float
    memory: float


def measured(location: Path, name: str) -> Cost:
    """Run one export."""
    store = Store.open(location)
    before = peak()
    used, passed = time.process_time(), time.perf_counter()
    with tempfile.TemporaryFile() as output:
        EXPORTS[name](store, output)
    used, passed = time.process_time() - used, time.perf_counter() - passed
    return Cost(used, passed, peak() - before)


def peak() -> float:
    """Read how much memory this process had at most, in MB (Linux).

    `ru_maxrss` would not do: a process starts with that of the one that started it.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    found = next(line.split() for line in status if line.startswith("VmHWM:"))
    return int(found[1]) / 1024


def compare(count: int, folder: Path) -> None:
    """Export one graph in each way, and print them beside the engine's dump."""
    location = folder / str(count)
    with create(location) as draft:
        draft.add(quads(count))
        draft.commit({})
    context = multiprocessing.get_context("spawn")
    alone: Cost | None = None
    for name in EXPORTS:
        with context.Pool(1) as pool:
            cost = pool.apply(measured, (location, name))
        alone = alone or cost
        print(f"{count:>10,} {name:<7}{_row(count, cost, alone)}", flush=True)  # noqa: T201


def _row(count: int, cost: Cost, alone: Cost) -> str:
    rate = f"{cost.used:7.2f} s {count / cost.used / 1000:6.0f} k/s"
    ratios = f"{alone.used / cost.used:5.2f} of dump, {alone.passed / cost.passed:4.2f}"
    return f" {rate} {ratios} by the clock  +{cost.memory:.0f} MB"


def main() -> None:
    sizes = (*SIZES, LARGE) if "--large" in sys.argv[1:] else SIZES
    with tempfile.TemporaryDirectory() as folder:
        for count in sizes:
            compare(count, Path(folder))


if __name__ == "__main__":
    main()
