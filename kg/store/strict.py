"""What the engine takes for a query, and SPARQL does not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.errors import QueryError
from kg.store.outline import AGGREGATES, Outline
from kg.store.tokens import place

_OPENINGS = re.compile(rf"\b(?:{'|'.join(AGGREGATES)})\s*\(|[()]")
_LITERALS = ("'", '"', "+", "-", *map(str, range(10)))
_TRUTHS = {"TRUE", "FALSE"}


def check(text: str) -> None:
    """Refuse a query that is none; raises QueryError, with the place.

    >>> check("SELECT (COUNT(SUM(?n)) AS ?m) { ?s ?p ?n }")
    Traceback (most recent call last):
        ...
    kg.errors.QueryError: line 1, column 15: SUM stands within COUNT: ...
    """
    upper = text.upper()
    if sum(map(upper.count, AGGREGATES)) > 1 and _may_nest(upper):
        _refuse(text, _nested(Outline.of(text)))
    if "<<(" in text:
        _refuse(text, _subjects(Outline.of(text)))


def _may_nest(upper: str) -> bool:
    """Tell whether an aggregate stands in brackets of another, strings aside."""
    depth, outer = 0, 0
    for found in _OPENINGS.finditer(upper):
        depth += -1 if found[0] == ")" else 1
        outer = outer if depth >= outer else 0
        if len(found[0]) > 1:
            if outer:
                return True
            outer = depth
    return False


def _refuse(text: str, found: Iterator[tuple[int, str]]) -> None:
    for start, problem in found:
        line, column = place(text, start)
        raise QueryError(problem, line=line, column=column)


def _nested(outline: Outline) -> Iterator[tuple[int, str]]:
    """Find aggregates of aggregates (SPARQL 1.2, section 19.8, note 12)."""
    for name, end in outline.calls(*AGGREGATES):
        for inner in range(name + 2, end):
            found = outline.tokens[inner]
            if found.word == "SELECT":
                break
            if found.word in AGGREGATES and outline[inner + 1] == "(":
                problem = f"{found.word} stands within {outline.tokens[name].word}"
                yield (
                    found.start,
                    f"{problem}: have a SELECT in braces find one of them",
                )


def _subjects(outline: Outline) -> Iterator[tuple[int, str]]:
    """Find expressions with a triple about a literal or a triple (SPARQL 1.2, 118)."""
    for number in range(3, len(outline.tokens)):
        begin = "".join(outline[n] for n in (number - 3, number - 2, number - 1))
        token, text = outline.tokens[number], outline[number]
        is_literal = text.startswith(_LITERALS) or token.word in _TRUTHS
        is_wrong = is_literal or (text, outline[number + 1]) == ("<", "<")
        if begin == "<<(" and is_wrong and _is_expression(outline, number):
            yield token.start, "the subject of a triple is an IRI or a blank node"


def _is_expression(outline: Outline, number: int) -> bool:
    """Tell whether a token stands in brackets that are none of a triple."""
    around = outline.around(number)
    brace = max((n for n in around if outline[n] == "{"), default=-1)
    outermost = next((n for n in around if n > brace), 0)
    return outline[outermost - 1] != "<"
