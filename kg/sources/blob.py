"""Finds the sections of a page, or of a part of one, that has no headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.model import Kind, Section
from kg.sources.headings import ONLY
from kg.sources.sections import Stretch
from kg.sources.spans import Span, sentences

_CHANGE = (
    r"\b(?:mutations?|variants?|polymorphisms?|(?:genetic|gene|inherited) (?:changes?"
    r"|variations?)|(?:changes|variations|deletions?) (?:in|of) the [\w-]+ gene)\b"
)
_BULLET = re.compile(r"\n\s*(?=•)")
_LOCATIONS = frozenset({Section.CYTOGENETIC_LOCATION, Section.MOLECULAR_LOCATION})


Cue = tuple[Section, re.Pattern[str]]


class Opening(NamedTuple):
    """How a page without headings begins, and what tells its later sections."""

    section: Section
    first: re.Pattern[str]
    later: tuple[Cue, ...]


OPENINGS: Mapping[Kind, Opening] = {
    Kind.GENE: Opening(
        Section.FUNCTION,
        re.compile(
            r"(?<![^\s.>:])(?:(?:The|Th[ei]s|A|An)\b[^.!?:\n]{0,120}?"
            r"\b[A-Z][A-Z0-9][\w-]* gene,? (?=[a-z(])"
            r"|[A-Z][A-Z0-9][\w-]*,? [^.!?:\n]{0,120}?\bprovides instructions for\b)"
        ),
        ((Section.CONDITIONS, re.compile(_CHANGE, re.IGNORECASE)),),
    ),
    Kind.CONDITION: Opening(
        Section.DESCRIPTION,
        re.compile(
            r"(?<![^\s.>:])[A-Z0-9][^.!?:\n]{2,150}?"
            r" (?:is|are) (?:an?|the|one|any|characterized)\b"
            r"[^.!?\n]{0,150}?\b(?:disorder|disease|condition|syndrome|deficiency|cancer"
            r"|form|type|abnormality|tumor)s?\b"
        ),
        (
            (
                Section.FREQUENCY,
                re.compile(
                    r"\b1 (?:in|per) [\d,]+|\b(?:prevalence|incidence)\b"
                    r"|\brare (?:disorder|condition|disease)"
                    r"|\b(?:affects|occurs in|found in)"
                    r" (?:an estimated|about|approximately|fewer than|more than)"
                ),
            ),
            (
                Section.CAUSES,
                re.compile(
                    _CHANGE + r"|\bcauses? of\b.*\bun(?:known|clear)\b", re.IGNORECASE
                ),
            ),
            (
                Section.INHERITANCE,
                re.compile(r"\binherited in\b|\binheritance\b|\bnot inherited\b"),
            ),
        ),
    ),
}


def fill(
    text: str, subject: Kind, stretches: tuple[Stretch, ...]
) -> tuple[Stretch, ...]:
    """Add what has no heading of its own: the first prose section, and names.

    Comes in and goes out in the order of the text, for a page about `subject`.
    """
    sections = {each.section for each in stretches}
    if Section.OTHER_NAMES not in sections:
        stretches = tuple(part for each in stretches for part in _names(text, each))
    if OPENINGS[subject].section not in sections:
        stretches = (*_lead(text, subject, stretches), *stretches)
    return tuple(sorted(stretches, key=lambda each: each.body.start))


def _lead(
    text: str, subject: Kind, stretches: tuple[Stretch, ...]
) -> Iterator[Stretch]:
    """Yield the prose before the first heading, from the sentence that opens a page."""
    opening = OPENINGS[subject]
    ends = [each.heading.start for each in stretches if each.section in ONLY[subject]]
    first = opening.first.search(text, 0, min(ends, default=len(text)))
    if first and not any(_holds(each, first.start()) for each in stretches):
        later = [s.heading.start for s in stretches if s.heading.start > first.start()]
        sections = {each.section for each in stretches}
        cues = [cue for cue in opening.later if cue[0] not in sections]
        yield from _part(
            text,
            Span(first.start(), min(later, default=len(text))),
            opening.section,
            cues,
        )


def _holds(stretch: Stretch, place: int) -> bool:
    """Tell whether a section that has its heading already takes in a place."""
    return bool(stretch.section) and stretch.heading.start <= place < stretch.body.end


def _names(text: str, stretch: Stretch) -> Iterator[Stretch]:
    """Part the bulleted names that stand without a heading under a gene's location."""
    bullet = _BULLET.search(text, *stretch.body)
    if stretch.section in _LOCATIONS and bullet:
        at = bullet.start()
        yield stretch._replace(body=Span(stretch.body.start, at))
        names = Span(at, stretch.body.end)
        yield Stretch(Section.OTHER_NAMES, Span(at, at), names)
    else:
        yield stretch


def _part(
    text: str, span: Span, section: Section, cues: Sequence[Cue]
) -> Iterator[Stretch]:
    """Part prose where a sentence shows that a later section begins."""
    start = span.start
    for sentence in sentences(text, span):
        words = text[sentence.start : sentence.end]
        matched = [at for at, (_, cue) in enumerate(cues) if cue.search(words)]
        if matched and sentence.start > start:
            yield Stretch(section, Span(start, start), Span(start, sentence.start))
            start, section = sentence.start, cues[matched[0]][0]
            cues = cues[matched[0] + 1 :]
    yield Stretch(section, Span(start, start), Span(start, span.end))
