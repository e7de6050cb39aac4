"""Figures as quads of the metadata graph (VoID, and SIB's extension for datatypes).

Each part has a node of its own, named by a digest of its path, so that a change finds
what it has to write anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad

from kg.metadata.figures import Axis, Figure, Figures, Part
from kg.names import Names
from kg.rdf import Pair, quads
from kg.rdf.terms import integer, iri
from kg.store import Journal

_PARTED: Mapping[Axis, tuple[str, str]] = {
    Axis.PROPERTY: ("void:propertyPartition", "void:property"),
    Axis.CLASS: ("void:classPartition", "void:class"),
    Axis.DATATYPE: ("void-ext:datatypePartition", "void-ext:datatype"),
}
"""How a part hangs on the whole, and what names that which it is parted by."""
MEASURES = (
    "triples",
    "entities",
    "distinctSubjects",
    "distinctObjects",
    "properties",
    "classes",
)

_PARTS = ".well-known/void#part-"


@cache
def _hanging() -> frozenset[NamedNode]:
    return frozenset(map(iri, ["void:subset", *(how for how, _ in _PARTED.values())]))


@cache
def _measuring() -> frozenset[NamedNode]:
    return frozenset(iri(f"void:{measure}") for measure in MEASURES)


class Description:
    """What a metadata graph says of a dataset and its parts."""

    def __init__(self, journal: Journal, names: Names, dataset: NamedNode) -> None:
        self._journal = journal
        self._names = names
        self._graph = names.graph("metadata")
        self.dataset = dataset

    def number(self, measure: str, part: Part = ()) -> int:
        """Read a figure; 0 where none is written."""
        node, predicate = self._node(part), iri(f"void:{measure}")
        found = self._journal.quads.quads_for_pattern(
            node, predicate, None, self._graph
        )
        return sum(int(q.object.value) for q in found if isinstance(q.object, Literal))

    def state(self, figures: Figures) -> None:
        """Write figures in the place of all that are written."""
        self._forget(self.dataset)
        self.revise(figures)

    def revise(self, change: Figures) -> None:
        """Add a change to the figures that are written; what comes to 0 is gone."""
        gone: list[Quad] = []
        fresh: list[Quad] = []
        for part in {figure.part: None for figure, by in change.items() if by}:
            old = {measure: self.number(measure, part) for measure in MEASURES}
            new = {m: n + change[Figure(part, m)] for m, n in old.items()}
            gone.extend(self._quads(part, old))
            fresh.extend(self._quads(part, new))
        kept = set(fresh).intersection(gone)
        for quad in gone:
            if quad not in kept:
                self._journal.remove(quad)
        self._journal.extend(quad for quad in fresh if quad not in kept)

    def _forget(self, node: NamedNode) -> None:
        """Remove the parts below a node, and what is counted of it."""
        for quad in list(self._of(node)):
            part = self._part(quad)
            if part is not None:
                self._forget(part)
                self._journal.remove(quad)
                for rest in list(self._of(part)):
                    self._journal.remove(rest)
            elif quad.predicate in _measuring():
                self._journal.remove(quad)

    def _part(self, quad: Quad) -> NamedNode | None:
        """Give the part that a quad is about; a named graph is a subset, and none."""
        below = quad.object
        if quad.predicate not in _hanging() or not isinstance(below, NamedNode):
            return None
        is_part = below.value.startswith(self._names.base + _PARTS)
        return below if is_part else None

    def _of(
        self, node: NamedNode, predicate: NamedNode | None = None
    ) -> Iterator[Quad]:
        find = self._journal.quads.quads_for_pattern
        return find(node, predicate, None, self._graph)

    def _quads(self, part: Part, numbers: Mapping[str, int]) -> Iterator[Quad]:
        counted = {measure: number for measure, number in numbers.items() if number}
        if not counted:
            return
        yield from self._place(part)
        pairs = ((f"void:{measure}", integer(n)) for measure, n in counted.items())
        yield from quads(self._node(part), pairs, self._graph)

    def _place(self, part: Part) -> Iterator[Quad]:
        """Say what a part is a part of, and by what."""
        if not part:
            pairs: tuple[Pair, ...] = (("rdf:type", iri("void:Dataset")),)
        elif part[0][0] is Axis.LINKS:
            pairs = self._linkset(part)
            yield self._below(self.dataset, "void:subset", part)
        else:
            *whole, (axis, term) = part
            hanging, naming = _PARTED[axis]
            yield self._below(self._node(tuple(whole)), hanging, part)
            pairs = ((naming, term),)
        yield from quads(self._node(part), pairs, self._graph)

    def _linkset(self, part: Part) -> tuple[Pair, ...]:
        (_, predicate), (_, target) = part
        return (
            ("rdf:type", iri("void:Linkset")),
            ("void:subjectsTarget", self.dataset),
            ("void:linkPredicate", predicate),
            ("void:objectsTarget", target),
        )

    def _below(self, whole: NamedNode, hanging: str, part: Part) -> Quad:
        return Quad(whole, iri(hanging), self._node(part), self._graph)

    def _node(self, part: Part) -> NamedNode:
        if not part:
            return self.dataset
        path = "\n".join([self.dataset.value, *(f"{a} {t.value}" for a, t in part)])
        digest = hashlib.sha256(path.encode()).hexdigest()[:16]
        return NamedNode(f"{self._names.base}{_PARTS}{digest}")
