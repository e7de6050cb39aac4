"""How one generation differs from the one before, in a file: an RDF Patch.

    H id "8-4213-17" .               the generation that it leads to, see `folder.stamp`
    H prev "7-4107-16" .             the one that it begins at
    H sha256 "..." .                 of all that follows
    TX .
    D <urn:a> <urn:b> "c" <urn:g> .  what is removed
    A <urn:a> <urn:b> "d" <urn:g> .  what is added
    TC .

(https://afs.github.io/rdf-delta/rdf-patch.html; the header sha256 is ours.) Whoever has
a generation in memory comes to the current one by the patches between them, which takes
milliseconds, where reading it anew takes seconds. A patch is written before what it
leads to is current, and read only by what is alive at that time, so that it need not
outlive a power cut; one that is torn or of another chain is never applied.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat

from kg.store import folder

if TYPE_CHECKING:
    from pathlib import Path

_KEPT = 1000
_KEPT_BYTES = 64 << 20
_HEAD = re.compile(
    rb'H id "([\d-]+)" \.\nH prev "([\d-]+)" \.\nH sha256 "(\w+)" \.\n(?=TX \.\n)'
)


@dataclass(frozen=True, slots=True)
class Patch:
    """Quads that come to a store, and those that leave it."""

    added: tuple[Quad, ...] = ()
    removed: tuple[Quad, ...] = ()

    def apply(self, quads: pyoxigraph.Store) -> None:
        """Change a store as the patch says."""
        for quad in self.removed:
            quads.remove(quad)
        quads.extend(self.added)
        drop_empty(quads, {quad.graph_name for quad in self.removed})


def drop_empty(quads: pyoxigraph.Store, graphs: Iterable[object]) -> None:
    """Drop the names of graphs that hold no triple any more."""
    for graph in graphs:
        if isinstance(graph, NamedNode):
            found = quads.quads_for_pattern(None, None, None, graph)
            if next(found, None) is None:
                quads.remove_graph(graph)


def write_patch(location: Path, before: Path, after: Path, patch: Patch) -> None:
    """Keep what leads from one generation to the next; old patches go."""
    target = _path(location, folder.number(after))
    target.parent.mkdir(exist_ok=True)
    body = b"".join(
        [b"TX .\n", *_rows(b"D ", patch.removed), *_rows(b"A ", patch.added), b"TC .\n"]
    )
    head = (
        f'H id "{folder.stamp(after)}" .\n'
        f'H prev "{folder.stamp(before)}" .\n'
        f'H sha256 "{hashlib.sha256(body).hexdigest()}" .\n'
    )
    target.write_bytes(head.encode() + body)


def patches(location: Path, held: str, current: Path) -> tuple[Patch, ...] | None:
    """Give what leads from a generation, by its stamp, to the current one, in order.

    None where a part of that is not known.
    """
    found: list[Patch] = []
    wanted, number = folder.stamp(current), folder.number(current)
    while wanted != held:
        step = _read(_path(location, number), wanted)
        if step is None:
            return None
        wanted, patch = step
        found.append(patch)
        number -= 1
    return tuple(reversed(found))


def clean_patches(location: Path, current: int) -> None:
    """Remove patches that lead to no generation, and those of long ago."""
    size = 0
    there = {int(path.stem): path for path in _path(location, 0).parent.glob("*.rdfp")}
    for number in sorted(there, reverse=True):
        size += there[number].stat().st_size
        if not current - _KEPT < number <= current or size > _KEPT_BYTES:
            there[number].unlink(missing_ok=True)


def _read(path: Path, wanted: str) -> tuple[str, Patch] | None:
    """Read a patch that leads to a generation, and which one it begins at."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    head = _HEAD.match(data)
    if head is None:
        return None
    body, found = data[head.end() :], [part.decode() for part in head.groups()]
    if [wanted, hashlib.sha256(body).hexdigest()] != [found[0], found[2]]:
        return None
    return found[1], Patch(added=_quads(b"A ", body), removed=_quads(b"D ", body))


def _rows(mark: bytes, quads: Iterable[Quad]) -> list[bytes]:
    lines = (pyoxigraph.serialize(quads, format=RdfFormat.N_QUADS) or b"").split(b"\n")
    return [mark + line + b"\n" for line in lines if line]


def _quads(mark: bytes, body: bytes) -> tuple[Quad, ...]:
    lines = body.split(b"\n")
    rows = [line.removeprefix(mark) for line in lines if line.startswith(mark)]
    return tuple(pyoxigraph.parse(b"\n".join(rows), format=RdfFormat.N_QUADS))


def _path(location: Path, number: int) -> Path:
    return location / folder.CHANGES / f"{number}.rdfp"
