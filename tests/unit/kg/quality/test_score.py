"""A graph against gold, with the errors of gold known and not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import GoldError
from kg.pipeline import build
from kg.quality import Case, coverage, read_gold, score
from kg.quality.score import Count, relations
from kg.store import Store

PAGE = """Arlon disease

Description

Arlon disease is a rare disorder.

Causes

Mutations in the ALAS2 gene cause Arlon disease.

Inheritance

This condition is inherited in an autosomal dominant pattern.

Other Names for This Condition

Arlon syndrome
"""
GOLD = {
    "slug": "arlon-disease",
    "genes_trusted": ["ALAD"],
    "genes_family": ["ALAD", "FECH"],
    "inheritance_trusted": ["AD", "XLR"],
    "synonyms": ["ARLON-syndrome", "Arlon's anemia"],
    "confidence": "high",
    "omim_direct": ["100000"],
    "omim_family": ["100000", "100001"],
}


@pytest.fixture(scope="module", name="store")
def _store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("arlon")
    page = folder / "arlon.txt"
    page.write_text(PAGE, encoding="utf-8")
    build([page], folder / "graph")
    return Store.open(folder / "graph")


@pytest.fixture(name="gold")
def _gold(tmp_path: Path) -> Path:
    lines = f"{json.dumps(GOLD)}\n"
    tmp_path.joinpath("conditions_gold.jsonl").write_text(lines, encoding="utf-8")
    return tmp_path


def counts(store: Store, gold: Path, *cases: Case) -> dict[str, Count]:
    found = score(store, read_gold(gold), frozenset(cases))
    return {each.relation: each.adjudicated for each in found}


def test_each_relation_is_compared_with_gold(store: Store, gold: Path) -> None:
    """Right of those said, found of those wanted; names without case and marks."""
    expected = {
        "causal_gene": Count(right=0, said=1, found=0, wanted=1),
        "inheritance": Count(right=1, said=1, found=1, wanted=2),
        "omim_link": Count(right=0, said=0, found=0, wanted=1),
        "synonym": Count(right=1, said=1, found=1, wanted=2),
    }

    assert expected == counts(store, gold)


@pytest.mark.parametrize(
    ("relation", "value", "expected"),
    [
        ("causal_gene", "ALAS2", Count(right=1, said=1, found=0, wanted=1)),
        ("causal_gene", "ALAD", Count(right=0, said=1, found=0, wanted=0)),
        ("omim_link", "100000", Count(right=0, said=0, found=0, wanted=0)),
    ],
)
def test_an_error_of_gold_counts_for_the_graph(
    store: Store, gold: Path, relation: str, value: str, expected: Count
) -> None:
    """What gold lacks wrongly is right; what it wants wrongly is wanted no more."""
    case = Case(relation, "arlon-disease", value)

    assert expected == counts(store, gold, case)[relation]


def test_raw_figures_stay_beside_adjudicated_ones(store: Store, gold: Path) -> None:
    """Adjudicated precision and recall never take the place of the others."""
    case = Case("causal_gene", "arlon-disease", "ALAS2")
    found = score(store, read_gold(gold), frozenset([case]))[0].measurements()

    assert {
        "precision": 0,
        "recall": 0,
        "adjudicated-precision": 1,
        "adjudicated-recall": 0,
    } == {measurement.metric: measurement.part for measurement in found}


def test_the_pages_of_gold_that_were_read_are_counted(store: Store, gold: Path) -> None:
    """Gold of pages that a graph was not built of says so."""
    assert (1, 1) == coverage(store, read_gold(gold))


@pytest.mark.parametrize("line", ["{", "[]", "{}", '{"slug": "x", "synonyms": 1}'])
def test_a_line_that_is_no_gold_is_named(tmp_path: Path, line: str) -> None:
    """The error has the file and the number of the line."""
    tmp_path.joinpath("conditions_gold.jsonl").write_text(f"{line}\n")

    with pytest.raises(
        GoldError, match=r"conditions_gold\.jsonl:1: is no line of gold"
    ):
        read_gold(tmp_path)


def test_a_folder_without_gold_is_refused(tmp_path: Path) -> None:
    """The error names the files that are looked for."""
    with pytest.raises(GoldError, match=r"holds none of conditions_gold\.jsonl, "):
        read_gold(tmp_path)


def test_a_query_finds_what_the_bundled_graph_says(bundled: Store) -> None:
    """Every relation that gold knows is one that pages state."""
    found = {
        name: bool(bundled.select(spec["said"])) for name, spec in relations().items()
    }

    assert dict.fromkeys(relations(), True) == found
