"""What does not parse as SPARQL, in words for whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import pyoxigraph

from kg.errors import QueryError
from kg.names import Names
from kg.store.columns import culprit
from kg.store.expected import Parse, expected, unexpected, worded
from kg.store.functions import no_iri_function
from kg.store.mistake import Mistake, iri_of, said, undeclared
from kg.store.outline import Outline
from kg.store.tokens import is_update, place, tokens

_NO_FUNCTION = re.compile(r"custom function <([^>]*)> is not supported")


def query_problem(error: SyntaxError, text: str, names: Names) -> QueryError:
    """Say in one line what is wrong with a query, where, and what was expected."""
    return _problem(error, text, names, _parse(pyoxigraph.Store().query, names))


def update_problem(error: SyntaxError, text: str, names: Names) -> QueryError:
    """Say the same of an update."""
    found = _problem(error, text, names, _parse(pyoxigraph.Store().update, names))
    return prefix_problem(text, names) or found


def evaluation_problem(error: Exception, text: str, names: Names) -> QueryError:
    """Say why a query or update that parses is not carried out."""
    problem = str(error).splitlines()[0]
    unknown = _NO_FUNCTION.search(problem)
    if unknown is None:
        return QueryError(problem)
    found = Outline.of(text)
    for number, token in enumerate(found.tokens):
        is_call = found[number + 1] == "("
        if is_call and iri_of(found[number], text, names) == unknown[1]:
            return _at(text, token.start, no_iri_function(unknown[1]))
    return QueryError(no_iri_function(unknown[1]))


def _parse(method: Callable[..., object], names: Names) -> Parse:
    return partial(method, prefixes=dict(names.prefixes), base_iri=names.base)


def prefix_problem(text: str, names: Names) -> QueryError | None:
    """Find the first name whose prefix nobody declares."""
    for token in tokens(text):
        found = undeclared(text[token.start : token.end], text, names)
        if found:
            return _at(text, token.start, found)
    return None


def _problem(error: SyntaxError, text: str, names: Names, parse: Parse) -> QueryError:
    unit, quote = unexpected(parse, text), _open_string(text)
    if quote is not None and (unit is None or quote <= unit.start):
        problem = (
            f"the string that begins here does not end: a {text[quote]} is missing"
        )
        return _at(text, quote, problem)
    if unit is None:
        return _unfinished(str(error), text, parse)
    found = expected(parse, text[: unit.start])
    mistake = Mistake(text, unit.start, unit.end, found, names)
    explained = mistake.explained() or said(str(error))
    return _at(text, unit.start, explained or mistake.told() + worded(found), found)


def _unfinished(message: str, text: str, parse: Parse) -> QueryError:
    """Say what is wrong with a text that is one as far as it goes."""
    outline = Outline.of(text)
    column = culprit(message, outline)
    if column:
        return _at(text, outline.tokens[column[0]].start, column[1])
    end, problem = len(text.rstrip()), said(message)
    if problem:
        return _at(text, end, problem)
    found = expected(parse, text)
    return _at(text, end, _unended(text) + worded(found), found)


def _at(text: str, start: int, problem: str, found: tuple[str, ...] = ()) -> QueryError:
    line, column = place(text, start)
    return QueryError(problem, line=line, column=column, expected=found)


def _open_string(text: str) -> int | None:
    """Find where a string begins that does not end."""
    starts = (token.start for token in tokens(text) if token.end == token.start + 1)
    return next((start for start in starts if text[start] in "'\""), None)


def _unended(text: str) -> str:
    """Say why the end of a text is no end of a query or update."""
    what = "the update" if is_update(text) else "the query"
    for begin, end in ("{}", "()"):
        if text.count(begin) > text.count(end):
            return f"{what} ends too early: a {end!r} is missing"
    return f"{what} ends too early"
