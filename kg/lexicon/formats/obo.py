"""Ontologies in OBO (format version 1.2 and 1.4)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator

import fastobo
from fastobo.header import BaseHeaderClause
from fastobo.term import (
    IsAClause,
    IsObsoleteClause,
    NameClause,
    NamespaceClause,
    PropertyValueClause,
    SynonymClause,
    TermFrame,
    XrefClause,
)

from kg.lexicon.formats.file import File
from kg.lexicon.formats.xrefs import (
    ALTERNATIVE,
    NO_NAMES,
    SCOPES,
    is_obsolete,
    match_link,
    xref_link,
)
from kg.lexicon.ontology import Concept, main_scheme, vocabulary
from kg.lexicon.schemes import parse
from kg.lexicon.vocabulary import Link, Vocabulary
from kg.model import Reference, Status

# Only these lines are parsed: published files break the syntax in their definitions.
_TAGS = re.compile(
    r"\[|(?:format-version|data-version|ontology|id|name|namespace|synonym|xref|is_a"
    r"|property_value|is_obsolete):"
)
_HEADER = {
    "ontology": "address",
    "data-version": "version",
    "title": "title",
    "license": "licence",
    "rights": "licence",
}


def is_obo(file: File) -> bool:
    return bool(re.search(r"^(format-version:|\[Term\])", file.head, re.MULTILINE))


def read(file: File) -> Vocabulary:
    with file.text() as handle:
        kept = "".join(line if _TAGS.match(line) else "\n" for line in handle)
    document = fastobo.iter(io.BytesIO(kept.encode()), ordered=True)
    frames = (frame for frame in document if isinstance(frame, TermFrame))
    concepts = [concept for frame in frames if (concept := _concept(frame))]
    scheme = main_scheme(concept.identity for concept in concepts)
    source = file.source(scheme, **dict(_header(document.header())))
    return vocabulary(source, concepts)


def _header(clauses: Iterable[BaseHeaderClause]) -> Iterator[tuple[str, str]]:
    for clause in clauses:
        tag, value = clause.raw_tag(), clause.raw_value()
        if tag == "property_value":
            relation, _, value = value.partition(" ")
            tag, value = _local(relation), value.removesuffix(" xsd:string").strip('"')
        if tag in _HEADER:
            yield _HEADER[tag], value


def _concept(frame: TermFrame) -> Concept | None:
    """Read a term; None if it is obsolete, nameless, or of a scheme nobody reads."""
    identity = parse(str(frame.id))
    label = next((c.name for c in frame if isinstance(c, NameClause)), "")
    gone = any(c.obsolete for c in frame if isinstance(c, IsObsoleteClause))
    if identity is None or not label or gone or is_obsolete(label):
        return None
    spaces = (str(c.namespace) for c in frame if isinstance(c, NamespaceClause))
    said = [c.property_value for c in frame if isinstance(c, PropertyValueClause)]
    values = [(_local(str(v.relation)), str(v.value)) for v in said]
    parents = (parse(str(c.term)) for c in frame if isinstance(c, IsAClause))
    return Concept(
        identity=identity,
        label=label,
        namespace=next(spaces, ""),
        symbol=dict(values).get("symbol", ""),
        names=tuple(_names(frame, values)),
        parents=tuple(parent for parent in parents if parent),
        links=tuple(_links(identity, frame, values)),
    )


def _names(
    frame: TermFrame, values: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, Status]]:
    for clause in frame:
        if isinstance(clause, SynonymClause):
            synonym = clause.synonym
            status = SCOPES.get(synonym.scope)
            if status and str(synonym.type) not in NO_NAMES:
                yield synonym.desc, status
    for relation, value in values:
        if relation in ALTERNATIVE:
            yield value, Status.SYNONYM


def _links(
    identity: Reference, frame: TermFrame, values: Iterable[tuple[str, str]]
) -> Iterator[Link]:
    found = [match_link(identity, relation, value) for relation, value in values]
    for clause in frame:
        if isinstance(clause, XrefClause):
            notes = (note.value for note in clause.qualifiers or ())
            found.append(xref_link(identity, str(clause.xref.id), notes))
    yield from filter(None, found)


def _local(relation: str) -> str:
    """Give the last part of a property's identifier: `alternative:term` is `term`."""
    return re.split(r"[:/#]", relation)[-1]
