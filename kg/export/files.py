"""Files that are there as a whole or not at all, packed by their ending."""

from __future__ import annotations

import gzip
import io
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import zstandard

from kg.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKED = (".gz", ".zst")


def bare(path: Path) -> Path:
    """Leave out the ending that says how a file is packed.

    >>> bare(Path("graph.ttl.gz")).name
    'graph.ttl'
    """
    return path.with_suffix("") if path.suffix in PACKED else path


@contextmanager
def written_whole(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write to: whoever reads it has all of it or the old one.

    Raises StoreError where the file cannot be written.
    """
    with writing(path, "file"):
        target = path.resolve()
        # a pipe or a terminal has nothing to be replaced
        if target.exists() and not target.is_file():
            with target.open("wb") as output:
                yield output
            return
        fresh = target.with_name(f".{target.name}.new")
        try:
            with fresh.open("wb") as output:
                yield output
            fresh.replace(target)
        finally:
            fresh.unlink(missing_ok=True)


@contextmanager
def writing(path: Path, what: str) -> Iterator[None]:
    """Raise StoreError where `path`, a file or a folder, cannot be written.

    Whoever reads a pipe may go: that is told as it is.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.errno is None:
            raise  # the engine's, of what it reads
        problem = f"cannot be written ({error.strerror}): choose another {what}"
        raise StoreError(str(path), problem) from error


@contextmanager
def packed(output: IO[bytes], ending: str) -> Iterator[IO[bytes]]:
    """Pack what is written, for `.gz` and `.zst`: the same bytes for the same."""
    if ending not in PACKED:
        yield output
        return
    with (
        _packer(output, ending) as stream,
        # each call of a packer costs much
        io.BufferedWriter(cast("io.RawIOBase", stream), 1 << 16) as buffered,
    ):
        yield buffered


def _packer(
    output: IO[bytes], ending: str
) -> gzip.GzipFile | zstandard.ZstdCompressionWriter:
    if ending == ".zst":
        return zstandard.ZstdCompressor(9).stream_writer(output, closefd=False)
    # neither a name nor a time: those would tell apart what is the same
    return gzip.GzipFile("", "wb", 6, output, mtime=0)
