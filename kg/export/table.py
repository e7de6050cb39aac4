"""Everything that a graph can be written as, in one table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg.errors import FormatError
from kg.export.files import bare
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

    return Exporter(name, _SYNTAXES[name], form.names, write)


EXPORTERS = tuple(map(_of_syntax, _SYNTAXES))


def find_exporter(form: str | None, file: Path | None) -> Exporter:
    """Choose by name, ending or media type, else by the ending of the file, else ttl.

    Raises FormatError with the names that would do.
    """
    text = form or (bare(file).suffix if file else "") or "ttl"
    wanted = text.strip().casefold().removeprefix(".")
    for found in EXPORTERS:
        if wanted == found.name or wanted in found.endings:
            return found
    try:
        syntax = find_format(text, GRAPH_FORMATS)
    except FormatError as error:
        known = tuple(found.name for found in EXPORTERS)
        raise FormatError(text, known) from error
    return next(found for found in EXPORTERS if found.name == syntax.name)
