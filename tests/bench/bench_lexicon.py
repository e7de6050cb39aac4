"""Measure a lexicon of 300,000 names: making, opening and scanning, and its memory.

Run by `make bench`. Names are those of the ontologies below MENDEL_SHARED, where they
are, and made-up ones; pages are the real ones there, or words among names. Seconds
depend on the machine: only the ratios of one run say something, nothing is asserted.
"""

from __future__ import annotations

import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

import ahocorasick
import click

from kg.errors import LexiconError
from kg.lexicon import Lexicon, fold, tables
from kg.lexicon.formats import read
from kg.model import Entity, Kind, Reference, Status, Term

ROOT = Path(__file__).parents[2]
DATA = ROOT / os.environ.get("MENDEL_SHARED", "../shared") / "data"
PAGES = DATA / "medlineplus" / "conditions" / "medquad_ghr.jsonl"
NAMES = 300_000
Scan = Callable[[str], int]
CHOICE = random.Random(1)  # noqa: S311 - the same names in every run are wanted
PLAIN = [
    *("the", "of", "and", "in", "a", "to", "is", "by", "with", "that", "are", "can"),
    *("cause", "which", "affected", "people", "mutations", "gene", "result", "often"),
]


def main() -> None:
    """Print what a big lexicon costs, and what the automaton of a peer does."""
    with tempfile.TemporaryDirectory() as folder:
        path, texts = Path(folder, "lexicon"), Path(folder, "texts.json")
        names = sorted(all_names())
        written = list(pages(names))
        texts.write_text(json.dumps(written), encoding="utf-8")
        start = time.perf_counter()
        write(path, names)
        click.echo(
            f"lexicon of {len(names):,} names: made in {since(start):.1f} s, "
            f"{path.stat().st_size / 1e6:.0f} MB"
        )
        ours = alone("ours", path, texts)
        peer_names = Path(folder, "names.json")
        peer_names.write_text(json.dumps(names), encoding="utf-8")
        show(ours, alone("pyahocorasick", peer_names, texts))


def all_names() -> set[str]:
    """Read the names of the real ontologies, and make up the rest of their words."""
    names: set[str] = set()
    for file in sorted((DATA / "ontologies").glob("*.obo.gz")):
        try:
            records = read(file).records
        except LexiconError:  # an ontology of something else
            continue
        names |= {name for r in records for name in (r.label, *(n for n, _ in r.names))}
    words = sorted({word for name in names for word in name.split()} | made_up())
    while len(names) < NAMES:
        names.add(" ".join(CHOICE.choices(words, k=CHOICE.randint(2, 3))))
    return {name for name in names if len(name) > 2}


def made_up() -> set[str]:
    syllables = ("gla", "so", "ri", "ten", "mu", "pa", "xil", "dor", "e", "nth")
    return {a + b + c for a in syllables for b in syllables for c in syllables}


def pages(names: list[str]) -> Iterator[str]:
    """Give the real pages, or three megabytes of words among names."""
    if PAGES.exists():
        for line in PAGES.read_text(encoding="utf-8").splitlines():
            yield "\n".join(filter(None, json.loads(line)["sections"].values()))
        return
    for _ in range(600):
        words = (
            CHOICE.choice([*PLAIN, *PLAIN, CHOICE.choice(names)]) for _ in range(800)
        )
        yield " ".join(words)


def write(path: Path, names: Iterable[str]) -> None:
    entities = (
        Entity(Reference("condition", str(number)), Kind.CONDITION, name)
        for number, name in enumerate(names)
    )
    terms = (Term(entity.label, entity, Status.LABEL) for entity in entities)
    with closing(sqlite3.connect(path)) as connection:
        tables.create(connection)
        tables.fill(connection, terms, ())
        connection.commit()


def alone(which: str, names: Path, texts: Path) -> dict[str, float]:
    """Open and scan in a process of its own, so that its memory is its own."""
    command = (sys.executable, __file__, which, names, texts)
    child = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(child.stdout))


def measure(which: str, names: str, texts: str) -> None:
    """Open a lexicon or make the peer's automaton, scan the texts, and print costs."""
    pages = json.loads(Path(texts).read_text(encoding="utf-8"))
    size = sum(map(len, pages)) / 1e6
    before = megabytes()
    start = time.perf_counter()
    scan = OPENERS[which](Path(names))
    cost = {"open": since(start), "megabytes": megabytes() - before}
    for unit, parts in (("pages", pages), ("sentences", sentences(pages))):
        start = time.perf_counter()
        cost[f"found in {unit}"] = sum(scan(part) for part in parts)
        cost[unit] = size / since(start)
    click.echo(json.dumps(cost))


def ours(path: Path) -> Scan:
    lexicon = Lexicon.open(path)
    return lambda text: sum(1 for _ in lexicon.scan(text))


def peer(path: Path) -> Scan:
    """Do without words, symbols and meanings: all that the peer finds is counted."""
    automaton = ahocorasick.Automaton(ahocorasick.STORE_LENGTH)
    for name in json.loads(path.read_text(encoding="utf-8")):
        automaton.add_word(fold(name))
    automaton.make_automaton()
    return lambda text: sum(1 for _ in automaton.iter(text.lower()))


def sentences(pages: Iterable[str]) -> list[str]:
    return [sentence for page in pages for sentence in page.split(". ")]


def show(ours: dict[str, float], peer: dict[str, float]) -> None:
    for what, unit in (
        ("open", "s"),
        ("megabytes", "MB"),
        ("pages", "MB/s"),
        ("sentences", "MB/s"),
    ):
        ratio = peer[what] / ours[what] if ours[what] else 0
        click.echo(
            f"  {what}: ours {ours[what]:.2f} {unit}, "
            f"pyahocorasick {peer[what]:.2f} {unit} ({ratio:.1f}x)"
        )


def megabytes() -> float:
    """Give what this process holds now, where the system tells (Linux)."""
    status = Path("/proc/self/statm")
    pages = int(status.read_text().split()[1]) if status.exists() else 0
    return pages * resource.getpagesize() / 1e6


def since(start: float) -> float:
    return time.perf_counter() - start


OPENERS = {"ours": ours, "pyahocorasick": peer}


if __name__ == "__main__":
    measure(*sys.argv[1:]) if sys.argv[1:] else main()
