"""How the text of a page falls apart into sections, whatever scraping did to it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.errors import DocumentError
from kg.model import Document, Kind, Section
from kg.sources.text import read_text

NAME = "Abc-linked anemia"
PARTS = {
    Section.DESCRIPTION: "Abc-linked anemia is a rare disorder of the blood. Causes "
    "are many. Frequency matters little.",
    Section.FREQUENCY: "This condition affects 1 in 90,000 people.",
    Section.CAUSES: "Mutations in the ABC9 gene cause it. Inheritance plays a part.",
    Section.INHERITANCE: "This condition is inherited in an X-linked pattern.",
}
PLAIN = ("Description", "Frequency", "Causes", "Inheritance")
OLD = ("Description", "Frequency", "Genetic Changes", "Inheritance Pattern")
QUESTIONS = (
    f"What is {NAME}?",
    f"How common is {NAME}?",
    f"What are the genetic changes related to {NAME}?",
    f"How do people inherit {NAME}?",
)
CHROME = (
    f"{NAME}: MedlinePlus Genetics Skip navigation Menu Health Topics Genetics "
    f"URL of this page: https://medlineplus.gov/genetics/condition/abc-linked-anemia/ "
    f"{NAME} To use the sharing features on this page, please enable JavaScript. "
)


def sections(document: Document, *wanted: Section) -> dict[Section, str]:
    found: dict[Section, str] = {}
    for passage in document.passages:
        if passage.section in wanted:
            words = found.get(passage.section, "") + " " + passage.text
            found[passage.section] = " ".join(words.split())
    return found


def texts(document: Document, section: Section) -> list[str]:
    return [p.text for p in document.passages if p.section is section]


@pytest.mark.parametrize("headings", [PLAIN, OLD, QUESTIONS])
@pytest.mark.parametrize("gap", ["\n\n", "\n", "\r\n", " "])
@pytest.mark.parametrize("top", [f"{NAME}\n", CHROME])
def test_headings_stand_on_lines_or_in_line(
    headings: tuple[str, ...], gap: str, top: str
) -> None:
    """Every layout gives the same sections; a heading's word in prose is prose."""
    body = gap.join(
        words for pair in zip(headings, PARTS.values(), strict=True) for words in pair
    )
    document = read_text(top + body, "page")
    assert sections(document, *PARTS) == PARTS
    assert (NAME, "abc-linked-anemia") == (document.title, document.id.identifier)


def test_a_table_of_contents_is_no_page() -> None:
    """A heading with nothing under it opens no section."""
    body = "\n".join(
        words for pair in zip(PLAIN, PARTS.values(), strict=True) for words in pair
    )
    document = read_text("\n".join([NAME, *PLAIN, body]), "page")
    assert sections(document, *PARTS) == PARTS


def test_site_chrome_is_left_out() -> None:
    """Menus, banners, link lists and footers are in no passage; dates are."""
    text = (
        f"{CHROME}Description {PARTS[Section.DESCRIPTION]} "
        "Other Names for This Condition ABC9A "
        "Additional Information & Resources Genetic Testing Information Registry "
        "Scientific Articles on PubMed PubMed "
        "References Poe EA. Ravens. J Birds. 1845 Jan;1(1):2-3. Citation on PubMed "
        "Enlarge image Related Health Topics Anemia Disclaimers "
        "The information on this site should not be used. Last updated April 1, 2009"
    )
    document = read_text(text, "page")
    assert [
        (Section.TITLE, NAME),
        (Section.DESCRIPTION, PARTS[Section.DESCRIPTION]),
        (Section.OTHER_NAMES, "ABC9A"),
        (Section.REFERENCES, "Poe EA. Ravens. J Birds. 1845 Jan;1(1):2-3."),
        (Section.UPDATED, "Last updated April 1, 2009"),
    ] == [(p.section, p.text) for p in document.passages]
    address = "https://medlineplus.gov/genetics/condition/abc-linked-anemia/"
    assert address == document.url


