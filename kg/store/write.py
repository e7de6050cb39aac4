"""Writing a store: a new generation beside the old one, then one step to it."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg.errors import StoreError
from kg.names import BASE, Names
from kg.store import folder
from kg.store.dataset import is_asserted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from kg.model import Document


@dataclass(frozen=True, slots=True)
class Draft:
    """A generation in the making; nobody reads it before `commit`."""

    names: Names
    location: Path
    generation: Path
    quads: pyoxigraph.Store

    def add(self, quads: Iterable[Quad]) -> None:
        """Add quads to their graphs; an asserted triple to the default graph too."""
        with _writing(self.location):
            self.quads.bulk_extend(self._merged(quads))

    def keep(self, document: Document) -> None:
        """Keep a document's text, to show quotes in and to check them again."""
        path = self.generation / folder.DOCUMENTS / f"{document.id.identifier}.txt"
        with _writing(self.location):
            path.write_bytes(document.text.encode("utf-8"))

    def commit(self, report: Mapping[str, object]) -> None:
        """Write the report and make this the current generation."""
        entries = {"format": folder.FORMAT, "base": self.names.base, **report}
        with _writing(self.location):
            self.quads.optimize()  # later, it would take files away under a reader
            self.quads.flush()
            with (self.generation / folder.REPORT).open("w", encoding="utf-8") as file:
                json.dump(entries, file, ensure_ascii=False, indent=2)
                file.flush()
                os.fsync(file.fileno())
            folder.switch(self.location, int(self.generation.name))

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
    with _writing(location):
        folder.check_ours(location)
        location.mkdir(parents=True, exist_ok=True)
    with _lock(location):
        clean(location)
        with _writing(location):
            draft = _draft(location, Names(base))
        try:
            yield draft
        finally:
            clean(location)


def clean(location: Path) -> None:
    """Remove what no reader needs: all but the current generation and the last.

    Whoever reads the last one may go on; a killed build leaves a higher number.
    """
    generation = folder.current(location)
    number = int(generation.name) if generation else 0
    for found in folder.numbers(location):
        if found not in {number - 1, number}:
            shutil.rmtree(location / folder.GENERATIONS / str(found))


def _draft(location: Path, names: Names) -> Draft:
    generation = folder.current(location)
    number = int(generation.name) + 1 if generation else 1
    fresh = location / folder.GENERATIONS / str(number)
    (fresh / folder.DOCUMENTS).mkdir(parents=True)
    return Draft(names, location, fresh, pyoxigraph.Store(fresh / folder.QUADS))


@contextmanager
def _lock(location: Path) -> Iterator[None]:
    with _writing(location):
        lock = (location / folder.LOCK).open("w", encoding="ascii")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            problem = "another build is at work here: wait until it has ended"
            raise StoreError(str(location), problem) from error
        yield


@contextmanager
def _writing(location: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        problem = f"cannot be written ({folder.reason(error)}): choose another location"
        raise StoreError(str(location), problem) from error
