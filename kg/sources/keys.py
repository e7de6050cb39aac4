"""Keys of other databases, as lists name them and as links hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.model import Section
from kg.sources.transcript import Piece

# Where a link leads to one entry, by the address of the database.
_LINKS = (
    ("OMIM", r"omim\.org/(?:entry|phenotypicSeries)/(PS\d+|\d{6})\b"),
    ("GTR", r"ncbi\.nlm\.nih\.gov/gtr/conditions/(CN?\d+)\b"),
    ("GARD", r"rarediseases\.info\.nih\.gov/(?:diseases|gard)/(\d+)\b"),
    ("NCBI Gene", r"ncbi\.nlm\.nih\.gov/gene/(\d+)\b"),
    ("PMID", r"(?:ncbi\.nlm\.nih\.gov/pubmed|pubmed\.ncbi\.nlm\.nih\.gov)/(\d+)\b"),
)
_KNOWN = tuple((database, re.compile(link)) for database, link in _LINKS)


def linked_keys(links: Iterable[str]) -> Iterator[str]:
    """Give the keys in the addresses of links.

    >>> list(linked_keys(["https://omim.org/entry/300751", "https://nlm.nih.gov/"]))
    ['OMIM 300751']
    """
    for link in links:
        for database, known in _KNOWN:
            if found := known.search(link):
                yield f"{database} {found[1]}"


def entry(section: Section, text: str, links: Iterable[str]) -> Iterator[Piece]:
    """Give the line of an entry with the keys that its links hold.

    >>> link = "https://omim.org/entry/300751"
    >>> "".join(piece.text for piece in entry(Section.CATALOG, "SIDBA1", [link]))
    'SIDBA1 (OMIM 300751)'
    """
    yield Piece(section, text)
    for key in dict.fromkeys(linked_keys(links)):
        yield Piece(None, " (")
        yield Piece(Section.DATABASE_KEYS, key)
        yield Piece(None, ")")
