"""Pages of which a collection keeps passages, as JSON objects.

Collections of questions and answers (MEDIQA, MedQuAD and the like) hold what they took
from a page under its address: `texts`, each with its heading in front of it

    "Xyz anemia (Genetic Changes): Mutations in the XYZ1 gene cause xyz anemia."
    "What causes xyz anemia?: Mutations in the XYZ1 gene cause xyz anemia."

or `sections`, texts by the names of the sections. They are put together again as the
plain text of a page, and read as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kg.model import Document, Section
from kg.sources.address import whole
from kg.sources.sections import known_heading
from kg.sources.text import read_text
from kg.sources.transcript import TITLES, plain

_HEADED = re.compile(
    r"(?P<name>[^\n:?()]{2,150}|[^\n?]{2,150}\?)(?: \((?P<part>[^\n]{2,150}?)\))?:\s+"
)
_SENTENCE = re.compile(r"\b(?:is|are|was|were|has|have|can|may|includes?|following)\b")
_GAP = re.compile(r"\s*\n\s*|\s{2,}(?:[-•]\s+)?")


class Passage(NamedTuple):
    """Words of a page below a heading, where they have one."""

    heading: str
    words: str


def read_object(content: Mapping[object, object], name: str) -> Document | None:
    """Read the page of a collection; None for another object.

    Raises DocumentError where the passages make no gene or condition page.
    """
    title = plain(str(content.get("name") or ""))
    parts = list(_sections(content.get("sections")))
    for text in _texts(content.get("texts")):
        called, passage = _passage(text)
        title = title or called
        parts.append(passage)
    if not parts:
        return None
    url = whole(str(content.get("url") or ""))
    lines = [f"URL of this page: {url}"] if url else []
    lines += [title] if title else []
    for passage in sorted(parts, key=lambda part: bool(part.heading)):
        lines += _lines(passage)
    return read_text("\n\n".join(lines) + "\n", f"{name} ({url or title})")


def _lines(passage: Passage) -> Iterator[str]:
    """Write a passage, unless its heading is one of links and the like."""
    known = known_heading(passage.heading)
    if known and known.section is None:
        return
    for line in (passage.heading, *_GAP.split(passage.words.strip())):
        if line:
            yield plain(line)


def _texts(found: object) -> Iterator[str]:
    for each in found if isinstance(found, list) else []:
        if isinstance(each, str) and each.strip():
            yield each


def _sections(found: object) -> Iterator[Passage]:
    """Yield the sections that are known by their names: `genetic_changes`."""
    for key, words in found.items() if isinstance(found, dict) else ():
        known = known_heading(str(key).replace("_", " ").title())
        if known and known.section and isinstance(words, str) and words.strip():
            yield Passage(TITLES.get(known.section, str(key)), words)


def _passage(text: str) -> tuple[str, Passage]:
    """Part a text from what stands in front of it: a name, a heading, or both."""
    found = _HEADED.match(text)
    if not found:
        return "", Passage("", text)
    called, part = found["name"], found["part"] or ""
    words = text[found.end() :]
    if known_heading(called):
        return "", Passage(called, words)
    if _SENTENCE.search(called):
        return "", Passage("", text)
    if known_heading(part):
        return called, Passage(part, words)
    if part and called.endswith(" gene"):
        section = TITLES[Section.CONDITIONS]
        return called, Passage(section, f"{part}\n\n{words}")
    return called, Passage("", words)
