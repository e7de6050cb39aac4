"""The difference of two graphs, as facts and as quads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.diff.rows import unlike
from kg.diff.snapshot import Said, Snapshot
from kg.names import Names, named

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
    """What leads from one graph to another: what is stated, what follows, and quads.

    The quads are those of all graphs, without what `_carried` leaves out.
    """

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
    removed, added = unlike(old, new)
    stated = (*_in_graph(DefaultGraph(), removed, added, old, new),)
    inferred: tuple[Change, ...] = ()
    if not (old.is_flat or new.is_flat):
        graph = old.store.names.graph("inferred")
        inferred = (*_in_graph(graph, removed, added, old, new),)
        removed, added = (
            _carried(quads, old.store.names) for quads in (removed, added)
        )
    if old.has_sentences and new.has_sentences:
        told = {c.old for c in stated} | {c.new for c in stated}
        others = _said_otherwise(removed | added, old, new)
        stated = (*stated, *(c for c in others if c.triple not in told))
    ordered = sorted(stated, key=lambda change: str(change.triple))
    return Difference(tuple(ordered), inferred, frozenset(added), frozenset(removed))


def _in_graph(
    graph: Graph, removed: set[Quad], added: set[Quad], old: Snapshot, new: Snapshot
) -> Iterator[Change]:
    went, came = (_of_graph(quads, graph) for quads in (removed, added))
    return _paired(went, came, old, new)


def _carried(quads: set[Quad], names: Names) -> set[Quad]:
    """Leave out what is told elsewhere, or again in each build.

    A store's default graph holds what the asserted graphs do; the metadata describe
    the graph as a whole; and a build names its run in each statement.
    """
    apart = {DefaultGraph(), names.graph("metadata")}
    run = named("prov:wasGeneratedBy"), names.graph("evidence")
    return {
        quad
        for quad in quads
        if quad.graph_name not in apart and (quad.predicate, quad.graph_name) != run
    }


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


def _said_otherwise(quads: set[Quad], old: Snapshot, new: Snapshot) -> Iterator[Change]:
    """Find the triples of which other things are said; in the default graph or not."""
    nodes = {quad.subject for quad in quads}
    for triple in old.told_by(nodes) | new.told_by(nodes):
        before, after = (side.said(triple) for side in (old, new))
        if before != after:
            gone, fresh = sorted(before - after), sorted(after - before)
            yield Change(triple, triple, tuple(gone), tuple(fresh))


def _of(side: Snapshot, triple: Triple) -> tuple[Said, ...]:
    return tuple(sorted(side.said(triple)))
