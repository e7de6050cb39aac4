"""KGX tables: edges as triples of Biolink, nodes with their names.

(https://github.com/biolink/kgx/blob/master/specification/kgx-format.md)
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, Triple

from kg.errors import GraphError
from kg.imports.imported import Imported, node_of
from kg.names import Names, named

EDGES = ("subject", "predicate", "object")
_NODE = ("id", "category")


def is_kgx(head: str) -> bool:
    """Tell a table of edges or nodes by its header."""
    columns = head.partition("\n")[0].rstrip("\r").split("\t")
    return {*EDGES} <= {*columns} or {*_NODE} <= {*columns}


def read(text: str, path: Path, names: Names) -> Imported:
    """Read a table; raises GraphError with the line that cannot be read."""
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    told = _edge if {*EDGES} <= {*(rows.fieldnames or ())} else _node
    found = [
        triple
        for number, row in enumerate(rows, start=2)
        for triple in told(row, names, str(path), number)
    ]
    return Imported(tuple(found), "KGX")


def _edge(
    row: dict[str, str | None], names: Names, source: str, line: int
) -> Iterator[Triple]:
    parts = [_cell(row, name, source, line) for name in EDGES]
    subject, predicate, value = (node_of(p, names, source, line) for p in parts)
    yield Triple(subject, predicate, value)


def _node(
    row: dict[str, str | None], names: Names, source: str, line: int
) -> Iterator[Triple]:
    node = node_of(_cell(row, "id", source, line), names, source, line)
    for category in filter(None, (row["category"] or "").split("|")):
        kind = node_of(category, names, source, line)
        yield Triple(node, named("rdf:type"), kind)
    if row.get("name"):
        yield Triple(node, named("rdfs:label"), Literal(row["name"] or ""))
    for name in filter(None, (row.get("synonym") or "").split("|")):
        yield Triple(node, named("skos:altLabel"), Literal(name))


def _cell(row: dict[str, str | None], column: str, source: str, line: int) -> str:
    value = (row.get(column) or "").strip()
    if not value or re.search(r"\s", value):
        problem = f"line {line}: {column} is {value!r}: give one CURIE or IRI"
        raise GraphError(source, problem)
    return value
