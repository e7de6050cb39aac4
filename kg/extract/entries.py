"""Facts from the parts of a page that are lists and labels, not sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kg.extract import quantities
from kg.extract.references import article
from kg.model import (
    Argument,
    Description,
    Document,
    Entity,
    Evidence,
    Fact,
    Kind,
    Mention,
    Passage,
    Quote,
    Reference,
    Section,
    Value,
)
from kg.names import parse_curie

_BAND = re.compile(r"\b(?:[1-9]|1[0-9]|2[0-2]|X|Y)[pq](?:ter|[0-9]+(?:\.[0-9]+)?)?\b")
_BASE_PAIRS = re.compile(r"base pairs ([0-9,]+) (?:to|and|-) ([0-9,]+)")
_ON_CHROMOSOME = re.compile(r"[XY] chromosome|chromosome [0-9XY]+")
_ASSEMBLY = re.compile(r"\b(GRCh[0-9]+(?:\.p[0-9]+)?|hg[0-9]+)\b")
_RELEASE = re.compile(r"Annotation Release ([0-9.]+)")

Triple = tuple[Argument, Reference, Argument]
Reading = Callable[[Passage, Document, Mention], Iterator[Triple]]


def facts(document: Document, subject: Mention) -> Iterator[Fact]:
    """Read every passage of a section that is a list or a label."""
    entity = Entity(document.id, Kind.DOCUMENT, document.title)
    quote = Quote(subject.start, subject.end, subject.exact)
    evidence = Evidence(document.id, quote, "entries.title")
    yield Fact(
        subject=entity,
        predicate=parse_curie("mg:describes"),
        object=subject,
        evidence=evidence,
    )
    for passage in document.passages:
        for one, predicate, other in _triples(passage, document, subject):
            yield Fact(
                subject=one,
                predicate=predicate,
                object=other,
                evidence=_evidence(document, passage),
            )


def _triples(
    passage: Passage, document: Document, subject: Mention
) -> Iterator[Triple]:
    reading = _READINGS.get(passage.section)
    return reading(passage, document, subject) if reading else iter(())


def _evidence(document: Document, passage: Passage) -> Evidence:
    words = passage.text.strip()
    start = passage.offset + passage.text.index(words)
    quote = Quote(start, start + len(words), words)
    return Evidence(document.id, quote, f"entries.{passage.section}")


def _other_name(
    passage: Passage, _document: Document, subject: Mention
) -> Iterator[Triple]:
    yield subject, parse_curie("skos:altLabel"), Value(" ".join(passage.text.split()))


def _catalog_title(
    passage: Passage, document: Document, subject: Mention
) -> Iterator[Triple]:
    """Read a title in OMIM: another name; of several, most are of a form of it."""
    titles = [p for p in document.passages if p.section is Section.CATALOG]
    same = _words(passage.text.partition(";")[0]) == _words(document.title)
    predicate = "skos:altLabel" if same or len(titles) == 1 else "skos:hiddenLabel"
    yield subject, parse_curie(predicate), Value(" ".join(passage.text.split()))


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", name.casefold()))


def _related_gene(
    passage: Passage, document: Document, subject: Mention
) -> Iterator[Triple]:
    if document.subject is Kind.CONDITION:
        yield subject, parse_curie("mg:relatedGene"), _whole(passage, Kind.GENE)


def _related_condition(
    passage: Passage, document: Document, subject: Mention
) -> Iterator[Triple]:
    if document.subject is Kind.GENE:
        yield _whole(passage, Kind.CONDITION), parse_curie("mg:relatedGene"), subject


def _mode(passage: Passage, document: Document, subject: Mention) -> Iterator[Triple]:
    if document.subject is Kind.CONDITION:
        mode = _whole(passage, Kind.INHERITANCE_MODE)
        yield subject, parse_curie("mg:hasInheritanceMode"), mode


def _key(passage: Passage, document: Document, subject: Mention) -> Iterator[Triple]:
    """Read a key of another database: the only one there of its kind is the same.

    A page that names several entries of a database is about all of them together; of
    several terms of a terminology some are wider, or of something else.
    """
    database, _, key = passage.text.strip().rpartition(" ")
    prefix = _DATABASES.get((database, key[:1])) or _DATABASES.get((database, ""))
    rivals = [
        p
        for p in document.passages
        if p.section is Section.DATABASE_KEYS and p.text.startswith(database + " ")
    ]
    if prefix and len({rival.text.strip() for rival in rivals}) == 1:
        yield subject, parse_curie("skos:exactMatch"), Reference(prefix, key)
    elif prefix:
        related = database in _TERMINOLOGIES
        predicate = "skos:relatedMatch" if related else "skos:narrowMatch"
        yield subject, parse_curie(predicate), Reference(prefix, key)


def _band(passage: Passage, _document: Document, subject: Mention) -> Iterator[Triple]:
    found = _BAND.search(passage.text)
    if found:
        band = _mention(passage, found, Kind.CHROMOSOME_BAND)
        yield subject, parse_curie("mg:cytoband"), band


def _base_pairs(
    passage: Passage, _document: Document, subject: Mention
) -> Iterator[Triple]:
    found = _BASE_PAIRS.search(passage.text)
    if not found:
        return
    assembly = _ASSEMBLY.search(passage.text)
    begin, end = (int(digits.replace(",", "")) for digits in found.groups())
    # versions of a page give other places on one assembly
    key = f"{assembly[1] if assembly else 'unstated assembly'}, {begin} to {end}"
    place = Description(Kind.LOCATION, (subject,), key, "{0} on " + key)
    yield subject, parse_curie("faldo:location"), place
    for name, base in (("begin", begin), ("end", end)):
        position = Description(Kind.POSITION, (place,), name, name + " of {0}")
        yield place, parse_curie(f"faldo:{name}"), position
        yield position, parse_curie("faldo:position"), quantities.integer(base)
    yield from _context(passage, place)


def _context(passage: Passage, place: Description) -> Iterator[Triple]:
    """Say on which chromosome, assembly and release the positions count."""
    chromosome = _ON_CHROMOSOME.search(passage.text)
    if chromosome:
        mention = _mention(passage, chromosome, Kind.CHROMOSOME)
        yield place, parse_curie("faldo:reference"), mention
    for curie, expression in (
        ("mg:assembly", _ASSEMBLY),
        ("mg:annotationRelease", _RELEASE),
    ):
        found = expression.search(passage.text)
        if found:
            yield place, parse_curie(curie), Value(found[1])


def _cited(passage: Passage, document: Document, _: Mention) -> Iterator[Triple]:
    cited = article(passage.text)
    if cited:
        source = Entity(document.id, Kind.DOCUMENT, document.title)
        yield source, parse_curie("mg:cites"), cited.entity
        for predicate, value in cited.properties:
            yield cited.entity, predicate, value


def _dated(curie: str) -> Reading:
    """Make the reading of a passage like "Reviewed: July 2009"."""

    def read(passage: Passage, document: Document, _: Mention) -> Iterator[Triple]:
        label = re.match(r"[A-Za-z ]+?:?\s+(?=[A-Z0-9][a-z]*\s?[0-9])", passage.text)
        day = quantities.date(passage.text[label.end() if label else 0 :])
        if day:
            source = Entity(document.id, Kind.DOCUMENT, document.title)
            yield source, parse_curie(curie), day

    return read


def _whole(passage: Passage, kind: Kind) -> Mention:
    name = passage.text.strip()
    start = passage.offset + passage.text.index(name)
    return Mention(start, start + len(name), name, kind)


def _mention(passage: Passage, match: re.Match[str], kind: Kind) -> Mention:
    start, end = match.span()
    return Mention(passage.offset + start, passage.offset + end, match[0], kind)


# What pages call a database, and how its keys begin → the prefix of its identifiers.
_DATABASES = {
    ("OMIM", ""): "omim",
    ("OMIM", "P"): "omimps",
    ("MeSH", ""): "mesh",
    ("UMLS", ""): "umls",
    ("GTR", "C"): "umls",  # MedGen's concepts are those of UMLS
    ("SNOMED CT", ""): "snomedct",
    ("GARD", ""): "gard",
    ("Orphanet", ""): "orphanet",
    ("NCBI Gene", ""): "ncbigene",
}
_TERMINOLOGIES = frozenset({"MeSH", "UMLS", "SNOMED CT"})
_READINGS: dict[Section, Reading] = {
    Section.OTHER_NAMES: _other_name,
    Section.CATALOG: _catalog_title,
    Section.RELATED_GENES: _related_gene,
    Section.RELATED_CONDITIONS: _related_condition,
    Section.INHERITANCE_MODES: _mode,
    Section.DATABASE_KEYS: _key,
    Section.CYTOGENETIC_LOCATION: _band,
    Section.MOLECULAR_LOCATION: _base_pairs,
    Section.REFERENCES: _cited,
    Section.REVIEWED: _dated("mg:reviewed"),
    Section.PUBLISHED: _dated("mg:published"),
    Section.UPDATED: _dated("mg:updated"),
}
