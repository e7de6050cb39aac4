"""How list sections fall apart into items, on lines or run together."""

from __future__ import annotations

import pytest

from kg.model import Section
from kg.sources.lists import items
from kg.sources.spans import Span


def listed(section: Section, text: str, title: str = "") -> list[str]:
    spans = items(section, text, Span(0, len(text)), title)
    return [text[start:end] for start, end in spans]


NAMES = [
    "Anemia, congenital microcytic",
    "Anemia, familial microcytic",
    "AFM2",
    "Congenital microcytosis",
    "Microcytic anaemia with 5-abcin synthase deficiency",
    "X chromosome-linked anemia",
    "X-linked folate-responsive microcytic anemia",
    "XLMA",
]


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n", "\n  • ", " • ", "; "])
def test_names_stand_one_a_line_or_behind_bullets(gap: str) -> None:
    """Separated names are taken as they stand."""
    assert NAMES == listed(Section.OTHER_NAMES, gap.join(NAMES))


@pytest.mark.parametrize(
    "names",
    [
        sorted(NAMES, key=lambda name: name.casefold().replace("-", " ")),
        [
            "5-abcin synthase deficiency",
            "Abc disease type 2",
            "ASD2",
            "Poe-Usher disease",
        ],
        ["ABC-A", "abc-delta synthase 2", "ABC9_HUMAN", "erythroid abcin synthase"],
        ["XLMA"],
    ],
)
def test_run_on_names_part_where_the_alphabet_allows(names: list[str]) -> None:
    """Names keep alphabetical order, begin like names and end like names."""
    assert names == listed(Section.OTHER_NAMES, " ".join(names), "Microcytic anemia")


def test_symbols_of_the_related_genes() -> None:
    """The condition's name, which the heading repeats, may hold a symbol too."""
    text = " ABC9-related anemia\n• ABC9\n• HLA-B\nC6orf40 MT-ND6"
    expected = ["ABC9", "HLA-B", "C6orf40", "MT-ND6"]
    assert expected == listed(Section.RELATED_GENES, text, "ABC9-related anemia")


@pytest.mark.parametrize("gap", ["\n", " "])
def test_titles_of_the_catalog(gap: str) -> None:
    """A title ends with its symbol; a count of links is no part of it."""
    titles = ["ANEMIA, MICROCYTIC, 1; ANMC1", "ANEMIA, MICROCYTIC, 2; ANMC2"]
    assert titles == listed(Section.CATALOG, gap.join(titles) + " (2 links)")


RAVENS = (
    "Poe EA, Usher R. Ravens and\nX-linked doors. J Birds. 1845 Jan-Feb;37(1):40-5."
    " doi:\n10.1016/j.bird.1845.04.003. Epub 1845 Jun 2."
)
REFERENCES = [
    RAVENS,
    "Usher R. Falling houses. Build Cell\nBiol. 1839 Sep;5:41-9.",
    "Van Winkle R, O'Dell SC. Sleep. Ann Rest. 1819;20(2):1-20. Review.",
]


@pytest.mark.parametrize(
    "gap",
    [
        " Citation on PubMed ",
        " Citation on PubMed or Free article on PubMed Central\n",
        "\n\n",
        "\n",
        " ",
    ],
)
def test_references_part_at_links_lines_or_endings(gap: str) -> None:
    """A line break inside a reference is none between two."""
    assert REFERENCES == listed(Section.REFERENCES, gap.join([*REFERENCES, ""]))


def test_what_follows_the_last_link_is_no_reference() -> None:
    """Where references have links, the text behind the last is site chrome."""
    text = f"{REFERENCES[0]} Citation on PubMed Share this page"
    assert REFERENCES[:1] == listed(Section.REFERENCES, text)


def test_a_location_is_one_paragraph() -> None:
    """The text below a location belongs to the page's figure."""
    text = "Cytogenetic Location: 9q1\n\nThe gene is shown in red."
    expected = ["Cytogenetic Location: 9q1"]
    assert expected == listed(Section.CYTOGENETIC_LOCATION, text)
