"""What an added file says: things with their names, and links between identifiers.

file → Vocabulary → merged with the others → terms and mappings
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import Any

from kg.model import Kind, Reference, Status

EXACT = Reference("skos", "exactMatch")
CLOSE = Reference("skos", "closeMatch")
BROAD = Reference("skos", "broadMatch")
NARROW = Reference("skos", "narrowMatch")
RELATED = Reference("skos", "relatedMatch")
PARENT = Reference("rdfs", "subClassOf")
REPLACED = Reference("dcterms", "isReplacedBy")  # a chemical by its form at pH 7.3

# How a mapping was found (Semantic Mapping Vocabulary).
CURATED = Reference("semapv", "ManualMappingCuration")
LEXICAL = Reference("semapv", "LexicalMatching")
CHAINED = Reference("semapv", "MappingChaining")
UNSPECIFIED = Reference("semapv", "UnspecifiedMatching")


@dataclass(frozen=True, slots=True)
class Source:
    """A vocabulary: `name` tells it from others, also from its own older versions."""

    name: str
    title: str
    version: str
    licence: str


@dataclass(frozen=True, slots=True)
class Record:
    """A thing as one vocabulary knows it."""

    identity: Reference
    kind: Kind
    label: str
    names: tuple[tuple[str, Status], ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """How one identifier relates to another: a mapping, or a place in a hierarchy."""

    subject: Reference
    predicate: Reference
    object: Reference
    justification: Reference


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All that a file says."""

    source: Source
    records: tuple[Record, ...] = ()
    links: tuple[Link, ...] = ()


def pack(vocabulary: Vocabulary) -> bytes:
    """Write records and links as compressed JSON."""
    records = [(*r.identity, r.kind, r.label, r.names) for r in vocabulary.records]
    links = [
        [*li.subject, *li.predicate, *li.object, *li.justification]
        for li in vocabulary.links
    ]
    return zlib.compress(json.dumps([records, links]).encode())


def unpack(source: Source, content: bytes) -> Vocabulary:
    """Read what `pack` wrote."""
    records, links = json.loads(zlib.decompress(content))
    return Vocabulary(source, tuple(map(_record, records)), tuple(map(_link, links)))


def _record(row: list[Any]) -> Record:
    prefix, identifier, kind, label, names = row
    found = tuple((name, Status(status)) for name, status in names)
    return Record(Reference(prefix, identifier), Kind(kind), label, found)


def _link(row: list[str]) -> Link:
    return Link(*(Reference(*row[place : place + 2]) for place in range(0, 8, 2)))
