"""KGX tables and lines: edges as triples of Biolink, nodes with their names.

(https://github.com/biolink/kgx/blob/master/specification/kgx-format.md) What an edge
has beside its triple (qualifiers, publications, who knows it) is told of its statement;
an edge that is negated is no triple.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import GraphError, PrefixError
from kg.imports.imported import Imported, Told, expanded, node_of
from kg.model import Polarity
from kg.names import Names, named
from kg.rdf import Pair

EDGES = ("subject", "predicate", "object")
_NODE = ("id", "category")
_MAPPING = {"subject_id", "predicate_id", "object_id"}
EXPECTED = (
    "is no table of KGX: its first line names the columns, parted by tabs, for edges "
    f"{', '.join(EDGES)}, for nodes {', '.join(_NODE)}; a .jsonl has them in each line"
)
_TOLD = {*EDGES, "id", "category", "negated", "knowledge_level", "agent_type"}
_WORDS = frozenset({"name", "description", "supporting_text"})
_SLOT = re.compile(r"[a-z]\w*")

Row = Mapping[str, tuple[str, ...]]


def is_kgx(head: str) -> bool:
    """Tell a table of edges or nodes by its header, or lines of JSON by the first."""
    columns = {*_columns(head)}
    return {*EDGES} <= columns or {*_NODE} <= columns


def is_sssom(head: str) -> bool:
    """Tell a table of mappings (https://mapping-commons.github.io/sssom/spec/)."""
    lines = (line for line in head.splitlines() if not line.startswith("#"))
    return {*_columns(next(lines, ""))} >= _MAPPING


def _columns(head: str) -> list[str]:
    first = head.partition("\n")[0].strip()
    if not first.startswith("{"):
        return first.split("\t")
    # the head of a file may end within its first line
    return re.findall(r'"(\w+)"\s*:', first)


def read(text: str, path: Path, names: Names) -> Imported:
    """Read a table; raises GraphError with the line that cannot be read."""
    triples: list[Triple] = []
    facts: list[Told] = []
    rows = _lines(text, path) if text.lstrip().startswith("{") else _table(text)
    for number, row in rows:
        place = f"line {number}"
        if "subject" in row or "predicate" in row:
            facts.append(_edge(row, names, str(path), place))
        else:
            triples.extend(_node(row, names, str(path), place))
    return Imported(tuple(triples), "KGX", facts=tuple(facts))


def _table(text: str) -> Iterator[tuple[int, Row]]:
    rows = csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    head = next(rows)
    for number, cells in enumerate(rows, start=2):
        if cells:
            yield (
                number,
                {
                    name: tuple(filter(None, map(str.strip, _parted(name, cell))))
                    for name, cell in zip(head, cells, strict=False)
                },
            )


def _parted(column: str, cell: str) -> list[str]:
    """Part the values of a list; what is words may have the mark in it."""
    return [cell] if column in _WORDS else cell.split("|")


def _lines(text: str, path: Path) -> Iterator[tuple[int, Row]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                yield number, {k: _values(v) for k, v in json.loads(line).items()}
            except (AttributeError, ValueError, RecursionError) as error:
                problem = f"line {number}: no object of JSON: {error}"
                raise GraphError(str(path), problem) from error


def _values(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, list):
        return tuple(text for one in value for text in _values(one))
    return (value if isinstance(value, str) else json.dumps(value),)


def _edge(row: Row, names: Names, source: str, place: str) -> Told:
    parts = [_one(row, name, source, place) for name in EDGES]
    triple = Triple(*(node_of(part, names, source, place) for part in parts))
    kinds = row.get("category", ())
    negated = any(value.casefold() == "true" for value in row.get("negated", ()))
    return Told(
        triple=triple,
        place=place,
        kind=node_of(kinds[0], names, source, place) if kinds else None,
        polarity=Polarity.NEGATIVE if negated else Polarity.POSITIVE,
        level=next(iter(row.get("knowledge_level", ())), "not_provided"),
        agent=next(iter(row.get("agent_type", ())), "not_provided"),
        pairs=tuple(_beside(row, names)),
    )


def _beside(row: Row, names: Names) -> Iterator[Pair]:
    """Give what else a row says, each column a slot of Biolink."""
    for column, values in row.items():
        if column not in _TOLD and _SLOT.fullmatch(column):
            for value in values:
                yield f"biolink:{column}", _term(value, names)


def _term(value: str, names: Names) -> NamedNode | Literal:
    if re.fullmatch(r"[A-Za-z][\w.-]*:\S+", value):
        try:
            return expanded(value, names)
        except (PrefixError, ValueError):
            pass  # a word with a colon in it
    return Literal(value)


def _node(row: Row, names: Names, source: str, place: str) -> Iterator[Triple]:
    node = node_of(_one(row, "id", source, place), names, source, place)
    for category in row.get("category", ()):
        kind = node_of(category, names, source, place)
        yield Triple(node, named("rdf:type"), kind)
    for slot, predicate in _NAMES.items():
        for name in row.get(slot, ()):
            yield Triple(node, named(predicate), Literal(name))
    for same in (*row.get("same_as", ()), *row.get("xref", ())):
        other = _term(same, names)
        if isinstance(other, NamedNode) and other != node:
            yield Triple(node, named("rdfs:seeAlso"), other)


_NAMES = {
    "name": "rdfs:label",
    "synonym": "skos:altLabel",
    "description": "dcterms:description",
}


def _one(row: Row, column: str, source: str, place: str) -> str:
    values = row.get(column, ())
    if len(values) != 1 or re.search(r"\s", values[0]):
        said = "|".join(values)
        problem = f"{place}: {column} is {said!r}: give one CURIE or IRI"
        raise GraphError(source, problem)
    return values[0]
