"""What is written, as records: sorted, within bounded memory.

A record is what pyoxigraph writes up to ` .` at the end of a line: a triple of
N-Triples, or the block of a subject in Turtle. Neither has a line's end within
a literal.
"""

from __future__ import annotations

from itertools import islice
from typing import IO, TYPE_CHECKING, cast

from pyoxigraph import RdfFormat, parse

from kg.export.runs import Runs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pyoxigraph import Triple

    from kg.export.selection import Section

    Look = Callable[[bytes], set[bytes]]

END = b" .\n"
RUN = 8 << 20  # bytes: some 20 MB as Python holds them
_BATCH = 4096  # lines


class Records:
    """The records of triples; a file that pyoxigraph writes to.

    What comes to more than `run` bytes is written aside, a sorted run at a time.
    What `look` finds in the text is `seen`.
    """

    def __init__(self, run: int = RUN, look: Look | None = None) -> None:
        self.seen: set[bytes] = set()
        self._look = look
        self._run = run
        self._size = 0
        self._pieces: list[bytes] = []
        self._last = b""
        self._held: list[bytes] = []
        self._runs: Runs | None = None

    @classmethod
    def of(
        cls,
        section: Section,
        syntax: RdfFormat,
        prefixes: Mapping[str, str] | None = None,
        look: Look | None = None,
    ) -> Records:
        """Write triples as N-Triples, or as Turtle with prefixes."""
        found = cls(look=look)
        table = dict(prefixes) if prefixes is not None else None
        for part in section.parts:
            part(cast("IO[bytes]", found), syntax, table)
        return found

    def write(self, chunk: bytes) -> int:
        """Take a part of a file, whatever it ends with."""
        self._pieces.append(chunk)
        is_whole = END in self._last + chunk
        self._last = (self._last + chunk)[1 - len(END) :]
        if is_whole:
            whole, _, rest = b"".join(self._pieces).rpartition(END)
            self._pieces = [rest]
            self._add(whole)
        return len(chunk)

    def flush(self) -> None:
        """Do nothing: a file has it, and pyoxigraph calls it."""

    def __iter__(self) -> Iterator[bytes]:
        """Give the records in the order of their bytes, each once; this can be once."""
        last = None
        for batch in self._batches():
            for record in batch:
                if record != last:
                    yield record
                last = record

    def _batches(self) -> Iterator[list[bytes]]:
        if self._runs is None:
            yield sorted(self._held)
            return
        self._set_aside()
        yield from self._runs.merged()

    def triples(self) -> Iterator[Triple]:
        """Give what was written as N-Triples in the order of its lines, once."""
        lines = iter(self)
        while batch := list(islice(lines, _BATCH)):
            text = END.join([*batch, b""])
            for quad in parse(text, format=RdfFormat.N_TRIPLES):
                yield quad.triple

    def _add(self, whole: bytes) -> None:
        while whole.startswith(b"@prefix "):
            whole = whole.partition(END)[2]
        if not whole:
            return
        if self._look is not None:
            self.seen |= self._look(whole)
        self._held += whole.split(END)
        self._size += len(whole)
        if self._size >= self._run:
            self._set_aside()

    def _set_aside(self) -> None:
        self._runs = self._runs or Runs(END)
        self._held.sort()
        self._runs.add(self._held)
        self._held, self._size = [], 0
