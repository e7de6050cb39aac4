"""From elements of XML and HTML to blocks of plain text.

Parsers here follow no entity and no network address, and keep the limits of libxml2
on depth and on the size of a text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from kg.sources.transcript import plain

_BREAKING = frozenset(
    {
        *("article", "aside", "body", "details", "div", "fieldset", "figcaption"),
        *("figure", "footer", "form", "header", "html", "main", "section", "summary"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "dd", "dl", "dt", "li", "ol", "ul"),
        *("caption", "table", "tbody", "td", "th", "thead", "tr"),
        *("address", "blockquote", "br", "button", "center", "hr", "p", "pre"),
    }
)
_SILENT = frozenset(
    {
        *("head", "nav", "noscript", "script", "style", "template"),
        *("iframe", "img", "object", "select", "svg"),
    }
)
Element = etree._Element  # noqa: SLF001 - lxml has no other name for it
_LEVELS = {f"h{level}": level for level in range(1, 7)}


class Block(NamedTuple):
    """A line of a page: a paragraph, an entry of a list, or a heading with its level.

    `bookmark` is what the nearest element around it calls its part of the page.
    """

    text: str
    heading: int
    item: bool
    bookmark: str
    links: tuple[str, ...]


class _Inside(NamedTuple):
    """What the words between two tags stand in."""

    heading: int = 0
    item: bool = False
    bookmark: str = ""

    def enter(self, element: Element) -> _Inside:
        name = local(element)
        return _Inside(
            _LEVELS.get(name, self.heading),
            self.item or name == "li",
            element.get("data-bookmark") or self.bookmark,
        )


def words_of(element: Element) -> str:
    return "".join(str(words) for words in element.itertext())


def local(element: Element) -> str:
    """Give the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2].lower()


def parse_html(data: bytes) -> Element | None:
    """Read HTML as browsers do, whatever is wrong with it; None for no element.

    What is not UTF-8 is Windows-1252, as old pages of the site are.
    """
    encoding = "utf-8"
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        encoding = "windows-1252"
    parser = etree.HTMLParser(
        encoding=encoding, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None


def paragraphs(element: Element | None) -> tuple[str, ...]:
    """Give the paragraphs of an element that holds HTML, as elements or escaped."""
    if element is None:
        return ()
    if not len(element):
        found = parse_html(f"<div>{element.text or ''}</div>".encode())
        element = element if found is None else found
    return tuple(block.text for block in blocks(element))


def blocks(root: Element) -> Iterator[Block]:
    """Yield the lines of an element, without what no reader sees."""
    inside = [_Inside()]
    words: list[str] = []
    links: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = local(element)
        if name in _BREAKING:
            yield from _block(words, links, inside[-1])
            words, links = [], []
        if event == "end":
            inside.pop()
            words.append(element.tail or "")
            continue
        inside.append(inside[-1].enter(element))
        if name in _SILENT:
            walk.skip_subtree()
            continue
        words.append(element.text or "")
        links += [element.get("href") or ""] if name == "a" else []


def _block(words: list[str], links: list[str], inside: _Inside) -> Iterator[Block]:
    text = plain("".join(words))
    if text:
        yield Block(text, *inside, tuple(links))
