"""The rows of an answer are explained by the triples that they come from."""

from __future__ import annotations

import pytest

from kg.errors import QueryError
from kg.explain import Answer, explain_query
from kg.store import Store

STEP = "step:heme-biosynthesis-1"
CONDITION = "condition:x-linked-sideroblastic-anemia"
QUERIES = {
    "a pattern": (f"SELECT ?g {{ ?g mg:actsInStep {STEP} }}", ["actsInStep"]),
    "what is not selected": (
        f"SELECT ?g {{ ?g mg:encodes ?e . ?e mg:catalyses {STEP} }}",
        ["encodes", "catalyses"],
    ),
    "a sequence": (
        f"SELECT ?g {{ ?g mg:encodes/mg:catalyses {STEP} }}",
        ["encodes", "catalyses"],
    ),
    "an inverse": (f"SELECT ?g {{ {STEP} ^mg:actsInStep ?g }}", ["actsInStep"]),
    "a blank node": (
        f"SELECT ?g {{ ?g mg:encodes [ mg:catalyses {STEP} ] }}",
        ["encodes", "catalyses"],
    ),
    "OPTIONAL that holds": (
        f"SELECT ?g ?e {{ ?g mg:actsInStep {STEP} OPTIONAL {{ ?g mg:encodes ?e }} }}",
        ["actsInStep", "encodes"],
    ),
    "OPTIONAL that does not": (
        f"SELECT ?g ?e {{ ?g mg:actsInStep {STEP} OPTIONAL {{ ?g mg:causes ?e }} }}",
        ["actsInStep"],
    ),
    "UNION": (
        f"SELECT ?g {{ {{ ?g mg:actsInStep {STEP} }} UNION {{ {STEP} mg:foo ?g }} }}",
        ["actsInStep"],
    ),
    "an expression": (
        f"SELECT (STR(?g) AS ?t) {{ ?g mg:actsInStep {STEP} }} ORDER BY ?t",
        ["actsInStep"],
    ),
    "ASK": (f"ASK {{ ?g mg:actsInStep {STEP} }}", ["actsInStep"]),
}
NOTES = {
    "FILTER NOT EXISTS { ?g mg:foo ?x }": "NOT EXISTS holds since nothing matches",
    "?g mg:actsInStep/mg:upstreamOf* ?z": "the path mg:upstreamOf*",
    "MINUS { ?g mg:foo ?x }": "MINUS holds since nothing matches",
    "GRAPH ?graph { ?g mg:encodes ?e }": "GRAPH looks into a graph of its own",
}


def predicates(answer: Answer) -> list[str]:
    triples = [told.triple for told in answer.explanations()]
    return [triple.predicate.value.rpartition("#")[2] for triple in triples]


@pytest.mark.parametrize(("text", "expected"), QUERIES.values(), ids=QUERIES)
def test_a_row_has_the_triples_of_its_patterns(
    bundled: Store, text: str, expected: list[str]
) -> None:
    """Each pattern that the row matches is there, with the row's values, proved."""
    answer = explain_query(bundled, text, 1)

    assert sorted(expected) == sorted(predicates(answer))
    assert all(told.proofs for told in answer.explanations())
    assert () == answer.rows[0].unexplained


def test_the_triples_are_those_of_the_row(bundled: Store) -> None:
    """What a condition excludes does not come up, though it fits the patterns."""
    text = "SELECT ?s { ?s mg:upstreamOf ?t FILTER(?t = step:heme-biosynthesis-3) }"
    answer = explain_query(bundled, text)
    objects = {str(told.triple.object) for told in answer.explanations()}

    assert ({f"<{bundled.names.base}id/step/heme-biosynthesis-3>"}, 2) == (
        objects,
        len(answer.rows),
    )


@pytest.mark.parametrize(("part", "note"), NOTES.items(), ids=NOTES)
def test_what_is_not_explained_is_told(bundled: Store, part: str, note: str) -> None:
    """Conditions without triples of their own are named, and the rest is explained."""
    answer = explain_query(bundled, f"SELECT ?g {{ ?g mg:actsInStep {STEP} . {part} }}")

    assert f"not explained: {note}" in answer.notes
    assert "actsInStep" in predicates(answer)


def test_groups_are_not_explained(bundled: Store) -> None:
    """A row that stands for many solutions says so."""
    answer = explain_query(bundled, "SELECT (COUNT(?g) AS ?n) { ?g mg:encodes ?e }")

    assert [()] == [row.explanations for row in answer.rows]
    assert "GROUP BY" in answer.rows[0].unexplained[0]


def test_more_rows_are_announced(bundled: Store) -> None:
    """Rows beyond the limit are left out, and the notes say so; no rows as well."""
    some = explain_query(bundled, "SELECT ?g { ?g mg:encodes ?e }", 2)
    none = explain_query(bundled, "SELECT ?g { ?g mg:nothing ?e }", 2)

    assert (2, "there are more rows: raise the limit, which is 2") == (
        len(some.rows),
        some.notes[0],
    )
    assert ("no row: there is nothing to explain",) == none.notes


@pytest.mark.parametrize(
    "text", ["CONSTRUCT WHERE { ?s ?p ?o }", "SELECT * { ?s ?p", "DESCRIBE hgnc:397"]
)
def test_what_has_no_rows_is_refused(bundled: Store, text: str) -> None:
    """Only SELECT and ASK have reasons; what does not parse is refused as ever."""
    with pytest.raises(QueryError):
        explain_query(bundled, text)
