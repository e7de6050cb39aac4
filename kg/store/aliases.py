"""`(COUNT(?s) AS ?n) (?n * 2 AS ?m)`: a column's name in the expression of another.

SPARQL 1.1 has it (section 18.2.4.4); the engine's parser refuses it in what is grouped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.store.outline import AGGREGATES, Change, Outline

# what gives another value each time, and may not be written twice
_ONCE = frozenset({"RAND", "UUID", "STRUUID", "BNODE"})
_NAMED = re.compile(r"\bAS\s*[?$](\w+)", re.IGNORECASE)
_MOST = 10_000  # characters: each name may double what those before it have


def spell_aliases(text: str) -> str:
    """Write what a name stands for in its place.

    >>> spell_aliases("SELECT (COUNT(?s) AS ?n) (?n * 2 AS ?m) { ?s ?p ?o }")
    'SELECT (COUNT(?s) AS ?n) ((COUNT(?s)) * 2 AS ?m) { ?s ?p ?o }'
    """
    if not _may_reuse(text):
        return text
    outline, changes = Outline.of(text), list[Change]()
    for number, token in enumerate(outline.tokens):
        if token.word == "SELECT":
            changes += _clause(outline, number)
    return outline.changed(changes)


def _may_reuse(text: str) -> bool:
    """Tell, in doubt that it is so, whether a name stands before the last AS again."""
    names = list(_NAMED.finditer(text))
    return any(
        f"{sign}{found[1]}" in text[found.end() : names[-1].start()]
        for found in names
        for sign in "?$"
    )


def _clause(outline: Outline, select: int) -> Iterator[Change]:
    """Change the columns of one SELECT, but not what is aggregated there."""
    known = dict[str, str]()
    inner = {n for call in outline.calls(*AGGREGATES) for n in range(*call)}
    for first, end in _columns(outline, select):
        numbers = (n for n in range(first, end) if n not in inner)
        found = [c for n in numbers if (c := _use(outline, n, known))]
        spelt = outline.changed(found, first, end)
        is_same = _ONCE.isdisjoint(token.word for token in outline.tokens[first:end])
        if is_same and len(spelt) <= _MOST:
            known[outline[end + 1][1:]] = spelt
        yield from found


def _columns(outline: Outline, select: int) -> Iterator[tuple[int, int]]:
    """Find the expressions of a SELECT: their first token, and the AS behind them."""
    for number in outline.level(select + 1, len(outline.tokens)):
        if outline[number] == "{":
            return
        last = outline.partners.get(number, 0) - 2
        if last > number and outline.tokens[last].word == "AS":
            yield number + 1, last


def _use(outline: Outline, number: int, known: dict[str, str]) -> Change | None:
    token, word = outline.tokens[number], outline[number]
    if word[0] not in "?$" or word[1:] not in known:
        return None
    return Change(token.start, token.end, f"({known[word[1:]]})")
