"""Tells pages that come twice from other versions of a page.

Files overlap: the official one of all pages, a page saved in another year, another
cut of it. Pages of one name and one text are one page. With another text it is another
version, and a document of its own: the newest keeps the name `alas2`, those before are
`alas2.2`, `alas2.3`. Nothing of this depends on the order of the files.
"""

from __future__ import annotations

import hashlib
import re
from calendar import month_name
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from kg.errors import DocumentError
from kg.model import Document, Reference
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
    """Yield each text of each name once; `refuse` is told of those that repeat.

    Of a text that comes twice, what has an address is kept.
    """
    named: dict[Reference, list[Page]] = {}
    for page in pages:
        named.setdefault(page.document.id, []).append(page)
    for same in named.values():
        kept = list(_once(same, refuse))
        for number, page in enumerate(sorted(kept, key=_newest), start=1):
            yield page._replace(document=_numbered(page.document, number))


def _once(pages: Iterable[Page], refuse: Refuse) -> Iterator[Page]:
    texts: dict[str, list[Page]] = {}
    for page in pages:
        texts.setdefault(page.document.text, []).append(page)
    for same in texts.values():
        kept = min(same, key=_preferred)
        yield kept
        for page in same:
            if page is not kept:
                refuse(_repeated(page, kept))


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


def _preferred(page: Page) -> tuple[object, ...]:
    document = page.document
    return (
        document.url is None,
        document.url or "",
        document.title,
        str(document.passages),
    )


def _repeated(page: Page, kept: Page) -> DocumentError:
    problem = f"is the same page as {kept.source.name} ({kept.document.id})"
    return DocumentError(page.source.name, f"{problem}: leave one of them out")


def _numbered(document: Document, number: int) -> Document:
    if number == 1:
        return document
    prefix, name = document.id
    return replace(document, id=Reference(prefix, f"{name}.{number}"))
