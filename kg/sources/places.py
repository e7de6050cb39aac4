"""Where documents come from: files, folders, the standard input, the bundled ones."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import IO

from kg.errors import DocumentError

BUNDLED = files("kg") / "documents"
STDIN = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or the standard input, where `path` is None.

    `folder` is what somebody named to have it read, unless it was named itself.
    """

    name: str
    path: Traversable | None
    folder: str | None = None

    def open(self) -> IO[bytes]:
        """Open the bytes; raises DocumentError where the system refuses."""
        try:
            if self.path is None:
                return io.BytesIO(sys.stdin.buffer.read())
            return self.path.open("rb")
        except OSError as error:
            raise unreadable(self.name, error) from error


def expand(given: str, suffixes: tuple[str, ...]) -> Iterator[Source]:
    """Yield the files that an input stands for: in a folder those with the suffixes.

    Raises DocumentError for a path that does not exist and for a folder without them.
    """
    path = Path(given)
    if given == STDIN:
        yield Source("standard input", None)
    elif path.is_dir():
        yield from _folder(path, suffixes)
    elif path.exists():
        yield Source(given, path)
    else:
        raise DocumentError(given, "no such file or folder: check the path")


def bundled(suffixes: tuple[str, ...]) -> tuple[Source, ...]:
    pages = sorted(BUNDLED.iterdir(), key=lambda page: page.name)
    return tuple(
        Source(page.name, page) for page in pages if named(page.name, suffixes)
    )


def named(name: str, suffixes: tuple[str, ...]) -> bool:
    """Tell whether a file is called like a document, and not hidden."""
    last = name.rpartition("/")[2].lower()
    return not last.startswith(".") and last.endswith(suffixes)


def unreadable(name: str, error: OSError) -> DocumentError:
    reason = error.strerror or str(error)
    problem = f"cannot be read ({reason}): check the path and its rights"
    return DocumentError(name, problem)


def nothing(name: str, suffixes: tuple[str, ...]) -> DocumentError:
    wanted = ", ".join("*" + suffix for suffix in suffixes)
    return DocumentError(name, f"holds no document ({wanted})")


def _folder(folder: Path, suffixes: tuple[str, ...]) -> Iterator[Source]:
    pages = [
        page
        for page in sorted(folder.rglob("*"))
        if page.is_file() and named(page.name, suffixes)
    ]
    if not pages:
        raise nothing(str(folder), suffixes)
    yield from (Source(str(page), page, str(folder)) for page in pages)
