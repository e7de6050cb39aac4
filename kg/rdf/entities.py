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


EXACT = Reference("skos", "exactMatch")
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
            *_other_names(entity, label, glossary),
            *_mappings(entity.reference, glossary, spellings, names),
        )
        yield from quads(names.iri(entity.reference), pairs, graph)


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
    yield "dcterms:identifier", text(str(entity.reference))


def _other_names(entity: Entity, label: str, glossary: Glossary) -> Iterator[Pair]:
    terms = glossary.terms(entity.reference)
    found = [term.name for term in terms if term.status is not Status.LABEL]
    for name in dict.fromkeys([*found, *([] if terms else [entity.label])]):
        if name != label:
            yield "skos:altLabel", text(name)


def _mappings(
    reference: Reference, glossary: Glossary, spellings: Spellings, names: Names
) -> Iterator[Pair]:
    same = [reference]
    for mapping in glossary.mappings(reference):
        yield str(mapping.predicate), names.iri(mapping.object)
        if mapping.predicate == EXACT:
            same.append(mapping.object)
    for other in same:
        for spelling in spelled(other, spellings):
            yield "rdfs:seeAlso", NamedNode(spelling)
