"""Measure the quality of the graph of the pages that development may see.

    python tests/quality/measure.py [GRAPH]

Run by `make quality`. Builds the pages of `../shared` (or MENDEL_SHARED) with the
vocabularies that were added (MENDEL_LEXICON), or takes a GRAPH that was built of them;
compares the graph with gold; and writes the figures to ontology/quality/measured.ttl
and to README.md.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import click
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kg.lexicon import current, default_location, summary
from kg.model import Reference
from kg.names import Names
from kg.pipeline import VERSION, build
from kg.quality import (
    BEGIN,
    END,
    Measurement,
    as_markdown,
    quality_quads,
    read_adjudications,
    read_cards,
    read_gold,
    read_sample,
    score,
    shipped_cards,
)
from kg.rdf import Pair, quads
from kg.rdf.terms import iri, text
from kg.store import Store

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("MENDEL_SHARED", ROOT.parent / "shared"))
LEXICON = Path(os.environ.get("MENDEL_LEXICON", default_location()))
PAGES = SHARED / "data" / "medlineplus"
INPUTS = (
    PAGES / "conditions" / "medquad_ghr_xml.tar.gz",
    PAGES / "conditions" / "medlineplus_2020_conditions.xml",
    PAGES / "genes" / "medlineplus_2020_genes.xml",
    PAGES / "genes" / "mediqa2019_ghr_genes.jsonl",
    PAGES / "genes" / "pages",
)
JUDGED = ROOT / "tests" / "cases" / "quality"
MEASURED = ROOT / "ontology" / "quality" / "measured.ttl"
README = ROOT / "README.md"
NAMES = Names()
GRAPH = NAMES.iri(Reference("source", "development-pages"))
RUN = Reference("run", "development-pages")


def main(location: Path) -> None:
    """Build unless there is a graph, measure, and write the two files."""
    if not (location / "CURRENT").exists():
        build(INPUTS, location, lexicon=current(LEXICON), jobs=2)
    store = Store.open(location)
    measurements = [*measure(store)]
    write_measured([*described(store), *written(measurements)])
    write_readme()


def measure(store: Store) -> Iterator[Measurement]:
    """Give the figures: of the build, against gold, and of the sample that was read."""
    yield from read_cards(store)[0].measurements
    adjudications = JUDGED / "adjudications.tsv"
    cases = read_adjudications(adjudications) if adjudications.exists() else frozenset()
    for found in score(store, read_gold(PAGES / "gold"), cases):
        yield from found.measurements()
    if (JUDGED / "sample.tsv").exists():
        yield from read_sample(JUDGED / "sample.tsv")


def written(measurements: Iterable[Measurement]) -> Iterator[Quad]:
    """Write the figures as RDF."""
    return quality_quads(measurements, GRAPH, RUN, NAMES)


def described(store: Store) -> Iterator[Quad]:
    """Describe the graph that was measured: of how many pages, when, by what."""
    today = datetime.now(tz=UTC).date().isoformat()
    metadata, run = NAMES.graph("metadata"), NAMES.iri(RUN)
    pages = len(store.select("SELECT ?page { ?page a mg:Document }"))
    added = [f"{each.name} {each.version}" for each, _ in summary(LEXICON).sources]
    note = (
        f"{pages} pages of MedlinePlus Genetics, read on {today} by version {VERSION} "
        f"with the names of {len(added)} added vocabularies"
    )
    graph: tuple[Pair, ...] = (
        ("rdf:type", iri("dcat:Dataset")),
        ("dcterms:title", text("the pages used in development")),
        ("dcterms:description", text(note)),
        ("dcterms:issued", Literal(today, datatype=iri("xsd:date"))),
        ("prov:wasGeneratedBy", run),
    )
    activity: tuple[Pair, ...] = (
        ("rdf:type", iri("prov:Activity")),
        ("rdfs:label", text("make quality")),
        ("dcterms:description", text(f"Vocabularies: {', '.join(added)}")),
    )
    yield from quads(GRAPH, graph, metadata)
    yield from quads(run, activity, metadata)


def write_measured(found: Iterable[Quad]) -> None:
    """Write the file of figures, the same bytes for the same figures."""
    triples = [
        Triple(quad.subject, quad.predicate, quad.object)
        for quad in sorted(found, key=str)
    ]
    used = {term.value for triple in triples for term in terms(triple)}
    prefixes = {
        prefix: namespace
        for prefix, namespace in NAMES.prefixes.items()
        if any(iri.startswith(namespace) for iri in used)
    }
    body = BytesIO()
    serialize(triples, body, format=RdfFormat.TURTLE, prefixes=prefixes)
    lines = body.getvalue().splitlines(keepends=True)
    # the order of prefixes is that of a hash table, another one each time
    lines[: len(prefixes)] = sorted(lines[: len(prefixes)])
    head = b"# The pages of development, measured: made by `make quality`.\n"
    MEASURED.write_bytes(head + b"".join(lines))


def terms(triple: Triple) -> Iterator[NamedNode]:
    return (term for term in triple if isinstance(term, NamedNode))


def write_readme() -> None:
    """Put the figures between the markers of the README."""
    section = as_markdown(shipped_cards())
    pattern = re.compile(f"{re.escape(BEGIN)}.*{re.escape(END)}", re.DOTALL)
    readme = README.read_text(encoding="utf-8")
    README.write_text(pattern.sub(lambda _: section, readme), encoding="utf-8")
    click.echo(section)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(Path(folder, "graph"))
