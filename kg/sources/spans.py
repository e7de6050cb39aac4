"""Stretches of a text, and the places where prose falls apart into paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

# A sentence end with the next sentence glued to it ("...erythroblasts.ALA-synthase"):
# two word characters before the stop, so that "p.Arg41Gln" and "U.S." stay whole.
_GLUE = r"(?<=[\w)\]][\w)\]][.!?])(?=[A-Z][\w\s'-])"
_BREAK = re.compile(rf"\s*\n\s*|{_GLUE}")
_SENTENCE = re.compile(rf"(?<=[.!?])[\"”)]*\s+(?=[\"“(]?[A-Z0-9])|\n\s*\n|{_GLUE}")
_ENDED = re.compile(r"[.!?:][\"”)\]]*\Z")


class Span(NamedTuple):
    """The text from `start` to `end`, the end not included."""

    start: int
    end: int


def trim(text: str, span: Span) -> Span:
    """Drop white space at both ends."""
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.start + len(words.rstrip())))


def cut(text: str, span: Span, breaks: Iterable[tuple[int, int]]) -> Iterator[Span]:
    """Yield what lies between the breaks, trimmed, without the empty ones."""
    start = span.start
    for stop, resume in (*breaks, (span.end, span.end)):
        piece = trim(text, Span(start, stop))
        if piece.start < piece.end:
            yield piece
        start = resume


def paragraphs(text: str, span: Span) -> Iterator[Span]:
    """Yield the paragraphs, also where scraping glued or wrapped them."""
    width = widest(text, span)
    found = _BREAK.finditer(text, span.start, span.end)
    kept = (match.span() for match in found if _parts(text, match, width))
    return cut(text, span, kept)


def sentences(text: str, span: Span) -> Iterator[Span]:
    """Yield stretches that are about a sentence long: enough to look for a cue."""
    found = _SENTENCE.finditer(text, span.start, span.end)
    return cut(text, span, (match.span() for match in found))


def widest(text: str, span: Span) -> int:
    """Count the characters of the longest line."""
    return max(len(line) for line in text[span.start : span.end].split("\n"))


def wraps(text: str, start: int, end: int, width: int) -> bool:
    """Tell whether the line break between `start` and `end` only wraps a line.

    It does where the next word would not have fitted into the longest line.
    """
    line = start - (text.rfind("\n", 0, start) + 1)
    word = re.match(r"\S*", text[end : end + width + 1])
    return line + 1 + (word.end() if word else 0) > width


def _parts(text: str, match: re.Match[str], width: int) -> bool:
    """Tell whether a break parts paragraphs: all do, except wrapped lines."""
    space = match[0]
    if not space or space.count("\n") > 1:
        return True
    before = text[max(0, match.start() - 4) : match.start()]
    return bool(_ENDED.search(before)) or not wraps(text, *match.span(), width)
