"""All that the graph knows of one node, in the order in which a page tells it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Triple

from kg.evidence import Statement, statements_about
from kg.store import Store
from server.cells import Term, curie, label

_NAMES = ("rdfs:label", "skos:altLabel", "dcterms:identifier")
_LINKS = (
    "skos:exactMatch",
    "skos:closeMatch",
    "skos:broadMatch",
    "skos:narrowMatch",
    "skos:relatedMatch",
    "rdfs:seeAlso",
    "dcterms:source",
)
_DESCRIPTIVE = {*_NAMES, *_LINKS, "rdf:type"}


@dataclass(frozen=True, slots=True)
class Line:
    """A triple and the statements of it."""

    triple: Triple
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a page about a node shows.

    `denied` is stated and does not hold; `foreign` follows for the vocabularies that
    ours is aligned with.
    """

    node: NamedNode
    name: str
    kinds: tuple[NamedNode, ...]
    other_names: tuple[str, ...]
    links: tuple[tuple[str, NamedNode], ...]
    stated: tuple[Line, ...]
    denied: tuple[Line, ...]
    inferred: tuple[Line, ...]
    foreign: tuple[Line, ...]


def profile(store: Store, node: NamedNode) -> Profile:
    """Collect what is asserted, denied and inferred of a node."""
    name = label(node) or curie(node)
    asserted = _triples(store, node, DefaultGraph())
    inferred = _triples(store, node, store.names.graph("inferred"))
    told = [t for t in asserted if curie(t.predicate) not in _DESCRIPTIVE]
    statements = statements_about(store, node)
    new = [t for t in inferred if curie(t.predicate) not in _DESCRIPTIVE]
    return Profile(
        node=node,
        name=name,
        kinds=tuple(_nodes(asserted, node, "rdf:type")),
        other_names=_other_names(name, _objects(asserted, node, "skos:altLabel")),
        links=tuple(_links(asserted, node)),
        stated=tuple(Line(t, statements.get(t, ())) for t in told),
        denied=tuple(
            Line(t, found)
            for t, found in sorted(statements.items(), key=str)
            if t not in set(asserted)
        ),
        inferred=tuple(Line(t) for t in new if _is_ours(t)),
        foreign=tuple(Line(t) for t in new if not _is_ours(t)),
    )


def _triples(
    store: Store, node: NamedNode, graph: NamedNode | DefaultGraph
) -> list[Triple]:
    """List the triples about a node, those that it is the subject of first.

    Left out are those with a blank node (the ontology has lists): it has no address.
    """
    quads = (
        *store.quads.quads_for_pattern(node, None, None, graph),
        *store.quads.quads_for_pattern(None, None, node, graph),
    )
    found = {
        quad.triple: None
        for quad in quads
        if not isinstance(quad.subject, BlankNode)
        and not isinstance(quad.object, BlankNode)
    }
    return sorted(found, key=lambda triple: _order(triple, node))


def _order(triple: Triple, node: NamedNode) -> tuple[bool, str, str]:
    other = triple.object if triple.subject == node else triple.subject
    name = label(other) if isinstance(other, NamedNode) else None
    return triple.subject != node, curie(triple.predicate), name or curie(other)


def _is_ours(triple: Triple) -> bool:
    return curie(triple.predicate).startswith("mg:")


def _nodes(
    triples: list[Triple], node: NamedNode, predicate: str
) -> Iterator[NamedNode]:
    for term in _objects(triples, node, predicate):
        if isinstance(term, NamedNode):
            yield term


def _other_names(name: str, terms: Iterator[Term]) -> tuple[str, ...]:
    """List the names that differ from each other, and from the first, beyond case."""
    found = {name.casefold(): name}
    for other in map(curie, terms):
        found.setdefault(other.casefold(), other)
    return tuple(found.values())[1:]


def _objects(triples: list[Triple], node: NamedNode, predicate: str) -> Iterator[Term]:
    for triple in triples:
        if triple.subject == node and curie(triple.predicate) == predicate:
            yield triple.object


def _links(triples: list[Triple], node: NamedNode) -> Iterator[tuple[str, NamedNode]]:
    """List the mappings, the closest first."""
    for predicate in _LINKS:
        for found in _nodes(triples, node, predicate):
            yield predicate.partition(":")[2], found
