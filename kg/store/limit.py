"""Having a SELECT give no more than so many rows."""

from __future__ import annotations

from kg.store.outline import Change, Outline

_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


def at_most(text: str, rows: int) -> str:
    """Limit a SELECT that may give more rows; any other query stays as it is.

    >>> at_most("SELECT * { ?s ?p ?o } LIMIT 1000", 10)
    'SELECT * { ?s ?p ?o } LIMIT 10'
    >>> at_most("SELECT * { ?s ?p ?o } LIMIT 5", 10)
    'SELECT * { ?s ?p ?o } LIMIT 5'
    """
    outline = Outline.of(text)
    words = {outline.tokens[n].word: n for n in outline.group(-1)}
    form = next((word for word in words if word in _FORMS), "")
    if form != "SELECT":
        return text
    if "LIMIT" in words:
        return _lowered(outline, words["LIMIT"] + 1, rows)
    if "VALUES" in words:
        return outline.changed([outline.insert(words["VALUES"], f"LIMIT {rows} ")])
    return f"{text}\nLIMIT {rows}"


def _lowered(outline: Outline, number: int, rows: int) -> str:
    given = outline[number]
    if not given.isdecimal() or int(given) <= rows:
        return outline.text
    token = outline.tokens[number]
    return outline.changed([Change(token.start, token.end, str(rows))])
