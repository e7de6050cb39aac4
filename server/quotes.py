"""A statement's sentence in its place, between the words around it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.evidence import Statement
from kg.store import Store

CONTEXT = 240
"""How many characters around a sentence to show at most, each side."""


@dataclass(frozen=True, slots=True)
class Quote:
    """What a source says; `exact` is empty for a reference fact."""

    statement: Statement
    before: str = ""
    exact: str = ""
    after: str = ""


def quotes(store: Store, statements: Iterable[Statement]) -> list[Quote]:
    """Find the words around each statement's sentence, in the paragraph it is in."""
    return [_quote(store, statement) for statement in statements]


def _quote(store: Store, statement: Statement) -> Quote:
    start, end = statement.start, statement.end
    document = store.names.reference(statement.source.value)
    if start is None or end is None or document is None:
        return Quote(statement, exact=statement.exact or "")
    text = store.document_text(document)
    before = text[max(0, start - CONTEXT) : start].rpartition("\n")[2]
    after = text[end : end + CONTEXT].partition("\n")[0]
    return Quote(statement, before, text[start:end], after)
