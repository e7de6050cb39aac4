"""The headings of the pages, in all layouts since 2004.

Three forms of heading need three kinds of proof:

* `PHRASE`: words that occur nowhere else; known wherever it stands, even glued.
* `WORD`: a common word ("Causes"); known on a line of its own, or at a sentence
  boundary in front of a new sentence, in the order in which pages have them.
* `LABEL`: words with a colon or a date, which belong to the passage itself.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from kg.model import Kind, Section


class Form(Enum):
    PHRASE = auto()
    WORD = auto()
    LABEL = auto()


class Heading(NamedTuple):
    """How a section is headed; `section` None opens what is no part of the page."""

    section: Section | None
    form: Form
    patterns: tuple[str, ...]


_NAME = r"(?:[^?.]|\.(?!\s)){1,150}?"
_DATE = r"(?:[A-Z][a-z]+ (?:\d{1,2},? )?\d{4}|\d{1,2} [A-Z][a-z]+ \d{4}|\d[\d/.-]+\d)"

# In the order in which pages have their WORD headings.
HEADINGS = (
    Heading(
        Section.DESCRIPTION,
        Form.WORD,
        ("Description", rf"What (?:is|are) (?!the ){_NAME}\?"),
    ),
    Heading(
        Section.FREQUENCY,
        Form.PHRASE,
        (
            rf"How common (?:is|are) {_NAME}\?",
            rf"How many people .{{4,150}}? by {_NAME}\?",
        ),
    ),
    Heading(Section.FREQUENCY, Form.WORD, ("Frequency",)),
    Heading(
        Section.CAUSES,
        Form.PHRASE,
        (
            rf"What are the genetic changes related to {_NAME}\?",
            rf"What genes? (?:is|are) related to {_NAME}\?",
            rf"What causes {_NAME}\?",
        ),
    ),
    Heading(Section.CAUSES, Form.WORD, ("Causes", "Genetic Changes")),
    Heading(
        Section.RELATED_GENES,
        Form.PHRASE,
        (
            r"Learn more about the [a-z ]{4,30} associated with",
            "Additional Information from NCBI Gene:?",
        ),
    ),
    Heading(
        Section.INHERITANCE,
        Form.PHRASE,
        (rf"How do people inherit {_NAME}\?", rf"(?:Is|Are) {_NAME} inherited\?"),
    ),
    Heading(Section.INHERITANCE, Form.WORD, ("Inheritance(?: Pattern)?",)),
    Heading(
        Section.FUNCTION,
        Form.PHRASE,
        ("Normal Function", rf"What is the normal function of the {_NAME} genes?\?"),
    ),
    Heading(
        Section.CONDITIONS,
        Form.PHRASE,
        (
            "Health Conditions Related to Genetic Changes",
            rf"How are changes in the {_NAME} genes? related to health conditions\?",
            rf"What conditions are related to the {_NAME} genes?\?",
            # a link behind each condition: the next one follows
            "More About This Health Condition",
        ),
    ),
    Heading(
        Section.CYTOGENETIC_LOCATION,
        Form.PHRASE,
        (rf"Where is the {_NAME} gene located\?", "Chromosomal Location"),
    ),
    Heading(Section.CYTOGENETIC_LOCATION, Form.LABEL, ("Cytogenetic Location:",)),
    Heading(
        Section.MOLECULAR_LOCATION,
        Form.LABEL,
        (r"Molecular Location(?: on [^:.]{3,40})?:",),
    ),
    Heading(
        Section.OTHER_NAMES,
        Form.PHRASE,
        (
            "Other Names for This (?:Condition|Gene)",
            rf"What other names do people use for {_NAME}\?",
        ),
    ),
    Heading(
        Section.CATALOG,
        Form.PHRASE,
        ("(?:Catalog of )?Genes and Diseases from OMIM", "OMIM Entries:?"),
    ),
    Heading(Section.REFERENCES, Form.WORD, ("References", "Sources for This Page")),
    Heading(Section.REVIEWED, Form.LABEL, (rf"(?:Last )?Reviewed:? {_DATE}",)),
    Heading(Section.PUBLISHED, Form.LABEL, (rf"(?:Page )?Published:? {_DATE}",)),
    Heading(Section.UPDATED, Form.LABEL, (rf"(?:Date )?[Ll]ast [Uu]pdated:? {_DATE}",)),
    Heading(
        None,
        Form.PHRASE,
        (
            r"What is the official name of the [^?.]+ gene\?",
            r"Does the [^?.]+ gene share characteristics with other genes\?",
            r"Where can I find [^?]{4,150}?\?",
            r"What glossary definitions [^?]{4,150}?\?",
            r"What are the treatments for [^?]{2,150}?\?",
            r"What if I still have [^?]{4,150}?\?",
            "To use the sharing features on this page, please enable JavaScript",
            "Additional Information (?:&|and) Resources",
            "Genetic Testing Information",
            "Tests Listed in the Genetic Testing Registry",
            "Genetic and Rare Diseases Information Center",
            "Patient Support and Advocacy Resources",
            "(?:Research Studies|Clinical Trials) from ClinicalTrials.gov",
            "Scientific Articles on PubMed",
            "Gene and Variant Databases",
            "Research Resources",
            "Enlarge image",
            "Related Health Topics",
            "Related Information",
            "Understanding Genetics",
            "Learn how to cite this page",
            "The (?:resources|information) on this site should not be used",
            "Demonstration text",
        ),
    ),
)
_GENE_ONLY = frozenset(
    {
        Section.FUNCTION,
        Section.CONDITIONS,
        Section.CYTOGENETIC_LOCATION,
        Section.MOLECULAR_LOCATION,
    }
)
_CONDITION_ONLY = frozenset(
    {
        Section.DESCRIPTION,
        Section.FREQUENCY,
        Section.CAUSES,
        Section.INHERITANCE,
        Section.RELATED_GENES,
    }
)
ONLY = {Kind.GENE: _GENE_ONLY, Kind.CONDITION: _CONDITION_ONLY}
PROSE = (_GENE_ONLY | _CONDITION_ONLY) - {Section.RELATED_GENES}
DATES = frozenset({Section.REVIEWED, Section.PUBLISHED, Section.UPDATED})


def is_condition(heading: str) -> bool:
    """Tell whether a heading within `CONDITIONS` names one: not "Other disorders"."""
    return bool(heading) and not heading.startswith("Other ")
