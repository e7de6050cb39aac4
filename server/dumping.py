"""Which dumps of a graph there are, and how they come to be.

A dump has the bytes that `mendel export` writes to a file of its name. It is made when
it is first asked for, once for each generation and each view of it, and lies in the
generation's folder, to go with it. There it is named by its hash, which makes it whole
or not there at all, and is its entity tag.

    DIR/generations/<n>/dumps/<view>/<name>/<sha256>
"""

from __future__ import annotations

import difflib
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from pyoxigraph import NamedNode

from kg.errors import TermError
from kg.export import Selection, packed
from kg.export.table import EXPORTERS, Exporter
from kg.formats import GRAPH_FORMATS
from kg.private import without
from kg.store import DUMPS, Infer, Store

WHOLE = "mendelgraph"
_CHUNK = 1 << 16
_PARTS = {
    WHOLE: (Infer.TRUE, ""),
    "asserted": (Infer.FALSE, "without what was inferred"),
    "inferred": (Infer.ONLY, "only what was inferred"),
}
PACKINGS = {"": "", ".gz": "application/gzip", ".zst": "application/zstd"}
"""How dumps are packed, by the end of their names, and the media type of that."""
CODINGS = {"gzip": ".gz", "zstd": ".zst"}
"""Which packing a content coding is."""
_MEDIA_TYPES = {
    "zip": "application/zip",
    "tsv": "text/tab-separated-values",
    "trig": "application/trig",
    "graphml": "application/graphml+xml",
    "parquet": "application/vnd.apache.parquet",
}
_PACKED = {"zip", "parquet"}  # already
_NEEDS = {"parquet": "pyarrow"}


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump that can be had; `infer` says which part of the graph it is of."""

    stem: str
    ending: str
    exporter: Exporter
    packing: str = ""

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"{self.stem}.{self.ending}{self.packing}"

    @property
    def infer(self) -> Infer:
        return _PARTS[self.stem][0]

    @property
    def what(self) -> str:
        """What it is, in words."""
        form, _, scope = self.exporter.what.partition(": ")
        part = _PARTS[self.stem][1]
        return f"{form}: {part}" if part else f"{form}: {scope}" if scope else form

    @property
    def command(self) -> str:
        """The command that writes the same bytes."""
        infer = "" if self.infer is Infer.TRUE else f" --infer {self.infer.value}"
        return f"mendel export{infer} {self.name}"

    @property
    def media_type(self) -> str:
        """The media type of what is packed, or of all if nothing is."""
        if self.exporter.is_rdf:
            forms = (form for form in GRAPH_FORMATS if form.name == self.ending)
            return next(forms).media_type
        kind = self.ending.rpartition(".")[2]
        return _MEDIA_TYPES.get(kind, "application/json")

    @property
    def packings(self) -> tuple[str, ...]:
        """How it may be packed."""
        is_packed = self.ending.rpartition(".")[2] in _PACKED
        return ("",) if is_packed else tuple(PACKINGS)


def dumps() -> Iterator[Dump]:
    """List all dumps, unpacked: the graph in each format, its parts in those of RDF."""
    there = [e for e in EXPORTERS if e.name not in _NEEDS or find_spec(_NEEDS[e.name])]
    for stem in _PARTS:
        for exporter in there:
            if stem == WHOLE or exporter.is_rdf:
                yield Dump(stem, exporter.endings[0], exporter)


def find_dump(name: str) -> Dump:
    """Look a dump up; raises TermError with the nearest name for one that is none."""
    every = (replace(dump, packing=end) for dump in dumps() for end in dump.packings)
    known = {dump.name: dump for dump in every}
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
    meant = f"did you mean {near[0]}? " if near else ""
    stems = ", ".join(_PARTS)
    advice = f"there are {stems}, each as .ttl, .nq and others: /dumps/ lists all"
    raise TermError(name, f"no such dump: {meant}{advice}")


def made(store: Store, dump: Dump) -> Path | None:
    """Find the file of a dump, if it was made; it is named by its hash."""
    folder = _folder(store, dump)
    found = folder.iterdir() if folder.is_dir() else ()
    return next((path for path in found if not path.name.startswith(".")), None)


def ordered(store: Store, dump: Dump) -> str:
    """Write what is to be made for another process of ours: see `make_ordered`."""
    hidden = sorted(graph.value for graph in store.hidden)
    return json.dumps([str(store.generation), dump.name, hidden])


def make_ordered(order: str) -> None:
    """Make what was ordered, if the graph is still that; raises what `make` raises."""
    generation, name, hidden = json.loads(order)
    store = Store.open(Path(generation).parents[1])
    if str(store.generation) == generation:
        make(without(store, frozenset(map(NamedNode, hidden))), find_dump(name))


def make(store: Store, dump: Dump) -> Path:
    """Make a dump, unless somebody has by now.

    Raises OSError where that cannot be, and what the export raises.
    """
    folder = _folder(store, dump)
    if not store.generation.is_dir():
        raise FileNotFoundError(store.generation)  # it was replaced, and has gone
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder):
        return made(store, dump) or _made(store, dump, folder)


def _made(store: Store, dump: Dump, folder: Path) -> Path:
    fresh = folder / ".new"
    try:
        with fresh.open("wb+") as file:
            with packed(file, dump.packing) as output:
                _write(store, dump, output)
            file.flush()
            os.fsync(file.fileno())
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        written = store.written.timestamp()
        os.utime(fresh, (written, written))
        return fresh.replace(folder / digest)
    finally:
        fresh.unlink(missing_ok=True)


def _write(store: Store, dump: Dump, output: IO[bytes]) -> None:
    """Write what is to be packed: from the unpacked file, if that is there."""
    source = made(store, replace(dump, packing="")) if dump.packing else None
    if source is None:
        dump.exporter.write(store, output, Selection(infer=dump.infer))
        return
    with source.open("rb") as handle:
        shutil.copyfileobj(handle, output, _CHUNK)


def _folder(store: Store, dump: Dump) -> Path:
    """Name the folder of a dump: other readers, and other versions, have others."""
    hidden = "".join(sorted(graph.value for graph in store.hidden))
    view = hashlib.sha256(hidden.encode()).hexdigest()[:16] if hidden else "all"
    name = f"{version('mendelgraph')}-{view}"
    return store.generation / DUMPS / name / dump.name


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep others out, of this server or another; whoever is killed lets go."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
