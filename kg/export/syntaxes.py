"""The syntaxes of RDF, each from sorted triples."""

from __future__ import annotations

import re
from itertools import islice
from typing import IO, TYPE_CHECKING

from pyoxigraph import (
    Literal,
    NamedNode,
    RdfFormat,
    Triple,
    parse,
    serialize,
)

from kg.errors import FormatError
from kg.export.files import packed, written_whole
from kg.export.jsonld import write_jsonld
from kg.export.labels import turtle_labels
from kg.export.prefixes import used_prefixes
from kg.export.records import END, Records
from kg.export.selection import Selection, sections
from kg.export.turtle import write_turtle
from kg.formats import GRAPH_FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
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
    if form.syntax in {RdfFormat.TURTLE, RdfFormat.TRIG}:
        label = turtle_labels(store) if selection.has_labels else None
        write_turtle(chosen, output, store.names, label)
    else:
        _WRITERS[form.syntax](chosen, output, store.names)


def export_file(
    store: Store,
    path: Path,
    form: Format[RdfFormat],
    selection: Selection = EVERYTHING,
) -> None:
    """Write a file in one step, as `written_whole` does, packed by its ending."""
    with written_whole(path) as file, packed(file, path.suffix) as output:
        export(store, output, form, selection)


def _write_lines(chosen: Sequence[Section], output: IO[bytes], _names: Names) -> None:
    """Write N-Triples or N-Quads: a graph's name is the fourth term of its lines."""
    for section in chosen:
        end = END if section.name is None else f" {section.name}".encode() + END
        records = Records.of(section.triples, RdfFormat.N_TRIPLES)
        output.writelines(record + end for record in records)


def _write_xml(chosen: Sequence[Section], output: IO[bytes], names: Names) -> None:
    """Write RDF/XML; raises FormatError for what XML has no way to write."""
    predicates: dict[NamedNode, None] = {}
    triples = (triple for section in chosen for triple in section.triples)
    checked = (_writable_in_xml(triple, predicates) for triple in triples)
    records = Records.of(checked, RdfFormat.N_TRIPLES)
    prefixes = used_prefixes([Triple(p, p, p) for p in predicates], names)
    serialize(_parsed(records), output, RdfFormat.RDF_XML, prefixes=prefixes)
    output.write(b"\n")


def _writable_in_xml(triple: Triple, predicates: dict[NamedNode, None]) -> Triple:
    if triple.predicate not in predicates:
        predicates[triple.predicate] = None
        if not _NAME.search(triple.predicate.value):
            problem = f"{triple.predicate} does not end in an XML name"
            raise _not_in_xml(problem)
    if isinstance(triple.object, Literal) and _CONTROL.search(triple.object.value):
        raise _not_in_xml(f"a literal of {triple.subject} has a control character")
    return triple


def _not_in_xml(problem: str) -> FormatError:
    known = tuple(form.name for form in GRAPH_FORMATS if form.name != "rdf")
    return FormatError("rdf", known, f"cannot hold this graph ({problem})")


def _write_jsonld(chosen: Sequence[Section], output: IO[bytes], names: Names) -> None:
    parts = ((section.name, _sorted_triples(section)) for section in chosen)
    write_jsonld(parts, output, names)


def _sorted_triples(section: Section) -> Iterator[Triple]:
    return _parsed(Records.of(section.triples, RdfFormat.N_TRIPLES))


def _parsed(records: Records) -> Iterator[Triple]:
    lines = iter(records)
    while batch := list(islice(lines, 4096)):
        text = END.join([*batch, b""])
        for quad in parse(text, format=RdfFormat.N_TRIPLES):
            yield quad.triple


# the end of an IRI that XML takes for a name: Namespaces in XML, section 3
_NAME = re.compile(r"[^\W\d][\w.-]*$")
# what is no Char of XML 1.0, section 2.2
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WRITERS: Mapping[RdfFormat, Callable[[Sequence[Section], IO[bytes], Names], None]] = {
    RdfFormat.N_TRIPLES: _write_lines,
    RdfFormat.N_QUADS: _write_lines,
    RdfFormat.RDF_XML: _write_xml,
    RdfFormat.JSON_LD: _write_jsonld,
}
