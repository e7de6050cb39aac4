"""`/document/…`: what was read of a page, sentence by sentence, and what was not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response
from pyoxigraph import NamedNode

from kg.errors import DocumentError, TermError
from kg.evidence import statements_of
from kg.extract.parts import LISTS
from kg.extract.sentences import sentences
from kg.formats import Format
from kg.model import Passage, Reference
from kg.store import Store
from server import links
from server.data import data
from server.entities import licence, resolved
from server.marks import FATES, Told, blocks, of_statement
from server.negotiate import GRAPH_OFFERS, negotiate
from server.profile import profile
from server.quotes import source
from server.rendering import lasting, page
from server.state import finder, store
from server.structured import page_types, structured

blueprint = Blueprint("documents", __name__)


@dataclass(frozen=True, slots=True)
class Yield:
    """How many sentences of running text there are, and how many yielded a fact."""

    sentences: int
    fruitful: int
    fates: tuple[tuple[str, str, int], ...]


@blueprint.get("/document/<name>")
def document(name: str) -> Response:
    """Show a document's text, its sentences marked with what they yielded.

    :raise 404: for a document that the graph does not know.
    """
    reference = Reference("document", name)
    node = resolved(str(reference))
    if node != store().names.iri(reference):
        raise finder().unknown(str(reference))
    form, media_type = negotiate(GRAPH_OFFERS)
    if isinstance(form, Format):
        response = lasting(data(store(), node, form, media_type))
        return links.signpost_data(response, store().names, node)
    return _page(node, reference)


def _page(node: NamedNode, reference: Reference) -> Response:
    names, found = store().names, profile(store(), node)
    try:
        text = store().document_text(reference)
    except DocumentError as error:
        raise TermError(str(reference), error.problem) from error
    passages = store().passages(reference)
    told = (*_facts(store(), node), *_refusals(store(), reference, text))
    response = page(
        "document.html",
        profile=found,
        blocks=list(blocks(text, passages, told)),
        counts=_yield(passages, told),
        fates=FATES,
        minted=_minted(store()),
        source=source(store(), node),
        data=list(links.data_of(names, node)),
        all=links.entity_of(names, node),
        structured=structured(store(), found),
    )
    return links.signpost(response, names, node, page_types(found.kinds), licence())


def _facts(store: Store, node: NamedNode) -> Iterator[Told]:
    for triple, statement in statements_of(store, node):
        told = of_statement(triple, statement)
        if told:
            yield told


def _refusals(store: Store, document: Reference, text: str) -> Iterator[Told]:
    """Find what the build refused of a document, by its report."""
    for refusal in _listed(store, "refusals"):
        if refusal["document"] == str(document):
            quote, start = refusal["quote"], refusal["start"]
            if text.startswith(quote, start):
                end = start + len(quote)
                yield Told(start, end, "refused", quote, None, None, _reason(refusal))


def _reason(refusal: dict[str, str]) -> str:
    return f"{refusal['words']}: {refusal['reason']}"


def _minted(store: Store) -> frozenset[str]:
    """Give the nodes that no vocabulary knows, by their CURIEs."""
    return frozenset(_listed(store, "minted"))


def _listed(store: Store, key: str) -> Iterable[Any]:
    found = store.report.get(key)
    return found if isinstance(found, list) else ()


def _yield(passages: Iterable[Passage], told: Iterable[Told]) -> Yield:
    facts = tuple(told)
    places = {(each.start, each.end) for each in facts if each.fate != "refused"}
    prose = [
        range(sentence.start, sentence.end)
        for passage in passages
        if passage.section not in LISTS
        for sentence in sentences(passage)
    ]
    fruitful = sum(
        any(start < stretch.stop and end > stretch.start for start, end in places)
        for stretch in prose
    )
    counts = Counter(each.fate for each in facts)
    fates = ((fate, words, counts[fate]) for fate, words in FATES.items())
    return Yield(len(prose), fruitful, tuple(each for each in fates if each[2]))
