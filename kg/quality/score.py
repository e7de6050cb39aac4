"""A graph against gold: what it says of each page, and how much of that is right."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from kg.names import parse_curie
from kg.quality.figures import Measurement, measured
from kg.quality.gold import Answer, fold
from kg.quality.verdicts import Case

if TYPE_CHECKING:
    from kg.store import Store

Said = Mapping[str, set[str]]
"""What the graph says of each page, the page by the last part of its address."""

_ADDRESSES = """
SELECT ?document ?source {
  ?document mg:describes ?subject OPTIONAL { ?document dcterms:source ?source }
}"""


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that only the graph has (wrong), or only gold (missed)."""

    case: Case
    wrong: bool


@dataclass(frozen=True, slots=True)
class Count:
    """Right ones of those said, found ones of those wanted."""

    right: int = 0
    said: int = 0
    found: int = 0
    wanted: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(
            self.right + other.right,
            self.said + other.said,
            self.found + other.found,
            self.wanted + other.wanted,
        )


@dataclass(frozen=True, slots=True)
class Score:
    """How a relation came out: as gold has it, and with gold's errors forgiven."""

    relation: str
    count: Count
    adjudicated: Count
    differences: tuple[Difference, ...]

    def measurements(self) -> tuple[Measurement, ...]:
        """Give precision and recall, adjudicated ones where gold was found wrong."""
        return (
            *self._pair("", self.count),
            *(
                self._pair("adjudicated-", self.adjudicated)
                if self.adjudicated != self.count
                else ()
            ),
        )

    def _pair(self, kind: str, count: Count) -> Iterator[Measurement]:
        spec = relations()[self.relation]
        shares = [("recall", count.found, count.wanted)]
        if spec.get("precision", True):
            shares.insert(0, ("precision", count.right, count.said))
        yield from measured(
            *(
                Measurement(
                    metric=kind + metric,
                    part=part,
                    whole=whole,
                    relation=parse_curie(spec["property"]),
                    gold=spec["gold"],
                )
                for metric, part, whole in shares
            )
        )


def score(
    store: Store,
    gold: Mapping[str, Iterable[Answer]],
    adjudicated: frozenset[Case] = frozenset(),
) -> tuple[Score, ...]:
    """Compare a graph with gold, relation by relation.

    Cases in *adjudicated* count as gold's errors, beside the figures as gold has them.
    """
    pages = _pages(store)
    return tuple(
        _score(name, _said(store, spec, pages), gold[name], adjudicated)
        for name, spec in relations().items()
        if name in gold
    )


def coverage(store: Store, gold: Mapping[str, Iterable[Answer]]) -> tuple[int, int]:
    """Count the pages of gold that the graph was built of, and all pages of gold."""
    wanted = {answer.page for answers in gold.values() for answer in answers}
    return len(wanted & set(_pages(store).values())), len(wanted)


@cache
def relations() -> Mapping[str, Mapping[str, Any]]:
    """Read which relations can be compared, and how."""
    file = files("kg.quality").joinpath("relations.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _pages(store: Store) -> dict[str, str]:
    """Call each document as gold does: by the last part of its page's address."""
    found = {}
    for row in store.select(_ADDRESSES):
        address = row.get("source", row["document"]).value.rstrip("/").lower()
        last = address.rpartition("/")[2]
        name = last if "source" in row else last.partition(".")[0]
        found[row["document"].value] = name
    return found


def _said(store: Store, spec: Mapping[str, Any], pages: Mapping[str, str]) -> Said:
    said: dict[str, set[str]] = defaultdict(set)
    codes = spec.get("codes")
    for row in store.select(spec["said"]):
        term = row["value"]
        iri = isinstance(term, NamedNode)
        value = store.names.curie(term.value) if iri else term.value
        value = codes.get(value) if codes else value
        if value and row["document"].value in pages:
            page = pages[row["document"].value]
            said[page].add(fold(value) if spec.get("fold") else value)
    return said


def _score(
    relation: str, said: Said, answers: Iterable[Answer], adjudicated: frozenset[Case]
) -> Score:
    count = forgiven = Count()
    differences: list[Difference] = []
    for answer in answers:
        values = _judged(said.get(answer.page, set()), answer)
        found = tuple(_differences(relation, values, answer))
        pardoned = [each for each in found if _pardoned(each, answer, adjudicated)]
        plain = _count(values, answer)
        count += plain
        forgiven += _forgive(plain, pardoned, answer)
        differences += found
    return Score(relation, count, forgiven, tuple(differences))


def _judged(values: Iterable[str], answer: Answer) -> frozenset[str]:
    """Name values as gold does, and leave out what gold is silent about."""
    named = frozenset(answer.renames.get(value, value) for value in values)
    return named if answer.judged is None else named & answer.judged


def _count(values: frozenset[str], answer: Answer) -> Count:
    right, found = len(values & answer.allowed), len(values & answer.wanted)
    if answer.one:
        return Count(right, len(values), min(found, 1), 1)
    return Count(right, len(values), found, len(answer.wanted))


def _differences(
    relation: str, values: frozenset[str], answer: Answer
) -> Iterator[Difference]:
    """Give what differs; where one value would do, all of them as one case."""
    wrong = [(value, True) for value in sorted(values - answer.allowed)]
    missed = [(value, False) for value in sorted(answer.wanted - values)]
    if answer.one:
        missed = []
        if not values & answer.wanted:
            wrong = [(",".join(sorted(values)), bool(values))]
    for value, is_wrong in (*wrong, *missed):
        yield Difference(Case(relation, answer.page, value), is_wrong)


def _pardoned(error: Difference, answer: Answer, cases: frozenset[Case]) -> bool:
    """Tell whether gold is to blame; where any value would do, for any value at all."""
    if not answer.one:
        return error.case in cases
    return any(
        (c.relation, c.page) == (error.case.relation, answer.page) for c in cases
    )


def _forgive(count: Count, errors: Iterable[Difference], answer: Answer) -> Count:
    """Count as right what gold was wrong to miss, and not what it was wrong to want."""
    pardoned = list(errors)
    wrong = sum(error.wrong for error in pardoned)
    missed = len(pardoned) - wrong
    if answer.one and not count.found and pardoned:
        return Count(count.said, count.said, wrong, wrong)
    return Count(count.right + wrong, count.said, count.found, count.wanted - missed)
