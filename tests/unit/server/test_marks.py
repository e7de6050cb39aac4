"""A text is marked with what it yielded, wherever the quotes of the facts overlap."""

from __future__ import annotations

import pytest

from kg.model import Passage, Section
from server.marks import Told, blocks

BODY = "One two three. Four five.\n\nSix seven."
TEXT = f"Title\n\nsite\nCauses\n{BODY}\nThe end of the page."
PASSAGES = (
    Passage(Section.TITLE, 0, "Title"),
    Passage(Section.CAUSES, TEXT.index(BODY), BODY),
)


def told(words: str, fate: str = "stated") -> Told:
    start = TEXT.index(words)
    return Told(start, start + len(words), fate, words)


def laid_out(*facts: Told) -> list[tuple[str, list[list[tuple[str, int]]]]]:
    """Give the headings, and of each paragraph its stretches with their facts."""
    return [
        (
            block.heading,
            [
                [
                    ("".join(f"{p.fate}:{p.text}|" for p in one.pieces), len(one.told))
                    for one in paragraph
                ]
                for paragraph in block.paragraphs
            ],
        )
        for block in blocks(TEXT, PASSAGES, facts)
    ]


def causes(*facts: Told) -> list[list[tuple[str, int]]]:
    return dict(laid_out(*facts))["Causes"]


def test_all_of_a_text_is_shown() -> None:
    """Sections with their headings, and what stands outside, in their order."""
    assert [
        ("Title", [[(":Title|", 0)]]),
        ("", [[(":site|", 0)]]),
        ("Causes", [[(":One two three. Four five.|", 0)], [(":Six seven.|", 0)]]),
        ("", [[(":The end of the page.|", 0)]]),
    ] == laid_out()


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (
            [told("One two three.")],
            [("stated:One two three.|", 1), (":" + " Four five.|", 0)],
        ),
        (
            [told("One two three."), told("two", "denied")],
            [("stated:One |stated:two|stated: three.|", 2), (": Four five.|", 0)],
        ),
        (
            [told("One two", "refused"), told("two three.", "possible")],
            [("refused:One |possible:two|possible: three.|", 2), (": Four five.|", 0)],
        ),
        (
            [told("One two three."), told("Four five.", "open")],
            [("stated:One two three.|", 1), (": |", 0), ("open:Four five.|", 1)],
        ),
    ],
    ids=["one", "within", "overlapping", "beside"],
)
def test_marks(facts: list[Told], expected: list[tuple[str, int]]) -> None:
    """What overlaps is one mark, split where its quotes begin and end."""
    assert [expected, [(":Six seven.|", 0)]] == causes(*facts)


def test_a_quote_over_two_paragraphs() -> None:
    """A mark is not cut, and the text after it goes on."""
    found = causes(told("Four five.\n\nSix"))

    assert [
        [
            (":One two three. |", 0),
            ("stated:Four five.\n\nSix|", 1),
            (": seven.|", 0),
        ]
    ] == found
