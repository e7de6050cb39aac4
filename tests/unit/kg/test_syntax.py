"""Who makes a mistake is told where, what was expected, and what may be meant."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest

from kg.errors import QueryError
from kg.names import Names
from kg.store import Store
from kg.store.syntax import update_problem

STORE = Store(Names(), pyoxigraph.Store(), {}, Path("generations/1"))
CASES = {
    # functions
    "ASK { FILTER(|STRSTART(?x, 'b')) }": "there is no function STRSTART (did you mean "
    "STRSTARTS?)",
    "ASK { FILTER |regexp(?o, 'x') }": "there is no function regexp (did you mean "
    "REGEX?)",
    "SELECT (|XYZ(?s) AS ?x) { ?s ?p ?o }": "there is no function XYZ",
    "ASK { FILTER(strlen(?a|, ?b) = 1) }": "STRLEN takes 1 argument, not 2",
    "ASK { BIND(SUBSTR(?x|) AS ?y) }": "SUBSTR takes 2 or 3 arguments, not 1",
    "ASK { FILTER(NOW(|1) > 1) }": "NOW takes 0 arguments, not 1",
    "ASK { FILTER(|xsd:intger('1')) }": "there is no function "
    "<http://www.w3.org/2001/XMLSchema#intger> (did you mean "
    "<http://www.w3.org/2001/XMLSchema#integer>?)",
    "ASK { FILTER(COUNT(?s|) > 1) }": "COUNT stands in SELECT, HAVING or ORDER BY, "
    "nowhere else",
    "SELECT |COUNT(?s) { ?s ?p ?o }": "write a column as (COUNT(...) AS ?name), in "
    "brackets",
    # keywords and signs
    "|SELEC ?s { ?s ?p ?o }": "unexpected 'SELEC' (did you mean SELECT?)",
    "ASK {\n ?s ?p ?o . |OPTONAL { ?s a ?c } }": "unexpected 'OPTONAL' (did you mean "
    "OPTIONAL?)",
    "SELECT ?s { ?s ?p ?o } ORDER |?s": "unexpected '?s'; expected BY",
    "SELECT ?s|, ?p { ?s ?p ?o }": "unexpected ','; expected a variable, '{', '(', "
    "WHERE or FROM",
    "ASK { ?s ?p |}": "unexpected '}'; expected a variable, an IRI, a string, a number "
    "or '('",
    "ASK { ?s ?p ?o FILTER |?o > 1 }": "unexpected '?o'; expected an IRI, '(', EXISTS "
    "or NOT",
    "ASK { ?s ?p ?o } |}": "unexpected '}': it closes nothing",
    "ASK { ?s ?p ?o|": "the query ends too early: a '}' is missing; expected '}', '.', "
    "';', ',', '{', FILTER, OPTIONAL, MINUS or ...",
    "DESCRIBE|": "the query ends too early; expected a variable, an IRI or '*'",
    # names, IRIs, literals
    "ASK { "
    "'é'@fr ^mg:encodes ?s ; |hgcn:1 ?o }": "the prefix hgcn: is not declared (did"
    " you mean hgnc:?)",
    "PREFIX gene: <urn:g> ASK { ?s |gen:a ?o }": "the prefix gen: is not declared (did "
    "you mean gene:?)",
    "ASK { ?s ?p |<urn:a b> }": "<urn:a b> is no IRI: it has spaces or other wrong "
    "signs",
    "ASK { ?s ?p |'abc }": "the string that begins here does not end: a ' is missing",
    "SELECT ?s { ?s ?p ?o } LIMIT |-1": "unexpected '-1'; expected a number",
    # variables
    "SELECT |?p (COUNT(?s) AS ?n) { ?s ?p ?o }": "?p is neither in GROUP BY nor within "
    "an aggregate such as SAMPLE(?p)",
    "SELECT ?s |?s { ?s ?p ?o }": "?s is a column already",
    "SELECT (1 AS |?s) { ?s ?p ?o }": "?s has a value from the pattern already: take "
    "another name",
    "ASK { ?s ?p ?o BIND(1 AS ?s) |}": "BIND gives ?s a value, and it has one: take "
    "another name",
    "ASK { VALUES (?x ?y) { (1) |} }": "this row of VALUES has not as many values as "
    "there are variables: write UNDEF for none",
}


@pytest.mark.parametrize(("marked", "expected"), CASES.items())
def test_a_mistake(marked: str, expected: str) -> None:
    """A mistake is told in one line, with the place at which it stands (`|` here)."""
    before, text = marked.partition("|")[0], marked.replace("|", "")
    with pytest.raises(QueryError) as raised:
        STORE.query(text)
    error = raised.value

    place = before.count("\n") + 1, len(before) - before.rfind("\n")
    assert (error.problem, error.line, error.column) == (expected, *place)


def test_what_is_expected_may_stand_there() -> None:
    """Each thing that is said to be expected is taken, for a program to offer."""
    with pytest.raises(QueryError) as raised:
        STORE.query("SELECT ?s WHERE { ?s ?p ?o } LIMIT x")

    assert raised.value.expected == ("a number",)


def test_long_texts_have_their_place_too() -> None:
    """A mistake in 100,000 lines is found, after a few parses."""
    text = "ASK {\n" + "?s ?p ?o .\n" * 20_000 + "?s ?p }"
    with pytest.raises(QueryError) as raised:
        STORE.query(text)

    assert (raised.value.line, raised.value.column) == (20_002, 7)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("INSERT DATA { ?s a mg:Gene }", "line 1, column 28: INSERT DATA has no"),
        ("DELETE DATA { hgnc:1 a ?c }", "line 1, column 27: DELETE DATA has neither"),
        (
            "INSERT DATA { hgnc:1 a mg:Gene",
            "line 1, column 31: the update ends too early",
        ),
        (
            "CLEAR GRAP <urn:a>",
            "line 1, column 7: unexpected 'GRAP' (did you mean GRAPH",
        ),
    ],
)
def test_an_update(text: str, problem: str) -> None:
    """A mistake in an update is told as well."""
    with pytest.raises(SyntaxError) as raised:
        pyoxigraph.Store().update(text, prefixes=dict(Names().prefixes))

    assert str(update_problem(raised.value, text, Names())).startswith(problem)
