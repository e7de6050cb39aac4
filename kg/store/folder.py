"""The folder of a store: which generation counts, and what else may lie there."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, cast

import pyoxigraph

from kg.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FORMAT = 1
"""The number of this layout; a store with a higher one is of a newer version."""

CURRENT = "CURRENT"
LOCK = "LOCK"
GENERATIONS = "generations"
QUADS = "store"
DRAFT = "draft"
DOCUMENTS = "documents"
PLACES = ".json"
REPORT = "report.json"
CHANGES = "changes"
DUMPS = "dumps"
_OURS = frozenset({CURRENT, CURRENT + ".new", LOCK, GENERATIONS, CHANGES})


def current(location: Path) -> Path | None:
    """Find the folder of the current generation, None where nothing was built."""
    try:
        number = (location / CURRENT).read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise StoreError(str(location), f"cannot be read ({reason(error)})") from error
    if not number.isdecimal():
        raise StoreError(str(location), "CURRENT is damaged: build again elsewhere")
    return location / GENERATIONS / number


def expect(location: Path) -> Path:
    """Find the folder of the current generation; raises StoreError without one."""
    generation = current(location)
    if generation is None:
        advice = f"make one with 'mendel build -l {location}'"
        raise StoreError(str(location), f"no store here: {advice}")
    return generation


def open_quads(location: Path, generation: Path) -> pyoxigraph.Store:
    """Open the quads of a generation to read; raises StoreError for damaged ones."""
    try:
        return pyoxigraph.Store.read_only(str(generation / QUADS))
    except (OSError, RuntimeError) as error:
        raise damaged(location, reason(error)) from error


def switch(location: Path, number: int) -> None:
    """Make a generation the current one, in one step that survives a power cut."""
    fresh = location / (CURRENT + ".new")
    with fresh.open("w", encoding="ascii") as handle:
        handle.write(f"{number}\n")
        handle.flush()
        os.fsync(handle.fileno())
    fresh.replace(location / CURRENT)
    folder = os.open(location, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def numbers(location: Path) -> tuple[int, ...]:
    """List the generations that lie in the folder, finished or not, oldest first."""
    folder = location / GENERATIONS
    found = folder.iterdir() if folder.is_dir() else ()
    return tuple(sorted(int(path.name) for path in found if path.name.isdecimal()))


def number(generation: Path) -> int:
    """Give the number of a generation."""
    return int(generation.name)


def stamp(generation: Path) -> str:
    """Tell a generation from any other that has, or had, its number."""
    found = (generation / REPORT).stat()
    return f"{generation.name}-{found.st_ino}-{found.st_mtime_ns}"


def report(location: Path, generation: Path) -> Mapping[str, object]:
    """Read what the build wrote; raises StoreError for a version that is not ours."""
    found = _entries(location, generation)
    check_format(location, found.get("format"))
    return found


def _entries(location: Path, generation: Path) -> Mapping[str, object]:
    try:
        text = (generation / REPORT).read_text(encoding="utf-8")
        found: object = json.loads(text)
    except (OSError, ValueError) as error:
        raise damaged(location, reason(error)) from error
    if not isinstance(found, dict):
        raise damaged(location, "report.json is no object")
    return cast("Mapping[str, object]", found)


def check_format(location: Path, number: object) -> None:
    if not isinstance(number, int):
        raise damaged(location, "report.json names no format")
    if number > FORMAT:
        problem = (
            f"made by a newer version (format {number}, this one reads {FORMAT}): "
            "upgrade mendelgraph, or build at another location"
        )
        raise StoreError(str(location), problem)


def check_ours(location: Path) -> None:
    """Refuse a place that a store must not be written to, before anything is read."""
    if location.exists() and not location.is_dir():
        raise StoreError(str(location), "is a file: name a folder for the store")
    if location.is_dir() and {path.name for path in location.iterdir()} - _OURS:
        problem = "holds other files: name an empty folder, or one with a store"
        raise StoreError(str(location), problem)
    generation = current(location)
    number = _format(generation) if generation is not None else None
    if number is not None:
        check_format(location, number)


def _format(generation: Path) -> int | None:
    """Read a generation's format; None for one too damaged to be of a newer version."""
    try:
        text = (generation / REPORT).read_text(encoding="utf-8")
        number = json.loads(text).get("format")
    except (OSError, ValueError, AttributeError):
        return None
    return number if isinstance(number, int) else None


def damaged(location: Path, why: str) -> StoreError:
    return StoreError(str(location), f"is damaged ({why}): build it again")


def reason(error: OSError | RuntimeError | ValueError) -> str:
    """Word an error of the system or the engine without its number."""
    strerror = error.strerror if isinstance(error, OSError) else None
    return (strerror or str(error)).splitlines()[0].lower()
