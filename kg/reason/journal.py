"""What came and went in a database since the journal was begun."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from kg.reason.columns import Column, union


class Journal:
    """Pairs that came and went, and the classes of equal terms that are no more."""

    def __init__(self) -> None:
        self._came: defaultdict[int, list[Column]] = defaultdict(list)
        self._went: defaultdict[int, list[Column]] = defaultdict(list)
        self.former: dict[int, tuple[int, ...]] = {}

    def came(self, predicate: int, codes: Column) -> None:
        """Note pairs that were not there."""
        if len(codes):
            self._came[predicate].append(codes)

    def went(self, predicate: int, codes: Column) -> None:
        """Note pairs that were there."""
        if len(codes):
            self._went[predicate].append(codes)

    def net(self) -> tuple[dict[int, Column], dict[int, Column]]:
        """Give what came and is there, and what was there and went."""
        names = dict.fromkeys([*self._came, *self._went])
        both = {name: _net(self._came[name], self._went[name]) for name in names}
        came = {name: found for name, (found, _) in both.items()}
        return came, {name: found for name, (_, found) in both.items()}


def _net(came: list[Column], went: list[Column]) -> tuple[Column, Column]:
    """Leave out what came as often as it went: a pair does both in turn."""
    if not came or not went:
        return union(came), union(went)
    codes = np.concatenate([*came, *went])
    signs = np.ones(len(codes))
    signs[sum(map(len, came)) :] = -1
    found, places = np.unique(codes, return_inverse=True)
    counts = np.bincount(places, signs)
    return found[counts > 0], found[counts < 0]
