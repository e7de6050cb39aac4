"""Measurements as RDF and back (W3C Data Quality Vocabulary).

A measurement is a dqv:QualityMeasurement of a metric, computed on a graph. For which
relation is its dcterms:subject, against which gold its dcterms:description; the two
numbers behind its dqv:value are Biolink's count and total.
"""

from __future__ import annotations

from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import Literal, NamedNode

from kg.model import Reference
from kg.names import Names, slug
from kg.quality.figures import Card, Measurement
from kg.rdf import quads, source_quads
from kg.rdf.terms import decimal, integer, iri, text
from kg.store import Store
from ontology import FILES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.resources.abc import Traversable

    from pyoxigraph import Quad

    from kg.rdf import Pair

METRICS = FILES.joinpath("quality", "metrics.ttl")
MEASURED = FILES.joinpath("quality", "measured.ttl")
"""What was measured on the pages of development, by `make quality`."""

# The graph itself comes before others: its IRI is not below `id/`.
_CARDS = """
SELECT ?graph ?title ?note ?metric ?part ?whole ?relation ?gold {
  GRAPH ?metadata {
    ?measurement dqv:isMeasurementOf ?metric ; dqv:computedOn ?graph ;
      biolink:has_count ?part ; biolink:has_total ?whole .
    OPTIONAL { ?measurement dcterms:subject ?relation }
    OPTIONAL { ?measurement dcterms:description ?gold }
    ?graph dcterms:title ?title .
    OPTIONAL { ?graph dcterms:description ?note }
  }
} ORDER BY ?graph ?metric ?relation"""


def quality_quads(
    measurements: Iterable[Measurement],
    graph: NamedNode,
    run: Reference,
    names: Names,
) -> Iterator[Quad]:
    """Write what a run measured on a graph into the metadata."""
    for found in measurements:
        relation = f"-{slug(found.relation.identifier)}" if found.relation else ""
        key = f"{run.identifier}-{found.metric}{relation}"
        node = names.iri(Reference("measurement", key))
        pairs = (
            *_pairs(found, names),
            ("dqv:computedOn", graph),
            ("prov:wasGeneratedBy", names.iri(run)),
        )
        yield from quads(node, pairs, names.graph("metadata"))


def _pairs(found: Measurement, names: Names) -> Iterator[Pair]:
    yield "rdf:type", iri("dqv:QualityMeasurement")
    yield "dqv:isMeasurementOf", names.iri(Reference("metric", found.metric))
    yield "dqv:value", decimal(found.value)
    yield "biolink:has_count", integer(found.part)
    yield "biolink:has_total", integer(found.whole)
    if found.relation:
        yield "dcterms:subject", names.iri(found.relation)
    if found.gold:
        yield "dcterms:description", text(found.gold)


def shipped_quads(names: Names) -> Iterator[Quad]:
    """Read the metrics, and what was measured on the pages of development."""
    for file in (METRICS, MEASURED):
        yield from source_quads(file, names)


def read_cards(store: Store) -> tuple[Card, ...]:
    """Gather the measurements of a graph's metadata, a card for what each is about.

    The graph itself is first; there is none where a graph has no measurements.
    """
    rows = store.select(_CARDS)
    return tuple(
        _card(list(found), store.names)
        for _, found in groupby(rows, lambda row: row["graph"])
    )


def shipped_cards() -> tuple[Card, ...]:
    """Gather what was measured on the pages of development."""
    names = Names()
    memory = pyoxigraph.Store()
    memory.extend(shipped_quads(names))
    return read_cards(Store(names, memory, {}, Path()))


def _card(rows: list[dict[str, NamedNode | Literal]], names: Names) -> Card:
    note = rows[0].get("note")
    return Card(
        title=rows[0]["title"].value,
        note=note.value if note else "",
        measurements=tuple(_measurement(row, names) for row in rows),
    )


def _measurement(row: dict[str, NamedNode | Literal], names: Names) -> Measurement:
    relation = names.reference(row["relation"].value) if "relation" in row else None
    return Measurement(
        metric=row["metric"].value.rpartition("/")[2],
        part=int(row["part"].value),
        whole=int(row["whole"].value),
        relation=relation,
        gold=row["gold"].value if "gold" in row else "",
    )


@cache
def metric_labels() -> dict[str, str]:
    """Read what each metric is called, in the order in which they are shown."""
    return {
        metric.rpartition("/")[2]: label for metric, label in _labels(METRICS, Names())
    }


def _labels(file: Traversable, names: Names) -> Iterator[tuple[str, str]]:
    for quad in source_quads(file, names):
        node, label = quad.subject, quad.object
        labels = quad.predicate == iri("rdfs:label")
        if labels and isinstance(node, NamedNode) and isinstance(label, Literal):
            yield node.value, label.value
