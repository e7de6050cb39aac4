"""A row of an answer with all that its query binds, also what it does not select."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, QuerySolutions

from kg.errors import QueryError
from kg.reason.terms import Term
from kg.store import Store, masked

Values = Mapping[str, Term]

_FORM = re.compile(r"\b(SELECT|ASK)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"\b(FROM|WHERE)\b|\{", re.IGNORECASE)
_AS = re.compile(r"\bAS\s*\Z", re.IGNORECASE)
_MODIFIERS = re.compile(r"\bVALUES\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Query:
    """A SELECT or ASK in pieces; `computed` are expressions by their variables."""

    prologue: str
    computed: Mapping[str, str]
    dataset: str
    pattern: str

    def solution(self, store: Store, row: Values) -> Values | None:
        """Find a solution of the pattern behind a row; None where that is not possible.

        What the row leaves unbound is unbound in the solution.
        """
        given = {n: t for n, t in row.items() if not isinstance(t, BlankNode)}
        free = {n: t for n, t in given.items() if n not in self.computed}
        names, terms = (
            " ".join(f"?{n}" for n in free),
            " ".join(map(str, free.values())),
        )
        values = f"VALUES ({names}) {{ ({terms}) }}" if free else ""
        binds = " ".join(f"BIND({e} AS ?{n})" for n, e in self.computed.items())
        tests = " ".join(
            f"FILTER(sameTerm(?{n}, {t}))" for n, t in given.items() if n not in free
        )
        body = f"{{ {values} {self.pattern} {binds} {tests} }}"
        found = store.query(f"{self.prologue} SELECT * {self.dataset} {body}")
        if not isinstance(found, QuerySolutions):
            return None
        columns = [variable.value for variable in found.variables]
        for one in found:
            terms_of = {n: one[n] for n in columns if one[n] is not None}
            if _agrees(terms_of, row):
                return terms_of
        return None


def _agrees(found: Mapping[str, object], row: Values) -> bool:
    return all(found.get(name) == value for name, value in row.items())


def read_query(text: str) -> Query:
    """Take a query's text to pieces, by its keywords and brackets."""
    hidden = masked(text)
    form = _FORM.search(hidden)
    if form is None:
        raise QueryError(
            "only SELECT and ASK can be explained: their rows have reasons"
        )
    clause = _after(hidden, form.end(), _CLAUSE)
    start = clause if hidden[clause] == "{" else hidden.index("{", clause)
    end = _closing(hidden, start)
    tail = _MODIFIERS.search(hidden, end)
    values = text[tail.start() :] if tail else ""
    return Query(
        text[: form.start()],
        dict(_computed(text, hidden, form.end(), clause)),
        text[clause:start],
        f"{text[start : end + 1]} {values}",
    )


def _after(hidden: str, place: int, wanted: re.Pattern[str]) -> int:
    """Find a word outside of parentheses."""
    while hidden[place : place + 1]:
        found = wanted.match(hidden, place)
        if found:
            return place
        place = _closing(hidden, place) + 1 if hidden[place] == "(" else place + 1
    raise QueryError("the query has no pattern to explain")


def _closing(hidden: str, place: int) -> int:
    """Find the bracket that closes the one at a place."""
    opening, depth = hidden[place], 0
    closing = {"{": "}", "(": ")"}[opening]
    for end in range(place, len(hidden)):
        depth += (hidden[end] == opening) - (hidden[end] == closing)
        if not depth:
            return end
    raise QueryError(f"the query ends too early: a {closing!r} is missing")


def _computed(text: str, hidden: str, start: int, stop: int) -> list[tuple[str, str]]:
    """List what a SELECT clause computes: `(STR(?x) AS ?y)`."""
    found: list[tuple[str, str]] = []
    place = start
    while place < stop:
        if hidden[place] == "(":
            end = _closing(hidden, place)
            inner, _, name = text[place + 1 : end].rpartition("?")
            found.append((name.strip(), _AS.sub("", inner)))
            place = end
        place += 1
    return found
