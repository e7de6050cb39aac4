"""`SELECT *`: its columns in the order in which the variables appear.

pyoxigraph gives them in alphabetical order. SPARQL 1.1 leaves the order open, yet who
writes `?gene ?condition` expects that, and every other engine does it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyoxigraph
from pyoxigraph import QuerySolutions

from kg.store.rows import FUNCTIONS
from kg.store.tokens import tokens

_STAR = re.compile(r"\s*(?:(?:DISTINCT|REDUCED)\b\s*)?(\*)", re.IGNORECASE)
_CLAUSES = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


def spell_out(text: str, prefixes: Mapping[str, str], base: str) -> str:
    """Write the variables of a `SELECT *` out; any other query stays as it is.

    Raises SyntaxError for a query that does not parse.

    >>> spell_out("SELECT * { ?z ?b ?a }", {}, "http://example.org/")
    'SELECT ?z ?b ?a { ?z ?b ?a }'
    """
    if "*" not in text:
        return text
    clause = next((t for t in tokens(text) if t.word in _CLAUSES), None)
    star = _STAR.match(text, clause.end) if clause else None
    if star is None or clause is None or clause.word != "SELECT":
        return text
    results = pyoxigraph.Store().query(
        text, prefixes=dict(prefixes), base_iri=base, custom_functions=FUNCTIONS
    )
    if not isinstance(results, QuerySolutions):
        return text
    known = {variable.value for variable in results.variables}
    words = (text[token.start : token.end] for token in tokens(text))
    names = dict.fromkeys(word[1:] for word in words if word[0] in "?$")
    columns = [f"?{name}" for name in names if name in known]
    if len(columns) != len(known) or not columns:
        return text
    return text[: star.start(1)] + " ".join(columns) + text[star.end(1) :]
