"""The lexicon that comes with MendelGraph (`ontology/lexicon/README.md`)."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources.abc import Traversable

from kg.lexicon.lookup import Lexicon
from kg.lexicon.tables import Mapping
from kg.model import Entity, Kind, Reference, Status, Term
from kg.names import Names
from ontology import FILES

_FOLDER = FILES.joinpath("lexicon")
_NAMES = _FOLDER.joinpath("names.tsv")
_MAPPINGS = _FOLDER.joinpath("mappings.sssom.tsv")


@cache
def bundled() -> Lexicon:
    """Give the lexicon that comes with MendelGraph."""
    return Lexicon(terms(), mappings())


def digest() -> str:
    """Give what changes when the bundled tables do."""
    content = _NAMES.read_bytes() + _MAPPINGS.read_bytes()
    return hashlib.sha256(content).hexdigest()


def terms() -> Iterator[Term]:
    """Read the table of names."""
    names, rows = Names(), list(_rows(_NAMES))
    labels = {row["entity"]: row["name"] for row in rows if row["status"] == "label"}
    for row in rows:
        curie = row["entity"]
        entity = Entity(names.parse_curie(curie), Kind(row["kind"]), labels[curie])
        yield Term(row["name"], entity, Status(row["status"]), row["source"])


def mappings() -> Iterator[tuple[Reference, Mapping]]:
    """Read the table of mappings."""
    parse = Names().parse_curie
    for row in _rows(_MAPPINGS):
        mapping = Mapping(
            parse(row["predicate_id"]),
            parse(row["object_id"]),
            parse(row["mapping_justification"]),
            row["object_source"],
        )
        yield parse(row["subject_id"]), mapping


def _rows(table: Traversable) -> Iterator[dict[str, str]]:
    with table.open("r", encoding="utf-8") as handle:
        lines = (line for line in handle if not line.startswith("#"))
        yield from csv.DictReader(lines, delimiter="\t")
