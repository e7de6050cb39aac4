"""Measure what a build costs, and its parts beside others that do the same.

Run by `make bench`; `bench_build.py 65 650` builds fewer pages. Seconds depend on the
machine and on what else it does: only the ratios of one run say something, and nothing
is asserted. Names are looked up in the lexicon of whoever runs it (MENDEL_LEXICON).
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tarfile
import tempfile
import time
from dataclasses import dataclass
from importlib.resources import files
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click
import pyoxigraph
import rdflib
from owlrl import DeductiveClosure, OWLRL_Semantics
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, serialize

from kg.pipeline import build
from kg.reason import infer
from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyoxigraph import Triple

SIZES = (65, 650, 6500)
JOBS = (1, 2)
SHARED = Path(os.environ.get("MENDEL_SHARED", Path(__file__).parents[3] / "shared"))
PAGES = SHARED / "data/medlineplus/conditions/medquad_ghr_xml.tar.gz"
_FOCUS = re.compile("<Focus>(.*)</Focus>")
_URL = re.compile('(?<=url=")[^"]*')


@dataclass(frozen=True, slots=True)
class Cost:
    """What a build took, all its processes together."""

    pages: int
    seconds: float
    cpu: float
    megabytes: int
    stages: str

    @property
    def per_page(self) -> float:
        return self.seconds / self.pages


def main(sizes: Iterable[int] = SIZES) -> None:
    """Print what builds of growing size cost, and then the comparisons."""
    with tempfile.TemporaryDirectory() as folder:
        for jobs in JOBS:
            before: Cost | None = None
            for size in sizes:
                pages = copy_pages(Path(folder, f"pages-{size}"), size)
                cost = measure(pages, size, Path(folder, f"graph-{size}"), jobs)
                show(cost, jobs, before or cost)
                before = cost
        bundled = Path(folder, "bundled")
        build([], bundled)
        store = Store.open(bundled)
        compare_reasoners(store)
        compare_stores(store)


def copy_pages(folder: Path, size: int) -> Path:
    """Write as many pages; where there are not enough, again under other names."""
    folder.mkdir(exist_ok=True)
    pages = list(originals())
    for number, (suffix, text) in enumerate(islice(cycle(pages), size)):
        page = folder / f"{number:05}{suffix}"
        copy = number // len(pages)
        page.write_text(renamed(text, copy) if copy else text, encoding="utf-8")
    return folder


def originals() -> Iterator[tuple[str, str]]:
    """Give pages of MedQuAD where they lie beside the project, else the bundled."""
    if PAGES.exists():
        with tarfile.open(PAGES) as archive:
            for member in archive:
                content = archive.extractfile(member)
                if content and member.name.endswith(".xml"):
                    yield ".xml", content.read().decode()
    else:
        for document in files("kg").joinpath("documents").iterdir():
            yield ".txt", document.read_text(encoding="utf-8")


def renamed(text: str, copy: int) -> str:
    """Make a page one about another subject: its name gets a number."""
    focus = _FOCUS.search(text)
    name = focus[1] if focus else text.partition("\n")[0].removesuffix(" gene").strip()
    said, heading, articles = text.partition("\nReferences\n")
    said = _URL.sub(lambda url: f"{url[0]}-copy-{copy}", said)
    return said.replace(name, f"{name} {copy}" if focus else f"{name}{copy}") + (
        heading + articles
    )


def measure(pages: Path, size: int, location: Path, jobs: int) -> Cost:
    """Build by the command, and watch its processes."""
    command = [sys.executable, "-m", "kg", "build", str(pages), "-l", str(location)]
    before, start = cpu_of_children(), time.perf_counter()
    with tempfile.TemporaryFile() as output:  # a pipe would be full, and wait
        process = subprocess.Popen(
            [*command, "--json", "-j", str(jobs)], stdout=output, stderr=output
        )
        peak = watch(process)
    seconds = cast("dict[str, float]", Store.open(location).report["seconds"])
    return Cost(
        size,
        time.perf_counter() - start,
        cpu_of_children() - before,
        peak // 1024,
        "  ".join(f"{stage} {s:.1f}" for stage, s in seconds.items()),
    )


def watch(process: subprocess.Popen[bytes]) -> int:
    """Give the most kilobytes that a process and those below it had at a time."""
    peak = 0
    while process.poll() is None:
        peak = max(peak, sum(map(memory, family(process.pid))))
        time.sleep(0.1)
    return peak


def family(process: int) -> Iterator[int]:
    yield process
    for file in Path(f"/proc/{process}/task").glob("*/children"):
        for child in read(file).split():
            yield from family(int(child))


def memory(process: int) -> int:
    """Read the proportional set size: what processes share is counted once."""
    lines = read(Path(f"/proc/{process}/smaps_rollup")).splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def read(file: Path) -> str:
    """Read a file of a process that may have ended meanwhile, or of no Linux."""
    try:
        return file.read_text(encoding="ascii")
    except OSError:
        return ""


def cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def show(cost: Cost, jobs: int, before: Cost) -> None:
    click.echo(
        f"{cost.pages} pages, {jobs} jobs: {cost.seconds:.1f} s, "
        f"{1000 * cost.per_page:.0f} ms a page "
        f"({cost.per_page / before.per_page:.2f} of linear), CPU {cost.cpu:.1f} s, "
        f"peak {cost.megabytes} MB ({cost.stages})"
    )


def compare_reasoners(store: Store) -> None:
    """Infer from the triples between nodes, where all of the inferences are."""
    quads = store.quads.quads_for_pattern(None, None, None, DefaultGraph())
    triples = [quad.triple for quad in quads if isinstance(quad.object, NamedNode)]
    graph = rdflib.Graph()
    graph.parse(serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
    peer = DeductiveClosure(OWLRL_Semantics)
    compare(
        f"inference from {len(triples)} triples",
        ("ours", lambda: count(triples)),
        ("owlrl", lambda: peer.expand(graph)),
    )


def count(triples: list[Triple]) -> int:
    return sum(1 for _ in infer(triples))


def compare_stores(store: Store) -> None:
    """Load all graphs into memory."""
    quads = store.quads.dump(format=RdfFormat.N_QUADS)
    compare(
        f"loading {len(store.quads)} quads",
        ("pyoxigraph", lambda: pyoxigraph.Store().load(quads, RdfFormat.N_QUADS)),
        ("rdflib", lambda: rdflib.Dataset().parse(data=quads, format="nquads")),
    )


def compare(title: str, *ways: tuple[str, Callable[[], object]]) -> None:
    """Time each way once; the first is what the others are measured against."""
    taken = {name: seconds(way) for name, way in ways}
    first = next(iter(taken.values()))
    shown = "  ".join(f"{n} {s:.2f} s ({s / first:.1f}x)" for n, s in taken.items())
    click.echo(f"{title}: {shown}")


def seconds(way: Callable[[], object]) -> float:
    start = time.perf_counter()
    way()
    return time.perf_counter() - start


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
