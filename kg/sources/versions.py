"""Tells pages that come twice from other versions of a page.

Files overlap: the official one of all pages, a page saved in another year, another
cut of it. A page that says nothing but what stands in another of its name is left out.
Any other is another version, and a document of its own: the newest keeps the name
`alas2`, those before are `alas2.2`, `alas2.3`. The order of the files does not count.
"""

from __future__ import annotations

import hashlib
import re
from calendar import month_name
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from kg.errors import DocumentError
from kg.model import Document, Reference, Section
from kg.sources.headings import DATES
from kg.sources.places import Source

Refuse = Callable[[DocumentError], None]
"""Told of a page that is left out, and why; may raise it to stop the reading."""

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MONTH = re.compile("|".join(name[:3] for name in month_name[1:]))
_MONTHS = {name[:3]: number for number, name in enumerate(month_name)}
_DAY = re.compile(r"\b\d{1,2}\b")

Day = tuple[int, int, int]


class Page(NamedTuple):
    """A document, and the file that holds it."""

    source: Source
    document: Document


def versions(pages: Iterable[Page], refuse: Refuse) -> Iterator[Page]:
    """Yield each version of each page; `refuse` is told of what says nothing new."""
    named: dict[Reference, list[Page]] = {}
    for page in pages:
        named.setdefault(page.document.id, []).append(page)
    for same in named.values():
        kept = _distinct(same, refuse)
        for number, page in enumerate(sorted(kept, key=_newest), start=1):
            yield page._replace(document=_numbered(page.document, number))


def _distinct(pages: Iterable[Page], refuse: Refuse) -> list[Page]:
    kept: list[Page] = []
    for page in sorted(pages, key=_fullest):
        whole = next((k for k in kept if _holds(k.document, page.document)), None)
        if whole:
            refuse(_repeated(page, whole))
        else:
            kept.append(page)
    return kept


def _holds(document: Document, other: Document) -> bool:
    """Tell whether all that another says stands here too."""
    if document.text == other.text:
        return True
    same_place = other.url in (None, document.url)
    return same_place and _said(other) <= _said(document)


def _said(document: Document) -> set[tuple[Section, str]]:
    return {(passage.section, passage.text) for passage in document.passages}


def _fullest(page: Page) -> tuple[object, ...]:
    """Order pages of one name: what says most comes first, then what has an address."""
    document = page.document
    address = (document.url is None, document.url or "")
    said = len(_said(document))
    return -said, *address, document.text, str(document.passages)


def date(document: Document) -> Day:
    """Give the latest day that a page has on it, as far as it is said; zeros for none.

    A page has the day when it was reviewed, and when it was published or updated.
    """
    dated = (p.text for p in document.passages if p.section in DATES)
    return max(map(_day, dated), default=(0, 0, 0))


def _day(words: str) -> Day:
    """Read a date as pages have it.

    >>> _day("Published: February 14, 2017"), _day("Reviewed: 2009")
    ((2017, 2, 14), (2009, 0, 0))
    """
    year, month, day = (p.search(words) for p in (_YEAR, _MONTH, _DAY))
    return (
        int(year[0]) if year else 0,
        _MONTHS[month[0]] if month else 0,
        int(day[0]) if day else 0,
    )


def _newest(page: Page) -> tuple[int, int, int, str]:
    """Order versions: by date, the newest first, then by what tells texts apart."""
    year, month, day = date(page.document)
    digest = hashlib.sha256(page.document.text.encode()).hexdigest()
    return -year, -month, -day, digest


def _repeated(page: Page, whole: Page) -> DocumentError:
    same = page.document.text == whole.document.text
    problem = "is the same page as" if same else "is a part of the page in"
    where = f"{whole.source.name} ({whole.document.id})"
    return DocumentError(page.source.name, f"{problem} {where}: leave it out")


def _numbered(document: Document, number: int) -> Document:
    if number == 1:
        return document
    prefix, name = document.id
    return replace(document, id=Reference(prefix, f"{name}.{number}"))
