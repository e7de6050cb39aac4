"""Sorted runs of records in one temporary file, and their merge."""

from __future__ import annotations

import os
from bisect import bisect_right
from tempfile import TemporaryFile, gettempdir
from typing import TYPE_CHECKING

from kg.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    Batch = list[bytes]

_READ = 1 << 16  # bytes of a run that are looked at together


class Runs:
    """Runs that are written one by one, then merged; records end with `end`."""

    def __init__(self, end: bytes) -> None:
        self._end = end
        self._file = TemporaryFile()  # noqa: SIM115 # it goes with its last reader
        self._places: list[tuple[int, int]] = []

    def add(self, records: Batch) -> None:
        """Write a sorted run; raises StoreError where there is no room for it."""
        start, end = self._file.tell(), self._end
        try:
            self._file.writelines(record + end for record in records)
            self._file.flush()
        except OSError as error:
            problem = f"no room to sort in ({error.strerror}): set TMPDIR to another"
            raise StoreError(gettempdir(), problem) from error
        self._places.append((start, self._file.tell()))

    def merged(self) -> Iterator[Batch]:
        """Give the records of all runs in order, many at a time."""
        with self._file:
            yield from merged([self._read(*place) for place in self._places])

    def _read(self, start: int, stop: int) -> Iterator[Batch]:
        pieces: Batch = []
        while start < stop:
            size = min(_READ, stop - start)
            pieces.append(os.pread(self._file.fileno(), size, start))
            start += len(pieces[-1])
            if self._end in b"".join(pieces[-2:]):
                whole, _, rest = b"".join(pieces).rpartition(self._end)
                yield whole.split(self._end)
                pieces = [rest]


def merged(runs: list[Iterator[Batch]]) -> Iterator[Batch]:
    """Merge sorted runs of batches into one.

    What is not greater than the least end of the batches in hand is complete: sorting
    that, which joins sorted parts, takes less than comparing heads one by one.

    >>> list(merged([iter([[b"a", b"d"], [b"e"]]), iter([[b"b", b"c"]])]))
    [[b'a', b'b', b'c'], [b'd'], [b'e']]
    """
    hands = [_Hand(run, batch) for run in runs if (batch := next(run, None))]
    while hands:
        least = min(hand.batch[-1] for hand in hands)
        ready = [record for hand in hands for record in hand.take(least)]
        ready.sort()
        yield ready
        hands = [hand for hand in hands if hand.batch]


class _Hand:
    """The batch of a run that is being merged; it is empty after the last."""

    def __init__(self, run: Iterator[Batch], batch: Batch) -> None:
        self.batch = batch
        self._run = run
        self._start = 0

    def take(self, most: bytes) -> Batch:
        """Take what is not greater than `most`."""
        stop = bisect_right(self.batch, most, self._start)
        taken = self.batch[self._start : stop]
        self._start = stop
        if stop == len(self.batch):
            self.batch, self._start = next(self._run, []), 0
        return taken
