"""Nodes by what people call them: labels, other names, identifiers in any spelling."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.errors import PrefixError, TermError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.store import Store


class Rank(IntEnum):
    """How well a name fits the words, the best first."""

    EXACT = 0
    PREFIX = 1
    WORD = 2
    PART = 3


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A node with its label, and the name or identifier that the words fit."""

    rank: Rank
    label: str
    name: str
    node: str


_NAMES = """
SELECT ?node ?label ?name {
  ?node rdfs:label ?label ; ?how ?name .
  VALUES ?how { rdfs:label skos:altLabel dcterms:identifier }
}"""
_IDENTIFIED = """
SELECT ?identifier ?node ?label {
  ?node skos:exactMatch|skos:closeMatch|rdfs:seeAlso ?identifier ; rdfs:label ?label
}"""
_LABEL = "SELECT ?node ?label { ?node rdfs:label ?label }"
_PAGES = "SELECT ?node { ?node a mg:Document }"
_OBJECTS = "SELECT ?s ?p ?o { ?s ?p ?o }"


def search(store: Store, words: str, limit: int = 20) -> tuple[Hit, ...]:
    """Find nodes by label, other name or identifier: exact, then prefix, then words.

    A node comes once, by the name that fits best.
    """
    best: dict[str, Hit] = {}
    for hit in sorted((*_identified(store, words), *_named(store, words))):
        best.setdefault(hit.node, hit)
    return tuple(list(best.values())[:limit])


def resolve(store: Store, text: str) -> NamedNode:
    """Tell which node a CURIE, an IRI (in `<>` or bare) or a label stands for.

    Raises TermError for what names none, or more than one, with what was meant.

    A label may stand in quotes; upper and lower case are the same if no name is
    written just so. A page and its subject share a label: it stands for the subject.
    """
    iri = _as_iri(store, text)
    if iri is not None:
        return _checked(store, text, iri)
    label = text.strip().strip("\"'")
    hits = [hit for hit in search(store, label, limit=100) if hit.rank is Rank.EXACT]
    pages = {solution["node"].value for solution in store.select(_PAGES)}
    for better in (
        lambda hit: hit.node not in pages,
        lambda hit: hit.name == label,
        lambda hit: hit.name == hit.label,
    ):
        hits = list(filter(better, hits)) or hits
    if len(hits) == 1:
        return NamedNode(hits[0].node)
    raise TermError(text, _advice(store, label, hits))


def resolve_triple(
    store: Store, subject: str, predicate: str, obj: str
) -> tuple[NamedNode, NamedNode, NamedNode | Literal]:
    """Resolve the parts of a triple; the object may be a literal's own text.

    Raises TermError as `resolve` does.
    """
    node, relation = resolve(store, subject), resolve(store, predicate)
    lexical, iri = _lexical(obj), _as_iri(store, obj)
    for solution in store.select(_OBJECTS, s=node, p=relation):
        found = solution["o"]
        # what stands there in so many words is meant, before what it may map to
        if found == iri or (isinstance(found, Literal) and found.value == lexical):
            return node, relation, found
    return node, relation, resolve(store, obj)


def _lexical(text: str) -> str:
    """Take a literal's text out of its quotes: `"8"^^xsd:integer` is `8`."""
    quoted = re.fullmatch(r'"(.*)"(\^\^\S+|@\S+)?', text.strip(), re.DOTALL)
    return quoted[1] if quoted else text


def _as_iri(store: Store, text: str) -> NamedNode | None:
    try:
        return _read_iri(store, text.strip())
    except ValueError as error:
        raise TermError(text, f"{error}: write an IRI, a CURIE or a label") from error


def _read_iri(store: Store, stripped: str) -> NamedNode | None:
    if stripped.startswith("<") and stripped.endswith(">"):
        return NamedNode(stripped[1:-1])
    if re.fullmatch(r"[A-Za-z][\w+.-]*://[^\s<>\"{}|^`\\]+", stripped):
        return NamedNode(stripped)
    if re.fullmatch(r"[A-Za-z][\w.-]*:[^\s<>\"{}|^`\\]+", stripped):
        return store.names.iri(store.names.parse_curie(stripped))
    return None


def _checked(store: Store, text: str, iri: NamedNode) -> NamedNode:
    """Accept a node that is in the graph, or one node that it is a spelling of."""
    quads = store.quads
    if any(quads.quads_for_pattern(iri, None, None)) or any(
        quads.quads_for_pattern(None, iri, None)
    ):
        return iri
    others = {solution["node"].value for solution in _mapped(store, iri)}
    if len(others) == 1:
        return NamedNode(others.pop())
    hint = "try its name, or another identifier of it"
    if others:
        hint = "name one of " + ", ".join(map(store.names.curie, sorted(others)))
    problem = "several nodes map to it" if others else "no node of this graph"
    raise TermError(text, f"{problem}: {hint}")


def _mapped(store: Store, iri: NamedNode) -> list[dict[str, NamedNode | Literal]]:
    return store.select(_IDENTIFIED, identifier=iri)


def _identified(store: Store, words: str) -> Iterator[Hit]:
    try:
        iri = _as_iri(store, words)
    except PrefixError:
        return
    if iri is not None:
        for solution in store.select(_LABEL, node=iri) + _mapped(store, iri):
            label, node = solution["label"].value, solution["node"].value
            yield Hit(Rank.EXACT, label, store.names.curie(iri.value), node)


def _named(store: Store, words: str) -> Iterator[Hit]:
    wanted = words.casefold().strip()
    for solution in store.select(_NAMES):
        name = solution["name"].value
        rank = _rank(name.casefold(), wanted)
        if rank is not None:
            yield Hit(rank, solution["label"].value, name, solution["node"].value)


def _rank(name: str, wanted: str) -> Rank | None:
    if name == wanted:
        return Rank.EXACT
    if name.startswith(wanted):
        return Rank.PREFIX
    if re.search(rf"\b{re.escape(wanted)}\b", name):
        return Rank.WORD
    return Rank.PART if wanted in name else None


def _advice(store: Store, label: str, hits: list[Hit]) -> str:
    found = hits or search(store, label, limit=3)
    names = ", ".join(f"{store.names.curie(hit.node)} ({hit.label})" for hit in found)
    if hits:
        return f"names more than one node: choose {names}"
    if found:
        return f"names no node; did you mean {names}?"
    return "names no node, nor is it a part of a name: try another spelling"
