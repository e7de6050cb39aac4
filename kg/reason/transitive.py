"""Transitive closure: strongly connected components, then one pass from the sinks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from kg.reason.budget import Budget
from kg.reason.columns import (
    EMPTY,
    Column,
    isin,
    left,
    pack,
    right,
    spans,
    union,
    unique,
)
from kg.reason.relation import Relation

_FEW = 64  # edges that are better put in one by one
_EACH = 1000  # pairs: closing so many costs about as much as to put one edge in


def closure(edges: Column, budget: Budget) -> Column:
    """Find all pairs that a path of the edges connects.

    Raises SizeError where they are more than the budget allows.

    >>> found = closure(np.array([1 << 32 | 2, 2 << 32 | 3]), Budget("p"))
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
    return _pairs(nodes, *_reached(successors, budget))


def _pairs(nodes: Column, origins: list[int], rows: list[Column]) -> Column:
    if not rows:
        return EMPTY
    sizes = np.fromiter(map(len, rows), np.int64, len(rows))
    sources = np.repeat(nodes[np.array(origins, np.int64)], sizes)
    return np.sort(pack(sources, nodes[np.concatenate(rows)]))


def _reached(
    successors: Sequence[Sequence[int]], budget: Budget
) -> tuple[list[int], list[Column]]:
    """List, for nodes that reach any, what they reach: (nodes, columns beside them)."""
    found: list[tuple[int, Column]] = []
    count = 0
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
            count += len(reached) * len(members)
            budget.check(count)
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

    __slots__ = ("budget", "edges", "relation")

    def __init__(self, relation: Relation, budget: Budget) -> None:
        self.relation = relation
        self.budget = budget
        self.edges = Relation()

    def add(self, codes: Column) -> Column:
        """Add edges; give the pairs that are new, and in the relation by now."""
        codes = self.relation.without(codes)
        self.edges.add(codes)
        if len(codes) > max(_FEW, len(self.relation) // _EACH) or not len(
            self.relation
        ):
            new = (
                self.relation.without(closure(self.edges.pairs(), self.budget))
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
        new = self.relation.without(closure(self.edges.pairs(), self.budget))
        self.relation.add(new)
        return new

    def remove(self, codes: Column) -> None:
        """Take pairs out, edges or not."""
        self.edges.remove(codes)
        self.relation.remove(codes)

    def dependent(self, codes: Column) -> Column:
        """Find the pairs that have an edge of these on a path between them."""
        edges = codes[self.edges.contains(codes)]
        before, rows = self.relation.follow(left(edges), back=True)
        after, places = self.relation.follow(right(edges))
        own = np.arange(len(edges))
        sources, rows = np.append(before, left(edges)), np.append(rows, own)
        targets, places = np.append(after, right(edges)), np.append(places, own)
        sizes = np.bincount(places, minlength=len(edges))
        if int(sizes[rows].sum()) > len(self.relation):
            return self._between(unique(sources), unique(targets))
        order = np.argsort(places, kind="stable")
        starts = np.cumsum(sizes) - sizes
        found, origins = spans(starts[rows], starts[rows] + sizes[rows])
        return unique(pack(sources[origins], targets[order][found]))

    def _between(self, sources: Column, targets: Column) -> Column:
        found, rows = self.relation.follow(sources)
        mask = isin(found, targets)
        return unique(pack(sources[rows[mask]], found[mask]))

    def restore(self, codes: Column, edges: Column) -> Column:
        """Put edges back, and those of the pairs that a path connects; give both."""
        self.edges.add(edges)
        self.relation.add(edges)
        steps, rows = self.edges.follow(left(codes))
        connected = self.relation.contains(pack(steps, right(codes)[rows]))
        new = self.relation.without(unique(codes[rows[connected]]))
        found = [edges]
        new = union([new, edges])
        while len(new):
            self.relation.add(self.relation.without(new))
            found.append(new)
            sources, rows = self.edges.follow(left(new), back=True)
            ends = unique(pack(sources, right(new)[rows]))
            new = self.relation.without(ends[isin(ends, codes)])
        return union(found)
