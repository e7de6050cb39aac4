"""The official data files of MedlinePlus Genetics: XML of one page or of all, and JSON.

`ghr-summaries.xml` is `summaries` with one `health-condition-summary`, `gene-summary`
or `chromosome-summary` a page; a page's own XML file has that element as its root, and
its JSON file has the same names as keys. The namespace carries the date of its schema,
so only local names count. The prose is HTML: as elements, in CDATA, or escaped.

As seen in use: `name`, `gene-symbol`, `ghr-page` (`ghr_page` in the JSON of a
condition), `text-list/text/(text-role, html)`, `inheritance-pattern-list` (`code`,
`memo`), `related-gene-list` (`gene-symbol`), `related-health-condition-list` (`name`),
`synonym-list`, `db-key-list` (`db`, `key`), `reviewed` and `published`. The roles
`description`, `function`, `frequency`, `causes` and `inheritance` were seen too; other
roles, other codes than `ad` and `ar`, and the names of the summary of mitochondrial DNA
are guesses. A role that we do not know stands in the text and yields no passage.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterator, Mapping
from typing import IO

from lxml import etree

from kg.errors import DocumentError
from kg.model import Document, Kind, Section
from kg.sources.address import place
from kg.sources.elements import page_elements
from kg.sources.markup import Element, local, paragraphs, words_of
from kg.sources.transcript import Piece, Transcript, plain

KINDS: Mapping[str, Kind] = {
    "health-condition-summary": Kind.CONDITION,
    "gene-summary": Kind.GENE,
    "chromosome-summary": Kind.CHROMOSOME,
    "mtdna-summary": Kind.CHROMOSOME,
    "mitochondrial-dna-summary": Kind.CHROMOSOME,
}
_ROLES = {
    "description": Section.DESCRIPTION,
    "frequency": Section.FREQUENCY,
    "causes": Section.CAUSES,
    "genetic-changes": Section.CAUSES,
    "inheritance": Section.INHERITANCE,
    "inheritance-pattern": Section.INHERITANCE,
    "function": Section.FUNCTION,
    "normal-function": Section.FUNCTION,
    "conditions": Section.CONDITIONS,
    "health-conditions": Section.CONDITIONS,
}
_MODES = {
    "ad": "Autosomal dominant",
    "ar": "Autosomal recessive",
    "ac": "Autosomal codominant",
    "x": "X-linked",
    "xd": "X-linked dominant",
    "xr": "X-linked recessive",
    "y": "Y-linked",
    "m": "Mitochondrial",
    "n": "Not inherited",
    "u": "Pattern unknown",
}
_LISTS = (
    (Section.RELATED_GENES, "related-gene-list/related-gene/gene-symbol"),
    (
        Section.RELATED_CONDITIONS,
        "related-health-condition-list/related-health-condition/name",
    ),
    (Section.OTHER_NAMES, "synonym-list/synonym"),
)
_DATES = ((Section.REVIEWED, "Reviewed"), (Section.PUBLISHED, "Published"))
_DAY = re.compile(
    r"(?P<year>\d{4})-?(?P<month>0[1-9]|1[0-2])(?:-?(?P<day>0[1-9]|[12]\d|3[01]))?"
)
_NUMBER = re.compile(r"\d{1,2}|[XY]")
_NAME = re.compile(r"[a-z][a-z-]*")

Found = Document | DocumentError


def read_xml(stream: IO[bytes], name: str) -> Iterator[Found]:
    """Read the pages of a file; an error stands for a page that cannot be read.

    Raises DocumentError where the file cannot be read on.
    """
    for page in page_elements(stream, name, lambda each: local(each) in KINDS):
        yield _read(page, name)


def read_object(content: Mapping[object, object], name: str) -> Found | None:
    """Read the page of a JSON file; None for another object."""
    element = _summary(content)
    return None if element is None else _read(element, name)


def _read(page: Element, name: str) -> Found:
    kind = KINDS[local(page)]
    url = _first(page, "ghr-page")
    page_name = _first(page, "gene-symbol") or _first(page, "name")
    script = Transcript()
    _title(script, page, kind)
    _prose(script, page)
    script.listed(Section.INHERITANCE_MODES, _modes(page))
    for section, path in _LISTS:
        script.listed(section, _values(page, path))
    script.listed(Section.DATABASE_KEYS, _keys(page))
    _dates(script, page)
    try:
        return script.document(kind, url, f"{name} ({url or page_name or 'no name'})")
    except DocumentError as error:
        return error


def _title(script: Transcript, page: Element, kind: Kind) -> None:
    name, symbol = _first(page, "name"), _first(page, "gene-symbol")
    if kind is Kind.GENE and symbol:
        script.title(symbol, " gene")
        script.paragraph(Piece(Section.OTHER_NAMES, name))
    elif kind is Kind.CHROMOSOME and _NUMBER.fullmatch(name):
        script.title(f"Chromosome {name}")
    else:
        script.title(name)


def _prose(script: Transcript, page: Element) -> None:
    for text in page.iterfind("{*}text-list/{*}text"):
        role = _first(text, "text-role").lower().replace(" ", "-")
        words = paragraphs(text.find("{*}html"))
        section = _ROLES.get(role)
        if section:
            script.prose(section, words)
        else:
            for each in (role.capitalize(), *words):
                script.paragraph(Piece(None, each))


def _modes(page: Element) -> Iterator[str]:
    """Word the modes as the page does, else by their codes."""
    for mode in page.iterfind("{*}inheritance-pattern-list/{*}inheritance-pattern"):
        code = _first(mode, "code")
        yield _first(mode, "memo") or _MODES.get(code.lower(), code)


def _keys(page: Element) -> Iterator[str]:
    for key in page.iterfind("{*}db-key-list/{*}db-key"):
        yield plain(f"{_first(key, 'db')} {_first(key, 'key')}")


def _dates(script: Transcript, page: Element) -> None:
    for section, label in _DATES:
        if day := _first(page, label.lower()):
            script.paragraph(Piece(section, f"{label}: {_in_words(day)}"))


def _in_words(day: str) -> str:
    """Write a date as the pages of the site do, or as it is given.

    >>> _in_words("2009-04"), _in_words("20250403"), _in_words("spring")
    ('April 2009', 'April 3, 2025', 'spring')
    """
    found = _DAY.fullmatch(day)
    if not found:
        return day
    month = month_name[int(found["month"])]
    return (
        f"{month} {int(found['day'])}, {found['year']}"
        if found["day"]
        else (f"{month} {found['year']}")
    )


def _first(element: Element, path: str) -> str:
    return next(iter(_values(element, path)), "")


def _values(element: Element, path: str) -> Iterator[str]:
    steps = "/".join(f"{{*}}{step}" for step in path.split("/"))
    return (plain(words_of(found)) for found in element.iterfind(steps))


def _summary(page: Mapping[object, object]) -> Element | None:
    """Make of a JSON page the element that its XML file has; None for other JSON."""
    if len(page) == 1:
        ((tag, content),) = page.items()
        return _element(str(tag), content) if tag in KINDS else None
    found = place(str(page.get("ghr-page") or page.get("ghr_page")))
    kind = Kind.GENE if "gene-symbol" in page else found and found.kind
    tags = [tag for tag, known in KINDS.items() if known is kind]
    return _element(tags[0], page) if tags else None


def _element(tag: str, content: object) -> Element:
    element = etree.Element(tag)
    for entry in content if isinstance(content, list) else [content]:
        if isinstance(entry, dict):
            _append(element, entry)
        elif entry is not None:
            element.text = plain(str(entry))
    return element


def _append(element: Element, content: Mapping[object, object]) -> None:
    for key, value in content.items():
        name = str(key).replace("_", "-")
        listed = isinstance(value, list) and not name.endswith("-list")
        if _NAME.fullmatch(name):
            values = value if isinstance(value, list) and listed else [value]
            element.extend(_element(name, each) for each in values)
