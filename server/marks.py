"""A document's text, marked with what each sentence yielded, refusals included.

Facts may quote overlapping stretches of a text. What overlaps makes one mark; within it
the text is split wherever a quote begins or ends, so that every piece is marked with
what it yielded itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pyoxigraph import Triple

from kg.evidence import Statement
from kg.extract.parts import LISTS
from kg.model import Certainty, Passage, Polarity, Section

FATES = {
    "stated": "stated",
    "possible": "said to be possible",
    "denied": "denied",
    "open": "left open",
    "refused": "refused",
}
"""What may become of a fact, the most telling first, and how that is worded."""

_HEADING = 70  # characters; a longer line is none
_PARAGRAPH = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Told:
    """A fact that a stretch of a text tells: a triple, or why there is none."""

    start: int
    end: int
    fate: str
    words: str
    triple: Triple | None = None
    statement: Statement | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that all have the same fate; an empty one is that they yielded nothing."""

    start: int
    text: str
    fate: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a paragraph: marked if it tells something, else read in vain."""

    pieces: tuple[Piece, ...]
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A section: paragraphs, or entries of a list; or text that is in no section."""

    section: Section | None
    paragraphs: tuple[tuple[Stretch, ...], ...]
    heading: str = ""

    @property
    def is_list(self) -> bool:
        return self.section in LISTS


def of_statement(triple: Triple, statement: Statement) -> Told | None:
    """Tell what a statement says; None for one that quotes nothing."""
    start, end = statement.start, statement.end
    if start is None or end is None:
        return None
    words = statement.exact or ""
    return Told(start, end, _fate(statement), words, triple, statement)


def blocks(
    text: str, passages: Sequence[Passage], told: Iterable[Told]
) -> Iterator[Block]:
    """Lay a text out: its passages by section, and what stands between them.

    A short line before a section is taken as its heading.
    """
    facts, place = sorted(told, key=lambda each: (each.start, -each.end)), 0
    for section, found in _runs(text, passages):
        between, heading = _headed(text[place : found[0].offset])
        yield from _outside(place, between)
        paragraphs = (p for passage in found for p in _paragraphs(passage, facts))
        name = heading or section.replace("-", " ").capitalize()
        yield Block(section, tuple(paragraphs), name)
        place = found[-1].offset + len(found[-1].text)
    yield from _outside(place, text[place:])


def _runs(
    text: str, passages: Sequence[Passage]
) -> Iterator[tuple[Section, list[Passage]]]:
    """Gather the passages of a section, as long as nothing else stands between them."""
    found: list[Passage] = []
    place = 0
    for passage in sorted(passages, key=lambda passage: passage.offset):
        is_next = not text[place : passage.offset].strip()
        if found and not (is_next and passage.section is found[0].section):
            yield found[0].section, found
            found = []
        found.append(passage)
        place = passage.offset + len(passage.text)
    if found:
        yield found[0].section, found


def _headed(text: str) -> tuple[str, str]:
    """Take the heading from the end of what stands before a section."""
    rest, _, last = text.rstrip().rpartition("\n")
    is_heading = len(last) <= _HEADING and not last.rstrip().endswith(".")
    return (rest, last.strip()) if is_heading else (text, "")


def _outside(place: int, text: str) -> Iterator[Block]:
    if text.strip():
        yield Block(None, ((Stretch((Piece(place, text.strip()),)),),))


def _paragraphs(
    passage: Passage, facts: Sequence[Told]
) -> Iterator[tuple[Stretch, ...]]:
    """Cut a passage into its paragraphs, but never within a mark."""
    begin, end = passage.offset, passage.offset + len(passage.text)
    here = [told for told in facts if told.start < end and told.end > begin]
    found: list[Stretch] = []
    for cluster in _clusters(here):
        first = max(begin, cluster[0].start)
        last = min(end, max(told.end for told in cluster))
        before = passage.text[begin - passage.offset : first - passage.offset]
        *whole, rest = _PARAGRAPH.split(before)
        for number, piece in enumerate(whole):
            found += _plain(begin, piece)
            if found or number:
                yield tuple(found)
            found = []
        found += _plain(begin, rest) if rest.strip() or not found else [_BLANK]
        found.append(Stretch(tuple(_pieces(passage, cluster, first, last)), cluster))
        begin = last
    for piece in _PARAGRAPH.split(passage.text[begin - passage.offset :]):
        found += _plain(begin, piece)
        if found:
            yield tuple(found)
        found = []


def _plain(start: int, text: str) -> Iterator[Stretch]:
    if text.strip():
        yield Stretch((Piece(start, text),))


_BLANK = Stretch((Piece(0, " "),))


def _clusters(facts: Iterable[Told]) -> Iterator[tuple[Told, ...]]:
    """Gather the facts whose quotes overlap."""
    found: list[Told] = []
    reach = 0
    for told in facts:
        if found and told.start >= reach:
            yield tuple(found)
            found = []
        reach = max(reach if found else 0, told.end)
        found.append(told)
    if found:
        yield tuple(found)


def _pieces(
    passage: Passage, cluster: tuple[Told, ...], first: int, last: int
) -> Iterator[Piece]:
    """Split a mark where quotes begin and end."""
    ends = {place for told in cluster for place in (told.start, told.end)}
    places = sorted({first, last} | {p for p in ends if first < p < last})
    for start, end in pairwise(places):
        here = {told.fate for told in cluster if told.start < end and told.end > start}
        fate = next((fate for fate in FATES if fate in here), "")
        text = passage.text[start - passage.offset : end - passage.offset]
        yield Piece(start, text, fate)


def _fate(statement: Statement) -> str:
    if statement.polarity is Polarity.NEGATIVE:
        return "denied"
    if statement.certainty is Certainty.UNKNOWN:
        return "open"
    return "possible" if statement.certainty is Certainty.POSSIBLE else "stated"
