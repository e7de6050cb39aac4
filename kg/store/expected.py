"""Where a text stops being SPARQL, and what might stand there instead.

The parser says neither: it counts the longest keyword that it tried as read, and names
one of the many things that it tried. So it is asked, with the text up to a place, and
with what might follow.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.store.tokens import tokens

Parse = Callable[[str], object]
_PLACE = re.compile(r"error at (\d+):(\d+):")
_IRI = re.compile(r"<[^<>?$\r\n]*>")
# longer than any keyword, so that what follows a mistake is never taken for read; what
# ends it is never right, so that nothing is evaluated
_REST = " " * 20 + "\x01"
_ALONE = frozenset("(){}[];,")
_LONG = 100_000  # characters; what may follow a longer text is not tried
_MOST = 8
_SIGNS = ("}", ")", "]", ".", ";", ",", "{", "(", "*")
_WORDS = (
    "SELECT ASK CONSTRUCT DESCRIBE INSERT DELETE AS BY WHERE FROM NAMED DISTINCT "
    "FILTER OPTIONAL UNION MINUS GRAPH BIND VALUES SERVICE EXISTS NOT IN GROUP HAVING "
    "ORDER LIMIT OFFSET ASC DESC PREFIX BASE REDUCED UNDEF SEPARATOR DATA INTO TO "
    "USING WITH LOAD CLEAR CREATE DROP COPY MOVE ADD SILENT DEFAULT ALL"
)
_SAMPLES: Mapping[str, str] = {
    "a variable": "?x",
    "an IRI": "<x:x>",
    "a string": '"x"',
    "a number": "1",
    "an operator": "=",
    **{f"'{sign}'": sign for sign in _SIGNS},
    **{word: word for word in _WORDS.split()},
}


@dataclass(frozen=True, slots=True)
class Unit:
    """Tokens with nothing between them: `text[start:end]`."""

    start: int
    end: int


def unexpected(parse: Parse, text: str) -> Unit | None:
    """Find the first part of a text that cannot stand where it does, if there is one.

    *parse* raises SyntaxError for what does not parse.
    """
    found = list(_units(text))
    wrong = bisect_left(
        found, 1, key=lambda unit: not _is_beginning(parse, text[: unit.end])
    )
    return _widened(found[wrong], text) if wrong < len(found) else None


def expected(parse: Parse, before: str) -> tuple[str, ...]:
    """List what might follow a text; the first ones, where that is much."""
    if len(before) > _LONG:
        return ()
    found = tuple(
        name
        for name, sample in _SAMPLES.items()
        if _is_beginning(parse, f"{before} {sample}")
    )
    is_operator = "an operator" in found
    return tuple(name for name in found if name != "'*'" or not is_operator)


def worded(found: Sequence[str]) -> str:
    """Write what is expected in a line.

    >>> worded(["a variable", "'{'"])
    "; expected a variable or '{'"
    """
    if not found:
        return ""
    few = [*found[:_MOST], *(["..."] if len(found) > _MOST else [])]
    listed = " or ".join(filter(None, (", ".join(few[:-1]), few[-1])))
    return f"; expected {listed}"


def _is_beginning(parse: Parse, text: str) -> bool:
    """Tell whether the parser reads all of a text, whatever is to follow."""
    try:
        parse(text + _REST)
    except SyntaxError as error:
        found = _PLACE.match(str(error))
        line, column = text.count("\n") + 1, len(text) - text.rfind("\n") + len(_REST)
        return found is not None and (int(found[1]), int(found[2])) >= (
            line,
            column - 1,
        )
    return True


def _widened(unit: Unit, text: str) -> Unit:
    """Take the whole of what is meant as an IRI: the parser reads it up to its `>`."""
    found = _IRI.match(text, max(text.rfind("<", 0, unit.start + 1), 0))
    is_within = found is not None and found.end() >= unit.end
    return Unit(found.start(), found.end()) if found and is_within else unit


def _units(text: str) -> Iterator[Unit]:
    unit, was_alone = Unit(0, 0), True
    for token in tokens(text):
        is_alone = text[token.start : token.end] in _ALONE
        if unit.end and (token.start > unit.end or is_alone or was_alone):
            yield unit
            unit = Unit(token.start, token.end)
        unit = Unit(unit.start if unit.end else token.start, token.end)
        was_alone = is_alone
    if unit.end:
        yield unit
