"""Reads documents: finds them, tells by their content what they are, makes `Document`s.

A `Reader` is a row of `READERS`: what its files are called in a folder, how their bytes
are recognised, and how they are read. A new format is a new row.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

from kg.errors import DocumentError
from kg.model import Document, Reference
from kg.sources.text import read_text

BUNDLED = files("kg") / "documents"
STDIN = "-"


class Reader(NamedTuple):
    suffixes: tuple[str, ...]
    accepts: Callable[[bytes], bool]
    read: Callable[[bytes, str], Document]


@dataclass(frozen=True, slots=True)
class Source:
    """A place that holds one document; `path` is None for the standard input."""

    name: str
    path: Traversable | None

    def load(self) -> bytes:
        """Read the bytes; raises DocumentError where the system refuses."""
        try:
            return sys.stdin.buffer.read() if not self.path else self.path.read_bytes()
        except OSError as error:
            reason = error.strerror or str(error)
            raise DocumentError(
                self.name, f"cannot be read ({reason}): check the path and its rights"
            ) from error


def find(inputs: Sequence[str | Path] = ()) -> tuple[Source, ...]:
    """List the documents that files, folders and `-` stand for, in a stable order.

    No input means the bundled documents. Raises DocumentError for a path that does not
    exist and for a folder without documents.
    """
    if not inputs:
        return _bundled()
    return tuple(source for given in inputs for source in _expand(str(given)))


def read(sources: Iterable[Source]) -> Iterator[Document]:
    """Read one document a source, as they are asked for.

    Raises DocumentError for bytes that are no page, and for a page that came before.
    """
    seen: dict[Reference, str] = {}
    for source in sources:
        document = read_bytes(source.load(), source.name)
        if document.id in seen:
            raise DocumentError(
                source.name,
                f"is the same page as {seen[document.id]} ({document.id}): "
                "leave one of them out",
            )
        seen[document.id] = source.name
        yield document


def read_bytes(data: bytes, name: str) -> Document:
    """Read one document by the first reader that accepts its bytes.

    Raises DocumentError, with `name`, for what no reader accepts.
    """
    if not data.strip():
        raise DocumentError(name, "is empty: give the text of a gene or condition page")
    for reader in READERS:
        if reader.accepts(data):
            return reader.read(data, name)
    raise DocumentError(name, "is a binary file: give the page as plain text")


def _bundled() -> tuple[Source, ...]:
    pages = sorted(BUNDLED.iterdir(), key=lambda page: page.name)
    return tuple(Source(page.name, page) for page in pages if _readable(page.name))


def _expand(given: str) -> Iterator[Source]:
    path = Path(given)
    if given == STDIN:
        yield Source("standard input", None)
    elif path.is_dir():
        yield from _folder(path)
    elif path.exists():
        yield Source(given, path)
    else:
        raise DocumentError(given, "no such file or folder: check the path")


def _folder(folder: Path) -> Iterator[Source]:
    pages = [
        page
        for page in sorted(folder.rglob("*"))
        if page.is_file() and _readable(page.name)
    ]
    if not pages:
        wanted = ", ".join("*" + suffix for suffix in _suffixes())
        raise DocumentError(str(folder), f"the folder holds no document ({wanted})")
    yield from (Source(str(page), page) for page in pages)


def _readable(name: str) -> bool:
    return not name.startswith(".") and name.lower().endswith(_suffixes())


def _suffixes() -> tuple[str, ...]:
    return tuple(suffix for reader in READERS for suffix in reader.suffixes)


def _is_text(data: bytes) -> bool:
    return b"\0" not in data


def _read_plain(data: bytes, name: str) -> Document:
    """Decode without touching line ends: offsets count in the original text."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(
            name,
            f"is not UTF-8 (byte 0x{data[error.start]:02x} at position {error.start}): "
            "convert it, for example with `iconv -f WINDOWS-1252 -t UTF-8`",
        ) from error
    return read_text(text, name)


READERS = (Reader((".txt",), _is_text, _read_plain),)
