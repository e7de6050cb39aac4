"""Names that a page introduces are found again, few or many."""

from __future__ import annotations

import time

from kg.extract.discourse import Discourse
from kg.model import Document, Kind, Mention, Reference

SUBJECT = Mention(0, 1, "X", Kind.CONDITION)


def discourse(*names: str) -> Discourse:
    document = Document(
        id=Reference("document", "x"),
        title="X",
        subject=Kind.CONDITION,
        url=None,
        text="",
        passages=(),
    )
    found = Discourse(document, SUBJECT)
    for number, name in enumerate(names):
        found.learn(name, Mention(number, number + 1, name, Kind.CONDITION))
    return found


def found(text: str, *names: str) -> list[str]:
    return [span.exact for span in discourse(*names).find(text, 0)]


def test_names_as_they_are_written() -> None:
    """Case and line breaks do not count, an s may follow; a symbol stands as it is."""
    text = "Blue\nlimbs, 5-alpha syndromes, (R)-toe loss, pq1, PQ1s, Été, PQ1"

    assert ["Blue\nlimbs"] == found(text, "blue limb")
    assert ["5-alpha syndromes"] == found(text, "5-Alpha syndrome")
    assert ["(R)-toe loss"] == found(text, "(R)-toe loss")
    assert ["PQ1"] == found(text, "PQ1")
    assert ["Été"] == found(text, "été")


def test_parts_of_words_are_no_names() -> None:
    """Neither the beginning of a word nor its end, nor what a hyphen goes on."""
    assert [] == found("limbic, climb, limb-like", "limb")


def test_names_come_in_the_order_in_which_they_were_learned() -> None:
    """Who resolves overlaps gets the older name first."""
    assert ["loss", "toe"] == found("toe loss", "loss", "toe")


def test_thousands_of_names() -> None:
    """A sentence costs what its own words cost, however many names were learned."""
    few, many = discourse("toe loss"), discourse(*(f"n{i} loss" for i in range(20_000)))

    assert seconds(many) < 10 * seconds(few) + 0.05


def seconds(known: Discourse) -> float:
    start = time.process_time()
    for _ in range(100):
        list(known.find("The toe loss is a sign of n77 loss in some people.", 0))
    return time.process_time() - start
