"""Nanopublications: each statement as four graphs, unsigned (Nanopub guidelines).

The head ties together the assertion (the triple), its provenance (the page, the words
with their place) and the publication info (licence, creator, the run that made it, and
when the graph was written).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kg.export.subjects import subjects
from kg.names import named

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kg.export.selection import Selection
    from kg.export.told import Told
    from kg.store import Store

NP = "http://www.nanopub.org/nschema#"
_LICENSE = NamedNode("https://creativecommons.org/licenses/by/4.0/")
_KEPT = (
    *("prov:hadPrimarySource", "prov:wasQuotedFrom", "biolink:knowledge_level"),
    *("biolink:agent_type", "biolink:has_evidence", "mg:certainty"),
)
_WORDS = ("oa:exact", "oa:prefix", "oa:suffix", "oa:start", "oa:end")


def write_nanopubs(store: Store, output: IO[bytes], selection: Selection) -> None:
    """Write each statement that holds as TriG."""
    prefixes = {"np": NP, **store.names.prefixes}
    serialize(_quads(store, selection), output, RdfFormat.TRIG, prefixes=prefixes)


def _moment(store: Store, issued: date | None) -> datetime:
    """Say when the graph was written, or the day that a release gives as its own."""
    if issued is None:
        return store.written.replace(microsecond=0)
    return datetime(issued.year, issued.month, issued.day, tzinfo=UTC)


def _quads(store: Store, selection: Selection) -> Iterator[Quad]:
    written = _moment(store, selection.issued)
    for found in subjects(store, selection):
        for ends, each in found.told.items():
            for told in each:
                if not (told.is_denied or told.is_open):
                    yield from _nanopub(store, Triple(found.node, *ends), told, written)


def _nanopub(
    store: Store, triple: Triple, told: Told, written: datetime
) -> Iterator[Quad]:
    key = told.node.value.rpartition("/")[2]
    start = f"{store.names.base}np/{key}"
    itself = NamedNode(start)
    head, assertion, provenance, info = (
        NamedNode(f"{start}#{part}")
        for part in ("Head", "assertion", "provenance", "pubinfo")
    )
    yield Quad(itself, named("rdf:type"), NamedNode(f"{NP}Nanopublication"), head)
    yield Quad(itself, NamedNode(f"{NP}hasAssertion"), assertion, head)
    yield Quad(itself, NamedNode(f"{NP}hasProvenance"), provenance, head)
    yield Quad(itself, NamedNode(f"{NP}hasPublicationInfo"), info, head)
    yield Quad(triple.subject, triple.predicate, triple.object, assertion)
    yield from _provenance(assertion, provenance, told)
    yield from _info(itself, info, told, written)


def _provenance(assertion: NamedNode, graph: NamedNode, told: Told) -> Iterator[Quad]:
    for key in _KEPT:
        if (term := told.values.get(named(key))) is not None:
            yield Quad(assertion, named(key), term, graph)
    quote = told.values.get(named("prov:wasQuotedFrom"))
    for key in _WORDS:
        term = told.quote.get(named(key))
        if isinstance(quote, NamedNode) and term is not None:
            yield Quad(quote, named(key), term, graph)


def _info(
    itself: NamedNode, graph: NamedNode, told: Told, written: datetime
) -> Iterator[Quad]:
    moment = written.isoformat()
    created = Literal(moment, datatype=named("xsd:dateTime"))
    yield Quad(itself, named("dcterms:created"), created, graph)
    yield Quad(itself, named("dcterms:license"), _LICENSE, graph)
    yield Quad(itself, named("dcterms:creator"), Literal("MendelGraph"), graph)
    yield Quad(itself, named("dcterms:source"), told.node, graph)
    run = told.values.get(named("prov:wasGeneratedBy"))
    if run is not None:
        yield Quad(itself, named("prov:wasGeneratedBy"), run, graph)
