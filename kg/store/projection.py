"""`SELECT *`: its columns in the order in which the variables appear.

pyoxigraph gives them in alphabetical order. SPARQL 1.1 leaves the order open, yet who
writes `?gene ?condition` expects that, and every other engine does it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import pyoxigraph
from pyoxigraph import QuerySolutions

from kg.store.rows import FUNCTIONS
from kg.store.tokens import Token, tokens

_STAR = re.compile(r"\s*(?:(?:DISTINCT|REDUCED)\b\s*)?(\*)", re.IGNORECASE)
_CLAUSES = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
# with no other words, each variable of a query is one of its columns
_PLAIN = frozenset(
    "PREFIX BASE SELECT DISTINCT REDUCED FROM NAMED WHERE GRAPH OPTIONAL UNION A "  # noqa: SIM905 - one line to read
    "LIMIT OFFSET VALUES UNDEF TRUE FALSE".split()
)


def spell_out(text: str, prefixes: Mapping[str, str], base: str) -> str:
    """Write the variables of a `SELECT *` out; any other query stays as it is.

    Raises SyntaxError for most that do not parse.

    >>> spell_out("SELECT * { ?z ?b ?a }", {}, "http://example.org/")
    'SELECT ?z ?b ?a { ?z ?b ?a }'
    """
    if "*" not in text:
        return text
    found = tuple(tokens(text))
    clause = next((token for token in found if token.word in _CLAUSES), None)
    star = _STAR.match(text, clause.end) if clause else None
    if star is None or clause is None or clause.word != "SELECT":
        return text
    parts = (text[token.start : token.end] for token in found)
    variables = (part[1:] for part in parts if part[0] in "?$")
    names = tuple(dict.fromkeys(filter(None, variables)))  # a path may have a mere ?
    known = names if _is_plain(found) else _visible(text, prefixes, base)
    columns = [f"?{name}" for name in names if name in known]
    if len(columns) != len(known) or not columns:
        return text
    return text[: star.start(1)] + " ".join(columns) + text[star.end(1) :]


def _is_plain(found: Sequence[Token]) -> bool:
    """Tell whether nothing in a query can hide a variable (SPARQL 1.1, 18.2.1)."""
    words = [token.word for token in found if token.word]
    others = (word for word in words if word not in _PLAIN)
    return words.count("SELECT") == 1 and all(map(str.isdecimal, others))


def _visible(text: str, prefixes: Mapping[str, str], base: str) -> Collection[str]:
    """Have the engine tell the columns, which takes it another parse."""
    results = pyoxigraph.Store().query(
        text, prefixes=dict(prefixes), base_iri=base, custom_functions=FUNCTIONS
    )
    if not isinstance(results, QuerySolutions):
        return ()
    return {variable.value for variable in results.variables}
