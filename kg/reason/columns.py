"""Sorted columns of int64, the one data structure of the engine.

A pair of term ids (x, y) is one code, `x << 32 | y`; a column is an array of codes,
sorted, each once, unless a function says otherwise. Ids are below 2**31.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Column: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]
Columns: TypeAlias = dict[int, Column]  # by predicate

EMPTY: Column = np.empty(0, np.int64)
BITS = np.int64(32)
_LOW = np.int64(0xFFFFFFFF)
_MANY = 1 << 12  # ids that are rather counted than sorted


def pack(left: Column, right: Column) -> Column:
    """Make codes of ids."""
    return left << BITS | right


def left(codes: Column) -> Column:
    """Take the first id of each code."""
    return codes >> BITS


def right(codes: Column) -> Column:
    """Take the second id of each code."""
    return codes & _LOW


def swap(codes: Column) -> Column:
    """Turn (x, y) into (y, x); the result is not sorted."""
    return pack(right(codes), left(codes))


def unique(values: Column) -> Column:
    """Sort, and keep each value once.

    >>> unique(np.array([3, 1, 3]))
    array([1, 3])
    """
    if len(values) < 2:  # noqa: PLR2004 - a pair is the least that can repeat
        return values
    ordered = np.sort(values)
    first = np.empty(len(ordered), np.bool_)
    first[0] = True
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]


def distinct(ids: Column) -> Column:
    """Keep each id once, sorted.

    >>> distinct(np.array([3, 1, 3]))
    array([1, 3])
    """
    if len(ids) < _MANY:
        return unique(ids)
    return np.flatnonzero(np.bincount(ids)).astype(np.int64, copy=False)


def union(columns: Iterable[Column]) -> Column:
    """Join columns, sorted or not, into one."""
    found = [column for column in columns if len(column)]
    if len(found) == 1:
        return unique(found[0])
    return unique(np.concatenate(found)) if found else EMPTY


def isin(values: Column, column: Column) -> Mask:
    """Tell of each value, in any order, whether the column has it."""
    if not len(column):
        return np.zeros(len(values), np.bool_)
    places = np.searchsorted(column, values)
    places[places == len(column)] = 0
    found: Mask = column[places] == values
    return found


def subtract(column: Column, other: Column) -> Column:
    """Leave out what the other column has."""
    return column[~isin(column, other)] if len(other) and len(column) else column


def spans(starts: Column, stops: Column) -> tuple[Column, Column]:
    """List the numbers of each range, and beside each the index of its range.

    >>> spans(np.array([5, 8]), np.array([7, 9]))
    (array([5, 6, 8]), array([0, 0, 1]))
    """
    sizes = stops - starts
    total = int(sizes.sum())
    if not total:
        return EMPTY, EMPTY
    origins = np.repeat(np.arange(len(starts)), sizes)
    shifts = np.arange(total) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return starts[origins] + shifts, origins


def rows_of(column: Column, keys: Column) -> tuple[Column, Column]:
    """Find the codes that start with each key: their places, and the keys' places."""
    starts = np.searchsorted(column, keys << BITS)
    stops = np.searchsorted(column, (keys + 1) << BITS)
    return spans(starts, stops)
