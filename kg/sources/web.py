"""Saved HTML pages of MedlinePlus Genetics, and of Genetics Home Reference before it.

The site of today puts each section into a `div.mp-exp` whose `data-bookmark` names it;
all layouts head their sections with words that `kg.sources.headings` knows, in elements
`h2` to `h4`. Either will do. A page without both, or a part of one without its title,
is read as the text that it shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import IO, NamedTuple

from kg.errors import DocumentError
from kg.model import Document, Kind, Section
from kg.sources.address import place
from kg.sources.headings import ONLY, PROSE, is_condition
from kg.sources.keys import entry, linked_keys
from kg.sources.limits import read_page
from kg.sources.lists import items
from kg.sources.markup import Block, Element, blocks, parse_html, words_of
from kg.sources.sections import known_heading, labelled
from kg.sources.spans import Span
from kg.sources.text import read_text
from kg.sources.transcript import Piece, Transcript, plain

_BOOKMARKS = {
    "description": Section.DESCRIPTION,
    "frequency": Section.FREQUENCY,
    "causes": Section.CAUSES,
    "inheritance": Section.INHERITANCE,
    "function": Section.FUNCTION,
    "conditions": Section.CONDITIONS,
    "synonyms": Section.OTHER_NAMES,
    "references": Section.REFERENCES,
}
_MAIN = (".//*[@id='mplus-content']", ".//main", ".//article", ".//body", ".")
_ADDRESS = (
    (".//link[@rel='canonical']", "href"),
    (".//meta[@property='og:url']", "content"),
    (".//base", "href"),
)
_SAVED = re.compile(rb"<!-- saved from url=\(\d+\)(\S+) -->")
_SITE = re.compile(r":\s*MedlinePlus Genetics.*| - Genetics Home Reference.*")
_SITES = ("Genetics Home Reference", "MedlinePlus", "MedlinePlus Genetics")
_LISTED = frozenset({Section.OTHER_NAMES, Section.CATALOG, Section.REFERENCES})
_LONGEST_NAME = 150


class Part(NamedTuple):
    """A block and its section, which it `opens` if it is the section's heading."""

    section: Section | None
    opens: bool
    block: Block


def read_html(stream: IO[bytes], name: str) -> Iterator[Document | DocumentError]:
    """Read a saved page; raises DocumentError where it is none of gene or condition."""
    data = read_page(stream, name)
    root = parse_html(data)
    if root is None:
        raise DocumentError(name, "holds no element of HTML: save the page anew")
    found = list(blocks(_main(root)))
    parts = list(_parts(found))
    url = _address(root, data)
    sections = {part.section for part in parts}
    kind = _kind(sections, url)
    names = _names(root, found, kind)
    if names[0] and any(sections & only for only in ONLY.values()):
        yield _document(names, parts, kind, url, name)
    else:
        lines = [f"URL of this page: {url}"] if url else []
        yield read_text("\n".join([*lines, *(each.text for each in found)]), name)


def _main(root: Element) -> Element:
    found = (root.find(path) for path in _MAIN)
    return next((each for each in found if each is not None), root)


def _address(root: Element, data: bytes) -> str | None:
    """Find the page's address: what it says, else what the browser noted."""
    written = [
        element.get(attribute)
        for path, attribute in _ADDRESS
        for element in root.iterfind(path)
    ]
    saved = _SAVED.search(data)
    if saved:
        written.append(saved[1].decode(errors="replace"))
    return next((url for url in written if place(url)), None)


def _kind(sections: set[Section | None], url: str | None) -> Kind:
    found = place(url)
    return found.kind if found else max(ONLY, key=lambda k: len(sections & ONLY[k]))


def _names(root: Element, found: Sequence[Block], kind: Kind) -> list[str]:
    """Give the title and, of a gene, the full name in the line below it."""
    titles = [
        at
        for at, block in enumerate(found)
        if block.heading == 1 and block.text not in _SITES
    ]
    if not titles:
        shown = plain(" ".join(words_of(each) for each in root.iterfind(".//title")))
        return [_SITE.sub("", shown)]
    at = titles[0]
    below = [block.text for block in found[at + 1 : at + 2] if _is_name(block)]
    return [found[at].text, *(below if kind is Kind.GENE else ())]


def _is_name(block: Block) -> bool:
    words = block.text
    short = len(words) <= _LONGEST_NAME and not words.endswith((".", "?", ":"))
    return short and not block.item and not known_heading(words) and "://" not in words


def _parts(found: Sequence[Block]) -> Iterator[Part]:
    """Say of each block to which section it belongs."""
    section: Section | None = None
    level, bookmark = 0, ""
    for block in found:
        if block.bookmark != bookmark:
            bookmark, level = block.bookmark, 2
            section = _BOOKMARKS.get(bookmark)
        heading = known_heading(block.text) if block.heading else None
        if heading:
            section, level = heading.section, block.heading
        elif block.heading and block.heading <= level and not bookmark:
            section = None
        yield Part(section, heading is not None, block)


def _document(
    names: Sequence[str], parts: Sequence[Part], kind: Kind, url: str | None, name: str
) -> Document:
    script = Transcript()
    title = names[0].removesuffix(" gene") if kind is Kind.GENE else names[0]
    script.title(title, names[0].removeprefix(title))
    for full_name in names[1:]:
        script.paragraph(Piece(Section.OTHER_NAMES, full_name))
    keys: list[str] = []
    for part in parts:
        if with_label := labelled(part.block.text):
            script.paragraph(Piece(*with_label))
        elif part.section and part.opens:
            script.heading(part.block.text)
        elif part.section:
            _write(script, part.section, part.block, title)
        else:
            keys += linked_keys(part.block.links)
    script.listed(Section.DATABASE_KEYS, keys)
    return script.document(kind, url, name)


def _write(script: Transcript, section: Section, block: Block, title: str) -> None:
    if block.heading:
        named = section is Section.CONDITIONS and is_condition(block.text)
        script.heading(block.text, Section.RELATED_CONDITIONS if named else None)
    elif section in PROSE:
        script.paragraph(Piece(section, block.text))
    elif block.item or section not in _LISTED:
        for words in _entries(section, block, title):
            keys = block.links if section is Section.CATALOG else ()
            script.line(*entry(section, words, keys))


def _entries(section: Section, block: Block, title: str) -> Iterator[str]:
    """Give the entries in an item: one, where nothing has to go or is listed on."""
    text = block.text
    if section in (Section.OTHER_NAMES, Section.CATALOG):
        yield text
        return
    cited = list(linked_keys(block.links)) if section is Section.REFERENCES else []
    for start, end in items(section, text, Span(0, len(text)), title):
        yield " ".join([text[start:end], *cited])
