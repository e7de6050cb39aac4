"""Cuts a page into its sections: a row of headings with text between them.

Nothing is expected of the lines: scraping joins, wraps and glues them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from kg.model import Kind, Section
from kg.sources.headings import DATES, HEADINGS, ONLY, PROSE, Form, Heading
from kg.sources.spans import Span

_PHRASED = re.compile(
    "|".join(
        f"(?P<h{number}>{'|'.join(heading.patterns)})".replace(" ", r"\s+")
        for number, heading in enumerate(HEADINGS)
    )
)


def known_heading(line: str) -> Heading | None:
    """Find what a line that is a heading heads; None for a heading not of ours.

    A phrase may be followed by the name of the page's subject.
    """
    whole, start = _PHRASED.fullmatch(line), _row(_PHRASED.match(line))
    return _row(whole) or (start if start and start.form is Form.PHRASE else None)


def labelled(line: str) -> tuple[Section, str] | None:
    """Find the section and the words of a line that has its label with it.

    >>> labelled("Reviewed: May 2004 by the staff")
    (<Section.REVIEWED: 'reviewed'>, 'Reviewed: May 2004')
    """
    match = _PHRASED.match(line)
    found = _row(match)
    if not match or not found or found.form is not Form.LABEL or not found.section:
        return None
    return found.section, match[0] if found.section in DATES else line


def _row(match: re.Match[str] | None) -> Heading | None:
    return HEADINGS[int((match.lastgroup or "h0")[1:])] if match else None


class Stretch(NamedTuple):
    """The text of a section: between its heading and the next."""

    section: Section | None
    heading: Span
    body: Span


_NOTHING = Heading(None, Form.PHRASE, ())


class _Candidate(NamedTuple):
    rank: int
    heading: Heading
    span: Span


def split(text: str, subject: Kind) -> tuple[Stretch, ...]:
    """Cut a page at its headings; what stands before the first is left out."""
    other = ONLY[Kind.CONDITION if subject is Kind.GENE else Kind.GENE]
    found = [mark for mark in _candidates(text) if mark.heading.section not in other]
    accepted = list(_accepted(text, found))
    return tuple(
        _stretch(mark, following.span.start if following else len(text))
        for mark, following in zip_longest(accepted, accepted[1:])
    )


def _stretch(mark: _Candidate, end: int) -> Stretch:
    labelled = mark.heading.form is Form.LABEL
    start = mark.span.start if labelled else mark.span.end
    section = mark.heading.section
    stop = mark.span.end if section in DATES else end
    return Stretch(section, mark.span, Span(start, stop))


def _candidates(text: str) -> Iterator[_Candidate]:
    for match in _PHRASED.finditer(text):
        rank = int((match.lastgroup or "h0")[1:])
        yield _Candidate(rank, HEADINGS[rank], Span(*match.span()))


def _accepted(text: str, found: list[_Candidate]) -> Iterator[_Candidate]:
    """Keep what is proved to be a heading; one with nothing under it opens nothing."""
    section: Section | None = None
    reached = -1
    for mark, following in zip_longest(found, found[1:]):
        known = mark.heading.form is not Form.WORD or _own_line(text, mark.span)
        if not (known or (mark.rank > reached and _opens(text, mark.span, section))):
            continue
        if _empty(text, mark, following):
            section = None
            yield mark._replace(heading=_NOTHING)
            continue
        section = mark.heading.section
        if section in PROSE:
            reached = max(reached, mark.rank)
        yield mark


def _empty(text: str, mark: _Candidate, following: _Candidate | None) -> bool:
    """Tell whether a heading stands alone, as in a table of contents."""
    end = following.span.start if following else len(text)
    labelled = mark.heading.form is Form.LABEL
    return not labelled and not re.search(r"\w", text[mark.span.end : end])


def _own_line(text: str, span: Span) -> bool:
    before = text[text.rfind("\n", 0, span.start) + 1 : span.start]
    after = text[span.end :].partition("\n")[0]
    return not before.strip(" \t\r#*") and not after.strip(" \t\r#*:")


def _opens(text: str, span: Span, section: Section | None) -> bool:
    """Tell whether a common word heads what follows instead of belonging to prose.

    After a list or site chrome, which have no sentences, any blank will do.
    """
    before = text[max(0, span.start - 20) : span.start]
    boundary = r"(?:\A|[.!?)\"”\]])\s*\Z" if section in PROSE else r"(?:\A|\s)\Z"
    new_sentence = re.match(r":?\s+[^\sa-z]", text[span.end :])
    return bool(new_sentence and re.search(boundary, before))
