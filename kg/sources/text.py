"""Reads the text of a gene or condition page, however it was scraped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import inf
from operator import attrgetter

from kg.errors import DocumentError
from kg.model import Document, Kind, Passage, Section
from kg.sources.address import identify, place, whole
from kg.sources.blob import fill
from kg.sources.headings import ONLY
from kg.sources.lists import items
from kg.sources.sections import Stretch, split
from kg.sources.spans import Span
from kg.sources.titles import Title, find_title

_URL = re.compile(r"URL\s+of\s+this\s+page:\s*(https?://\S+)")


def read_text(text: str, name: str) -> Document:
    """Read the page that `text` holds; `name` is what errors call it.

    Passages are verbatim slices of `text`, in its order. Raises DocumentError where the
    text is no gene or condition page.
    """
    address = _URL.search(text)
    url = whole(address[1]) if address else None
    subject, stretches = _subject(text, url, name)
    title = find_title(text, subject, stretches, address.end() if address else 0)
    return Document(
        id=identify(url, title.name),
        title=title.name,
        subject=subject,
        url=url,
        text=text,
        passages=tuple(
            sorted(_passages(text, title, stretches), key=attrgetter("offset"))
        ),
    )


def _subject(text: str, url: str | None, name: str) -> tuple[Kind, tuple[Stretch, ...]]:
    """Tell by address, else by headings, else by first sentence what the page is about.

    Gives its sections too.
    """
    found = place(url)
    kinds = [found.kind] if found and found.kind in ONLY else list(ONLY)
    pages = {kind: split(text, kind) for kind in kinds}
    filled = {kind: fill(text, kind, page) for kind, page in pages.items()}
    kind = max(
        kinds,
        key=lambda kind: (_headed(kind, pages[kind]), -_first(kind, filled[kind])),
    )
    if not _headed(kind, filled[kind]):
        raise DocumentError(
            name,
            "is not a gene or condition page: neither its headings "
            "('Normal Function', 'Causes' ...) nor its first sentence is one's",
        )
    return kind, filled[kind]


def _headed(kind: Kind, stretches: tuple[Stretch, ...]) -> int:
    return len({each.section for each in stretches} & ONLY[kind])


def _first(kind: Kind, stretches: tuple[Stretch, ...]) -> float:
    starts = [each.body.start for each in stretches if each.section in ONLY[kind]]
    return min(starts, default=inf)


def _passages(
    text: str, title: Title, stretches: tuple[Stretch, ...]
) -> Iterator[Passage]:
    if title.span:
        yield _passage(text, Section.TITLE, title.span)
    if title.full_name:
        yield _passage(text, Section.OTHER_NAMES, title.full_name)
    for section, _, body in stretches:
        if section:
            for span in items(section, text, body, title.name):
                yield _passage(text, section, span)


def _passage(text: str, section: Section, span: Span) -> Passage:
    return Passage(section, span.start, text[span.start : span.end])
