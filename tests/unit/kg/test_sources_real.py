"""The readers on real pages, which lie outside the project (`MENDEL_SHARED`)."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import TypedDict

import pytest

from kg.errors import DocumentError
from kg.model import Document, Kind, Section
from kg.sources import find, read
from kg.sources.text import read_text

ROOT = Path(__file__).resolve().parents[3]
SHARED = ROOT / os.environ.get("MENDEL_SHARED", "../shared")
PAGES = SHARED / "data" / "medlineplus"
pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason=f"the real pages are not there: {SHARED}"
)


class Page(TypedDict):
    """A condition page as MedQuAD has it: its sections are known."""

    slug: str
    name: str
    sections: dict[str, str]


HEADED = {
    "description": (Section.DESCRIPTION, "Description"),
    "frequency": (Section.FREQUENCY, "Frequency"),
    "genetic_changes": (Section.CAUSES, "Causes"),
    "inheritance": (Section.INHERITANCE, "Inheritance"),
}


def documents(file: Path) -> list[Document]:
    refused: list[DocumentError] = []
    found = [page.document for page in read(find([file]), refused.append)]
    assert [] == refused
    return found


@pytest.fixture(scope="module")
def seeds() -> dict[Kind, Document]:
    """Read the two pages of the seed, as they were scraped."""
    return {page.subject: page for page in documents(SHARED / "seeds")}


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    """Load every sixth condition page: about 100 of them."""
    lines = (PAGES / "conditions" / "medquad_ghr.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines[::6]]


def texts(document: Document, section: Section) -> list[str]:
    return [p.text for p in document.passages if p.section is section]


def joined(document: Document, section: Section) -> str:
    return re.sub(r"\s", "", "".join(texts(document, section)))


def test_the_gene_seed(seeds: dict[Kind, Document]) -> None:
    """One glued line without a heading falls into its sections."""
    page = seeds[Kind.GENE]
    assert ("alas2", "ALAS2") == (page.id.identifier, page.title)
    assert {
        Section.FUNCTION: 3,
        Section.CONDITIONS: 2,
        Section.CYTOGENETIC_LOCATION: 1,
        Section.MOLECULAR_LOCATION: 1,
        Section.REVIEWED: 1,
        Section.PUBLISHED: 1,
    } == Counter(passage.section for passage in page.passages)
    assert ["Reviewed: July 2009"] == texts(page, Section.REVIEWED)
    assert ["Published: February 14, 2017"] == texts(page, Section.PUBLISHED)


def test_the_condition_seed(seeds: dict[Kind, Document]) -> None:
    """Headings in line, site chrome and run-on lists come apart."""
    page = seeds[Kind.CONDITION]
    name = "X-linked sideroblastic anemia"
    place = "https://medlineplus.gov/genetics/condition/x-linked-sideroblastic-anemia/"
    assert (name, place) == (page.title, page.url)
    assert ["ALAS2", "HFE"] == texts(page, Section.RELATED_GENES)
    assert ["ANEMIA, SIDEROBLASTIC, 1; SIDBA1"] == texts(page, Section.CATALOG)
    assert ["Last updated April 1, 2009"] == texts(page, Section.UPDATED)
    assert [
        "Anemia, hereditary sideroblastic",
        "Anemia, sex-linked hypochromic sideroblastic",
        "ANH1",
        "Congenital sideroblastic anaemia",
        "Erythroid 5-aminolevulinate synthase deficiency",
        "Hereditary iron-loading anemia",
        "X chromosome-linked sideroblastic anemia",
        "X-linked pyridoxine-responsive sideroblastic anemia",
        "XLSA",
    ] == texts(page, Section.OTHER_NAMES)
    references = texts(page, Section.REFERENCES)
    surnames = "Aivado Ajioka Bottomley Bottomley Cazzola Cotter May Nakajima Nemeth"
    assert [*surnames.split(), "Sadlon"] == [item.split()[0] for item in references]
    assert 6 == sum("10." in reference for reference in references)


def test_every_gene_page_has_its_function() -> None:
    """Layouts of 2004 to the 2020s: function first, then conditions, no chrome."""
    for path in sorted((PAGES / "genes" / "pages").glob("*.txt")):
        page = read_text(path.read_text(encoding="utf-8"), path.name)
        assert path.name.split(".")[0] == page.id.identifier
        prose = [*texts(page, Section.FUNCTION), *texts(page, Section.CONDITIONS)]
        assert f"The {page.title} gene" in prose[0]
        assert [] == [words for words in prose if "gov" in words]


@pytest.mark.parametrize(
    ("gap", "paragraph"), [("\n\n", "\n\n"), (" ", " "), (" ", "")]
)
def test_known_sections_are_found_again(
    pages: list[Page], gap: str, paragraph: str
) -> None:
    """At least 99 of 100 pages part where they should: on lines, in line, glued."""
    right = 0
    for page in pages:
        parts = {key: page["sections"][key] for key in HEADED}
        bodies = {k: re.sub(r"\s{2,}", paragraph, v) for k, v in parts.items()}
        text = gap.join(w for k, b in bodies.items() for w in (HEADED[k][1], b))
        document = read_text(page["name"] + gap + text, page["slug"])
        right += page["name"] == document.title and all(
            re.sub(r"\s", "", words) == joined(document, HEADED[key][0])
            for key, words in parts.items()
        )
    assert right >= 0.99 * len(pages)


def test_run_on_names_of_real_pages() -> None:
    """Of the names of a list that lost its line breaks, nine in ten come out whole."""
    lines = (PAGES / "gold" / "conditions_gold.jsonl").read_text().splitlines()
    found = wanted = 0
    for gold in map(json.loads, lines[::6]):
        names = [name[:1].upper() + name[1:] for name in gold["synonyms"]]
        text = f"{gold['name']} Description It is a disease. "
        listed = text + "Other Names for This Condition " + " ".join(names)
        parted = texts(read_text(listed, gold["slug"]), Section.OTHER_NAMES)
        found += len(set(names) & set(parted))
        wanted += len(names)
    assert found >= 0.9 * wanted


def counted(pages: list[Document]) -> dict[Section, int]:
    for page in pages:
        for passage in page.passages:
            stop = passage.offset + len(passage.text)
            assert passage.text == page.text[passage.offset : stop]
    return dict(Counter(passage.section for page in pages for passage in page.passages))


def test_every_medquad_page_in_its_archive() -> None:
    """650 condition pages come out of the packed file, each with its four sections."""
    pages = documents(PAGES / "conditions" / "medquad_ghr_xml.tar.gz")
    assert {
        Section.TITLE: 650,
        Section.DESCRIPTION: 2295,
        Section.FREQUENCY: 682,
        Section.CAUSES: 1889,
        Section.INHERITANCE: 967,
        Section.OTHER_NAMES: 3038,
        Section.DATABASE_KEYS: 912,
    } == counted(pages)
    for section in HEADED.values():
        assert 650 == sum(bool(texts(page, section[0])) for page in pages)


def test_medquad_pages_have_the_words_of_their_parsed_form(pages: list[Page]) -> None:
    """No word of a section is lost or added, and the name and address are the same."""
    read_pages = documents(PAGES / "conditions" / "medquad_ghr_xml.tar.gz")
    found = {page.id.identifier: page for page in read_pages}
    for page in pages:
        document = found[page["slug"]]
        assert page["name"] == document.title
        for key, (section, _) in HEADED.items():
            words = re.sub(r"(?<=\s)[-•](?=\s)|\s", "", page["sections"][key])
            read_words = re.sub(r"(?<=\s)[-•](?=\s)", "", joined(document, section))
            assert words == read_words


def test_the_pages_of_the_crawl() -> None:
    """Five conditions and five genes, with their lists, keys and references."""
    conditions = documents(PAGES / "conditions" / "medlineplus_2020_conditions.xml")
    genes = documents(PAGES / "genes" / "medlineplus_2020_genes.xml")
    assert (5, 5) == (len(conditions), len(genes))
    assert {
        Section.TITLE: 5,
        Section.DESCRIPTION: 13,
        Section.FREQUENCY: 7,
        Section.CAUSES: 13,
        Section.INHERITANCE: 6,
        Section.RELATED_GENES: 25,
        Section.OTHER_NAMES: 23,
        Section.CATALOG: 21,
        Section.DATABASE_KEYS: 37,
        Section.REFERENCES: 42,
    } == counted(conditions)
    assert {
        Section.TITLE: 5,
        Section.OTHER_NAMES: 49,
        Section.FUNCTION: 10,
        Section.RELATED_CONDITIONS: 7,
        Section.CONDITIONS: 8,
        Section.CATALOG: 6,
        Section.DATABASE_KEYS: 11,
        Section.REFERENCES: 31,
    } == counted(genes)
