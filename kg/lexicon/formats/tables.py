"""Tables that link identifiers: SSSOM, the pH 7.3 forms of ChEBI, hierarchies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from kg.lexicon.formats.file import File
from kg.lexicon.formats.xrefs import MATCHES, is_obsolete
from kg.lexicon.schemes import SCHEMES, parse
from kg.lexicon.vocabulary import (
    CLOSE,
    CURATED,
    EXACT,
    PARENT,
    REPLACED,
    UNSPECIFIED,
    Link,
    Record,
    Vocabulary,
)
from kg.model import Reference

_SSSOM = {"subject_id", "predicate_id", "object_id", "mapping_justification"}
_CHEBI = {"CHEBI", "CHEBI_PH7_3"}
_EDGES = {"subject", "predicate", "object"}
_PREDICATES = {
    **{f"skos:{local}": reference for local, reference in MATCHES.items()},
    "owl:equivalentClass": EXACT,
    "owl:sameAs": EXACT,
    "oboInOwl:hasDbXref": CLOSE,
}
_SLOTS = {
    "address": "mapping_set_id",
    "title": "mapping_set_title",
    "version": "mapping_set_version",
    "licence": "license",
}
_NARROWER = {"biolink:subclass_of", "rdfs:subClassOf"}
_ORIGINS = {"curation": CURATED, "computation": UNSPECIFIED}

Row = dict[str, str]


def is_sssom(file: File) -> bool:
    columns = set(file.columns())
    return columns >= _SSSOM - {"mapping_justification"}


def is_chebi(file: File) -> bool:
    return set(file.columns()) >= _CHEBI


def is_edges(file: File) -> bool:
    return set(file.columns()) >= _EDGES


def read_sssom(file: File) -> Vocabulary:
    """Read mappings, and labels where they name things of a kind of ours."""
    missing = _SSSOM - set(file.columns())
    if missing:
        raise ValueError(f"SSSOM requires the column {', '.join(sorted(missing))}")
    said = _metadata(file)
    given = said.get("curie_map")
    prefixes = given if isinstance(given, dict) else {}
    records: dict[Reference, Record] = {}
    links: list[Link] = []
    for row in file.rows():
        link = _mapping(row, prefixes)
        if link:
            links.append(link)
            for reference, side in ((link.subject, "subject"), (link.object, "object")):
                record = _labelled(reference, row.get(f"{side}_label", ""))
                records |= {reference: record} if record else {}
    found = {
        key: str(said[slot])
        for key, slot in _SLOTS.items()
        if said.get(slot) and not isinstance(said[slot], list | dict)
    }
    source = file.source(None, **found)
    return Vocabulary(source, tuple(records.values()), tuple(links))


def read_chebi(file: File) -> Vocabulary:
    """Read which form of a molecule is the one at pH 7.3."""
    links = tuple(
        Link(
            Reference("CHEBI", row["CHEBI"]),
            REPLACED,
            Reference("CHEBI", row["CHEBI_PH7_3"]),
            _ORIGINS.get(row.get("ORIGIN", ""), UNSPECIFIED),
        )
        for row in file.rows()
        if row["CHEBI"] != row["CHEBI_PH7_3"]
    )
    source = file.source(SCHEMES["CHEBI"], title="ChEBI forms at pH 7.3")
    return Vocabulary(source, (), links)


def read_edges(file: File) -> Vocabulary:
    """Read a hierarchy from a table of edges (KGX)."""
    links = tuple(_edges(file.rows()))
    scheme = SCHEMES[links[0].subject.prefix] if links else None
    return Vocabulary(file.source(scheme), (), links)


def _edges(rows: Iterator[Row]) -> Iterator[Link]:
    for row in rows:
        child, parent = parse(row["subject"]), parse(row["object"])
        if child and parent and row["predicate"] in _NARROWER:
            yield Link(child, PARENT, parent, CURATED)


def _metadata(file: File) -> dict[str, Any]:
    """Read the YAML that stands before an SSSOM table, behind hashes."""
    lines = (line for line in file.head.splitlines() if line.startswith("#"))
    said = yaml.safe_load("\n".join(line[1:] for line in lines))
    return said if isinstance(said, dict) else {}  # any comment, such as a licence


def _mapping(row: Row, prefixes: dict[str, str]) -> Link | None:
    """Read a row; None if it denies the mapping, or is of schemes nobody reads."""
    predicate = _PREDICATES.get(row["predicate_id"])
    subject = _expanded(row["subject_id"], prefixes)
    object_ = _expanded(row["object_id"], prefixes)
    labels = (row.get("subject_label", ""), row.get("object_label", ""))
    denied = row.get("predicate_modifier", "") == "Not" or any(map(is_obsolete, labels))
    if not (predicate and subject and object_) or denied:
        return None
    prefix, colon, justification = row["mapping_justification"].partition(":")
    if not colon:
        raise ValueError(f"{row['subject_id']} has no mapping_justification")
    return Link(subject, predicate, object_, Reference(prefix, justification))


def _expanded(curie: str, prefixes: dict[str, str]) -> Reference | None:
    prefix, _, identifier = curie.partition(":")
    namespace = prefixes.get(prefix)
    return (parse(namespace + identifier) if namespace else None) or parse(curie)


def _labelled(reference: Reference, label: str) -> Record | None:
    scheme = SCHEMES[reference.prefix]
    named = label and reference not in scheme.top
    return Record(reference, scheme.labels, label) if scheme.labels and named else None
