"""From documents to a graph, in the order in which it happens.

    find → read → extract → ground → quads → infer → validate → commit

HermiT classifies the ontology meanwhile; the axioms that it adds are reference facts.

All of it goes into a draft beside the graph that is being served: whatever fails, the
old one stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

from pyoxigraph import DefaultGraph, NamedNode, Quad, QuerySolutions

from kg.classified import classified
from kg.errors import DocumentError, ValidationError
from kg.lexicon import Lexicon, bundled
from kg.model import Assertion, Document, Entity, Kind, Reference
from kg.names import BASE, Names
from kg.quality import MEASURED, METRICS, count_build, quality_quads
from kg.rdf import (
    bundled_spellings,
    dataset_node,
    document_quads,
    entity_quads,
    mapping_quads,
    metadata_quads,
    ontology_quads,
    reference_quads,
    run_reference,
    source_quads,
    vocabulary_quads,
)
from kg.reading import read_facts, read_pages
from kg.reason import infer
from kg.report import (
    Progress,
    Reading,
    Report,
    Stages,
    as_json,
    count_facts,
    groundings,
    pages_left_out,
    silent,
)
from kg.sources import find
from kg.store import Draft, create
from kg.validate import SECONDS, validate
from ontology import FILES

VERSION = version("mendelgraph")
ONTOLOGY = FILES.joinpath("genetics.ttl")
REFERENCE = FILES.joinpath("reference", "heme-biosynthesis.trig")
SOURCES = FILES.joinpath("reference", "sources.ttl")
_DESCRIBED = (SOURCES, METRICS, MEASURED)
_DATA = (
    ONTOLOGY,
    REFERENCE,
    *_DESCRIBED,
    FILES.joinpath("spellings.tsv"),
    FILES.joinpath("lexicon", "names.tsv"),
    FILES.joinpath("lexicon", "mappings.sssom.tsv"),
)


def build(  # noqa: PLR0913 - settings, given by their names
    inputs: Sequence[str | Path],
    location: Path,
    *,
    base: str = BASE,
    lexicon: Lexicon | None = None,
    strict: bool = False,
    jobs: int = 1,
    hermit_seconds: float = SECONDS,
    progress: Progress = silent,
) -> Report:
    """Build a graph of documents at a location; no input means the bundled ones.

    Names are looked up in *lexicon*, the bundled one if none is given. The pages are
    read for facts by as many processes as there are `jobs`, if they are worth starting;
    a program that has more than one must be importable (multiprocessing). A page among
    others that cannot be used is left out and reported. Raises DocumentError for an
    input of which nothing is left (any page if `strict`), StoreError for the location,
    and ValidationError for a graph that breaks its shapes or ontology, and for an
    ontology that HermiT refutes, or cannot judge within `hermit_seconds`.
    """
    names, lexicon = Names(base), lexicon or bundled()
    with (
        create(location, base) as draft,
        classified(ONTOLOGY, lexicon, names, hermit_seconds) as axioms,
    ):
        sources = find(inputs)
        stages = Stages(progress)
        left_out: list[DocumentError] = []
        refuse = _stop if strict else left_out.append
        pages = tuple(read_pages(sources, refuse, stages))
        with closing(read_facts(pages, lexicon, jobs, refuse, stages)) as found:
            readings = tuple(sorted(found, key=_place))
        if not readings:
            raise left_out[-1]
        run = run_reference(VERSION, _inputs(readings, lexicon))
        with stages("write", 2):
            for reading in readings:
                draft.keep(reading.document)
            draft.add(_asserted(readings, lexicon, names, run))
        with stages("infer", 1):
            draft.add(axioms(run))
            draft.add(_inferred(draft))
        with stages("validate", 0):
            _check(draft, readings)
        draft.add(_metadata(readings, left_out, draft, run))
        draft.add(vocabulary_quads(lexicon.sources, run, names))
        report = _report(readings, left_out, draft, run, stages)
        draft.commit(as_json(report))
    return report


def _place(reading: Reading) -> Reference:
    """Put pages in an order of their own: the same pages make the same graph."""
    return reading.document.id


def _stop(error: DocumentError) -> None:
    raise error


def _inputs(readings: Iterable[Reading], lexicon: Lexicon) -> Iterator[bytes]:
    yield lexicon.digest.encode()
    for reading in readings:
        yield reading.document.text.encode()
    for file in _DATA:
        yield file.read_bytes()


def _asserted(
    readings: Iterable[Reading], lexicon: Lexicon, names: Names, run: Reference
) -> Iterator[Quad]:
    """Write all that somebody asserts: ontology, references, documents, lexicon."""
    yield from ontology_quads(ONTOLOGY, names)
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


def _inferred(draft: Draft) -> Iterator[Quad]:
    asserted = draft.quads.quads_for_pattern(None, None, None, DefaultGraph())
    graph = draft.names.graph("inferred")
    for found in infer(quad.triple for quad in asserted):
        yield Quad(found.subject, found.predicate, found.object, graph)


def _check(draft: Draft, readings: Iterable[Reading]) -> None:
    texts = {reading.document.id: reading.document.text for reading in readings}
    named = (quad for quad in draft.quads if quad.graph_name != DefaultGraph())
    findings = validate(named, texts.__getitem__, draft.names)
    if findings:
        raise ValidationError(findings)


def _metadata(
    readings: Sequence[Reading],
    left_out: Sequence[DocumentError],
    draft: Draft,
    run: Reference,
) -> Iterator[Quad]:
    documents, names = [reading.document for reading in readings], draft.names
    for file in _DESCRIBED:
        yield from source_quads(file, names)
    yield from metadata_quads(documents, _sizes(draft), VERSION, names, run)
    figures = count_build(readings, len(left_out))
    yield from quality_quads(figures, dataset_node(names), run, names)


def _sizes(draft: Draft) -> dict[NamedNode, int]:
    text = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    rows = cast("QuerySolutions", draft.quads.query(text))
    return {row["g"]: int(row["n"].value) for row in rows}


def _report(
    readings: Iterable[Reading],
    left_out: Iterable[DocumentError],
    draft: Draft,
    run: Reference,
    stages: Stages,
) -> Report:
    start = draft.names.graph("").value
    sizes = {graph.value.removeprefix(start): n for graph, n in _sizes(draft).items()}
    counted: dict[str, Any] = count_facts(readings)
    return Report(
        version=VERSION,
        run=str(run),
        left_out=pages_left_out(left_out),
        inferred=sizes.get("inferred", 0),
        graphs=dict(sorted(sizes.items())),
        seconds={stage: round(taken, 3) for stage, taken in stages.seconds.items()},
        **counted,
    )
