"""The syntaxes of RDF, each from sorted triples."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from pyoxigraph import RdfFormat

from kg.export.files import packed, written_whole
from kg.export.jsonld import write_jsonld
from kg.export.labels import turtle_labels
from kg.export.rdfxml import write_xml
from kg.export.records import END, Records
from kg.export.selection import Selection, sections
from kg.export.turtle import write_turtle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from kg.export.selection import Section
    from kg.formats import Format
    from kg.names import Names
    from kg.store import Store

EVERYTHING = Selection()


def export(
    store: Store,
    output: IO[bytes],
    form: Format[RdfFormat],
    selection: Selection = EVERYTHING,
) -> None:
    """Write graphs: all that there are, or for a format of triples their union.

    Raises what `sections` raises, and FormatError for what the format cannot express.
    """
    is_dataset = form.syntax.supports_datasets
    chosen = sections(store, selection, is_dataset=is_dataset)
    if selection.has_labels and form.syntax in {RdfFormat.TURTLE, RdfFormat.TRIG}:
        write_turtle(chosen, output, store.names, turtle_labels(store))
    else:
        write(chosen, output, form.syntax, store.names)


def export_file(
    store: Store,
    path: Path,
    form: Format[RdfFormat],
    selection: Selection = EVERYTHING,
) -> None:
    """Write a file in one step, as `written_whole` does, packed by its ending."""
    with written_whole(path) as file, packed(file, path.suffix) as output:
        export(store, output, form, selection)


def write(
    chosen: Sequence[Section], output: IO[bytes], syntax: RdfFormat, names: Names
) -> None:
    """Write sections; raises FormatError for what the syntax cannot express."""
    _WRITERS[syntax](chosen, output, names)


def _write_lines(chosen: Sequence[Section], output: IO[bytes], _names: Names) -> None:
    """Write N-Triples or N-Quads: a graph's name is the fourth term of its lines."""
    for section in chosen:
        end = END if section.name is None else f" {section.name}".encode() + END
        records = Records.of(section, RdfFormat.N_TRIPLES)
        output.writelines(record + end for record in records)


def _write_jsonld(chosen: Sequence[Section], output: IO[bytes], names: Names) -> None:
    """Write JSON-LD; a graph alone without its name, as most take a file for a graph.

    They read only what has no name: the default graph (JSON-LD 1.1 API, section 8.1).
    """
    is_alone = len(chosen) == 1
    parts = (
        (
            None if is_alone else section.name,
            Records.of(section, RdfFormat.N_TRIPLES).triples(),
        )
        for section in chosen
    )
    write_jsonld(parts, output, names)


_WRITERS: Mapping[RdfFormat, Callable[[Sequence[Section], IO[bytes], Names], None]] = {
    RdfFormat.TURTLE: write_turtle,
    RdfFormat.TRIG: write_turtle,
    RdfFormat.N_TRIPLES: _write_lines,
    RdfFormat.N_QUADS: _write_lines,
    RdfFormat.RDF_XML: write_xml,
    RdfFormat.JSON_LD: _write_jsonld,
}
