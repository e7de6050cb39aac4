"""Passages cut into sentences; offsets stay those of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Passage, Section

# A sentence ends at . ! or ?, closing marks included, before white space and a
# capital, a digit or an opening mark; or directly before a capital where scraping
# glued two paragraphs together ("erythroblasts.ALA-synthase"); or with a short line
# that has no full stop: a heading.
_END = re.compile(
    r"""(?<=[.!?])["')\]\u201d]*(?=\s+["'(\[\u201c]?[A-Z0-9])
      | (?<=[a-z)][.!?])(?=[A-Z][A-Za-z0-9'-]*\s)
      | (?m:(?<=^)[^\n.!?:]{1,60}(?=\n\s*["'(]?[A-Z0-9]))
      | (?=\n\s*\n)
    """,
    re.VERBOSE,
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:Dr|Mr|Mrs|Ms|St|vs|approx|al|cf|No|Fig|etc|i\.e|e\.g)|\b[A-Z])\.$"
)
# One letter before a full stop is an initial ("J. Smith"), but not after such a word,
# nor after the name of a protein: "galactosidase A."
_NUMBERED = re.compile(
    r"\b(?:types?|forms?|class|groups?|stage|vitamin|hepatitis|factor|complex|and|or"
    r"|[a-z][a-z-]*(?:ase|in))\s[A-Z]\.$"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: `text == document.text[start:][:len(text)]`."""

    section: Section
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def sentences(passage: Passage) -> Iterator[Sentence]:
    """Cut a passage into sentences, white space around them left out."""
    begin = 0
    for end in _ends(passage.text):
        piece = passage.text[begin:end]
        if end < len(passage.text) and _is_abbreviated(piece):
            continue
        begin = end
        stripped = piece.strip()
        if stripped:
            start = passage.offset + end - len(piece.lstrip())
            yield Sentence(passage.section, start, stripped)


def _is_abbreviated(piece: str) -> bool:
    """Tell whether the full stop at the end of *piece* belongs to its last word."""
    return bool(_ABBREVIATION.search(piece)) and not _NUMBERED.search(piece)


def _ends(text: str) -> Iterator[int]:
    for match in _END.finditer(text):
        yield match.end()
    yield len(text)