BLOB = (
    "X\nThe ABC9 gene provides instructions for making an enzyme.The enzyme makes "
    "abcin.At least two ABC9 gene mutations cause abc-linked anemia.These changes are "
    "rare.Cytogenetic Location: 9q1, which is hereMolecular Location: base pairs 1 to "
    "2 on chromosome 9 (NCBI)Reviewed: July 2009Published: February 14, 2017The "
    "resources on this site should not be used as a substitute."
)


def test_a_gene_page_without_headings_is_parted_by_content() -> None:
    """Up to the first sentence on mutations it tells the function, then conditions."""
    document = read_text(BLOB, "page")
    assert [
        (Section.FUNCTION, "The ABC9 gene provides instructions for making an enzyme."),
        (Section.FUNCTION, "The enzyme makes abcin."),
        (
            Section.CONDITIONS,
            "At least two ABC9 gene mutations cause abc-linked anemia.",
        ),
        (Section.CONDITIONS, "These changes are rare."),
        (Section.CYTOGENETIC_LOCATION, "Cytogenetic Location: 9q1, which is here"),
        (
            Section.MOLECULAR_LOCATION,
            "Molecular Location: base pairs 1 to 2 on chromosome 9 (NCBI)",
        ),
        (Section.REVIEWED, "Reviewed: July 2009"),
        (Section.PUBLISHED, "Published: February 14, 2017"),
    ] == [(p.section, p.text) for p in document.passages]
    expected = ("ABC9", "abc9", Kind.GENE, None)
    found = document.title, document.id.identifier, document.subject, document.url
    assert expected == found


@pytest.mark.parametrize(
    ("function", "conditions", "location"),
    [
        (
            "Normal Function",
            "Health Conditions Related to Genetic Changes",
            "Chromosomal Location",
        ),
        (
            "What is the normal function of the ABC9 gene?",
            "How are changes in the ABC9 gene related to health conditions?",
            "Where is the ABC9 gene located?",
        ),
        (
            "What is the normal function of the ABC9 gene?",
            "What conditions are related to the ABC9 gene?",
            "Where is the ABC9 gene located?",
        ),
    ],
)
@pytest.mark.parametrize("gap", ["\n", " "])
def test_gene_headings_of_all_layouts(
    function: str, conditions: str, location: str, gap: str
) -> None:
    """The names of a gene page's headings changed; its sections did not."""
    text = gap.join(
        [
            *("ABC9 gene", function, "It makes an enzyme."),
            *(conditions, "Mutations harm.", location, "Cytogenetic Location: 9q1"),
            *("Other Names for This Gene", "ABCase"),
        ]
    )
    document = read_text(text, "page")
    assert {
        Section.FUNCTION: "It makes an enzyme.",
        Section.CONDITIONS: "Mutations harm.",
        Section.CYTOGENETIC_LOCATION: "Cytogenetic Location: 9q1",
        Section.OTHER_NAMES: "ABCase",
    } == sections(document, *(set(Section) - {Section.TITLE}))


def test_the_line_below_the_symbol_is_the_gene_s_full_name() -> None:
    """`ABC9 gene` is the title; the name below it is one of its other names."""
    document = read_text("ABC9 gene\nabc enzyme 9\n\nNormal Function\nMakes.\n", "page")
    assert ["ABC9 gene"] == texts(document, Section.TITLE)
    assert ["abc enzyme 9"] == texts(document, Section.OTHER_NAMES)
    assert "ABC9" == document.title


def test_bullets_under_a_location_are_names() -> None:
    """The 2017 layout lists a gene's other names there, without a heading."""
    text = (
        "ABC9 gene\nThe ABC9 gene is long.\nCytogenetic Location: 9q1\n\n • A1\n • B2\n"
    )
    document = read_text(text, "page")
    assert ["A1", "B2"] == texts(document, Section.OTHER_NAMES)


