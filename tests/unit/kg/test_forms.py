"""Of which form of its condition a page speaks."""

import pytest

from kg.extract import extract
from kg.lexicon import bundled
from kg.model import (
    Argument,
    Description,
    Document,
    Kind,
    Mention,
    Passage,
    Reference,
    Section,
)

TITLE = "Doe anemia"


def written(argument: Argument) -> str:
    match argument:
        case Mention():
            return argument.exact
        case Description():
            return argument.label.format(*map(written, argument.parts))
        case _:
            return ""


def subjects(text: str, predicate: str) -> list[str]:
    """Read a description; give the subjects of its facts of one kind."""
    document = Document(
        id=Reference("document", "page"),
        title=TITLE,
        subject=Kind.CONDITION,
        url=None,
        text=f"{TITLE}\n{text}",
        passages=(
            Passage(Section.TITLE, 0, TITLE),
            Passage(Section.DESCRIPTION, len(TITLE) + 1, text),
        ),
    )
    facts = extract(document, bundled())
    return [written(f.subject) for f in facts if str(f.predicate) == predicate]


SEVERE = "Doe anemia, severe form"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Affected individuals have fatigue.", TITLE, id="the condition as a whole"
        ),
        pytest.param(
            "Infants with the severe form of this condition may be tired (fatigue).",
            SEVERE,
            id="a form",
        ),
        pytest.param(
            "The severe form begins early. Affected individuals have fatigue.",
            SEVERE,
            id="the form of the sentence before",
        ),
        pytest.param(
            "The severe form begins early. Infants with this form are tired (fatigue).",
            SEVERE,
            id="this form",
        ),
        pytest.param(
            "The severe form begins early. People with Doe anemia have fatigue.",
            TITLE,
            id="the whole again",
        ),
        pytest.param(
            "Doe anemia type 2 begins early. Affected individuals have fatigue.",
            "Doe anemia type 2",
            id="a type with a name",
        ),
        pytest.param(
            "The most common form begins early. Affected individuals have fatigue.",
            TITLE,
            id="a form of no particular kind",
        ),
        pytest.param(
            "Iron is turned into the stable form. Affected individuals have fatigue.",
            TITLE,
            id="a form of something else",
        ),
    ],
)
def test_findings_belong_to_the_form_that_is_told_of(text: str, expected: str) -> None:
    """What people with one form have is a feature of that form."""
    assert [expected] == subjects(text, "mg:hasPhenotype")


def test_a_form_is_a_type_of_the_condition() -> None:
    """A form that a page speaks of is a subtype of what the page is about."""
    text = "The severe form of this condition begins early."

    assert SEVERE in subjects(text, "mg:subtypeOf")
    assert [SEVERE] == subjects(f"{text[:-7]} in infancy.", "mg:onset")
