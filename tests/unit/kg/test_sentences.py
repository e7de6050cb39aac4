import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.sentences import sentences
from kg.model import Passage, Section

WRAPPED = (
    "It was found years ago that the gene encodes an important protein of\nALAS2 kind."
)


def cut(text: str) -> list[str]:
    return [s.text for s in sentences(Passage(Section.CAUSES, 0, text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("One is. Two is.", ["One is.", "Two is."], id="blank"),
        pytest.param(
            "in liver cells.Later steps", ["in liver cells.", "Later steps"], id="glued"
        ),
        pytest.param(
            "A rise (in iron). It ends.",
            ["A rise (in iron).", "It ends."],
            id="bracket",
        ),
        pytest.param("at Xp11.21 on the arm", ["at Xp11.21 on the arm"], id="band"),
        pytest.param(
            "Dr. Doe of St. Paul wrote.", ["Dr. Doe of St. Paul wrote."], id="titles"
        ),
        pytest.param(
            "found in E. coli. Next.", ["found in E. coli.", "Next."], id="initial"
        ),
        pytest.param(
            "Rare anemia\nAt least 50 are known.",
            ["Rare anemia", "At least 50 are known."],
            id="heading",
        ),
        pytest.param(
            "It makes abecease A. This enzyme is rare.",
            ["It makes abecease A.", "This enzyme is rare."],
            id="a protein with a letter",
        ),
        pytest.param(
            WRAPPED,
            [WRAPPED],
            id="wrapped line",
        ),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(
    text: str, expected: list[str]
) -> None:
    """A sentence ends at its full stop, also where paragraphs were glued together."""
    assert cut(text) == expected


@given(st.text(alphabet=st.sampled_from("ab .!?\n()A1\"'"), max_size=60))
def test_sentences_are_verbatim(text: str) -> None:
    """A sentence is a slice of its passage, and no letter is lost between two."""
    found = list(sentences(Passage(Section.CAUSES, 7, text)))

    assert [text[s.start - 7 : s.end - 7] for s in found] == [s.text for s in found]
    assert "".join("".join(s.text for s in found).split()) == "".join(text.split())