def test_wrapped_lines_are_one_paragraph() -> None:
    """A line break that only wraps parts nothing; one that ends a short line does."""
    wrapped = (
        "The enzyme makes a substance that all cells\nneed and that few cells have"
    )
    text = f"ABC9 gene\nNormal Function\nA heading\n{wrapped}.\nNext.\n"
    document = read_text(text, "page")
    assert ["A heading", f"{wrapped}.", "Next."] == texts(document, Section.FUNCTION)


@pytest.mark.parametrize("words", ["p.Arg41Gln", "U.S.Navy", "CO2.5", "Dr. Abc"])
def test_a_full_stop_in_a_name_glues_nothing(words: str) -> None:
    """Only two word characters, a stop and a capital show glued paragraphs."""
    document = read_text(f"ABC9 gene\nNormal Function\nIt is {words} here.", "page")
    assert [f"It is {words} here."] == texts(document, Section.FUNCTION)


@pytest.mark.parametrize(
    "date",
    [
        "Reviewed: July 2009",
        "Reviewed July 2009",
        "Last Reviewed: 2009-07-01",
        "Reviewed: 1 July 2009",
        "Reviewed: 07/01/2009",
    ],
)
def test_dates_are_passages_of_their_own(date: str) -> None:
    """A date is known with or without a colon, glued to what surrounds it."""
    document = read_text(f"ABC9 gene\nNormal Function\nMakes.{date}More", "page")
    assert [date] == texts(document, Section.REVIEWED)
    assert ["Makes."] == texts(document, Section.FUNCTION)


@pytest.mark.parametrize(
    "text", ["", "Hello.", "A gene is a stretch of DNA.", "Causes", "???\n\n\n"]
)
def test_other_text_is_refused(text: str) -> None:
    """What is neither a gene nor a condition page says so."""
    with pytest.raises(DocumentError, match="not a gene or condition page"):
        read_text(text, "page")


WORDS = st.sampled_from(
    [
        *(*PLAIN, *OLD, *QUESTIONS, *PARTS.values(), NAME, CHROME, BLOB),
        *("References", "Citation on PubMed", "Other Names for This Condition"),
        *("Cytogenetic Location:", "Learn more about the genes associated with"),
        *("Catalog of Genes and Diseases from OMIM", "ANEMIA, 1; A1", "XLSA"),
        *("\n", "\n\n", "\r\n", " ", "• ", "Anemia,"),
    ]
)


@given(st.lists(st.one_of(WORDS, st.text(max_size=20))).map("".join))
@example(
    "Catalog of Genes and Diseases from OMIMAbc-linked anemia is a rare disorder of "
    "the blood. Causes are many. Frequency matters little."
)
def test_passages_are_verbatim_and_in_order(text: str) -> None:
    """Any text is refused or falls into slices of itself, none empty, none twice."""
    try:
        document = read_text(text, "page")
    except DocumentError:
        return
    assert text == document.text
    end = 0
    for passage in document.passages:
        assert end <= passage.offset
        end = passage.offset + len(passage.text)
        assert text[passage.offset : end] == passage.text
        assert passage.text.strip() == passage.text != ""


def test_each_condition_of_a_gene_page_is_read() -> None:
    """The link behind one condition does not end the section: the next one follows."""
    one, two = "Mutations in ABC9 cause it.", "At least two mutations cause that."
    link = "More About This Health Condition"
    lines = ["ABC9 gene", "Normal Function", "The ABC9 gene works."]
    lines += ["Health Conditions Related to Genetic Changes", NAME, one, link]
    lines += ["Abc dystonia", two, link, "Other Names for This Gene", "ABCN"]
    document = read_text("\n\n".join(lines), "page")
    assert [NAME, one, "Abc dystonia", two] == texts(document, Section.CONDITIONS)
    assert ["ABCN"] == texts(document, Section.OTHER_NAMES)


def test_a_bare_symbol_opens_a_page_without_headings() -> None:
    """A page may begin with its gene's symbol alone."""
    text = "ABC9, a short gene, provides instructions for making a protein."
    document = read_text(text, "page")
    assert (Kind.GENE, [text]) == (document.subject, texts(document, Section.FUNCTION))
