"""What is known of a page before its prose is read: its subject, and names it lists."""

from __future__ import annotations

import re
from itertools import pairwise

from kg.extract.discourse import Discourse
from kg.model import Document, Kind, Mention, Passage, Section

# A heading within the section on conditions: "porphyria - caused by mutations in ..."
_HEADING = re.compile(
    r"(?![Oo]ther\b|MedlinePlus\b)(?P<name>[^.\n]{4,100}?)(?:\s[\u2013\u2014-]\s[^.\n]*)?"
)


def opened(document: Document) -> Discourse:
    """Begin to read a page: learn what its lists and headings call things.

    These are its subject, the related genes, and the conditions that have a heading.
    """
    subject = _subject(document)
    discourse = Discourse(document, subject)
    discourse.learn(subject.exact, subject)
    for passage in document.passages:
        name = passage.text.strip()
        if passage.section is Section.OTHER_NAMES and len(name) > 2:  # noqa: PLR2004 - "AD" is a word too often
            discourse.learn(name, subject)
        elif passage.section is Section.RELATED_GENES:
            discourse.learn(name, _mention(passage, name, Kind.GENE))
    for passage, following in pairwise(document.passages):
        _learn_heading(passage, following, discourse)
    return discourse


def _subject(document: Document) -> Mention:
    """Find where the page first names what it is about."""
    name = re.sub(r"\s+gene$", "", document.title)
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", document.text)
    start = found.start() if found else 0
    exact = found[0] if found else name
    return Mention(start, start + len(exact), exact, document.subject)


def _learn_heading(passage: Passage, following: Passage, discourse: Discourse) -> None:
    """Learn the condition that a passage is the heading of; a cut sentence is none."""
    found = _HEADING.fullmatch(passage.text.strip())
    if found and passage.section is following.section is Section.CONDITIONS:
        name = found["name"]
        discourse.learn(name, _mention(passage, name, Kind.CONDITION))


def _mention(passage: Passage, name: str, kind: Kind) -> Mention:
    start = passage.offset + passage.text.index(name)
    return Mention(start, start + len(name), name, kind)
