"""What the address of a page tells: what it is about, and what we call it."""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.model import Kind, Reference
from kg.names import slug

_KINDS = {
    "gene": Kind.GENE,
    "condition": Kind.CONDITION,
    "chromosome": Kind.CHROMOSOME,
}
_PLACE = re.compile(r"/(gene|condition|chromosome)s?/([^/?#\s]+)")
# What may stand in an IRI as it is (RFC 3987, section 2.2).
_WHOLE = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+")
_NUMBERED = re.compile(r"\d{1,2}|[xy]", re.IGNORECASE)


class Place(NamedTuple):
    """Where on the site a page stands: `/gene/alas2`."""

    kind: Kind
    name: str


def place(url: str | None) -> Place | None:
    """Tell the kind and the name in an address; None where it has none.

    >>> place("https://medlineplus.gov/genetics/chromosome/7/")
    Place(kind=<Kind.CHROMOSOME: 'Chromosome'>, name='7')
    """
    found = _PLACE.search(url or "")
    return Place(_KINDS[found[1]], found[2]) if found else None


def whole(url: str | None) -> str | None:
    """Give an address that can be an IRI, and None for any other words."""
    stripped = (url or "").strip()
    return stripped if _WHOLE.fullmatch(stripped) else None


def identify(url: str | None, title: str) -> Reference:
    """Name the document by its address, else by its title.

    >>> str(identify("https://ghr.nlm.nih.gov/gene/HFE", "HFE"))
    'document:hfe'
    >>> str(identify("https://ghr.nlm.nih.gov/chromosome/7", "Chromosome 7"))
    'document:chromosome-7'
    """
    found = place(url)
    name = found.name if found else title
    if found and found.kind is Kind.CHROMOSOME and _NUMBERED.fullmatch(name):
        name = f"chromosome-{name}"
    return Reference("document", slug(name))
