"""A literature reference in PubMed's summary form, taken apart.

`Authors. Title. Journal. Year Month Day;Volume(Issue):Pages. doi: DOI. Epub ...`
(NLM, Citing Medicine, 2nd edition).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Entity, Kind, Reference, Value
from kg.names import slug

_REFERENCE = re.compile(
    r"(?P<authors>[^.]+)\. (?P<title>.+?)[.?!] (?P<journal>[^.?!]+)\. "
    r"(?P<year>(?:19|20)[0-9]{2})\b(?P<day>[^;.]*)"
    r"(?:;(?P<volume>[^(:.;]*)(?:\((?P<issue>[^)]*)\))?(?::(?P<pages>[^.;]*))?)?"
)
_DOI = re.compile(r"\bdoi:\s?(10\.[0-9]{4,9}/\S+?)\.?(?=\s|$)", re.IGNORECASE)
_PMID = re.compile(r"\b(?:PMID|PubMed(?: ID)?):?\s([0-9]{1,8})\b")


@dataclass(frozen=True, slots=True)
class Article:
    """A cited article and what the reference says of it."""

    entity: Entity
    properties: tuple[tuple[Reference, Value], ...]


def article(text: str) -> Article | None:
    """Take a reference apart; None for words in no known form.

    >>> cited = article("Doe J, Roe R. A title. J Heme. 2001 May;3(4):5-9.")
    >>> str(cited.entity.reference)
    'article:doe-2001-a-title'
    >>> [value.lexical for _, value in cited.properties]
    ['A title', 'Doe J', 'Roe R', 'J Heme', '2001', '3', '4', '5-9']
    """
    plain = " ".join(text.split())
    parts = _REFERENCE.match(plain)
    if not parts:
        return None
    title = parts["title"]
    doi = _DOI.search(plain)
    first = parts["authors"].split()[0]
    key = slug(" ".join([first, parts["year"], *title.split()[:6]]))
    reference = Reference("doi", doi[1]) if doi else Reference("article", key)
    properties = (*_properties(parts), *_identifiers(plain))
    return Article(Entity(reference, Kind.ARTICLE, title), properties)


def _properties(parts: re.Match[str]) -> Iterator[tuple[Reference, Value]]:
    yield Reference("dcterms", "title"), Value(parts["title"])
    for author in parts["authors"].split(", "):
        yield Reference("dcterms", "creator"), Value(author)
    yield Reference("prism", "publicationName"), Value(parts["journal"])
    year = Value(parts["year"], Reference("xsd", "gYear"))
    yield Reference("dcterms", "issued"), year
    for name in ("volume", "issue", "pages"):
        if parts[name]:
            yield Reference("bibo", name), Value(parts[name].strip())


def _identifiers(plain: str) -> Iterator[tuple[Reference, Value]]:
    for name, expression in (("doi", _DOI), ("pmid", _PMID)):
        found = expression.search(plain)
        if found:
            yield Reference("bibo", name), Value(found[1])
