"""Finds what a page is called: a gene's symbol, a condition's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from kg.model import Kind, Section
from kg.sources.sections import Stretch
from kg.sources.spans import Span, cut

_SYMBOL = re.compile(r"\b([A-Z][A-Z0-9][A-Za-z0-9-]*)(?= genes?\b)")
_SITE = re.compile(r"\s*([^\n]{2,150}?)(?=: MedlinePlus Genetics| - Genetics Home Ref)")
_QUESTION = re.compile(
    r"(?:What (?:is|are)|What [a-z ]{4,30} related to|What causes|How common (?:is|are)"
    r"|How many people [a-z ]{4,30} by|How do people inherit|Is|Are)"
    r" (?!the )([^?]{2,150}?)(?= inherited\?|\?)".replace(" ", r"\s+")
)
_SUBJECT = re.compile(
    r"\W*(.{2,150}?)(?=(?: \([^)]*\))?,? (?:is|are|refers|causes|affects|results)\b)"
)
_LINE = re.compile(r"\s*\n\s*")
_LONGEST = 150


class Title(NamedTuple):
    """A page's name, where a line says it, and the line with the gene's full name."""

    name: str
    span: Span | None
    full_name: Span | None = None


def find_title(
    text: str, subject: Kind, stretches: tuple[Stretch, ...], after: int
) -> Title:
    """Find the title; `after` is where the page's address ends, 0 if it has none."""
    headed = min(each.heading.start for each in stretches if each.section)
    start = after if after <= headed else 0
    top = Span(
        start, min(s.heading.start for s in stretches if s.heading.start >= start)
    )
    lines = list(cut(text, top, (each.span() for each in _LINE.finditer(text, *top))))
    return (_gene if subject is Kind.GENE else _condition)(text, lines, stretches)


def _gene(text: str, lines: list[Span], _stretches: tuple[Stretch, ...]) -> Title:
    """Take the first symbol, the line "SYMBOL gene", and the line below it."""
    match = _SYMBOL.search(text)
    first = lines[0] if lines else Span(0, 0)
    symbol = match[1] if match else text[first.start : first.end]
    for line, below in zip_longest(lines, lines[1:]):
        if text[line.start : line.end] in (symbol, f"{symbol} gene"):
            return Title(symbol, line, below)
    return Title(symbol, None)


def _condition(text: str, lines: list[Span], stretches: tuple[Stretch, ...]) -> Title:
    """Take the line that the description repeats, else the next best."""
    start = next(
        (s.body.start for s in stretches if s.section is Section.DESCRIPTION), 0
    )
    described = text[start : start + 400].casefold()
    short = [each for each in lines if each.end - each.start <= _LONGEST]
    named = [e for e in short if text[e.start : e.end].casefold() in described]
    for span in (*named, *_guesses(text, stretches), *short):
        return Title(text[span.start : span.end], span)
    sentence = _SUBJECT.match(text, start)
    return Title(sentence[1] if sentence else text.strip()[:_LONGEST], None)


def _guesses(text: str, stretches: tuple[Stretch, ...]) -> Iterator[Span]:
    """Yield the name in the site's title, and in the first heading that asks for it."""
    headings = [each.heading for each in stretches if each.section]
    site = _SITE.match(text, 0, headings[0].start)
    asked = (_QUESTION.match(text, *heading) for heading in headings)
    for match in (site, *asked):
        if match:
            yield Span(*match.span(1))
