"""From what stands on pages to the quads that somebody asserts.

ontology → references → documents → names
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources.abc import Traversable

from pyoxigraph import NamedNode, Quad

from kg.lexicon import Lexicon
from kg.model import Assertion, Document, Entity, Kind, Reference
from kg.names import Names
from kg.rdf import (
    bundled_spellings,
    document_quads,
    entity_quads,
    linked,
    mapping_quads,
    ontology_quads,
    reference_quads,
)
from kg.report import Reading, groundings
from ontology import FILES

REFERENCE = FILES.joinpath("reference", "heme-biosynthesis.trig")


def asserted_quads(
    ontology: Traversable,
    readings: Iterable[Reading],
    lexicon: Lexicon,
    names: Names,
    run: Reference,
) -> Iterator[Quad]:
    """Write all that somebody asserts: ontology, references, documents, lexicon."""
    found = _stated_quads(ontology, readings, lexicon, names, run)
    yield from linked(found, bundled_spellings(), names)


def _stated_quads(
    ontology: Traversable,
    readings: Iterable[Reading],
    lexicon: Lexicon,
    names: Names,
    run: Reference,
) -> Iterator[Quad]:
    yield from ontology_quads(ontology, names)
    facts = tuple(reference_quads(REFERENCE, lexicon, names, run))
    yield from facts
    known: dict[Reference, Entity] = _mentioned(facts, lexicon, names)
    seen = set(known)
    spoken: dict[Reference, Entity] = {}
    for document, assertions in _assertions(readings):
        yield from document_quads(document, assertions, names, run)
        found = _entities(a for a in assertions if a.holds)
        known |= {e.reference: e for e in found if lexicon.entity(e.reference)}
        new = [e for e in found if e.reference not in seen]
        seen |= {entity.reference for entity in new}
        fresh = [entity for entity in new if entity.reference not in known]
        graph = names.graph("doc", document.id.identifier)
        yield from entity_quads(fresh, lexicon, bundled_spellings(), names, graph)
        spoken |= {entity.reference: entity for entity in _entities(assertions)}
    # what is only denied is described beside the denials
    denied = [entity for entity in spoken.values() if entity.reference not in seen]
    graph = names.graph("evidence")
    yield from entity_quads(denied, lexicon, bundled_spellings(), names, graph)
    graph = names.graph("reference", "lexicon")
    yield from entity_quads(known.values(), lexicon, bundled_spellings(), names, graph)
    yield from mapping_quads(known.values(), lexicon, names, run)


def _assertions(
    readings: Iterable[Reading],
) -> Iterator[tuple[Document, tuple[Assertion, ...]]]:
    for reading in readings:
        kept = (found for found in reading.results if isinstance(found, Assertion))
        yield reading.document, tuple(kept)


def _entities(assertions: Iterable[Assertion]) -> list[Entity]:
    """List what assertions are about, documents left out."""
    found = dict.fromkeys(tied.entity for tied in groundings(assertions))
    return [entity for entity in found if entity.kind is not Kind.DOCUMENT]


def _mentioned(
    quads: Iterable[Quad], lexicon: Lexicon, names: Names
) -> dict[Reference, Entity]:
    """Find the entities that reference facts are about."""
    terms = (term for quad in quads for term in (quad.subject, quad.object))
    iris = dict.fromkeys(term.value for term in terms if isinstance(term, NamedNode))
    references = (names.reference(iri) for iri in iris)
    found = ((ref, lexicon.entity(ref)) for ref in references if ref)
    return {reference: entity for reference, entity in found if entity}
