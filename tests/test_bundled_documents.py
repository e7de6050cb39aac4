"""The pages that `mendel build` reads by default.

They are demonstration texts in the form of MedlinePlus Genetics pages: true facts,
our own words. Only titles, names, dates and references are those of the originals.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHARED = ROOT / os.environ.get("MENDEL_SHARED", "../shared")
DOCUMENTS = ROOT / "kg" / "documents"
NAMES = sorted(path.name for path in DOCUMENTS.iterdir())
GENES = ("ALAS2", "ALAD", "HMBS", "UROS", "UROD", "CPOX", "PPOX", "FECH", "HFE")
GENE_NAMES = {f"{gene.lower()}.txt" for gene in GENES}
MARKER = "Demonstration text, not medical advice."
GENE_HEADINGS = (
    "Normal Function",
    "Health Conditions Related to Genetic Changes",
    "Chromosomal Location",
    "Other Names for This Gene",
    "References",
)
CONDITION_HEADINGS = (
    "Description",
    "Frequency",
    "Causes",
    "Inheritance",
    "Other Names for This Condition",
    "Additional Information & Resources",
    "Catalog of Genes and Diseases from OMIM",
    "References",
)
SHORTEST_SENTENCE = 8  # words; a shorter one is a phrase that anybody would write


def read(name: str) -> str:
    return (DOCUMENTS / name).read_text("utf-8")


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def sentences(text: str) -> list[str]:
    """Return the words of every long sentence: no headings, places, references."""
    lines = text.partition("\nReferences\n")[0].splitlines()
    prose = " ".join(line for line in lines if line.endswith("."))
    found = (words(part) for part in re.split(r"(?<=[.:;?!])\s+", prose))
    return [each for each in found if len(each.split()) >= SHORTEST_SENTENCE]


@pytest.fixture(scope="module")
def originals() -> str:
    """All the words of the real pages, in one line."""
    folders = (SHARED / "seeds", SHARED / "data" / "medlineplus")
    if not all(folder.is_dir() for folder in folders):
        pytest.skip(f"no real pages to compare with in {SHARED} (MENDEL_SHARED)")
    paths = (
        path
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".txt", ".jsonl", ".xml"}
    )
    escaped = "\n".join(path.read_text("utf-8") for path in paths)
    return words(re.sub(r"\\[nrt]|&apos;|&quot;", " ", escaped))


def test_every_gene_has_a_page() -> None:
    """There is a page for each of the genes, and ten for their conditions."""
    assert GENE_NAMES & set(NAMES) == GENE_NAMES
    assert 10 == len(set(NAMES) - GENE_NAMES)


@pytest.mark.parametrize("gene", GENES)
def test_gene_page_has_the_form_of_its_kind(gene: str) -> None:
    """A gene page has title, full name, marker and the headings in their order."""
    lines = read(f"{gene.lower()}.txt").splitlines()
    assert f"{gene} gene" == lines[0]
    assert lines[1]
    assert MARKER == lines[2]
    assert [line for line in lines if line in GENE_HEADINGS] == list(GENE_HEADINGS)


@pytest.mark.parametrize("name", sorted(set(NAMES) - GENE_NAMES))
def test_condition_page_has_the_form_of_its_kind(name: str) -> None:
    """A condition page is named after its title and has the headings in order."""
    lines = read(name).splitlines()
    assert name == re.sub(r"\W+", "-", lines[0].lower()) + ".txt"
    assert MARKER == lines[1]
    headings = [line for line in lines if line in CONDITION_HEADINGS]
    assert headings == list(CONDITION_HEADINGS)
    assert lines[-1].startswith("Last updated ")


@pytest.mark.parametrize("name", NAMES)
def test_sentence_is_our_own(name: str, originals: str) -> None:
    """No sentence of eight words or more stands in a page of MedlinePlus Genetics."""
    copied = [each for each in sentences(read(name)) if f" {each} " in originals]
    assert [] == copied
