"""The XML that a crawler of 2020 wrote of the site's pages.

`MedlinePlusConditions` or `MedlinePlusGenes` with an `item` a page, which has an
element a section. Paragraphs are joined with nothing. What a gene page says of a
condition is an element called like the condition: its blanks became `_`, and a name
that cannot be an element's became the attribute `name` of a `key`, or was lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from kg.errors import DocumentError
from kg.model import Document, Kind, Section
from kg.sources.elements import page_elements
from kg.sources.headings import is_condition
from kg.sources.keys import entry, linked_keys
from kg.sources.markup import Element, local, words_of
from kg.sources.spans import Span
from kg.sources.spans import paragraphs as parted
from kg.sources.transcript import TITLES, Piece, Transcript, plain

ROOTS = ("medlineplusconditions", "medlineplusgenes")
_PROSE = (
    ("description", Section.DESCRIPTION),
    ("frequency", Section.FREQUENCY),
    ("causes", Section.CAUSES),
    ("inheritance", Section.INHERITANCE),
    ("function", Section.FUNCTION),
)
_LISTS = (
    ("related_genes", Section.RELATED_GENES),
    ("synonyms", Section.OTHER_NAMES),
)
_CATALOG = "Catalog_of_Genes_and_Diseases_from_OMIM"


def read_crawl(stream: IO[bytes], name: str) -> Iterator[Document | DocumentError]:
    """Read the pages of a file; an error stands for a page that cannot be read.

    Raises DocumentError where the file cannot be read on.
    """
    for page in page_elements(stream, name, _is_page):
        yield _read(page, name)


def _is_page(element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and local(parent) in ROOTS


def _read(page: Element, name: str) -> Document | DocumentError:
    symbol, url = page.findtext("gene"), page.findtext("url")
    script = Transcript()
    if symbol:
        script.title(plain(symbol), " gene")
        script.paragraph(Piece(Section.OTHER_NAMES, plain(page.findtext("fullname"))))
    else:
        script.title(plain(page.findtext("term")))
    for tag, section in _PROSE:
        script.prose(section, _paragraphs(page.findtext(tag)))
    _conditions(script, page)
    for tag, section in _LISTS:
        script.listed(section, _items(page, f"{tag}/item"))
    _resources(script, page)
    pmids = _items(page, "references/item")
    script.listed(Section.REFERENCES, (f"PMID: {pmid}" for pmid in pmids))
    kind = Kind.GENE if symbol else Kind.CONDITION
    try:
        return script.document(kind, url, f"{name} ({url or 'no address'})")
    except DocumentError as error:
        return error


def _conditions(script: Transcript, page: Element) -> None:
    """Write what a gene page says of each condition, below the condition's name."""
    found = list(page.iterfind("conditions/*"))
    if found:
        script.heading(TITLES[Section.CONDITIONS])
    for condition in found:
        tag = str(condition.tag)
        name = condition.get("name") or ("" if tag == "key" else tag.replace("_", " "))
        listed = Section.RELATED_CONDITIONS if is_condition(name) else None
        if name:
            script.heading(plain(name), listed)
        for words in _paragraphs(condition.text):
            script.paragraph(Piece(Section.CONDITIONS, words))


def _resources(script: Transcript, page: Element) -> None:
    """Write the OMIM titles with their keys, and the keys that other links hold."""
    titles = list(page.iterfind(f"resources/{_CATALOG}/item"))
    if titles:
        script.heading(TITLES[Section.CATALOG])
    for item in titles:
        title, link = plain(item.findtext("term")), item.findtext("href") or ""
        script.line(*entry(Section.CATALOG, title, [link]))
    links = page.iterfind("resources/*/item/href")
    others = (each.text or "" for each in links if _elsewhere(each))
    script.listed(Section.DATABASE_KEYS, linked_keys(others))


def _elsewhere(link: Element) -> bool:
    return not any(local(each) == _CATALOG.lower() for each in link.iterancestors())


def _items(page: Element, path: str) -> Iterator[str]:
    return (plain(words_of(each)) for each in page.iterfind(path))


def _paragraphs(text: str | None) -> Iterator[str]:
    words = text or ""
    for start, end in parted(words, Span(0, len(words))):
        yield plain(words[start:end])
