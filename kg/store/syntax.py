"""What does not parse as SPARQL, in words for whoever wrote it."""

from __future__ import annotations

import difflib
import re

from kg.errors import QueryError
from kg.names import Names
from kg.store.tokens import is_update, tokens

_PLACE = re.compile(
    r"error at (?P<line>\d+):(?P<column>\d+): (?P<problem>.*)", re.DOTALL
)
_NAME = re.compile(r"([\w.-]*):")
_DECLARED = re.compile(r"\bPREFIX\s*([\w.-]*):", re.IGNORECASE)
_TOKEN = re.compile(r"\s*(\S[\w:.-]*|\Z)")
_PREFIX = re.compile(r"([A-Za-z][\w.-]*)?:[^\s:]*$")


def syntax_problem(message: str, text: str, names: Names) -> QueryError:
    """Turn the parser's message into one line with the place and what stands there.

    The parser names one of the many things that it could have gone on with, often a
    misleading one, so that is left out.
    """
    found = _PLACE.match(message)
    if found is None:
        return QueryError(" ".join(message.split()))
    line, column = int(found["line"]), int(found["column"])
    before = "\n".join([*text.splitlines()[: line - 1], ""])
    place = len(before) + column - 1
    undeclared = _undeclared(text[:place], names)
    if undeclared and "Prefix not found" in found["problem"]:
        return QueryError(undeclared, line=line, column=column)
    token = _TOKEN.match(text, place)
    problem = f"unexpected {token[1]!r}" if token and token[1] else _unended(text)
    return QueryError(problem, line=line, column=column)


def prefix_problem(text: str, names: Names) -> QueryError | None:
    """Find the first name in an update whose prefix nobody declares.

    The parser of updates does not tell it from other mistakes.
    """
    declared = {found[1] for found in _DECLARED.finditer(text)}
    for token in tokens(text):
        name = _NAME.match(text, token.start, token.end)
        if name and name[1] not in declared and (found := _undeclared(name[0], names)):
            line, column = place(text, token.start)
            return QueryError(found, line=line, column=column)
    return None


def place(text: str, start: int) -> tuple[int, int]:
    """Count the line and the column of a place, from 1."""
    before = text[:start]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _undeclared(before: str, names: Names) -> str | None:
    found = _PREFIX.search(before)
    prefix = (found[1] or "") if found else ""
    if not found or prefix in names.prefixes:
        return None
    close = difflib.get_close_matches(prefix, names.prefixes, n=1)
    hint = f" (did you mean {close[0]}:?)" if close else ""
    return f"the prefix {prefix}: is not declared{hint}"


def _unended(text: str) -> str:
    """Say why the end of a text is no end of a query or update."""
    what = "the update" if is_update(text) else "the query"
    for begin, end in ("{}", "()"):
        if text.count(begin) > text.count(end):
            return f"{what} ends too early: a {end!r} is missing"
        if text.count(begin) < text.count(end):
            return f"{what} has a {end!r} too many, or lacks a {begin!r}"
    return f"{what} does not parse: something before its end is wrong or missing"
