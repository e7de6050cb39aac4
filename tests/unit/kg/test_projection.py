"""The columns of `SELECT *`."""

from __future__ import annotations

from typing import cast

import pyoxigraph
import pytest
from pyoxigraph import QuerySolutions

from kg.store.projection import spell_out

BASE = "http://example.org/"
QUERIES = [
    "SELECT * { ?z ?b ?a } LIMIT 7",
    "SELECT DISTINCT * { ?z ?b [ ?c ( ?a 2 ) ] OPTIONAL { ?z a ?d } }",
    "SELECT * { { ?z ?b ?a } UNION { GRAPH ?g { ?z ?c true } } VALUES ?v { UNDEF } }",
    "SELECT * { ?z (<http://example.org/p>/<http://example.org/q>)? ?a }",
    "SELECT * { $z <http://example.org/p>? ?a . ?a ^<http://example.org/p>* $z }",
    "SELECT * { ?z ?b ?a MINUS { ?z ?hidden 1 } }",
    "SELECT * { ?z ?b ?a FILTER NOT EXISTS { ?z ?hidden 1 } BIND(1 AS ?n) }",
    "SELECT * { ?z ?b 1 { SELECT ?a { ?a ?hidden ?z } } }",
    "SELECT * { ?z <http://example.org/minus>/!<http://example.org/filter> ?a }",
]


def _columns(text: str) -> list[str]:
    found = pyoxigraph.Store().query(text, base_iri=BASE)
    return [variable.value for variable in cast("QuerySolutions", found).variables]


@pytest.mark.parametrize("text", QUERIES)
def test_columns_are_those_of_the_engine_in_order_of_appearance(text: str) -> None:
    """Each variable that is in scope is a column (SPARQL 1.1, section 18.2.1)."""
    plain = text.replace("$", "?")
    expected = sorted(_columns(text), key=lambda name: plain.index(f"?{name}"))
    assert _columns(spell_out(text, {}, BASE)) == expected
