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
from typing import Any

from pyoxigraph import DefaultGraph, Quad

from kg.classified import classified
from kg.entailment import Entailment
from kg.errors import DocumentError, ValidationError
from kg.judgement import Inconsistent, judge
from kg.kept import Kept
from kg.lexicon import Lexicon, bundled
from kg.metadata import Record
from kg.model import Reference
from kg.names import BASE, Names
from kg.quality import MEASURED, METRICS, count_build, quality_quads
from kg.rdf import (
    dataset_node,
    run_reference,
    source_quads,
    vocabulary_quads,
)
from kg.reading import read_facts, read_pages
from kg.report import (
    Progress,
    Reading,
    Report,
    Stages,
    as_json,
    count_facts,
    pages_left_out,
    silent,
)
from kg.sources import find
from kg.store import Draft, create
from kg.validate import SECONDS, form_findings
from kg.writing import REFERENCE, asserted_quads
from ontology import FILES

VERSION = version("mendelgraph")
ONTOLOGY = FILES.joinpath("genetics.ttl")
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
    inconsistent: Inconsistent = Inconsistent.REFUSE,
    progress: Progress = silent,
) -> Report:
    """Build a graph of documents at a location; no input means the bundled ones.

    Names are looked up in *lexicon*, the bundled one if none is given. The pages are
    read for facts by as many processes as there are `jobs`, if they are worth starting;
    a program that has more than one must be importable (multiprocessing). A page among
    others that cannot be used is left out and reported. Raises DocumentError for an
    input of which nothing is left (any page if `strict`), StoreError for the location,
    ValidationError for a graph that breaks its shapes, and for an ontology that HermiT
    refutes, or cannot judge within `hermit_seconds`, and InconsistencyError for a graph
    that contradicts itself, unless that is to be reported only.

    Of the graph that is replaced, the facts of pages that have not changed are taken
    over, and the graphs that no build makes.
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
        kept = Kept(draft.before)
        with closing(read_facts(pages, lexicon, kept, jobs, refuse, stages)) as found:
            readings = tuple(sorted(found, key=_place))
        if not readings:
            raise left_out[-1]
        run = run_reference(VERSION, _inputs(readings, lexicon))
        with stages("write", 2):
            for reading in readings:
                draft.keep(reading.document)
            draft.add(asserted_quads(ONTOLOGY, readings, lexicon, names, run))
        with stages("infer", 1):
            draft.add(axioms(run))
            entailment = Entailment()
            entailment.begin(draft)
        with stages("validate", 0):
            _check(draft, readings)
            entailment.take_over(draft)
            clashes = judge(entailment.reasoner, draft, inconsistent)
        draft.add(_metadata(readings, left_out, draft, run))
        draft.add(vocabulary_quads(lexicon.sources, run, names))
        with stages("describe", 0):
            record = Record(draft.journal, names)
            record.make((reading.document for reading in readings), VERSION, run)
        report = _report(readings, left_out, clashes, record.sizes(), run, stages)
        kept.write(draft.generation)
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


def _check(draft: Draft, readings: Iterable[Reading]) -> None:
    texts = {reading.document.id: reading.document.text for reading in readings}
    named = (quad for quad in draft.quads if quad.graph_name != DefaultGraph())
    findings = form_findings(named, texts.__getitem__, draft.names)
    if findings:
        raise ValidationError(findings)


def _metadata(
    readings: Sequence[Reading],
    left_out: Sequence[DocumentError],
    draft: Draft,
    run: Reference,
) -> Iterator[Quad]:
    names = draft.names
    for file in _DESCRIBED:
        yield from source_quads(file, names)
    figures = count_build(readings, len(left_out))
    yield from quality_quads(figures, dataset_node(names), run, names)


def _report(
    readings: Iterable[Reading],
    left_out: Iterable[DocumentError],
    clashes: tuple[str, ...],
    sizes: dict[str, int],
    run: Reference,
    stages: Stages,
) -> Report:
    counted: dict[str, Any] = count_facts(readings)
    return Report(
        version=VERSION,
        run=str(run),
        left_out=pages_left_out(left_out),
        clashes=clashes,
        inferred=sizes.get("inferred", 0),
        graphs=sizes,
        seconds={stage: round(taken, 3) for stage, taken in stages.seconds.items()},
        **counted,
    )
