"""Opens packed files in place: nothing is written to disk, names are only labels.

A file may be packed in a packed file, and that once more (a `.tar.gz` in a `.zip`).
What all layers of a file unpack to is counted as it is read, so that a bomb (CWE-409)
ends at the limit, not when the memory does. Links and devices are passed over.
"""

from __future__ import annotations

import gzip
import io
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, NamedTuple

from kg.errors import DocumentError
from kg.sources.limits import CHUNK
from kg.sources.transcript import plain

LAYERS = 3
UNPACKED = 2**30
"""The bytes that an input may unpack to: all of the site has a tenth of that."""

_DAMAGED = (
    EOFError,
    OSError,
    RuntimeError,  # a zip with a password, or packed in a way we do not know
    ValueError,
    lzma.LZMAError,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
)


class Member(NamedTuple):
    """A file in a packed file; `name` is empty where the packing keeps none."""

    name: str
    stream: IO[bytes]


class Packing(NamedTuple):
    """A way to pack files: how it is recognised, and how its members are read."""

    suffixes: tuple[str, ...]
    accepts: Callable[[bytes], bool]
    members: Callable[[IO[bytes]], Iterator[Member]]


@dataclass(slots=True)
class Allowance:
    """The bytes that may still be unpacked of the input of this name."""

    name: str
    left: int = field(default_factory=lambda: UNPACKED)

    def spend(self, count: int) -> None:
        """Count bytes; raises DocumentError for the first too many."""
        self.left -= count
        if self.left < 0:
            raise DocumentError(
                self.name,
                f"unpacks to more than {UNPACKED // 2**20} MB: "
                "give it in parts, or unpacked",
            )


class _Counted(io.RawIOBase):
    """A stream whose bytes are counted the first time that they are reached."""

    def __init__(self, stream: IO[bytes], allowance: Allowance, name: str) -> None:
        super().__init__()
        self._stream = stream
        self._name = name
        self._allowance = allowance
        self._reached = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._stream.tell()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # Buffer
        with intact(self._name):
            data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._reach(self._stream.tell())
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_SET:
            self._reach(offset)  # before the bytes on the way there are unpacked
        with intact(self._name):
            position = self._stream.seek(offset, whence)
        self._reach(position)
        return position

    def _reach(self, position: int) -> None:
        if position > self._reached:
            self._allowance.spend(position - self._reached)
            self._reached = position


def find_packing(head: bytes) -> Packing | None:
    """Tell by the first bytes of a file how it is packed; None if it is not."""
    return next((each for each in PACKINGS if each.accepts(head)), None)


def unpack(
    stream: IO[bytes], packing: Packing, name: str, allowance: Allowance
) -> Iterator[Member]:
    """Yield the members of a packed file, each to be read before the next.

    They are called by the name of the packed file and their own.

    Raises DocumentError for a damaged file, and when the allowance is spent; so does
    the reading of a member.
    """
    with intact(name):
        for member, content in packing.members(stream):
            label = f"{name}/{plain(member)}" if member else name
            counted = _Counted(content, allowance, label)
            yield Member(label, io.BufferedReader(counted, CHUNK))


@contextmanager
def intact(name: str) -> Iterator[None]:
    """Word what the libraries say of a damaged file as a DocumentError."""
    try:
        yield
    except _DAMAGED as error:
        reason = plain(str(error)) or type(error).__name__
        raise DocumentError(
            name, f"cannot be unpacked ({reason}): it may be cut short, get it again"
        ) from error


def _gzip_members(stream: IO[bytes]) -> Iterator[Member]:
    with gzip.GzipFile(fileobj=stream) as unpacked:
        yield Member("", unpacked)  # type: ignore[arg-type] # it is a stream of bytes


def _tar_members(stream: IO[bytes]) -> Iterator[Member]:
    with tarfile.open(fileobj=stream, mode="r:") as archive:
        while member := archive.next():
            content = archive.extractfile(member) if member.isreg() else None
            if content:
                yield Member(member.name, content)
            archive.members.clear()  # type: ignore[attr-defined] # else it keeps all


def _zip_members(stream: IO[bytes]) -> Iterator[Member]:
    with zipfile.ZipFile(stream) as archive:
        for member in archive.infolist():
            link = stat.S_ISLNK(member.external_attr >> 16)
            if not link and not member.is_dir():
                with archive.open(member) as content:
                    yield Member(member.filename, content)


PACKINGS = (
    Packing((".gz", ".tgz"), lambda head: head[:2] == b"\x1f\x8b", _gzip_members),
    Packing((".zip",), lambda head: head[:4] == b"PK\x03\x04", _zip_members),
    Packing((".tar",), lambda head: head[257:262] == b"ustar", _tar_members),
)
