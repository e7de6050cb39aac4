"""Transitive closure: strongly connected components, then one pass from the sinks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from kg.reason.columns import (
    EMPTY,
    Column,
    left,
    pack,
    right,
    subtract,
    union,
    unique,
)
from kg.reason.relation import Relation

_FEW = 64  # edges that are better put in one by one


def closure(edges: Column) -> Column:
    """Find all pairs that a path of the edges connects.

    >>> found = closure(np.array([1 << 32 | 2, 2 << 32 | 3]))
    >>> list(zip(left(found).tolist(), right(found).tolist()))
    [(1, 2), (1, 3), (2, 3)]
    """
    if not len(edges):
        return EMPTY
    nodes = unique(np.concatenate([left(edges), right(edges)]))
    sources = np.searchsorted(nodes, left(edges))
    targets = np.searchsorted(nodes, right(edges))
    bounds = np.searchsorted(sources, np.arange(len(nodes) + 1)).tolist()
    out = targets.tolist()
    successors = [out[i:j] for i, j in pairwise(bounds)]
    return _pairs(nodes, *_reached(successors))


def _pairs(nodes: Column, origins: list[int], rows: list[Column]) -> Column:
    if not rows:
        return EMPTY
    sizes = np.fromiter(map(len, rows), np.int64, len(rows))
    sources = np.repeat(nodes[np.array(origins, np.int64)], sizes)
    return np.sort(pack(sources, nodes[np.concatenate(rows)]))


def _reached(successors: Sequence[Sequence[int]]) -> tuple[list[int], list[Column]]:
    """List, for nodes that reach any, what they reach: (nodes, columns beside them)."""
    found: list[tuple[int, Column]] = []
    components: list[int] = [0] * len(successors)
    inclusive: list[Column] = []  # what a component reaches, and itself
    for number, members in enumerate(strong_components(successors)):
        for node in members:
            components[node] = number
        after = {components[o] for node in members for o in successors[node]}
        is_cycle = number in after
        row = _joined([inclusive[other] for other in after - {number}])
        own = np.array(members, np.int64)
        inclusive.append(np.concatenate([own, row]))
        reached = inclusive[-1] if is_cycle else row
        if len(reached):
            found += ((node, reached) for node in members)
    return [node for node, _ in found], [row for _, row in found]


def _joined(rows: list[Column]) -> Column:
    if len(rows) == 1:
        return rows[0]
    return union(rows)


def strong_components(successors: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Give the strongly connected components of a graph, sinks first.

    This is Tarjan's algorithm without recursion.

    >>> list(strong_components([[1], [0, 2], []]))
    [[2], [1, 0]]
    """
    search = _Search(successors)
    for node in range(len(successors)):
        if not search.order[node]:
            yield from search.visit(node)


class _Search:
    """What a depth-first search knows."""

    def __init__(self, successors: Sequence[Sequence[int]]) -> None:
        self.successors = successors
        self.order = [0] * len(successors)  # when a node was found, from 1
        self.low = [0] * len(successors)  # the earliest that it leads back to
        self.open: list[int] = []
        self.is_open = bytearray(len(successors))
        self.count = 0

    def visit(self, root: int) -> Iterator[list[int]]:
        trail = [(root, self._enter(root))]
        while trail:
            node, rest = trail[-1]
            child = self._next(node, rest)
            if child is not None:
                trail.append((child, self._enter(child)))
                continue
            trail.pop()
            if trail:
                above = trail[-1][0]
                self.low[above] = min(self.low[above], self.low[node])
            if self.low[node] == self.order[node]:
                yield self._close(node)

    def _enter(self, node: int) -> Iterator[int]:
        self.count += 1
        self.order[node] = self.low[node] = self.count
        self.open.append(node)
        self.is_open[node] = 1
        return iter(self.successors[node])

    def _next(self, node: int, rest: Iterator[int]) -> int | None:
        for child in rest:
            if not self.order[child]:
                return child
            if self.is_open[child]:
                self.low[node] = min(self.low[node], self.order[child])
        return None

    def _close(self, node: int) -> list[int]:
        members: list[int] = []
        while not members or members[-1] != node:
            members.append(self.open.pop())
            self.is_open[members[-1]] = 0
        return members


class Transitive:
    """A relation that is its own closure, kept as such while edges are added.

    An edge is a pair that was none of the closure when it came.
    """

    __slots__ = ("edges", "relation")

    def __init__(self, relation: Relation) -> None:
        self.relation = relation
        self.edges = Relation()

    def add(self, codes: Column) -> Column:
        """Add edges; give the pairs that are new, and in the relation by now."""
        codes = self.relation.without(codes)
        self.edges.add(codes)
        if len(codes) > _FEW or not len(self.relation):
            new = (
                self.relation.without(closure(self.edges.pairs()))
                if len(codes)
                else EMPTY
            )
            self.relation.add(new)
            return new
        return union([self._add_one(int(code)) for code in codes])

    def _add_one(self, code: int) -> Column:
        """Connect whatever leads to the edge with whatever it leads to."""
        edge = np.array([code], np.int64)
        sources = self._around(left(edge), back=True)
        targets = self._around(right(edge), back=False)
        pairs = pack(sources[:, None], targets[None, :]).ravel()
        new = self.relation.without(pairs)
        self.relation.add(new)
        return new

    def _around(self, node: Column, *, back: bool) -> Column:
        partners, _ = self.relation.follow(node, back=back)
        return unique(np.concatenate([node, partners]))

    def close(self) -> Column:
        """Take all pairs of the relation as edges; give the pairs that are new."""
        self.edges.add(self.edges.without(self.relation.pairs()))
        new = self.relation.without(closure(self.edges.pairs()))
        self.relation.add(new)
        return new

    def remove(self, codes: Column) -> None:
        """Take pairs out, edges or not."""
        self.edges.remove(codes)
        self.relation.remove(codes)

    def restore(self, codes: Column) -> Column:
        """Put back those pairs that a path connects; give them."""
        found = [EMPTY]
        while len(codes):
            steps, rows = self.edges.follow(left(codes))
            ends = right(codes)[rows]
            connected = self.relation.contains(pack(steps, ends)) | (steps == ends)
            found.append(unique(codes[rows[connected]]))
            if not len(found[-1]):
                break
            self.relation.add(found[-1])
            codes = subtract(codes, found[-1])
        return union(found)
