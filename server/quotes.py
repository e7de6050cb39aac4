"""A statement's sentence in its place, between the words around it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import DefaultGraph, NamedNode

from kg.evidence import Statement
from kg.model import Reference
from kg.names import named
from kg.store import Store
from server.fragments import text_fragment, with_fragment
from server.links import out, page_of
from server.state import store

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


def here(statement: Statement) -> str | None:
    """Link to a statement's sentence in the text of its document, as it is kept."""
    document = _document(statement)
    if document is None:
        return None
    return f"{page_of(store().names, statement.source)}#at-{statement.start}"


def original(statement: Statement) -> str | None:
    """Link to a statement's sentence on the page that it was read from, if known."""
    document = _document(statement)
    address = document and source(store(), statement.source)
    if not document or not address:
        return None
    start, end = statement.start or 0, statement.end or 0
    text = _text(store().generation, document)
    return with_fragment(address, text_fragment(text, start, end))


def source(store: Store, document: NamedNode) -> str | None:
    """Give the address that a document was read from, if a browser can go there."""
    quads = store.quads.quads_for_pattern(
        document, named("dcterms:source"), None, DefaultGraph()
    )
    found = (quad.object for quad in quads)
    return next((out(node) for node in found if isinstance(node, NamedNode)), None)


def _document(statement: Statement) -> Reference | None:
    """Name the document that a statement quotes; none for a reference fact."""
    if statement.start is None or statement.end is None:
        return None
    return store().names.reference(statement.source.value)


@lru_cache(maxsize=512)
def _text(_generation: object, document: Reference) -> str:
    """Read a text; many statements of a page quote the same few."""
    return store().document_text(document)


def _quote(store: Store, statement: Statement) -> Quote:
    start, end = statement.start, statement.end
    document = _document(statement)
    if start is None or end is None or document is None:
        return Quote(statement, exact=statement.exact or "")
    text = store.document_text(document)
    before = text[max(0, start - CONTEXT) : start].rpartition("\n")[2]
    after = text[end : end + CONTEXT].partition("\n")[0]
    return Quote(statement, before, text[start:end], after)
