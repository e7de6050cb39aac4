"""The list sections of a page, one span an item, whether on lines or run together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from kg.model import Section
from kg.sources.run_on import run_on_names
from kg.sources.spans import Span, cut, paragraphs, trim, widest, wraps

_BULLET = re.compile(r"(?:[•*·\u2013-]|\d{1,2}\.)\s+")
_LINE = re.compile(r"\s*\n\s*|\s*•\s*")
_SEMICOLON = re.compile(r"\s*;\s+")
_SYMBOL = re.compile(r"(?<![\w-])[A-Z][A-Z0-9](?:[\w-]*[A-Za-z0-9])?(?![\w-])")
_LINKS = re.compile(r"\s*\(\d+ links?\)")
_CITED = re.compile(
    r"\s*(?:Citation\s+on\s+PubMed"
    r"(?:\s+Central)?(?:\s+or\s+Free\s+article\s+on\s+PubMed\s+Central)?"
    r"|Full\s+text\s+on\s+PubMed(?:\s+Central)?|\(?Citation\)?(?=\s*\n|\s*\Z))\s*"
)
# How a reference ends (volume and pages, or what stands behind them) ...
_COMPLETE = re.compile(
    r"(?:[;:]\s*[\w()-]+(?:\([^)]*\))?(?::[\w\s-]+)?|doi:\s*\S+|Epub[^.]*|PMID:?\s*\d+"
    r"|Review|No abstract available|\d{4}(?: [A-Z][a-z]{2})?)\.?\s*\Z"
)
# ... and how the next one begins: surnames with initials.
_AUTHOR = re.compile(
    r"\s+(?=[A-Z][\w'\u2019-]+(?: [A-Z][\w'\u2019-]+)? [A-Z]{1,3}(?:,|\.) )"
)
_WRAPPED = 60  # no list has an item on every line that is just that wide


def items(section: Section, text: str, span: Span, title: str) -> Iterator[Span]:
    """Yield the items of a section: `title` is the page's, which headings repeat."""
    return _ITEMS.get(section, _prose)(text, span, title)


def _prose(text: str, span: Span, _title: str) -> Iterator[Span]:
    return paragraphs(text, span)


def _whole(text: str, span: Span, _title: str) -> Iterator[Span]:
    return cut(text, span, ())


def _first(text: str, span: Span, _title: str) -> Iterator[Span]:
    """Yield the first paragraph: nothing more belongs to a location."""
    yield from list(paragraphs(text, span))[:1]


def _names(text: str, span: Span, title: str) -> Iterator[Span]:
    listed = list(_lines(text, span))
    if len(listed) == 1:
        listed = list(cut(text, span, _breaks(_SEMICOLON, text, span)))
    return iter(listed) if len(listed) > 1 else run_on_names(text, span, title)


def _genes(text: str, span: Span, title: str) -> Iterator[Span]:
    """Yield the symbols, not those in the condition's name that the heading repeats."""
    body = trim(text, span)
    if text[body.start : body.end].casefold().startswith(title.casefold()):
        body = Span(body.start + len(title), body.end)
    found = _SYMBOL.finditer(text, body.start, body.end)
    return (Span(*match.span()) for match in found)


def _catalog(text: str, span: Span, title: str) -> Iterator[Span]:
    for line in _lines(text, span):
        links = _LINKS.search(text, line.start, line.end)
        end = links.start() if links else line.end
        yield from _entries(text, Span(line.start, end), title)


def _entries(text: str, span: Span, title: str) -> Iterator[Span]:
    """Part titles that run together: each ends with its symbol, `...; SIDBA1`."""
    symbol = re.compile(r"(?<=; )[A-Z0-9]+(\s+)(?=[A-Z0-9])")
    ends = [match.span(1) for match in symbol.finditer(text, span.start, span.end)]
    if ends or ";" in text[span.start : span.end]:
        return cut(text, span, ends)
    return run_on_names(text, span, title)


def _references(text: str, span: Span, _title: str) -> Iterator[Span]:
    """Yield the references: between their links to PubMed, else by their form."""
    cited = list(_CITED.finditer(text, span.start, span.end))
    if cited:
        span = Span(span.start, cited[-1].end())
        return cut(text, span, [match.span() for match in cited])
    return (
        _unbulleted(text, piece)
        for part in cut(text, span, _breaks(re.compile(r"\s*\n\s*\n\s*"), text, span))
        for piece in cut(text, part, _starts(text, part))
    )


def _starts(text: str, span: Span) -> Iterator[tuple[int, int]]:
    last = span.start
    for match in _AUTHOR.finditer(text, span.start, span.end):
        before = text[last : match.start()]
        if _COMPLETE.search(before) or ("\n" in match[0] and before.endswith(".")):
            last = match.end()
            yield match.span()


def _lines(text: str, span: Span) -> Iterator[Span]:
    """Yield the lines without their bullets, or all as one where they only wrap."""
    width = widest(text, span)
    breaks = _breaks(_LINE, text, trim(text, span))
    wrapped = width >= _WRAPPED and all(wraps(text, *each, width) for each in breaks)
    for line in cut(text, span, () if wrapped else breaks):
        yield _unbulleted(text, line)


def _unbulleted(text: str, span: Span) -> Span:
    bullet = _BULLET.match(text, span.start, span.end)
    return Span(bullet.end(), span.end) if bullet else span


def _breaks(pattern: re.Pattern[str], text: str, span: Span) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(text, span.start, span.end)]


_ITEMS: Mapping[Section, Callable[[str, Span, str], Iterator[Span]]] = {
    Section.CYTOGENETIC_LOCATION: _first,
    Section.MOLECULAR_LOCATION: _first,
    Section.OTHER_NAMES: _names,
    Section.RELATED_GENES: _genes,
    Section.CATALOG: _catalog,
    Section.REFERENCES: _references,
    Section.REVIEWED: _whole,
    Section.PUBLISHED: _whole,
    Section.UPDATED: _whole,
}
