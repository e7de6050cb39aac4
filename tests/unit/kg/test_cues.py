"""What a sentence affirms, denies or hedges: how far its cues reach."""

import re

import pytest

from kg.extract import extract
from kg.lexicon import bundled
from kg.model import Document, Fact, Kind, Mention, Passage, Reference, Section

TITLE = "Doe anemia"


def findings(text: str) -> dict[str, str]:
    """Read a description; for each finding, how it is judged."""
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
    facts = [f for f in extract(document, bundled()) if f.predicate == HAS_PHENOTYPE]
    return {words(fact): judgement(fact) for fact in facts}


HAS_PHENOTYPE = Reference("mg", "hasPhenotype")


def words(fact: Fact) -> str:
    assert isinstance(fact.object, Mention)
    return re.sub(r"\s+", " ", fact.object.exact)


def judgement(fact: Fact) -> str:
    return f"{fact.polarity} {fact.certainty}"


YES, NO = "positive stated", "negative stated"
MAYBE, OPEN = "positive possible", "positive unknown"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Affected individuals usually do not have anemia.",
            {"anemia": NO},
            id="the object of a denied verb",
        ),
        pytest.param(
            "Affected individuals have not been known to develop anemia.",
            {"anemia": NO},
            id="a verb further on",
        ),
        pytest.param(
            "Affected individuals do not have anemia or fatigue.",
            {"anemia": NO, "fatigue": NO},
            id="each of a list",
        ),
        pytest.param(
            "Affected individuals have fatigue and usually do not have anemia.",
            {"fatigue": YES, "anemia": NO},
            id="not what stands before",
        ),
        pytest.param(
            "Affected individuals have seizures that do not improve.",
            {"seizures": YES},
            id="a clause about the finding",
        ),
        pytest.param(
            "Affected individuals have seizures, which do not cause fatigue.",
            {"seizures": YES, "fatigue": NO},
            id="a finding within a clause about another",
        ),
        pytest.param(
            "Affected individuals have bones that do not grow, anemia, and fatigue.",
            {"anemia": YES, "fatigue": YES},
            id="a clause within a list",
        ),
        pytest.param(
            "Affected individuals do not produce enough red blood cells (anemia).",
            {"anemia": YES},
            id="brackets name what is described",
        ),
        pytest.param(
            "Affected individuals do not have anemia (fatigue).",
            {"anemia": NO, "fatigue": NO},
            id="brackets give the finding another name",
        ),
        pytest.param(
            "Affected individuals have skin that does not tan (anemia) and fatigue.",
            {"anemia": YES, "fatigue": YES},
            id="what follows the brackets",
        ),
        pytest.param(
            "Affected individuals do not have sleep, so they feel tired (fatigue).",
            {"fatigue": YES},
            id="another verb begins another clause",
        ),
        pytest.param(
            "Affected individuals do not have anemia, are often tired, and may also "
            "have fatigue.",
            {"anemia": NO, "fatigue": MAYBE},
            id="another verb of the same subject",
        ),
        pytest.param(
            "Affected individuals have little or no anemia.",
            {"anemia": NO},
            id="the noun after no",
        ),
        pytest.param(
            "Affected individuals have no hair, anemia, and fatigue.",
            {"anemia": YES, "fatigue": YES},
            id="not the next noun",
        ),
        pytest.param(
            "Affected individuals have fatigue without anemia.",
            {"fatigue": YES, "anemia": NO},
            id="the noun after without",
        ),
        pytest.param(
            "Affected individuals have fatigue with or without anemia.",
            {"fatigue": YES, "anemia": YES},
            id="with or without",
        ),
        pytest.param(
            "Affected individuals have joints that do not cause pain (anemia), "
            "fatigue, and seizures.",
            {"anemia": YES, "fatigue": YES},
            id="what is denied of a part",
        ),
        pytest.param(
            "Affected individuals do not have seizures, so they have low counts "
            "(anemia).",
            {"seizures": NO, "anemia": YES},
            id="what follows from it",
        ),
        pytest.param(
            "Some affected individuals do not have anemia.",
            {"anemia": OPEN},
            id="what some lack others may have",
        ),
        pytest.param(
            "For reasons that are unclear, affected individuals do not have anemia.",
            {"anemia": NO},
            id="what is unclear is the reason",
        ),
    ],
)
def test_a_denial_reaches(text: str, expected: dict[str, str]) -> None:
    """A denial holds for the object of its verb, and for nothing else."""
    found = findings(text)

    assert expected == {name: found.get(name, "") for name in expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Affected individuals may have anemia, fatigue, and seizures.",
            {"anemia": MAYBE, "fatigue": MAYBE, "seizures": MAYBE},
            id="a list",
        ),
        pytest.param(
            "Affected individuals have eyebrows that may meet, anemia, and fatigue.",
            {"anemia": YES, "fatigue": YES},
            id="a clause within a list",
        ),
        pytest.param(
            "Affected individuals may also have skin that does not tan (anemia).",
            {"anemia": MAYBE},
            id="a description within",
        ),
        pytest.param(
            "Affected individuals may be short, and they have low counts (anemia).",
            {"anemia": YES},
            id="another clause",
        ),
        pytest.param(
            "Affected individuals have problems, which may include anemia.",
            {"anemia": MAYBE},
            id="what a list may include",
        ),
        pytest.param(
            "Problems associated with this condition include anemia. Signs and "
            "symptoms include anemia.",
            {"anemia": YES},
            id="associated features are features",
        ),
    ],
)
def test_a_hedge_reaches(text: str, expected: dict[str, str]) -> None:
    """A hedge holds for the clause of its verb, not for the whole sentence."""
    found = findings(text)

    assert expected == {name: found.get(name, "") for name in expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is unclear how mutations in the ABC1 gene cause Doe anemia.", YES),
        ("It is unclear whether mutations in the ABC1 gene cause Doe anemia.", OPEN),
        (
            "Researchers believe that mutations in the ABC1 gene cause Doe anemia.",
            MAYBE,
        ),
        ("As its name suggests, mutations in the ABC1 gene cause Doe anemia.", YES),
        (
            "Some cases of Doe anemia are not caused by mutations in the ABC1 gene.",
            OPEN,
        ),
        ("Some cases are not caused by mutations in the ABC1 gene.", OPEN),
        ("Doe anemia is not caused by mutations in the ABC1 gene.", NO),
        ("It is not involved; mutations in the ABC1 gene cause Doe anemia.", YES),
        ("Doe anemia is not severe where ABC1 mutations cause Doe anemia.", YES),
    ],
)
def test_what_is_taken_for_granted_is_stated(text: str, expected: str) -> None:
    """An open "how" takes for granted that it is so; "whether" does not."""
    passages = (
        Passage(Section.TITLE, 0, TITLE),
        Passage(Section.CAUSES, len(TITLE) + 1, text),
    )
    whole = f"{TITLE}\n{text}"
    page = Reference("document", "page")
    document = Document(
        id=page,
        title=TITLE,
        subject=Kind.CONDITION,
        url=None,
        text=whole,
        passages=passages,
    )
    causes = Reference("mg", "causes")
    facts = [f for f in extract(document, bundled()) if f.predicate == causes]

    assert [expected] == [judgement(fact) for fact in facts]
