"""The terms of a graph's ontology, each with what the ontology says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.names import named

if TYPE_CHECKING:
    from kg.store import Store

Node = NamedNode | BlankNode | Literal | Triple
Words = tuple[Node | str, ...]

_KINDS = {
    "owl:Class": "classes",
    "owl:ObjectProperty": "relations between nodes",
    "owl:DatatypeProperty": "properties with a value",
    "owl:AnnotationProperty": "annotations",
}
_CHARACTERISTICS = {
    "owl:TransitiveProperty": "transitive",
    "owl:SymmetricProperty": "symmetric",
    "owl:AsymmetricProperty": "asymmetric",
    "owl:ReflexiveProperty": "reflexive",
    "owl:IrreflexiveProperty": "irreflexive",
    "owl:FunctionalProperty": "functional: one value at most",
    "owl:InverseFunctionalProperty": "inverse functional",
    "owl:DeprecatedClass": "deprecated",
    "owl:DeprecatedProperty": "deprecated",
}
_AXIOMS = {
    "rdfs:subClassOf": "is a kind of",
    "rdfs:subPropertyOf": "implies",
    "owl:equivalentClass": "is the same as",
    "owl:equivalentProperty": "is the same as",
    "owl:inverseOf": "is the inverse of",
    "rdfs:domain": "leads from",
    "rdfs:range": "leads to",
    "owl:propertyChainAxiom": "follows along",
    "owl:disjointWith": "shares no member with",
    "owl:propertyDisjointWith": "never holds together with",
    "skos:relatedMatch": "is related to",
    "rdfs:seeAlso": "see also",
}
_JOINED = {
    "owl:unionOf": " or ",
    "owl:intersectionOf": " and ",
    "owl:oneOf": ", ",
    "owl:propertyChainAxiom": " ∘ ",
}
_RESTRICTED = {
    "owl:someValuesFrom": "some",
    "owl:allValuesFrom": "only",
    "owl:hasValue": "the value",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A class or property: its names, and its axioms, each a relation and what to."""

    node: NamedNode
    kind: str
    label: str
    definition: str
    comments: tuple[str, ...]
    characteristics: tuple[str, ...]
    axioms: tuple[tuple[str, tuple[Words, ...]], ...]
    is_ours: bool


def terms(store: Store) -> tuple[Term, ...]:
    """List the terms that a graph's ontology declares, by kind, then as it names them.

    A node that is declared as several kinds is listed as the first of them.
    """
    found: dict[NamedNode, str] = {}
    for type_, kind in _KINDS.items():
        for node in _subjects(store, "rdf:type", named(type_)):
            found.setdefault(node, kind)
    listed = (_term(store, node, kind) for node, kind in found.items())
    order = list(_KINDS.values())
    return tuple(
        sorted(listed, key=lambda term: (order.index(term.kind), term.label.casefold()))
    )


def _term(store: Store, node: NamedNode, kind: str) -> Term:
    types = [
        store.names.curie(t.value)
        for t in _objects(store, node, "rdf:type")
        if isinstance(t, NamedNode)
    ]
    return Term(
        node=node,
        kind=kind,
        label=next(_texts(store, node, "rdfs:label"), store.names.curie(node.value)),
        definition=next(_texts(store, node, "skos:definition"), ""),
        comments=tuple(_texts(store, node, "rdfs:comment")),
        characteristics=tuple(
            words for type_, words in _CHARACTERISTICS.items() if type_ in types
        ),
        axioms=tuple(_axioms(store, node)),
        is_ours=node.value.startswith(store.names.prefixes["mg"]),
    )


def _axioms(store: Store, node: NamedNode) -> Iterator[tuple[str, tuple[Words, ...]]]:
    for predicate, words in _AXIOMS.items():
        found = [
            _written(store, end, _JOINED.get(predicate, " "))
            for end in _objects(store, node, predicate)
        ]
        if found:
            yield words, tuple(sorted(found, key=str))
    kinds = tuple((one,) for one in _subjects(store, "rdfs:subClassOf", node))
    if kinds:
        yield "has the kinds", kinds
    below = tuple((one,) for one in _subjects(store, "rdfs:subPropertyOf", node))
    if below:
        yield "follows from", below
    inverses = tuple((one,) for one in _subjects(store, "owl:inverseOf", node))
    if inverses:
        yield "has the inverse", inverses


def _written(store: Store, end: Node, joint: str, depth: int = 0) -> Words:
    """Write what an axiom leads to, an expression in the words of OWL's Manchester way.

    What is nested too deep to be read, or circular, is left out.
    """
    if not isinstance(end, BlankNode):
        return (end,)
    if depth > _DEEPEST:
        return ("…",)
    forms = (_listed(store, end, joint, depth), _restricted(store, end, depth))
    return next(filter(None, forms), ("an expression",))


def _listed(store: Store, end: Node, joint: str, depth: int) -> Words:
    """Write a list, or what a list says: one of several, all of them."""
    lists = [(joint, end)]
    for predicate, inner in _JOINED.items():
        lists += ((inner, list_) for list_ in _objects(store, end, predicate))
    for between, list_ in lists:
        members = list(_members(store, list_))
        if members:
            return _joined(store, members, between, depth)
    return ()


def _restricted(store: Store, end: Node, depth: int) -> Words:
    """Write a restriction, or an inverse."""
    for inverse in _objects(store, end, "owl:inverseOf"):
        return ("inverse of ", *_written(store, inverse, " ", depth + 1))
    for predicate, words in _RESTRICTED.items():
        for filler in _objects(store, end, predicate):
            on = next(_objects(store, end, "owl:onProperty"), end)
            first = _written(store, on, " ", depth + 1)
            return (*first, f" {words} ", *_written(store, filler, " ", depth + 1))
    return ()


_DEEPEST = 6
_LONGEST = 1000


def _joined(store: Store, members: list[Node], joint: str, depth: int) -> Words:
    parts: list[Node | str] = []
    for number, member in enumerate(members):
        parts += ([joint] if number else []) + list(
            _written(store, member, " ", depth + 1)
        )
    return tuple(parts)


def _members(store: Store, list_: Node) -> Iterator[Node]:
    """Give the members of an RDF list; none for what is no list."""
    for _ in range(_LONGEST):
        member = next(_objects(store, list_, "rdf:first"), None)
        if member is None:
            return
        yield member
        list_ = next(_objects(store, list_, "rdf:rest"), list_)


def _objects(store: Store, node: Node, predicate: str) -> Iterator[Node]:
    if isinstance(node, NamedNode | BlankNode):
        graph = store.names.graph("ontology")
        for quad in store.quads.quads_for_pattern(node, named(predicate), None, graph):
            yield quad.object


def _texts(store: Store, node: NamedNode, predicate: str) -> Iterator[str]:
    found = _objects(store, node, predicate)
    yield from sorted(term.value for term in found if isinstance(term, Literal))


def _subjects(store: Store, predicate: str, obj: NamedNode) -> list[NamedNode]:
    graph = store.names.graph("ontology")
    quads = store.quads.quads_for_pattern(None, named(predicate), obj, graph)
    found = (q.subject for q in quads if isinstance(q.subject, NamedNode))
    return sorted(found, key=str)
