"""What SPARQL says holds, also where the engine by itself does otherwise."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions

from kg.errors import QueryError
from kg.names import Names
from kg.store import Store
from kg.store.repair import repair

TWO = "VALUES ?v { 1 2 }"
X, Y = '(BNODE("x") AS ?a)', '(BNODE("y") AS ?b)'


def store() -> Store:
    quads, term = pyoxigraph.Store(), NamedNode("urn:s")
    quads.add(Quad(term, term, term))
    return Store(Names(), quads, {}, Path("generations/1"))


def rows(text: str) -> list[str]:
    """Answer a SELECT: the values of each row, its blank nodes by their numbers."""
    found = store().query(text)
    assert isinstance(found, QuerySolutions)
    nodes = dict[str, str]()
    return [" ".join(_shown(str(term), term, nodes) for term in row) for row in found]


def _shown(text: str, term: object, nodes: dict[str, str]) -> str:
    if text.startswith("_:"):
        return nodes.setdefault(text, f"_{len(nodes)}")
    return term.value if isinstance(term, Literal) else text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"SELECT {X} {Y} {{ {TWO} }}", ["_0 _1", "_2 _3"]),
        (f"SELECT ?a (bnode('x') AS ?b) {{ {TWO} BIND(1 AS ?a) }}", ["1 _0", "1 _1"]),
        (f"SELECT ?b {{ {TWO} BIND(BNODE('x') AS ?a) BIND(?a AS ?b) }}", ["_0", "_1"]),
        (f"SELECT * {{ {TWO} BIND(BNODE('x') AS ?a) }}", ["1 _0", "2 _1"]),
        (f"SELECT ?a {{ {{ SELECT {X} {{ {TWO} }} }} }}", ["_0", "_1"]),
        (f"SELECT {X} (BNODE('x') AS ?b) {{ {TWO} }}", ["_0 _0", "_1 _1"]),
        (f"SELECT {X} (COUNT(DISTINCT BNODE('y')) AS ?n) {{ {TWO} }}", ["_0 2"]),
        (f"SELECT ?v {X} {{ {TWO} }} GROUP BY ?v ORDER BY ?v", ["1 _0", "2 _1"]),
        (f"SELECT ?v {{ {TWO} FILTER(ISBLANK(BNODE('x'))) }}", ["1", "2"]),
        ("SELECT (BNODE(1) AS ?a) {}", ["None"]),
        ("SELECT (BNODE() AS ?a) (BNODE() AS ?b) {}", ["_0 _1"]),
        ('SELECT ("BNODE(1)" AS ?a) # BNODE("x")\n{}', ["BNODE(1)"]),
    ],
)
def test_a_label_is_one_node_in_a_solution(text: str, expected: list[str]) -> None:
    """BNODE of a label gives another node in the next one (SPARQL 1.1, 17.4.2.9)."""
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("<urn:a> <urn:b>", "urn:a|urn:b"),
        ('"a"@en "b"@en', "a|b"),
        ('1 "b"@fr <urn:c> true', "1|b|urn:c|true"),
        ("<urn:a> <urn:a>", "urn:a"),
    ],
)
def test_all_terms_have_a_text_to_join(values: str, expected: str) -> None:
    """GROUP_CONCAT joins texts, whatever has one, and gives no language."""
    text = f"VALUES ?v {{ {values} }}"
    joined = "GROUP_CONCAT(DISTINCT ?v ; separator = '|')"

    assert rows(f"SELECT ({joined} AS ?all) {{ {text} }}") == [expected]
    assert rows(f"SELECT (lang({joined}) AS ?none) {{ {text} }}") == [""]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ("(COUNT(?v) AS ?n) (?n + 1 AS ?m) (?m * ?n AS ?o)", ["2 3 6"]),
        ("(GROUP_CONCAT(?v) AS ?t) (STRLEN(?t) AS ?n)", ["1 2 3"]),
        ("(MAX(?v) AS ?m) ('?m' AS ?t)", ["2 ?m"]),
    ],
)
def test_a_column_has_the_name_of_another(columns: str, expected: list[str]) -> None:
    """A column's expression may use the columns before it, also in groups."""
    assert rows(f"SELECT {columns} {{ {TWO} }}") == expected


def test_names_of_names_are_spelt_within_reason() -> None:
    """Each name may double the text: that ends before it fills the memory."""
    chain = " ".join(f"(?n{i} + ?n{i} AS ?n{i + 1})" for i in range(60))

    assert len(repair(f"SELECT (COUNT(?v) AS ?n0) {chain} {{ {TWO} }}")) < 10**6


def test_booleans_are_keywords() -> None:
    """TRUE is true in any case (SPARQL 1.1, section 19.8)."""
    assert rows('SELECT (TRUE AS ?t) (False AS ?f) ("TRUE" AS ?s) {}') == [
        "true false TRUE"
    ]


@pytest.mark.parametrize(
    ("text", "column", "problem"),
    [
        ("SELECT (COUNT(SUM(?v)) AS ?n) {}", 15, "SUM stands within COUNT"),
        ("ASK { BIND(<<(1 <urn:p> 2)>> AS ?t) }", 15, "the subject of a triple"),
        ("ASK { FILTER(BOUND(?x) && <<( <<(?s ?p ?o)>> ?p 2)>> = ?t) }", 31, "subject"),
    ],
)
def test_what_is_no_query_is_refused(text: str, column: int, problem: str) -> None:
    """What the engine takes, and SPARQL does not, is an error with its place."""
    with pytest.raises(QueryError, match=problem) as raised:
        store().query(text)

    assert (raised.value.line, raised.value.column) == (1, column)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (COUNT(*) AS ?n) (SUM(?v) AS ?m) { ?s ?p ?v }",
        "SELECT (SUM(IF(EXISTS { SELECT (COUNT(*) AS ?c) {} }, 1, 0)) AS ?n) {}",
        "ASK { <<( <<(?s ?p ?o)>> ?p 2 )>> ?q ?r }",
    ],
)
def test_what_only_looks_like_it_is_none(text: str) -> None:
    """Aggregates side by side or of another SELECT, and patterns, are fine."""
    assert store().query(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s { ?s mg:encodes ?o FILTER(?o = true) } ORDER BY ?s",
        "SELECT (COUNT(?s) AS ?n) (MAX(?s) AS ?m) { ?s ?p 'BNODE' }",
        "SELECT (GROUP_CONCAT( {",
        "SELECT (BNODE(",
        "BNODE('x')",
        "}} ) BNODE('x' { AS TRUE",
    ],
)
def test_the_rest_is_left_as_it_is(text: str) -> None:
    """What needs no repair, or does not parse, stays."""
    assert repair(text).replace("true", "TRUE") == text.replace("true", "TRUE")
