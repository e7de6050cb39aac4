"""What a graph was made from, as a table: pages, references, vocabularies, imports.

What describes itself in the metadata graph is told as it is there; what the bundled
mappings quote, as the head of their table explains it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.names import named
from kg.store import Store
from ontology import FILES

_COLUMNS = ("source", "title", "version", "licence", "address", "file", "hash")
_TOLD = {
    "title": ("dcterms:title",),
    "version": ("dcterms:hasVersion",),
    "licence": ("dcterms:license", "dcterms:rights"),
    "address": ("dcterms:source",),
    "hash": ("mg:textHash",),
}
_REFERENCE, _MAPPINGS = "reference/heme-biosynthesis.trig", "lexicon/mappings.sssom.tsv"
_LEGEND = re.compile(r'^#comment: "(.*)"$', re.MULTILINE)
_VERSION = re.compile(r"-(\d.*)")
_LICENCE = re.compile(r" [(]([^()]*)[)]$")
_Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Cited:
    """Which sources a graph is made from: pages, and all others."""

    pages: frozenset[NamedNode]
    others: frozenset[NamedNode]


def sources(store: Store) -> str:
    """List what the graph was made from; what is not known of it is empty."""
    cited, bundled = _cited(store), _bundled()
    rows = [_row(store, node, {}) for node in cited.pages]
    for node in cited.others:
        name = store.names.curie(node.value).partition(":")[2]
        rows.append(_row(store, node, bundled.get(name, {})))
    lines = sorted(tuple(row[column] for column in _COLUMNS) for row in rows)
    return "".join("\t".join(line) + "\n" for line in (_COLUMNS, *lines))


def _cited(store: Store) -> Cited:
    """Find what statements, graphs and the build name as where they come from."""
    names, start = store.names, store.names.prefixes["source"]
    places = (
        ("prov:hadPrimarySource", "evidence"),
        ("dcterms:source", "metadata"),
        ("prov:used", "metadata"),
    )
    found = {
        quad.object
        for relation, graph in places
        for quad in store.quads.quads_for_pattern(
            None, named(relation), None, names.graph(graph)
        )
        if isinstance(quad.object, NamedNode)
    }
    hashed = {
        quad.subject
        for quad in store.quads.quads_for_pattern(
            None, named("mg:textHash"), None, None
        )
        if isinstance(quad.subject, NamedNode)
    }
    others = {node for node in found | hashed if node.value.startswith(start)}
    return Cited(frozenset(hashed - others), frozenset(others))


def _row(store: Store, node: NamedNode, known: _Row) -> dict[str, str]:
    told = {
        column: next(filter(None, (_value(store, node, p) for p in parts)), "")
        for column, parts in _TOLD.items()
    }
    row = {column: told.get(column) or known.get(column, "") for column in _COLUMNS}
    return {**row, "source": store.names.curie(node.value)}


def _value(store: Store, node: NamedNode, part: str) -> str:
    found = store.quads.quads_for_pattern(node, named(part), None, None)
    terms = (q.object for q in found)
    values = {t.value for t in terms if isinstance(t, NamedNode | Literal)}
    return " ".join(min(values, default="").split())


@cache
def _bundled() -> Mapping[str, _Row]:
    """Give what is known of the sources of the bundled files, by their names."""
    text = FILES.joinpath(_MAPPINGS).read_text(encoding="utf-8")
    rows = dict(_explained(text, _file(_MAPPINGS)))
    reference = _file(_REFERENCE)
    for quad in parse(FILES.joinpath(_REFERENCE).read_bytes(), RdfFormat.TRIG):
        graph = quad.graph_name
        if isinstance(graph, NamedNode):
            rows[graph.value.rpartition("/")[2]] = reference
    return rows


def _explained(table: str, file: _Row) -> Iterator[tuple[str, _Row]]:
    """Read the head of the mappings: `name-version: title (licence)`, by semicolons."""
    head = _LEGEND.search(table)
    for entry in head[1].split(" ; ") if head else ():
        name, _, told = entry.partition(": ")
        version, licence = _VERSION.search(name), _LICENCE.search(told)
        row = {
            "title": _LICENCE.sub("", told),
            "version": version[1] if version else "",
            "licence": licence[1] if licence else "",
        }
        yield name, {**file, **row}


def _file(place: str) -> _Row:
    """Name a bundled file, with its sum."""
    digest = hashlib.sha256(FILES.joinpath(place).read_bytes()).hexdigest()
    return {"file": f"ontology/{place}", "hash": f"sha256:{digest}"}
