"""What a document asserts: triples in its graph, a statement for each in another.

A statement is an `rdf:Statement` (RDF Schema 1.1, section 5.3) with its provenance
(PROV-O) and its quote as Web Annotation selectors (sections 4.2.4 and 4.2.5).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from kg.model import Certainty, Grounding, Polarity, Reference, Value
from kg.rdf.terms import association, integer, iri, literal, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Assertion, Document, Quote
    from kg.names import Names

CONTEXT = 32
"""How many characters before and after a quote tell it from its like."""

Pair = tuple[str, NamedNode | Literal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Who says so, and what kind of agent wrote it down (Biolink Model)."""

    source: NamedNode
    run: NamedNode
    agent: str
    level: str = "knowledge_assertion"
    polarity: Polarity = Polarity.POSITIVE
    certainty: Certainty = Certainty.STATED

    def pairs(self) -> Iterator[Pair]:
        yield "prov:hadPrimarySource", self.source
        yield "prov:wasGeneratedBy", self.run
        yield "mg:polarity", text(self.polarity)
        yield "mg:certainty", text(self.certainty)
        yield "biolink:knowledge_level", text(self.level)
        yield "biolink:agent_type", text(self.agent)


def document_quads(
    document: Document, assertions: Iterable[Assertion], names: Names, run: Reference
) -> Iterator[Quad]:
    """Write a document and what it asserts.

    What does not hold (it is negated, or unknown) gets a statement and no triple.
    Statements are numbered in the order of the assertions; one that repeats another
    in every part is left out.
    """
    graph = names.graph("doc", document.id.identifier)
    yield from _document_node(document, names, graph)
    for number, assertion in enumerate(dict.fromkeys(assertions), start=1):
        triple = _triple(assertion, names)
        if assertion.holds:
            yield Quad(*triple, graph)
        key = f"{document.id.identifier}-{number}"
        yield from _statement(assertion, document, key, names, run)


def node(grounding: Grounding | Reference | Value, names: Names) -> NamedNode | Literal:
    """Write an argument of an assertion as a term."""
    match grounding:
        case Grounding(entity=entity):
            return names.iri(entity.reference)
        case Reference():
            return names.iri(grounding)
        case Value():
            return literal(grounding)


def statement_quads(
    statement: NamedNode,
    triple: tuple[NamedNode, NamedNode, NamedNode | Literal],
    kind: NamedNode,
    provenance: Provenance,
    evidence: NamedNode,
) -> Iterator[Quad]:
    """Write one statement into the evidence graph."""
    pairs: tuple[Pair, ...] = (
        ("rdf:type", iri("rdf:Statement")),
        ("rdf:type", kind),
        ("rdf:subject", triple[0]),
        ("rdf:predicate", triple[1]),
        ("rdf:object", triple[2]),
        *provenance.pairs(),
    )
    yield from quads(statement, pairs, evidence)


def quads(
    subject: NamedNode, pairs: Iterable[Pair], graph: NamedNode
) -> Iterator[Quad]:
    for predicate, term in pairs:
        yield Quad(subject, iri(predicate), term, graph)


def _document_node(
    document: Document, names: Names, graph: NamedNode
) -> Iterator[Quad]:
    digest = hashlib.sha256(document.text.encode("utf-8")).hexdigest()
    pairs: list[Pair] = [
        ("rdf:type", iri("mg:Document")),
        ("rdfs:label", text(document.title)),
        ("dcterms:title", text(document.title)),
        ("dcterms:identifier", text(str(document.id))),
        ("mg:textHash", text(f"sha256:{digest}")),
    ]
    if document.url:
        pairs.append(("dcterms:source", NamedNode(document.url)))
    yield from quads(names.iri(document.id), pairs, graph)


def _triple(
    assertion: Assertion, names: Names
) -> tuple[NamedNode, NamedNode, NamedNode | Literal]:
    subject = names.iri(assertion.subject.entity.reference)
    return subject, names.iri(assertion.predicate), node(assertion.object, names)


def _statement(
    assertion: Assertion, document: Document, key: str, names: Names, run: Reference
) -> Iterator[Quad]:
    evidence = names.graph("evidence")
    statement = names.iri(Reference("statement", key))
    quote = names.iri(Reference("quote", key))
    provenance = Provenance(
        source=names.iri(document.id),
        run=names.iri(run),
        agent="text_mining_agent",
        polarity=assertion.polarity,
        certainty=assertion.certainty,
    )
    kind = association(assertion.predicate, assertion.subject.entity.kind)
    triple = _triple(assertion, names)
    yield from statement_quads(statement, triple, kind, provenance, evidence)
    pairs: tuple[Pair, ...] = (
        ("prov:wasQuotedFrom", quote),
        # automatic assertion: no person has reviewed it
        ("biolink:has_evidence", iri("ECO:0000203")),
        ("dcterms:description", text(assertion.evidence.method)),
    )
    yield from quads(statement, (*pairs, *_justification(assertion)), evidence)
    yield from _quote(assertion.evidence.quote, document, key, names)


def _justification(assertion: Assertion) -> Iterator[Pair]:
    """Say how a mapping was found (SSSOM): by names, or in a way that no page tells."""
    if assertion.predicate.prefix == "skos" and not isinstance(assertion.object, Value):
        lexical = assertion.evidence.method.startswith("ground.")
        how = "LexicalMatching" if lexical else "UnspecifiedMatching"
        yield "sssom:mapping_justification", iri(f"semapv:{how}")


def _quote(quote: Quote, document: Document, key: str, names: Names) -> Iterator[Quad]:
    words = names.iri(Reference("selector", f"{key}-quote"))
    place = names.iri(Reference("selector", f"{key}-position"))
    before = document.text[max(0, quote.start - CONTEXT) : quote.start]
    after = document.text[quote.end : quote.end + CONTEXT]
    nodes: dict[NamedNode, tuple[Pair, ...]] = {
        names.iri(Reference("quote", key)): (
            ("rdf:type", iri("oa:SpecificResource")),
            ("oa:hasSource", names.iri(document.id)),
            ("oa:hasSelector", words),
            ("oa:hasSelector", place),
        ),
        words: (
            ("rdf:type", iri("oa:TextQuoteSelector")),
            ("oa:exact", text(quote.exact)),
            ("oa:prefix", text(before)),
            ("oa:suffix", text(after)),
        ),
        place: (
            ("rdf:type", iri("oa:TextPositionSelector")),
            ("oa:start", integer(quote.start)),
            ("oa:end", integer(quote.end)),
        ),
    }
    for subject, pairs in nodes.items():
        yield from quads(subject, pairs, names.graph("evidence"))
