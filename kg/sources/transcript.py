"""Writes a page out as plain text, and notes what its parts are while it writes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kg.errors import DocumentError
from kg.model import Document, Kind, Passage, Section
from kg.sources.address import identify, whole

TITLES = {
    Section.DESCRIPTION: "Description",
    Section.FREQUENCY: "Frequency",
    Section.CAUSES: "Causes",
    Section.INHERITANCE: "Inheritance",
    Section.FUNCTION: "Normal Function",
    Section.CONDITIONS: "Health Conditions Related to Genetic Changes",
    Section.INHERITANCE_MODES: "Modes of Inheritance",
    Section.RELATED_GENES: "Related Genes",
    Section.RELATED_CONDITIONS: "Related Conditions",
    Section.OTHER_NAMES: "Other Names",
    Section.DATABASE_KEYS: "Database Keys",
    Section.CATALOG: "Catalog of Genes and Diseases from OMIM",
    Section.REFERENCES: "References",
}
"""How we head a section of a page that has no headings of its own."""


class Piece(NamedTuple):
    """Words of a line; they are a passage if they belong to a section."""

    section: Section | None
    text: str


class Transcript:
    r"""Plain text in the making, with its passages.

    A heading and a paragraph stand between blank lines, an entry of a list on a line.
    Whatever is written is known by its offset at once: nothing is looked for later.

    >>> page = Transcript()
    >>> page.title("Xyz anemia")
    >>> page.listed(Section.OTHER_NAMES, ["XA", "Xyz disease"])
    >>> page.document(Kind.CONDITION, None, "xyz.xml").text
    'Xyz anemia\n\nOther Names\n\nXA\nXyz disease\n'
    """

    def __init__(self) -> None:
        self._name = ""
        self._text: list[str] = []
        self._length = 0
        self._passages: list[Passage] = []

    def title(self, name: str, kind: str = "") -> None:
        """Write the name of the subject, which is the page's title; then its kind."""
        self._name = name
        self.paragraph(Piece(Section.TITLE, name), Piece(None, kind))

    def heading(self, words: str, section: Section | None = None) -> None:
        """Write a heading; it is a passage itself if it belongs to a section."""
        self.paragraph(Piece(section, words))

    def paragraph(self, *pieces: Piece) -> None:
        if self._text and self._text[-2:] != ["\n", "\n"]:
            self._write("\n")
        self.line(*pieces)
        self._write("\n")

    def line(self, *pieces: Piece) -> None:
        for section, text in pieces:
            if section and text:
                self._passages.append(Passage(section, self._length, text))
            self._write(text)
        self._write("\n")

    def prose(self, section: Section, paragraphs: Iterable[str]) -> None:
        """Write a section of prose under its heading, or nothing without words."""
        words = [each for each in paragraphs if each]
        if words:
            self.heading(TITLES[section])
        for each in words:
            self.paragraph(Piece(section, each))

    def listed(self, section: Section, entries: Iterable[str]) -> None:
        """Write a list under its heading, each entry once, or nothing without any."""
        words = dict.fromkeys(each for each in entries if each)
        if words:
            self.heading(TITLES[section])
        for each in words:
            self.line(Piece(section, each))

    def document(self, subject: Kind, url: str | None, name: str) -> Document:
        """Give the page; `name` is what errors call it.

        Raises DocumentError for a page that says nothing but its title.
        """
        sections = {passage.section for passage in self._passages}
        if not self._name or not sections - {Section.TITLE}:
            raise DocumentError(name, "has no text: give a whole page")
        return Document(
            id=identify(url, self._name),
            title=self._name,
            subject=subject,
            url=whole(url),
            text="".join(self._text).rstrip("\n") + "\n",
            passages=tuple(self._passages),
        )

    def _write(self, text: str) -> None:
        self._text.append(text)
        self._length += len(text)


def plain(words: str | None) -> str:
    r"""Make one line of words: single blanks, and nothing that does not print.

    >>> plain("  heme\u00a0synthase\x07,\n mito\u00adchondrial ")
    'heme synthase, mitochondrial'
    """
    line = " ".join((words or "").split())
    return line if line.isprintable() else "".join(filter(str.isprintable, line))
