"""Writing a store: a new generation beside the old one, then one step to it."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg.errors import StoreError
from kg.names import BASE, Names, names_of
from kg.store import folder
from kg.store.dataset import is_asserted
from kg.store.journal import Journal
from kg.store.patch import clean_patches, write_patch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from kg.model import Document


@dataclass(frozen=True, slots=True)
class Draft:
    """A generation in the making; nobody reads it before `commit`.

    The quads lie in a `folder` of their own until then.
    `before` is the generation that counts until then, if any, and `report` what was
    reported of that if the draft began as a copy of it.
    """

    names: Names
    location: Path
    generation: Path
    folder: Path
    journal: Journal
    before: Path | None
    report: Mapping[str, object]

    @property
    def quads(self) -> pyoxigraph.Store:
        """What the draft holds; to change it, tell the journal."""
        return self.journal.quads

    def add(self, quads: Iterable[Quad]) -> None:
        """Add quads to their graphs; an asserted triple to the default graph too."""
        with writing(self.location):
            self.journal.load(self._merged(quads))

    def keep(self, document: Document) -> None:
        """Keep a document's text, and where its passages stand in it.

        Quotes are shown in it and checked again.
        """
        path = self.generation / folder.DOCUMENTS / f"{document.id.identifier}.txt"
        places = [(p.section, p.offset, len(p.text)) for p in document.passages]
        with writing(self.location):
            path.write_bytes(document.text.encode("utf-8"))
            path.with_suffix(folder.PLACES).write_text(json.dumps(places), "utf-8")

    def commit(self, report: Mapping[str, object]) -> None:
        """Write the report and make this the current generation.

        What is read is a copy, made of links: the engine may go on tidying up its own
        files, and would take some away under a reader.
        """
        entries = {"format": folder.FORMAT, "base": self.names.base, **report}
        with writing(self.location):
            if not self.report or _is_scattered(self.folder):
                self.quads.optimize()
            self.quads.flush()
            self.quads.backup(str(self.generation / folder.QUADS))
            with (self.generation / folder.REPORT).open("w", encoding="utf-8") as file:
                file.write(json.dumps(entries, ensure_ascii=False))
                file.flush()
                os.fsync(file.fileno())
            self._write_patch()
            folder.switch(self.location, int(self.generation.name))

    def _write_patch(self) -> None:
        """Say how the generation differs from the one that it began as."""
        patch = self.journal.patch if self.report else None
        if self.before and patch is not None:
            write_patch(self.location, self.before, self.generation, patch)

    def _merged(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        for quad in quads:
            yield quad
            graph = quad.graph_name
            if isinstance(graph, NamedNode) and is_asserted(self.names, graph):
                yield Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())


@contextmanager
def create(location: Path, base: str = BASE) -> Iterator[Draft]:
    """Open a new generation; what is not committed is gone at the end.

    Raises StoreError where the place is not for a store, cannot be written, holds
    a store of a newer version, or where another build is at work.
    """
    with writing(location):
        folder.check_ours(location)
        location.mkdir(parents=True, exist_ok=True)
    with prepared(location) as fresh:
        with writing(location):
            (fresh / folder.DOCUMENTS).mkdir(parents=True)
            draft = _folder(fresh)
            journal = Journal(pyoxigraph.Store(draft))
            before = folder.current(location)
        yield Draft(names_of(base), location, fresh, draft, journal, before, {})


@contextmanager
def amend(location: Path) -> Iterator[Draft]:
    """Open a new generation that begins as the current one; as `create` otherwise.

    Raises StoreError where there is none, and for whatever of the system's errors is
    raised while it is open, as that the disk is full.
    """
    with writing(location):
        folder.check_ours(location)
    folder.expect(location)
    with prepared(location) as fresh:
        current = folder.expect(location)
        report = folder.report(location, current)
        names = names_of(str(report.get("base", BASE)))
        with writing(location):
            shutil.copytree(current, fresh, copy_function=_link, ignore=_QUADS)
            draft = _folder(fresh)
            folder.open_quads(location, current).backup(str(draft))
            journal = Journal(pyoxigraph.Store(draft))
            yield Draft(names, location, fresh, draft, journal, current, report)


_QUADS = shutil.ignore_patterns(
    folder.QUADS, f"{folder.DRAFT}.*", folder.REPORT, folder.DUMPS
)


def copy_generation(location: Path, generation: Path, target: Path) -> None:
    """Copy a generation to a folder that is not there yet, its report at last.

    Raises OSError, and StoreError for one that is damaged.
    """
    shutil.copytree(generation, target, copy_function=_link, ignore=_QUADS)
    folder.open_quads(location, generation).backup(str(target / folder.QUADS))
    shutil.copyfile(generation / folder.REPORT, target / folder.REPORT)


def _folder(generation: Path) -> Path:
    """Name a folder to write quads in, one that the engine has not open already.

    An error that somebody has not done with may still hold the draft that it ended.
    """
    return generation / f"{folder.DRAFT}.{secrets.token_hex(4)}"


def _link(source: str, target: str) -> None:
    """Have a file that nobody changes in two folders, copied where it must be."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


_MOST_FILES = 200
"""Beyond so many, small ones for the most part, a reader is slower to begin."""


def _is_scattered(folder_: Path) -> bool:
    tables = sum(path.suffix == ".sst" for path in folder_.iterdir())
    return tables > _MOST_FILES


def clean(location: Path) -> None:
    """Remove what no reader needs: all but the current generation and the last.

    Whoever reads the last one may go on; a killed build leaves a higher number.
    """
    generation = folder.current(location)
    number = int(generation.name) if generation else 0
    for found in folder.numbers(location):
        path = location / folder.GENERATIONS / str(found)
        is_needed = found in {number - 1, number}
        for gone in path.glob(f"{folder.DRAFT}.*") if is_needed else [path]:
            shutil.rmtree(gone, ignore_errors=True)
    clean_patches(location, number)


@contextmanager
def prepared(location: Path) -> Iterator[Path]:
    """Hold the lock, and name the folder for a new generation."""
    with _lock(location):
        clean(location)
        generation = folder.current(location)
        number = int(generation.name) + 1 if generation else 1
        try:
            yield location / folder.GENERATIONS / str(number)
        finally:
            clean(location)


@contextmanager
def _lock(location: Path) -> Iterator[None]:
    with writing(location):
        lock = (location / folder.LOCK).open("w", encoding="ascii")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            problem = "another build or update is at work here: wait until it has ended"
            raise StoreError(str(location), problem) from error
        yield


@contextmanager
def writing(location: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        problem = f"cannot be written ({folder.reason(error)}): choose another location"
        raise StoreError(str(location), problem) from error
