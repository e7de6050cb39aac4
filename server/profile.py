"""All that the graph knows of one node, in the order in which a page tells it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from kg.evidence import Statement, denials, statements
from kg.names import named
from kg.store import Store
from server.cells import Term, curie, label
from server.groups import Graph, Group, Groups, Relation, groups, home, other
from server.links import asked, entity_of

SHOWN = 12
"""How many triples of a relation a page shows before it folds them away."""

PARTS = ("stated", "inferred")
_LINKS = (
    "skos:exactMatch",
    "skos:closeMatch",
    "skos:broadMatch",
    "skos:narrowMatch",
    "skos:relatedMatch",
    "rdfs:seeAlso",
    "dcterms:source",
)
_DESCRIPTIVE = {
    *("rdfs:label", "skos:altLabel", "dcterms:identifier", "rdf:type"),
    *_LINKS,
}


@dataclass(frozen=True, slots=True)
class Line:
    """A triple, its end that is not the page's node, and the statements of it."""

    triple: Triple
    other: Term
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What one relation leads to: its first lines, how many, and where all are."""

    relation: Relation
    lines: tuple[Line, ...]
    count: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a page about a node shows.

    `denied` is stated and does not hold; `foreign` follows for the vocabularies that
    ours is aligned with.
    """

    node: NamedNode
    name: str
    definition: str
    kinds: tuple[NamedNode, ...]
    other_names: tuple[str, ...]
    links: tuple[tuple[str, tuple[NamedNode, ...]], ...]
    stated: tuple[Section, ...]
    denied: tuple[Line, ...]
    inferred: tuple[Section, ...]
    foreign: tuple[Section, ...]


def profile(store: Store, node: NamedNode) -> Profile:
    """Collect what is asserted, denied and inferred of a node."""
    graph, inferred = home(store, node), store.names.graph("inferred")
    own = groups(store, node, graph, outward=True)
    told = [*own.values(), *groups(store, node, graph, outward=False).values()]
    new = [g for way in (True, False) for g in _new(store, node, inferred, outward=way)]
    name = label(node) or curie(node)
    return Profile(
        node=node,
        name=name,
        definition=next(_texts(own, "skos:definition"), ""),
        kinds=tuple(_nodes(own, "rdf:type")),
        other_names=_other_names(name, _texts(own, "skos:altLabel")),
        links=tuple(_links(own)),
        stated=tuple(
            section(store, node, "stated", group)
            for group in told
            if not _is_descriptive(group.relation)
        ),
        denied=tuple(
            Line(t, t.object if t.subject == node else t.subject, found)
            for t, found in denials(store, node)
        ),
        inferred=tuple(section(store, node, "inferred", g) for g in new if _is_ours(g)),
        foreign=tuple(
            section(store, node, "inferred", g) for g in new if not _is_ours(g)
        ),
    )


def section(store: Store, node: NamedNode, part: str, group: Group) -> Section:
    """Show the first triples of a group, and say how many there are."""
    shown = group.triples[:SHOWN]
    return Section(
        relation=group.relation,
        lines=tuple(lines(store, part, group.relation, shown)),
        count=group.count,
        href=asked(
            entity_of(store.names, node),
            relation=curie(group.relation.predicate),
            direction=group.relation.direction,
            part=part,
        ),
    )


def lines(
    store: Store, part: str, relation: Relation, triples: Iterable[Triple]
) -> Iterator[Line]:
    """Give triples with what was stated of each; what was inferred has a proof."""
    for triple in triples:
        said = statements(store, triple) if part == "stated" else ()
        yield Line(triple, other(triple, relation), said)


def part_graph(store: Store, node: NamedNode, part: str) -> Graph:
    """Name the graph that a part of a page tells of."""
    return home(store, node) if part == "stated" else store.names.graph("inferred")


def _is_descriptive(relation: Relation) -> bool:
    return relation.outward and curie(relation.predicate) in _DESCRIPTIVE


def _is_ours(group: Group) -> bool:
    return curie(group.relation.predicate).startswith("mg:")


def _new(
    store: Store, node: NamedNode, inferred: NamedNode, *, outward: bool
) -> Iterator[Group]:
    for group in groups(store, node, inferred, outward=outward).values():
        if not _is_descriptive(group.relation):
            yield group


def _nodes(own: Groups, predicate: str) -> Iterator[NamedNode]:
    for term in _objects(own, predicate):
        if isinstance(term, NamedNode):
            yield term


def _texts(own: Groups, predicate: str) -> Iterator[str]:
    for term in _objects(own, predicate):
        if isinstance(term, Literal):
            yield term.value


def _objects(own: Groups, predicate: str) -> list[Term]:
    found = own.get(named(predicate))
    return [triple.object for triple in found.triples] if found else []


def _other_names(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """List the names that differ from each other, and from the first, beyond case."""
    found = {name.casefold(): name}
    for one in names:
        found.setdefault(one.casefold(), one)
    return tuple(found.values())[1:]


def _links(own: Groups) -> Iterator[tuple[str, tuple[NamedNode, ...]]]:
    """List the mappings by how close they are, the closest first."""
    for predicate in _LINKS:
        found = tuple(_nodes(own, predicate))
        if found:
            yield predicate.partition(":")[2], found
