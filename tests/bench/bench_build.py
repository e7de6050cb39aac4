"""Measure what a build costs, and its parts beside others that do the same.

Run by `make bench`. Seconds depend on the machine and on what else it does: only the
ratios of one run say something, and nothing is asserted.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pyoxigraph
import rdflib
from owlrl import DeductiveClosure, OWLRL_Semantics
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, serialize

from kg.pipeline import build
from kg.reason import infer
from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import Triple

COPIES = (0, 1, 9)
"""How many times the bundled documents are added to themselves, under other names."""


def main() -> None:
    """Print what builds of growing size cost, and then the comparisons."""
    with tempfile.TemporaryDirectory() as folder:
        for copies in COPIES:
            pages = copy_pages(Path(folder, f"pages-{copies}"), copies)
            show_build(pages, Path(folder, f"graph-{copies}"))
        store = Store.open(Path(folder, f"graph-{COPIES[0]}"))
        compare_reasoners(store)
        compare_stores(store)


def copy_pages(folder: Path, copies: int) -> Path:
    """Write the bundled documents, and copies about subjects with a number added."""
    folder.mkdir()
    for document in files("kg").joinpath("documents").iterdir():
        text = document.read_text(encoding="utf-8")
        subject = text.partition("\n")[0].removesuffix(" gene").strip()
        said, heading, articles = text.partition("\nReferences\n")
        for number in range(copies + 1):
            name = f"{subject}{number or ''}"
            page = folder / f"{len(list(folder.iterdir()))}.txt"
            copy = said.replace(subject, name) + heading + articles
            page.write_text(copy, encoding="utf-8")
    return folder


def show_build(pages: Path, location: Path) -> None:
    """Build in a process of its own, so that its memory is its own."""
    command = (sys.executable, __file__, pages, location)
    child = subprocess.run(command, capture_output=True, text=True, check=True)
    cost = json.loads(child.stdout)
    stages = "  ".join(f"{stage} {s:.2f} s" for stage, s in cost["seconds"].items())
    click.echo(
        f"build of {len(list(pages.iterdir()))} documents: {stages}"
        f"  peak {cost['megabytes']} MB"
    )


def build_alone(pages: str, location: str) -> None:
    """Build, and print what it cost as JSON."""
    report = build([pages], Path(location))
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    cost = {"seconds": dict(report.seconds), "megabytes": kilobytes // 1024}
    click.echo(json.dumps(cost))


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
    build_alone(*sys.argv[1:]) if sys.argv[1:] else main()
