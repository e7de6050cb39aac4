"""What of a page is running text, and what is a list."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.sentences import Sentence, sentences
from kg.model import Document, Passage, Section

LISTS = frozenset(
    {
        Section.TITLE,
        Section.OTHER_NAMES,
        Section.RELATED_GENES,
        Section.RELATED_CONDITIONS,
        Section.INHERITANCE_MODES,
        Section.DATABASE_KEYS,
        Section.CATALOG,
        Section.REFERENCES,
        Section.CYTOGENETIC_LOCATION,
        Section.MOLECULAR_LOCATION,
        Section.REVIEWED,
        Section.PUBLISHED,
        Section.UPDATED,
    }
)


def prose(document: Document) -> Iterator[Sentence]:
    """Cut the running text of a page into sentences, in their order."""
    for passage in document.passages:
        if passage.section not in LISTS:
            yield from sentences(passage)


def listed(document: Document) -> Iterator[Passage]:
    """Give the entries of a page's lists, its title and dates among them."""
    return (passage for passage in document.passages if passage.section in LISTS)
