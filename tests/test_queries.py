"""The competency questions: each reads as SPARQL and has its answer.

The answers on the bundled documents stand in `tests/expected/queries`. After a change
that is meant, write them anew and read the difference before you commit it:

    MENDEL_ACCEPT=1 pytest tests/test_queries.py
"""

import os
import re
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions

import queries
from kg.names import Names
from kg.store import Store

EXPECTED = Path(__file__).parent / "expected" / "queries"
every_question = pytest.mark.parametrize("name", queries.names())


@every_question
def test_header(name: str) -> None:
    """A question says in one sentence what it asks, and has keywords."""
    assert queries.summary(name)
    assert all(queries.keywords(name))


def test_unknown_name() -> None:
    """A name that no question has is a KeyError, also where it leads out of here."""
    for name in ("no-such-question", "../queries/documents"):
        with pytest.raises(KeyError):
            queries.text(name)


@every_question
def test_runs_in_any_tool(name: str) -> None:
    """A question declares every prefix that it uses, as the prefix table has it."""
    text = queries.text(name)
    declared = dict(re.findall(r"PREFIX (\S*): <(.*)>", text))

    assert isinstance(pyoxigraph.Store().query(text), QuerySolutions)
    assert declared.items() <= (Names().prefixes | {"graph": _GRAPH}).items()


_GRAPH = Names().graph("").value


@every_question
def test_columns_and_order(name: str) -> None:
    """A question names its columns and orders its rows, so that answers compare."""
    text = queries.text(name)

    assert re.search(r"SELECT (?:DISTINCT )?[?(]", text)
    assert "ORDER BY" in text


@every_question
def test_answer(name: str, bundled: Store) -> None:
    """A question has the expected answer on the bundled documents."""
    solutions = bundled.query(queries.text(name))
    assert isinstance(solutions, QuerySolutions)
    answer = solutions.serialize(format=QueryResultsFormat.CSV) or b""
    expected = EXPECTED / f"{name}.csv"
    if "MENDEL_ACCEPT" in os.environ:
        expected.write_bytes(answer)

    assert expected.read_bytes().decode() == answer.decode()


def test_every_expected_answer_has_its_question() -> None:
    """No answer is left behind by a question that went."""
    assert set(queries.names()) == {path.stem for path in EXPECTED.glob("*.csv")}
