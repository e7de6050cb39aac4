"""How much of what a set of triples holds, in the terms of VoID.

A figure belongs to a part of the set, which is a path into it: all of it is `()`, the
triples by a property `((property, p),)`, the members of a class `((class, c),)`, what
these have by the property `((class, c), (property, p))`, and of that what leads to
members of a class, or to literals of a datatype, one step more. Links into another
dataset are a part, too: `((links, p), (target, t))`.

Most figures are sums over triples, by what their nodes are; the others count terms that
are there at all. So figures of a change are made of what the change touches.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from itertools import chain
from typing import NamedTuple, Protocol, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.rdf.terms import iri

Node: TypeAlias = NamedNode | BlankNode | Triple
Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
TYPE = iri("rdf:type")


class Axis(StrEnum):
    """By what a set is parted."""

    PROPERTY = "property"
    CLASS = "class"
    DATATYPE = "datatype"
    LINKS = "links"
    TARGET = "target"


Step: TypeAlias = tuple[Axis, NamedNode]
Part: TypeAlias = tuple[Step, ...]


class Figure(NamedTuple):
    """What is counted of which part; `measure` is a property of VoID."""

    part: Part
    measure: str


Figures: TypeAlias = Counter[Figure]


class Moment(Protocol):
    """A set of triples as it is, or was; None stands for any term."""

    def match(
        self, s: Node | None = None, p: NamedNode | None = None, o: Term | None = None
    ) -> Iterator[Triple]: ...


class Distinct(NamedTuple):
    """Terms that are counted once: those in the places that are marked.

    `by_property` counts them for each property, else for all together; `typing` looks
    at rdf:type alone.
    """

    measure: str
    subject: bool = False
    object: bool = False
    by_property: bool = False
    typing: bool = False

    def key(self, triple: Triple) -> Key | None:
        """Give the pattern of what counts as one with a triple."""
        s, p, o = triple
        if self.typing and p != TYPE:
            return None
        is_bound = self.by_property or self.typing or not (self.subject or self.object)
        return Key(
            s if self.subject else None,
            p if is_bound else None,
            o if self.object else None,
        )

    def figure(self, triple: Triple) -> Figure:
        part = ((Axis.PROPERTY, triple.predicate),) if self.by_property else ()
        return Figure(part, self.measure)


class Key(NamedTuple):
    """A pattern; None stands for any term."""

    s: Node | None
    p: NamedNode | None
    o: Term | None


OF_SET = (
    Distinct("distinctSubjects", subject=True),
    Distinct("distinctObjects", object=True),
    Distinct("properties"),
    Distinct("classes", object=True, typing=True),
    Distinct("entities", subject=True, typing=True),
)
OF_PROPERTY = (
    Distinct("distinctSubjects", subject=True, by_property=True),
    Distinct("distinctObjects", object=True, by_property=True),
)
Target: TypeAlias = Callable[[NamedNode], NamedNode | None]
"""Tells which of the datasets that we link to a node belongs to."""
_Types: TypeAlias = frozenset[NamedNode]


class _Sort(NamedTuple):
    """All that a sum asks of a triple; there are few sorts among many triples."""

    types: _Types
    predicate: NamedNode
    kinds: frozenset[Step]
    target: NamedNode | None


def sums(
    triples: Iterable[Triple], types: Callable[[Node], _Types], target: Target
) -> Figures:
    """Add up what triples contribute, each by itself."""
    sorts: Counter[_Sort] = Counter()
    found: Figures = Counter()
    for triple in triples:
        sorts[_sort(triple, types, target)] += 1
        if triple.predicate == TYPE and isinstance(triple.object, NamedNode):
            found[Figure(((Axis.CLASS, triple.object),), "entities")] += 1
    for sort, number in sorts.items():
        for part in _parts(sort):
            found[Figure(part, "triples")] += number
    return found


def _sort(triple: Triple, types: Callable[[Node], _Types], target: Target) -> _Sort:
    s, p, o = triple
    mine = types(s)
    match o:
        case Literal():
            return _Sort(mine, p, frozenset({(Axis.DATATYPE, o.datatype)}), None)
        case NamedNode():
            kinds = frozenset((Axis.CLASS, found) for found in types(o))
            return _Sort(mine, p, kinds, target(o))
        case BlankNode():
            kinds = frozenset((Axis.CLASS, found) for found in types(o))
            return _Sort(mine, p, kinds, None)
        case _:
            return _Sort(mine, p, frozenset(), None)


def _parts(sort: _Sort) -> Iterator[Part]:
    """List the parts that a triple is in."""
    by_property = (Axis.PROPERTY, sort.predicate)
    yield ()
    yield (by_property,)
    for found in sort.types:
        part = ((Axis.CLASS, found), by_property)
        yield part
        yield from ((*part, kind) for kind in sort.kinds)
    if sort.target is not None:
        yield ((Axis.LINKS, sort.predicate), (Axis.TARGET, sort.target))


class Change(NamedTuple):
    """What came to a set of triples, and what left it."""

    added: frozenset[Triple]
    removed: frozenset[Triple]

    def triples(self) -> Iterator[Triple]:
        return chain(self.added, self.removed)


def changed_sums(
    before: Moment, after: Moment, change: Change, target: Target
) -> Figures:
    """Say by how much sums differ: of what changed, and of what nodes have that did."""
    retyped = {t.subject for t in change.triples() if t.predicate == TYPE}
    found = _touched(after, change.added, retyped, target)
    found.subtract(_touched(before, change.removed, retyped, target))
    return found


def _touched(
    moment: Moment, changed: frozenset[Triple], retyped: set[Node], target: Target
) -> Figures:
    touched = set(changed)
    for node in retyped:
        touched.update(moment.match(s=node), moment.match(o=node))
    return sums(touched, types_in(moment), target)


def types_in(moment: Moment) -> Callable[[Node], _Types]:
    """Look the classes of nodes up, each once."""
    known: dict[Node, _Types] = {}

    def types(node: Node) -> _Types:
        if node not in known:
            classes = (triple.object for triple in moment.match(s=node, p=TYPE))
            known[node] = frozenset(c for c in classes if isinstance(c, NamedNode))
        return known[node]

    return types


def changed_distinct(
    before: Moment, after: Moment, change: Change, counted: tuple[Distinct, ...]
) -> Figures:
    """Say by how much counts of terms differ: by those that came or went for good."""
    found: Figures = Counter()
    for distinct in counted:
        keys = {
            key: distinct.figure(triple)
            for triple in change.triples()
            if (key := distinct.key(triple)) is not None
        }
        for key, figure in keys.items():
            found[figure] += _is_there(after, key) - _is_there(before, key)
    return found


def _is_there(moment: Moment, key: Key) -> bool:
    return next(moment.match(key.s, key.p, key.o), None) is not None
