"""Everything that a graph can be written as, in one table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg.errors import FormatError
from kg.export.drawn import write_cytoscape, write_graphml, write_obographs
from kg.export.files import bare
from kg.export.kgx import write_lines, write_tables
from kg.export.nanopubs import write_nanopubs
from kg.export.relations import write_parquet, write_relations
from kg.export.sssom import write_sssom
from kg.export.syntaxes import export
from kg.formats import GRAPH_FORMATS, find_format

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.export.selection import Selection
    from kg.store import Store

    Writer = Callable[[Store, IO[bytes], Selection], None]


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format of files; `endings` are those that tell it."""

    name: str
    what: str
    endings: tuple[str, ...]
    write: Writer
    is_rdf: bool = False


_SYNTAXES = {
    "ttl": "Turtle: what a query sees, a block a subject",
    "trig": "TriG: every graph",
    "nt": "N-Triples: what a query sees",
    "nq": "N-Quads: every graph",
    "rdf": "RDF/XML: what a query sees, for Protégé and others",
    "jsonld": "compact JSON-LD: every graph",
}


def _of_syntax(name: str) -> Exporter:
    form = find_format(name, GRAPH_FORMATS)

    def write(store: Store, output: IO[bytes], selection: Selection) -> None:
        export(store, output, form, selection)

    return Exporter(name, _SYNTAXES[name], form.names, write, is_rdf=True)


_OTHERS = (
    Exporter(
        "kgx",
        "KGX, nodes.tsv and edges.tsv of the Biolink Model in a zip",
        ("kgx.zip",),
        write_tables,
    ),
    Exporter(
        "kgx-jsonl",
        "KGX, nodes.jsonl and edges.jsonl in a zip",
        ("jsonl.zip",),
        write_lines,
    ),
    Exporter("sssom", "SSSOM: every mapping, justified", ("sssom.tsv",), write_sssom),
    Exporter(
        "nanopubs",
        "nanopublications, one a statement, unsigned, as TriG",
        ("nanopubs.trig",),
        write_nanopubs,
    ),
    Exporter(
        "obographs", "OBO Graphs JSON", ("obographs.json", "obographs"), write_obographs
    ),
    Exporter("graphml", "GraphML, for Gephi, yEd, igraph", ("graphml",), write_graphml),
    Exporter("cyjs", "JSON for Cytoscape and cytoscape.js", ("cyjs",), write_cytoscape),
    Exporter(
        "csv", "a CSV table for each relation in a zip", ("csv.zip",), write_relations
    ),
    Exporter(
        "parquet",
        "the table of edges, with their sentences (needs mendelgraph[parquet])",
        ("parquet",),
        write_parquet,
    ),
)
EXPORTERS = (*map(_of_syntax, _SYNTAXES), *_OTHERS)


def find_exporter(form: str | None, file: Path | None) -> Exporter:
    """Choose by name, ending or media type, else by the ending of the file, else ttl.

    Raises FormatError with the names that would do.
    """
    if form is None:
        return _of_file(bare(file)) if file else _named("ttl")
    try:
        return _named(find_format(form, GRAPH_FORMATS).name)
    except FormatError:
        return _named(form.strip().casefold())


def _of_file(file: Path) -> Exporter:
    """Choose by the longest ending that is known."""
    name = file.name.casefold()
    endings = {f".{ending}": found for found in EXPORTERS for ending in found.endings}
    for ending in sorted(endings, key=len, reverse=True):
        if f".{name}".endswith(ending):
            return endings[ending]
    if not file.suffix:
        return _named("ttl")
    known = tuple(ending.removeprefix(".") for ending in endings)
    raise FormatError(file.suffix, known, "unknown ending of a file, and no -f")


def _named(name: str) -> Exporter:
    for found in EXPORTERS:
        if found.name == name:
            return found
    raise FormatError(name, tuple(found.name for found in EXPORTERS))
