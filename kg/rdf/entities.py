"""What each node is and how it is called: labels, identifiers, mappings, spellings."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Protocol

from pyoxigraph import NamedNode

from kg.model import Reference, Status
from kg.rdf.statements import Pair, quads
from kg.rdf.terms import iri, text
from ontology import FILES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyoxigraph import Quad

    from kg.model import Entity, Term
    from kg.names import Names


class MappingRow(Protocol):
    """How an entity relates to one of another scheme (SKOS Reference, section 10)."""

    @property
    def predicate(self) -> Reference: ...
    @property
    def object(self) -> Reference: ...


class Glossary(Protocol):
    """What a lexicon knows of an entity."""

    def entity(self, reference: Reference, /) -> Entity | None: ...
    def terms(self, reference: Reference, /) -> Sequence[Term]: ...
    def mappings(self, reference: Reference, /) -> Sequence[MappingRow]: ...


_MATCHES = (
    "skos:exactMatch",
    "skos:closeMatch",
    "skos:broadMatch",
    "skos:narrowMatch",
    "skos:relatedMatch",
)
Spellings = Mapping[str, tuple[str, ...]]


def entity_quads(
    entities: Iterable[Entity],
    glossary: Glossary,
    spellings: Spellings,
    names: Names,
    graph: NamedNode,
) -> Iterator[Quad]:
    """Describe entities in a graph: the first label of each, and every other name.

    An entity that the glossary does not know has only what it came with.
    """
    labels: dict[Reference, str] = {}
    for entity in dict.fromkeys(entities):
        known = glossary.entity(entity.reference) or entity
        label = labels.setdefault(entity.reference, known.label)
        pairs = (
            *_kind(known, label),
            *identified(entity.reference, names),
            *_other_names(entity, label, glossary),
            *_spelled(entity.reference, spellings),
            *_mappings(entity.reference, glossary, names),
        )
        yield from quads(names.iri(entity.reference), pairs, graph)


def linked(found: Iterable[Quad], spellings: Spellings, names: Names) -> Iterator[Quad]:
    """Give quads, and with each mapping the identifier that it leads to.

    That is told at the identifier. Its other spellings stand at the node where it is
    exactly the same, so that one step leads from there to the data of others; else at
    the identifier. The ontology's own mappings are left as they are.
    """
    ontology, matches = names.graph("ontology"), frozenset(map(iri, _MATCHES))
    for quad in found:
        yield quad
        if quad.predicate in matches and quad.graph_name != ontology:
            yield from _links(quad, spellings, names)


def identified(reference: Reference, names: Names) -> Iterator[Pair]:
    for identifier in names.identifiers(reference):
        yield "dcterms:identifier", text(identifier)


@cache
def bundled_spellings() -> Spellings:
    """Read the namespaces in use elsewhere, by the prefix that means the same."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    table = FILES.joinpath("spellings.tsv")
    with table.open("r", encoding="utf-8") as handle:
        lines = (line for line in handle if not line.startswith("#"))
        for row in csv.DictReader(lines, delimiter="\t"):
            found[row["prefix"]].append(row["namespace"])
    return {prefix: tuple(namespaces) for prefix, namespaces in found.items()}


def spelled(reference: Reference, spellings: Spellings) -> Iterator[str]:
    """Write a reference in every other spelling in use.

    >>> list(spelled(Reference("hgnc", "397"), {"hgnc": ("https://e.org/HGNC:",)}))
    ['https://e.org/HGNC:397']
    """
    for namespace in spellings.get(reference.prefix, ()):
        yield namespace + reference.identifier


def _kind(entity: Entity, label: str) -> Iterator[Pair]:
    yield "rdf:type", iri(f"mg:{entity.kind.value}")
    yield "rdfs:label", text(label)


def _other_names(entity: Entity, label: str, glossary: Glossary) -> Iterator[Pair]:
    terms = glossary.terms(entity.reference)
    found = [term.name for term in terms if term.status is not Status.LABEL]
    for name in dict.fromkeys([*found, *([] if terms else [entity.label])]):
        if name != label:
            yield "skos:altLabel", text(name)


def _spelled(reference: Reference, spellings: Spellings) -> Iterator[Pair]:
    for spelling in spelled(reference, spellings):
        yield "rdfs:seeAlso", NamedNode(spelling)


def _links(quad: Quad, spellings: Spellings, names: Names) -> Iterator[Quad]:
    node, _, other, graph = quad
    ends = isinstance(node, NamedNode) and isinstance(other, NamedNode)
    if not ends or not isinstance(graph, NamedNode):
        return
    reference = names.reference(other.value)
    if reference and reference.prefix not in names.own:
        yield from quads(other, identified(reference, names), graph)
        place = node if quad.predicate == iri("skos:exactMatch") else other
        yield from quads(place, _spelled(reference, spellings), graph)


def _mappings(reference: Reference, glossary: Glossary, names: Names) -> Iterator[Pair]:
    for mapping in glossary.mappings(reference):
        yield str(mapping.predicate), names.iri(mapping.object)
