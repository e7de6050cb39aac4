"""The quads that one graph has and another has not, with little of either in memory.

Both are written as lines, and the lines are compared: a store gives its quads in an
order that depends on nothing but their terms, so what is the same comes at about the
same time, and only lines that differ are made into quads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat, zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from pyoxigraph import DefaultGraph, Quad, RdfFormat, parse

from kg.diff.blank import renamed
from kg.diff.snapshot import Snapshot
from kg.errors import StoreError

_BLANK = b"_:"  # of a literal, too: comparing that as if it had a blank node is right


def unlike(old: Snapshot, new: Snapshot) -> tuple[set[Quad], set[Quad]]:
    """Give the quads that only the old graph has, and those that only the new one has.

    Where one is a file of triples, what is stated and what was inferred are one graph.
    Raises StoreError where the lines have no room.
    """
    is_flat = old.is_flat or new.is_flat
    try:
        with TemporaryDirectory() as folder, ThreadPoolExecutor() as threads:
            files = [Path(folder, side) for side in ("old", "new")]
            [*threads.map(_write, (old, new), files, repeat(is_flat))]
            return _compared(*files, is_flat=is_flat)
    except OSError as error:
        if error.errno is None:  # the engine's own: a damaged store
            raise
        problem = f"no room to compare in ({error.strerror}): set TMPDIR to another"
        raise StoreError(gettempdir(), problem) from error


def _write(side: Snapshot, file: Path, is_flat: bool) -> None:  # noqa: FBT001 - as it is mapped
    """Write the lines of a graph; the engine lets go of the interpreter meanwhile."""
    quads = side.store.quads
    with file.open("wb") as out:
        if not is_flat:
            quads.dump(out, RdfFormat.N_QUADS)
            return
        for graph in (DefaultGraph(), side.store.names.graph("inferred")):
            quads.dump(out, RdfFormat.N_TRIPLES, from_graph=graph)


def _compared(old: Path, new: Path, *, is_flat: bool) -> tuple[set[Quad], set[Quad]]:
    went, came = list[bytes](), list[bytes]()  # what has blank nodes
    with old.open("rb") as before, new.open("rb") as after:
        removed, added = apart(
            _plain(sorted({*before}) if is_flat else before, went),
            _plain(sorted({*after}) if is_flat else after, came),
        )
    blank = [{*renamed(_quads(lines))} for lines in (went, came)]
    return (
        {*_quads(removed)} | (blank[0] - blank[1]),
        {*_quads(added)} | (blank[1] - blank[0]),
    )


def apart(old: Iterable[bytes], new: Iterable[bytes]) -> tuple[set[bytes], set[bytes]]:
    """Give the lines that only one of two has, if neither has a line twice.

    Any order will do; the less the two differ in that, the less memory it takes.

    >>> apart([b"a", b"b", b"c"], [b"b", b"c", b"d"])
    ({b'a'}, {b'd'})
    """
    removed, added = set[bytes](), set[bytes]()
    for before, after in zip_longest(old, new):
        if before != after:
            _toggle(before, removed, added)
            _toggle(after, added, removed)
    return removed, added


def _toggle(line: bytes | None, own: set[bytes], other: set[bytes]) -> None:
    """Keep a line of one side, unless it waits on the other."""
    if line in other:
        other.remove(line)
    elif line is not None:
        own.add(line)


def _plain(lines: Iterable[bytes], blank: list[bytes]) -> Iterator[bytes]:
    """Put aside what has blank nodes: those have other names in each store."""
    for line in lines:
        if _BLANK in line:
            blank.append(line)
        else:
            yield line


def _quads(lines: Iterable[bytes]) -> Iterable[Quad]:
    return parse(b"".join(lines), RdfFormat.N_QUADS)
