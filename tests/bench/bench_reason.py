"""What reasoning costs beside other reasoners: `python -m tests.bench.bench_reason`.

Every run is a process of its own, so that its peak memory is its own. Read the ratios;
seconds depend on the machine. A peer that is not installed is named with what installs
it: into this environment, or one with the same packages. `--large` adds 1.3 million
triples and the ontologies of ../shared; `--cases 2000` closes so many random graphs,
and compares each with owlrl.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import click
import numpy as np
from pyoxigraph import RdfFormat, Triple, serialize

from kg.reason import Reasoner
from tests.bench.reason_data import graphs, write
from tests.bench.reason_peers import PEERS, compile_rules, read

_SIZES = {1: 20, 100: 5, 10_000: 1}  # triples changed at once, and how often


def _timed(command: Iterable[str], limit: int) -> str:
    """Run this script for one measurement; give what it prints, or why it did not."""
    line = [sys.executable, "-m", "tests.bench.bench_reason", *command]
    try:
        done = subprocess.run(
            line, capture_output=True, text=True, timeout=limit, check=False
        )
    except subprocess.TimeoutExpired:
        return f"more than {limit} s"
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


def _peak() -> int:
    """Give the most memory that this process had, in bytes."""
    status = Path("/proc/self/status")
    if status.exists():  # there ru_maxrss counts what the parent had
        found = status.read_text("ascii").partition("VmHWM:")[2].split()
        return int(found[0]) << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


def _measure(name: str, path: Path) -> None:
    """Print seconds, triples that followed, and bytes of memory on top of the start."""
    before = _peak()
    seconds, found = PEERS[name].run(path)
    click.echo(f"{seconds:.4f} {found} {_peak() - before}")


def _prepare(path: Path) -> None:
    """Write the finished closure, and the rules for other evaluators."""
    given = list(read(path))
    inferred = Reasoner(given).inferred()
    closed = path.with_suffix(".closed")
    serialize([*given, *inferred], closed, RdfFormat.N_TRIPLES)
    click.echo(str(compile_rules(path)))


def _compare(name: str, path: Path, size: int, limit: int) -> None:
    """Print a table: each reasoner, its ratio to ours, its memory."""
    made = _timed(["--prepare", str(path)], limit)
    click.echo(f"\n{name}: {size:,} triples, {made} follow")
    click.echo(
        f"  {'':22}{'seconds':>10}{'ratio':>9}{'MB':>8}{'B/triple':>10}{'new':>12}"
    )
    own = 0.0
    for peer, (_, module, install) in PEERS.items():
        if not find_spec(module):
            click.echo(f"  {peer:22}{'not installed: ' + install}")
            continue
        words = _timed(["--run", peer, str(path)], limit).split()
        if len(words) != 3 or not words[0][0].isdigit():
            click.echo(f"  {peer:22}{' '.join(words)}")
            continue
        seconds, found, peak = float(words[0]), int(words[1]), int(words[2])
        own = seconds if peer.startswith("ours") else own
        share = peak / max(size + found, 1)
        click.echo(
            f"  {peer:22}{seconds:10.2f}{seconds / own:8.1f}x{peak >> 20:8,}"
            f"{share:10,.0f}{found:12,}"
        )


def _changes(path: Path) -> None:
    """Print what it takes to delete some triples and to insert them again."""
    given = list(read(path))
    reasoner = Reasoner(given)
    facts = [t for t in given if t.predicate.value.startswith("http://example.org/")]
    reasoner.change()
    chance = random.Random(1)  # noqa: S311 - the same data each time
    for size, times in _SIZES.items():
        chosen = [chance.sample(facts, min(size, len(facts))) for _ in range(times)]
        deleted = [_seconds(reasoner, remove=triples) for triples in chosen[:1]]
        inserted = [_seconds(reasoner, add=triples) for triples in chosen[:1]]
        for triples in chosen[1:]:
            deleted.append(_seconds(reasoner, remove=triples))
            inserted.append(_seconds(reasoner, add=triples))
        for what, found in (("delete", deleted), ("insert", inserted)):
            middle, most = 1000 * np.median(found), 1000 * max(found)
            click.echo(f"  {what} {size:,}: median {middle:.1f} ms, most {most:.1f} ms")


def _seconds(
    reasoner: Reasoner, add: Iterable[Triple] = (), remove: Iterable[Triple] = ()
) -> float:
    start = time.perf_counter()
    reasoner.change(add=add, remove=remove)
    return time.perf_counter() - start


def _cases(count: int) -> None:
    """Close random graphs, and compare with owlrl; the first difference is an error."""
    from hypothesis import given, settings  # noqa: PLC0415 - for this only

    from tests.unit.kg.reason import test_differential as test  # noqa: PLC0415
    from tests.unit.kg.reason.ontologies import AXIOMS, FACTS  # noqa: PLC0415

    check = test.test_the_closure_is_that_of_owlrl.hypothesis.inner_test  # type: ignore[attr-defined]
    some = settings(max_examples=count, deadline=None, database=None)
    some(given(AXIOMS, FACTS)(check))()
    click.echo(f"\n{count:,} random graphs have the closure that owlrl finds")


@click.command(help=__doc__)
@click.option("--large", "is_large", is_flag=True, help="larger graphs as well")
@click.option("--cases", type=int, default=0, help="random graphs against owlrl")
@click.option("--limit", type=int, default=30, help="seconds for each measurement")
@click.option("--prepare", type=Path, hidden=True)
@click.option("--change", type=Path, hidden=True)
@click.option("--run", type=(str, Path), hidden=True)
def main(
    *,
    is_large: bool,
    cases: int,
    limit: int,
    prepare: Path | None,
    change: Path | None,
    run: tuple[str, Path] | None,
) -> None:
    """Measure one thing, or all of them."""
    if prepare:
        _prepare(prepare)
    elif change:
        _changes(change)
    elif run:
        _measure(*run)
    else:
        _measure_all(cases, limit, is_large=is_large)


def _measure_all(cases: int, limit: int, *, is_large: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, make) in enumerate(graphs(is_large=is_large).items()):
            path = Path(folder) / f"{number}.ttl"  # N-Triples are Turtle, too
            _compare(name, path, write(make(), path), limit)
            click.echo(_timed(["--change", str(path)], limit))
    if cases:
        _cases(cases)


if __name__ == "__main__":
    main()
