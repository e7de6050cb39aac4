"""Restrictions without a name that are described alike, of which one stands for all.

A file repeats a restriction wherever it is used, thousands of times. By scm-svf1, -avf1
and -hv each of n is found to be a subclass of each: n * n triples that say nothing. So
only one is reasoned about, and what follows is written of that one. As a blank node
says no more than that there is something, nothing is lost (RDF 1.1 Semantics, section
5: a graph is entailed by a leaner one of which it is an instance).

That holds of a node of which nothing else is said but by axioms whose rules would find
the same of the others, its property being declared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt
from pyoxigraph import BlankNode

from kg.names import named
from kg.reason.axioms import table
from kg.reason.columns import (
    EMPTY,
    Column,
    Columns,
    Mask,
    distinct,
    isin,
    left,
    pack,
    right,
    union,
    unique,
)
from kg.reason.terms import Terms
from kg.reason.transitive import strong_components

_PARTS = 2  # of a restriction: its property, and what is said of the values
_FACTORS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xD6E8FEB86659FD93], np.uint64
)


@dataclass(frozen=True)
class Alike:
    """Which blank nodes stand for which others.

    On what is said of `concerned` it depends; `chosen` stands beside each of the
    `others`, for which it stands.
    """

    concerned: Column = field(default_factory=EMPTY.copy)
    others: Column = field(default_factory=EMPTY.copy)
    chosen: Column = field(default_factory=EMPTY.copy)

    def of(self, ids: Column) -> Column:
        """Write ids that another stands for as that."""
        if not len(self.others):
            return ids
        places = np.minimum(np.searchsorted(self.others, ids), len(self.others) - 1)
        return np.where(self.others[places] == ids, self.chosen[places], ids)

    def pairs(self, codes: Column) -> Column:
        """Write pairs so; the result is not sorted."""
        return pack(self.of(left(codes)), self.of(right(codes)))

    @cached_property
    def heads(self) -> dict[int, int]:
        """Pair the others with those that stand for them."""
        return dict(zip(self.others.tolist(), self.chosen.tolist(), strict=True))

    @cached_property
    def classes(self) -> dict[int, list[int]]:
        """List, by those that stand for others, all of them."""
        found = {number: [number] for number in self.chosen.tolist()}
        for other, one in self.heads.items():
            found[one].append(other)
        return found

    def touches(self, codes: Column) -> Mask:
        """Tell of each pair whether another stands for a part of it."""
        return isin(left(codes), self.others) | isin(right(codes), self.others)

    def concerns(self, ids: Column) -> bool:
        """Tell whether some of the ids stand for others, or others for them."""
        return bool((isin(ids, self.others) | np.isin(ids, self.chosen)).any())

    def is_same(self, other: Alike) -> bool:
        """Tell whether the same stand for the same."""
        return np.array_equal(self.others, other.others) and np.array_equal(
            self.chosen, other.chosen
        )


def alike(columns: Columns, terms: Terms) -> Alike:
    """Find the restrictions of a graph that are described alike.

    The one that has the first label stands for the others.

    >>> from pyoxigraph import RdfFormat, parse
    >>> text = '''
    ... prefix owl: <http://www.w3.org/2002/07/owl#>
    ... <tag:p> a owl:ObjectProperty .
    ... _:a owl:onProperty <tag:p> ; owl:someValuesFrom <tag:C> .
    ... _:b owl:onProperty <tag:p> ; owl:someValuesFrom <tag:C> .
    ... '''
    >>> from kg.reason.database import by_predicate
    >>> terms = Terms()
    >>> triples = [quad.triple for quad in parse(text, RdfFormat.TURTLE)]
    >>> found = alike(dict(by_predicate(*terms.encode(triples))), terms)
    >>> [str(terms[number]) for number in (*found.others, *found.chosen)]
    ['_:b', '_:a']
    """
    described = described_by(columns, terms)
    if not len(described):
        return Alike()
    on = columns[terms.find(named("owl:onProperty")) or 0]
    concerned = union([described, right(on)])
    parts = _Graph(columns, terms, described).repeated()
    chosen = dict(sorted(_chosen(parts, terms)))
    others = np.array([*chosen], np.int64)
    return Alike(concerned, others, np.array([*chosen.values()], np.int64))


def described_by(columns: Columns, terms: Terms) -> Column:
    """List the blank nodes that are restrictions."""
    on = columns.get(terms.find(named("owl:onProperty")) or 0, EMPTY)
    found = distinct(left(on))
    is_blank = (isinstance(terms[number], BlankNode) for number in found.tolist())
    return found[np.fromiter(is_blank, np.bool_, len(found))]


class _Graph:
    """What describes the blank nodes that another may stand for."""

    def __init__(self, columns: Columns, terms: Terms, described: Column) -> None:
        self._is_fit: Mask = np.zeros(len(terms), np.bool_)
        self._is_fit[described] = True
        describing = _ids(terms, "as subject", "describes")
        self._leave_out(columns, terms, describing)
        own = [p for p in columns if p in describing]
        fit = [codes[self._is_fit[left(codes)]] for codes in (columns[p] for p in own)]
        codes = np.concatenate([EMPTY, *fit])
        names = np.repeat(np.array(own, np.int64), [*map(len, fit)])
        order = np.argsort(left(codes), kind="stable")
        codes = codes[order]
        self._nodes, self._names = left(codes), names[order]
        self._objects = right(codes)

    def _leave_out(self, columns: Columns, terms: Terms, describing: set[int]) -> None:
        """Leave out nodes of which more is said, or less."""
        subjects = describing | _ids(terms, "as subject", "may")
        objects = _ids(terms, "as object", "may", "follows")
        for predicate, codes in columns.items():
            if predicate not in subjects:
                self._is_fit[left(codes)] = False
            if predicate not in objects:
                self._is_fit[right(codes)] = False
        is_a = terms.find(named("rdf:type"))
        parts = [c for p, c in columns.items() if p in describing and p != is_a]
        on = columns[terms.find(named("owl:onProperty")) or 0]
        for codes, count in ((on, 1), (np.concatenate(parts), _PARTS)):
            self._is_fit &= np.bincount(left(codes), minlength=len(terms)) == count
        undeclared = ~isin(right(on), _declared(columns, terms))
        self._is_fit[left(on)[undeclared]] = False

    def repeated(self) -> dict[int, list[tuple[int, int]]]:
        """Pair nodes with what describes them, where that may describe another."""
        found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        kept = self._is_repeated()
        rows = (self._nodes[kept], self._names[kept], self._objects[kept])
        for node, *part in zip(*(row.tolist() for row in rows), strict=True):
            found[node].append((part[0], part[1]))
        return found

    def _is_repeated(self) -> Mask:
        """Tell of each part whether its node has a twin, other nodes in it aside."""
        starts = np.flatnonzero(np.diff(self._nodes, prepend=-1))
        if not len(starts):
            return np.zeros(0, np.bool_)
        objects = np.where(self._is_fit[self._objects], 0, self._objects)
        marks = np.add.reduceat(_mixed(self._names, objects), starts)
        _, places, counts = np.unique(marks, return_inverse=True, return_counts=True)
        sizes = np.diff(starts, append=len(self._nodes))
        found: Mask = np.repeat(counts[places] > 1, sizes)
        return found


def _mixed(names: Column, objects: Column) -> npt.NDArray[np.uint64]:
    """Make one number of two; few pairs, if any, have the same."""
    one, two = (column.astype(np.uint64) for column in (names, objects))
    mixed = (one * _FACTORS[0]) ^ (two * _FACTORS[1])
    marks: npt.NDArray[np.uint64] = (mixed ^ (mixed >> np.uint64(29))) * _FACTORS[2]
    return marks


def _chosen(
    parts: Mapping[int, Sequence[tuple[int, int]]], terms: Terms
) -> Iterator[tuple[int, int]]:
    """Pair nodes with those that stand for them."""
    heads: dict[frozenset[tuple[int, int]], int] = {}
    head: dict[int, int] = {}
    classes: defaultdict[int, list[int]] = defaultdict(list)
    for node in _from_below(parts):
        described = frozenset((name, head.get(o, o)) for name, o in parts[node])
        head[node] = heads.setdefault(described, node)
        classes[head[node]].append(node)
    for members in classes.values():
        first = min(members, key=lambda number: str(terms[number]))
        yield from ((node, first) for node in members if node != first)


def _from_below(parts: Mapping[int, Sequence[tuple[int, int]]]) -> Iterator[int]:
    """Give nodes after those that describe them; none that describe themselves."""
    nodes = [*parts]
    places = {node: place for place, node in enumerate(nodes)}
    successors = [[places[o] for _, o in parts[n] if o in places] for n in nodes]
    for members in strong_components(successors):
        if len(members) == 1 and members[0] not in successors[members[0]]:
            yield nodes[members[0]]


def _declared(columns: Columns, terms: Terms) -> Column:
    """List the properties that are declared to be such."""
    kinds = (
        terms.find(named(f"owl:{kind}Property")) for kind in ("Object", "Datatype")
    )
    known = np.array([kind for kind in kinds if kind is not None], np.int64)
    types = columns.get(terms.find(named("rdf:type")) or 0, EMPTY)
    return unique(left(types[np.isin(right(types), known)]))


def derived(terms: Terms) -> set[int]:
    """List the predicates that the rules repeat for all nodes described alike."""
    return _ids(terms, "as object", "follows")


def _ids(terms: Terms, place: str, *words: str) -> set[int]:
    """List the predicates of a kind, as far as they occur."""
    rows = (row["term"] for row in _rows() if row[place] in words)
    found = (terms.find(named(curie)) for curie in rows)
    return {number for number in found if number is not None}


@cache
def _rows() -> list[dict[str, str]]:
    return list(table("described.tsv"))
