"""What is written, as records: sorted, within bounded memory.

A record is what pyoxigraph writes up to ` .` at the end of a line: a triple of
N-Triples, or the block of a subject in Turtle. Neither has a line's end within
a literal.
"""

from __future__ import annotations

import heapq
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, cast

from pyoxigraph import RdfFormat, serialize

from kg.export.prefixes import seen_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Triple

END = b" .\n"
RUN = 64 << 20  # bytes: some 200 MB as Python holds them


class Records:
    """The records of triples; a file that pyoxigraph writes to.

    What comes to more than `run` bytes is written aside, a sorted run at a time.
    """

    def __init__(self, run: int = RUN) -> None:
        self.prefixes: set[bytes] = set()
        self._run = run
        self._size = 0
        self._tail = b""
        self._held: list[bytes] = []
        self._runs: list[IO[bytes]] = []

    @classmethod
    def of(
        cls,
        triples: Iterable[Triple],
        syntax: RdfFormat,
        prefixes: Mapping[str, str] | None = None,
    ) -> Records:
        """Write triples as N-Triples, or as Turtle with prefixes."""
        found = cls()
        table = dict(prefixes) if prefixes is not None else None
        serialize(triples, cast("IO[bytes]", found), syntax, prefixes=table)
        return found

    def write(self, chunk: bytes) -> int:
        """Take a part of a file, whatever it ends with."""
        whole, end, self._tail = (self._tail + chunk).rpartition(END)
        if end:
            self._add(whole)
        return len(chunk)

    def flush(self) -> None:
        """Do nothing: a file has it, and pyoxigraph calls it."""

    def __iter__(self) -> Iterator[bytes]:
        """Give the records in the order of their bytes, each once; this can be once."""
        self._held.sort()
        last = None
        for record in heapq.merge(self._held, *map(_read, self._runs)):
            if record != last:
                yield record
            last = record

    def _add(self, whole: bytes) -> None:
        while whole.startswith(b"@prefix "):
            whole = whole.partition(END)[2]
        if not whole:
            return
        self.prefixes |= seen_prefixes(whole)
        self._held += whole.split(END)
        self._size += len(whole)
        if self._size >= self._run:
            self._set_aside()

    def _set_aside(self) -> None:
        self._held.sort()
        file = TemporaryFile()  # noqa: SIM115 # it goes with its last reader
        file.writelines(record + END for record in self._held)
        self._runs.append(file)
        self._held, self._size = [], 0


def _read(file: IO[bytes]) -> Iterator[bytes]:
    lines: list[bytes] = []
    with file:
        file.seek(0)
        for line in file:
            lines.append(line)
            if line.endswith(END):
                yield b"".join(lines)[: -len(END)]
                lines.clear()
