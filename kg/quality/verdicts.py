"""What people judged: where gold is wrong, and whether facts without gold are right.

Both are tables of tab-separated values with a header:

    adjudications  page relation value verdict section sentence reason
    sample         page relation subject object start end verdict error reason
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from kg.errors import GoldError
from kg.names import parse_curie
from kg.quality.figures import Measurement

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.model import Reference


class Verdict(StrEnum):
    """Who is wrong where graph and gold differ on a value, by the words of the page."""

    GOLD_WRONG = "gold-wrong"
    GOLD_INCOMPLETE = "gold-incomplete"
    OURS_WRONG = "ours-wrong"
    OURS_MISSING = "ours-missing"


_GOLDS = frozenset({Verdict.GOLD_WRONG, Verdict.GOLD_INCOMPLETE})


@dataclass(frozen=True, slots=True)
class Case:
    """A value on which graph and gold differ."""

    relation: str
    page: str
    value: str


def read_adjudications(file: Path) -> frozenset[Case]:
    """Read the cases in which gold, not the graph, was found to be wrong.

    Raises GoldError for a table that is not in order.
    """
    return frozenset(
        Case(row["relation"], row["page"], row["value"])
        for place, row in _rows(file, ("page", "relation", "value", "verdict"))
        if _verdict(row["verdict"], place) in _GOLDS
    )


def read_sample(file: Path) -> tuple[Measurement, ...]:
    """Measure, relation by relation, how many of the facts in a sample were right.

    Raises GoldError for a table that is not in order.
    """
    verdicts: Counter[tuple[Reference, bool]] = Counter()
    for place, row in _rows(file, ("relation", "verdict")):
        if row["verdict"] not in {"right", "wrong"}:
            raise GoldError(place, f"{row['verdict']!r} is neither right nor wrong")
        verdicts[_property(row["relation"]), row["verdict"] == "right"] += 1
    relations = sorted({relation for relation, _ in verdicts})
    return tuple(
        Measurement(
            metric="sampled-precision",
            part=verdicts[relation, True],
            whole=verdicts[relation, True] + verdicts[relation, False],
            relation=relation,
        )
        for relation in relations
    )


def _property(name: str) -> Reference:
    return parse_curie(name if ":" in name else f"mg:{name}")


def _verdict(word: str, place: str) -> Verdict:
    try:
        return Verdict(word)
    except ValueError:
        known = ", ".join(Verdict)
        raise GoldError(place, f"{word!r} is no verdict; known are {known}") from None


def _rows(file: Path, columns: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    with file.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)
        missing = set(columns) - set(reader.fieldnames or ())
        if missing:
            raise GoldError(str(file), f"has no column {', '.join(sorted(missing))}")
        for row in reader:
            yield f"{file}:{reader.line_num}", row
