"""Which column of a SELECT breaks a rule that the parser only says is broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from kg.store.outline import AGGREGATES, Outline

Found = Iterator[tuple[int, str]]


def culprit(message: str, outline: Outline) -> tuple[int, str] | None:
    """Find the token that a message of the parser is about, and what is wrong with it.

    >>> text = "SELECT ?p (COUNT(?s) AS ?n) { ?s ?p ?o }"
    >>> culprit("The SELECT contains a variable that is unbound", Outline.of(text))
    (1, '?p is neither in GROUP BY nor within an aggregate such as SAMPLE(?p)')
    """
    search = next((f for words, f in _SEARCHES.items() if words in message), None)
    selects = (n for n, token in enumerate(outline.tokens) if token.word == "SELECT")
    if search is None:
        return None
    return next((found for s in selects for found in search(outline, s)), None)


def _ungrouped(outline: Outline, select: int) -> Found:
    grouped = {outline[n][1:] for n in _clause(outline, select, "GROUP")}
    inner = {n for call in outline.calls(*AGGREGATES) for n in range(*call)}
    for number, is_name in _variables(outline, select):
        variable = outline[number]
        if is_name:
            grouped.add(variable[1:])
        elif number not in inner and variable[1:] not in grouped:
            problem = f"{variable} is neither in GROUP BY nor within an aggregate such"
            yield number, f"{problem} as SAMPLE({variable})"


def _repeated(outline: Outline, select: int) -> Found:
    seen = set[str]()
    for number, _ in _variables(outline, select):
        if outline[number][1:] in seen:
            yield number, f"{outline[number]} is a column already"
        seen.add(outline[number][1:])


def _overriding(outline: Outline, select: int) -> Found:
    rest = {outline[n][1:] for n in range(_where(outline, select), len(outline.tokens))}
    for number, is_name in _variables(outline, select):
        if is_name and outline[number][1:] in rest:
            problem = f"{outline[number]} has a value from the pattern already"
            yield number, f"{problem}: take another name"


def _where(outline: Outline, select: int) -> int:
    """Find where the columns of a SELECT end."""
    found = outline.level(select + 1, len(outline.tokens))
    ends = (n for n in found if outline[n] == "{" or outline.tokens[n].word == "WHERE")
    return next(ends, len(outline.tokens))


def _variables(outline: Outline, select: int) -> Iterator[tuple[int, bool]]:
    """List the variables of the columns, and whether each is the name of one by AS."""
    for number in range(select + 1, _where(outline, select)):
        if outline[number][0] in "?$":
            yield number, outline.tokens[number - 1].word == "AS"


def _clause(outline: Outline, select: int, word: str) -> Iterator[int]:
    """List the tokens of a clause of a SELECT, up to the next clause or the end."""
    level = list(outline.level(_where(outline, select), len(outline.tokens)))
    starts = (n for n in level if outline.tokens[n].word == word)
    start = next(starts, len(outline.tokens))
    for number in range(start, len(outline.tokens)):
        if outline.tokens[number].word in {"HAVING", "ORDER", "LIMIT", "OFFSET"}:
            return
        yield number


_SEARCHES: Mapping[str, Callable[[Outline, int], Found]] = {
    "that is unbound": _ungrouped,
    "Duplicated variable name": _repeated,
    "overrides an existing variable": _overriding,
}
