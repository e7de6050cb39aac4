"""The difference of two graphs, as facts and as quads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.diff.blank import renamed
from kg.diff.snapshot import Said, Snapshot

Graph = NamedNode | DefaultGraph


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that came, went, or is said otherwise: with what is said before and after.

    A fact that came has no `old`, one that went no `new`. Both differ where a literal
    was replaced by another, and are one where only what is said of it is not.
    """

    old: Triple | None
    new: Triple | None
    before: tuple[Said, ...] = ()
    after: tuple[Said, ...] = ()

    @property
    def triple(self) -> Triple:
        found = self.new or self.old
        if found is None:
            raise TypeError(self)  # a change of nothing
        return found


@dataclass(frozen=True, slots=True)
class Difference:
    """What leads from one graph to another: what is stated, what follows, all quads."""

    stated: tuple[Change, ...]
    inferred: tuple[Change, ...]
    added: frozenset[Quad]
    removed: frozenset[Quad]

    @property
    def is_empty(self) -> bool:
        """Say that both graphs say the same; how they describe themselves is aside."""
        return not self.stated and not self.inferred


def compare(old: Snapshot, new: Snapshot) -> Difference:
    """Find what has changed from one graph to the other.

    Where one of them is a file of triples, what is stated and what was inferred count
    as one; the sentences are compared where both have them.
    """
    is_flat = old.is_flat or new.is_flat
    removed, added = _unlike(old, new, is_flat=is_flat)
    inferred: tuple[Change, ...] = ()
    if not is_flat:
        went = _of_graph(removed, old.store.names.graph("inferred"))
        came = _of_graph(added, new.store.names.graph("inferred"))
        inferred = tuple(_paired(went, came, old, new))
    stated = _stated(removed, added, old, new)
    if not is_flat:
        removed, added = map(_named, (removed, added))
    return Difference(stated, inferred, frozenset(added), frozenset(removed))


def _stated(
    removed: set[Quad], added: set[Quad], old: Snapshot, new: Snapshot
) -> tuple[Change, ...]:
    went, came = (_of_graph(quads, DefaultGraph()) for quads in (removed, added))
    found = [*_paired(went, came, old, new)]
    if old.said and new.said:
        told = {c.old for c in found} | {c.new for c in found}
        found += [c for c in _said_otherwise(old, new) if c.triple not in told]
    return tuple(sorted(found, key=lambda change: str(change.triple)))


def _named(quads: set[Quad]) -> set[Quad]:
    """Leave out a store's default graph, which holds what the asserted graphs do."""
    return {quad for quad in quads if quad.graph_name != DefaultGraph()}


def _unlike(
    old: Snapshot, new: Snapshot, *, is_flat: bool
) -> tuple[set[Quad], set[Quad]]:
    """Give the quads of each that the other has not."""
    blank = [{*renamed(_rows(side, is_flat, is_blank=True))} for side in (old, new)]
    removed = {q for q in _rows(old, is_flat) if not _has(new, q, is_flat)}
    added = {q for q in _rows(new, is_flat) if not _has(old, q, is_flat)}
    return removed | (blank[0] - blank[1]), added | (blank[1] - blank[0])


def _rows(side: Snapshot, is_flat: bool, *, is_blank: bool = False) -> Iterator[Quad]:  # noqa: FBT001 - as it goes through all of these
    """Read what has blank nodes, or what has none; if flat, as one graph of triples."""
    quads = chain(*_found(side)) if is_flat else side.store.quads
    for quad in quads:
        ends = (quad.subject, quad.object)
        if any(isinstance(end, BlankNode) for end in ends) is is_blank:
            yield _merged(quad) if is_flat else quad


def _found(side: Snapshot) -> Iterator[Iterable[Quad]]:
    for graph in (DefaultGraph(), side.store.names.graph("inferred")):
        yield side.store.quads.quads_for_pattern(None, None, None, graph)


def _has(side: Snapshot, quad: Quad, is_flat: bool) -> bool:  # noqa: FBT001 - as above
    if quad in side.store.quads:
        return True
    if not is_flat:
        return False
    subject, predicate, value = quad.triple
    inferred = side.store.names.graph("inferred")
    return Quad(subject, predicate, value, inferred) in side.store.quads


def _merged(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())


def _of_graph(quads: Iterable[Quad], graph: Graph) -> set[Triple]:
    return {quad.triple for quad in quads if quad.graph_name == graph}


def _paired(
    went: set[Triple], came: set[Triple], old: Snapshot, new: Snapshot
) -> Iterator[Change]:
    """Make changes of triples; the one literal in the place of another is one."""
    places, others = _values(went), _values(came)
    replaced = {places[place]: others[place] for place in places.keys() & others.keys()}
    for triple in sorted(went, key=str):
        other = replaced.get(triple)
        yield Change(triple, other, _of(old, triple), _of(new, other or triple))
    for triple in sorted(came - {*replaced.values()}, key=str):
        yield Change(None, triple, _of(old, triple), _of(new, triple))


def _values(triples: set[Triple]) -> dict[object, Triple]:
    """Find the literals that are alone in their places, by these."""
    places = defaultdict[object, list[Triple]](list)
    for triple in triples:
        if isinstance(triple.object, Literal):
            places[triple.subject, triple.predicate].append(triple)
    return {place: found[0] for place, found in places.items() if len(found) == 1}


def _said_otherwise(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    """Find the triples of which other things are said; in the default graph or not."""
    for triple in {*old.said, *new.said}:
        before, after = (side.said.get(triple, frozenset()) for side in (old, new))
        if before != after:
            gone, fresh = sorted(before - after), sorted(after - before)
            yield Change(triple, triple, tuple(gone), tuple(fresh))


def _of(side: Snapshot, triple: Triple) -> tuple[Said, ...]:
    return tuple(sorted(side.said.get(triple, ())))
