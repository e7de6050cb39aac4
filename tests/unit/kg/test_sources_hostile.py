"""XML and HTML that would take the memory, other files, or for ever, is refused."""

from __future__ import annotations

import io
import time
import tracemalloc

import pytest

from kg.errors import DocumentError
from kg.model import Document
from kg.sources.elements import page_elements
from kg.sources.limits import PAGE
from kg.sources.markup import Element
from kg.sources.objects import read_json
from kg.sources.summaries import read_xml
from kg.sources.web import read_html

PAGE_XML = """<gene-summary><gene-symbol>XYZ{}</gene-symbol><text-list><text>
<text-role>function</text-role><html>The XYZ{} gene helps. {}</html></text></text-list>
</gene-summary>"""


def page(number: int = 1, words: str = "") -> str:
    return PAGE_XML.format(number, number, words)


def read_all(xml: str) -> tuple[list[str], str]:
    """Read XML; give the titles of its documents, and what it was refused for."""
    titles: list[str] = []
    try:
        for found in read_xml(io.BytesIO(xml.encode()), "all.xml"):
            assert isinstance(found, Document)
            titles.append(found.title)
    except DocumentError as error:
        return titles, str(error)
    return titles, ""


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">',
        '<!ENTITY c SYSTEM "file:///etc/passwd">',
        '<!ENTITY c SYSTEM "https://127.0.0.1:1/evil">',
        '<!ENTITY % p SYSTEM "file:///etc/passwd"> %p; <!ENTITY c "">',
    ],
)
def test_entities_are_refused(declared: str) -> None:
    """A file that declares an entity is refused; none is looked up or expanded."""
    xml = f"<!DOCTYPE summaries [{declared}]><summaries>{page(1, '&c;')}</summaries>"
    assert ([], "all.xml: declares entities, which no page needs") == read_all(xml)


def test_a_document_type_elsewhere_is_not_fetched() -> None:
    """A page that names its document type is read without it."""
    xml = f'<!DOCTYPE summaries SYSTEM "http://127.0.0.1:1/x"><summaries>{page()}'
    assert (["XYZ1"], "") == read_all(xml + "</summaries>")


def test_pages_before_the_damage_are_read() -> None:
    """The error says where a file stops being well-formed."""
    titles, problem = read_all(f"<summaries>{page(1)}{page(2)}<gene-summary></summari")
    assert ["XYZ1", "XYZ2"] == titles
    assert problem.startswith("all.xml: is not well-formed XML (")


def test_a_file_without_pages_is_refused() -> None:
    """Well-formed is not enough."""
    problem = "all.xml: holds no page of a gene or condition"
    assert ([], problem) == read_all("<summaries><other/></summaries>")


@pytest.mark.parametrize("filler", ["<html/>", "x"])
def test_a_page_too_large_is_refused(filler: str) -> None:
    """Pages before it are read; it is not kept to its end."""
    words = filler * (2 * PAGE // len(filler))
    titles, problem = read_all(f"<summaries>{page(1)}{page(2, words)}</summaries>")
    assert ["XYZ1"] == titles
    assert "all.xml: holds a page of more than 8 MB: none is that long" == problem


def test_nesting_without_end_is_refused() -> None:
    """Depth is limited in XML, JSON and HTML."""
    xml = f"<summaries>{'<a>' * 100_000}"
    assert "Excessive depth" in read_all(xml)[1]
    deep = io.BytesIO(b"[" * 100_000)
    with pytest.raises(DocumentError, match="is not JSON"):
        list(read_json(deep, "page.json"))
    html = io.BytesIO(b"<html>" + b"<div>" * 1_000_000)
    with pytest.raises(DocumentError, match="not a gene or condition page"):
        list(read_html(html, "page.html"))


def test_memory_does_not_grow_with_the_number_of_pages() -> None:
    """A file of many pages needs the memory of a few."""
    peaks = []
    for count in (50, 1000):
        pages = "".join(page(number, "Words. " * 500) for number in range(count))
        stream = io.BytesIO(f"<summaries>{pages}</summaries>".encode())
        tracemalloc.start()
        kept = [siblings(element) for element in page_elements(stream, "all", is_page)]
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert count == len(kept)
        assert max(kept) < 50
    assert peaks[1] < 2 * peaks[0] + 2**20


def is_page(element: Element) -> bool:
    return element.tag == "gene-summary"


def siblings(element: Element) -> int:
    parent = element.getparent()
    assert parent is not None
    return len(parent)


def test_time_grows_linearly_with_the_size_of_a_page() -> None:
    """Long words, unclosed tags and comments take no more than a second or so."""
    for filler in (b"<p>", b"x ", b"<!-- ", b"URL of this page: ", b"<a href='"):
        data = b"<html><body>" + filler * (2**18 // len(filler))
        start = time.perf_counter()
        with pytest.raises(DocumentError):
            list(read_html(io.BytesIO(data), "page.html"))
        assert time.perf_counter() - start < 10
