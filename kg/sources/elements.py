"""Yields the elements of an XML file that are pages, one after the other.

What was yielded is forgotten, so that a file of any length needs the memory of a page.
No entity is followed, and a file that declares one is refused: no page needs any, and
a few of them can stand for gigabytes (CWE-776) or for other files (CWE-611).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO

from lxml import etree

from kg.errors import DocumentError
from kg.sources.limits import CHUNK, PAGE, too_large
from kg.sources.markup import Element

IsPage = Callable[[Element], bool]


def page_elements(stream: IO[bytes], name: str, is_page: IsPage) -> Iterator[Element]:
    """Yield each element that `is_page`, complete; it is empty after the next.

    Raises DocumentError, with `name`, where the file stops being well-formed, where a
    page is too large, and for a file without any.
    """
    found, size = False, 0
    for chunk, elements in _chunks(stream, name):
        size += chunk
        if size > PAGE:
            raise too_large(name)
        for element in elements:
            if is_page(element):
                found, size = True, 0
                yield element
                _forget(element)
    if not found:
        raise DocumentError(name, "holds no page of a gene or condition")


def _chunks(stream: IO[bytes], name: str) -> Iterator[tuple[int, Iterator[Element]]]:
    """Yield how much was read, and the elements that ended in it."""
    parser = etree.XMLPullParser(
        events=("end",),
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    problem: etree.XMLSyntaxError | None = None
    while problem is None:
        chunk = stream.read(CHUNK)
        try:
            parser.feed(chunk) if chunk else parser.close()
        except etree.XMLSyntaxError as error:
            problem = error
        yield len(chunk), _ended(parser, name)
        if not chunk:
            break
    if problem:
        raise DocumentError(name, f"is not well-formed XML ({problem.msg})")


def _ended(parser: etree.XMLPullParser, name: str) -> Iterator[Element]:
    for _, element in parser.read_events():
        if not isinstance(element, Element):
            continue
        declared: etree.DTD | None = element.getroottree().docinfo.internalDTD
        if declared and any(declared.iterentities()):  # type: ignore[attr-defined] # not in the stubs
            raise DocumentError(name, "declares entities, which no page needs")
        yield element


def _forget(element: Element) -> None:
    """Free a page and what stands before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
