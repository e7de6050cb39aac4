"""Keeping a graph elsewhere, bringing it back, and tidying it up; all beside readers.

A copy of a generation is made of links where that can be, as its files never change: it
takes some milliseconds and hardly any room until the original is gone.
"""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph

from kg.errors import StoreError
from kg.store import folder
from kg.store.write import amend, copy_generation, prepared, writing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Kept:
    """A generation: its number, how many quads it has, and how many bytes they take.

    What the default graph merges is counted in the graphs that it is of.
    """

    generation: int
    quads: int
    size: int


def back_up(location: Path, target: Path) -> Kept:
    """Make a store of the current generation in a new folder.

    Raises StoreError where there is none, and where the folder cannot be made or has
    something in it.
    """
    folder.report(location, folder.expect(location))
    if location.resolve() in target.resolve().parents:
        problem = "lies within the store: name a folder elsewhere"
        raise StoreError(str(target), problem)
    with _fresh(target):
        _copy_current(location, target / folder.GENERATIONS / "1")
        folder.switch(target, 1)
    return _kept(target)


def restore(location: Path, source: Path) -> Kept:
    """Make what a backup holds the current generation, if all of it can be read.

    Raises StoreError where it cannot, and as `create` does.
    """
    generation = folder.current(source)
    if generation is None:
        advice = f"name a folder made by 'mendel backup {source}'"
        raise StoreError(str(source), f"no backup here: {advice}")
    folder.report(source, generation)
    _check(source, generation)
    with writing(location):
        folder.check_ours(location)
        location.mkdir(parents=True, exist_ok=True)
    with prepared(location) as fresh, writing(location):
        copy_generation(source, generation, fresh)
        folder.switch(location, int(fresh.name))
    return _kept(location)


def optimize(location: Path) -> tuple[Kept, Kept]:
    """Write the quads anew in as few files as can be; tell what was and what is.

    Raises StoreError where there is no store, or where somebody else changes it.
    """
    folder.expect(location)
    with amend(location) as draft:
        before = _kept(location)
        draft.quads.optimize()
        draft.commit(draft.report)
    return before, _kept(location)


@contextlib.contextmanager
def _fresh(target: Path) -> Iterator[None]:
    """Make a folder; where what is done with it fails, it is gone again."""
    with writing(target):
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            problem = "is there already: name a new folder for the backup"
            raise StoreError(str(target), problem)
        target.mkdir(parents=True, exist_ok=True)
        try:
            yield
        except BaseException:
            shutil.rmtree(target, ignore_errors=True)
            raise


def _copy_current(location: Path, target: Path) -> None:
    """Copy the current generation, again where it is replaced and removed meanwhile."""
    for left in reversed(range(_TRIES)):
        generation = folder.expect(location)
        try:
            copy_generation(location, generation, target)
        except (OSError, StoreError):
            shutil.rmtree(target, ignore_errors=True)
            if not left or generation == folder.current(location):
                raise
        else:
            return


def _check(location: Path, generation: Path) -> None:
    """Read all quads; raises StoreError for a store that is damaged."""
    quads = folder.open_quads(location, generation)
    try:
        for _ in quads:
            pass
    except (OSError, RuntimeError) as error:
        raise folder.damaged(location, folder.reason(error)) from error


def _kept(location: Path) -> Kept:
    generation = folder.expect(location)
    files = (generation / folder.QUADS).iterdir()
    size = sum(path.stat().st_size for path in files)
    quads = folder.open_quads(location, generation)
    merged = sum(1 for _ in quads.quads_for_pattern(None, None, None, DefaultGraph()))
    return Kept(int(generation.name), len(quads) - merged, size)
