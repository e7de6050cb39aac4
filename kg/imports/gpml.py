"""Pathways of WikiPathways (GPML 2013a and 2021): conversions as steps.

A conversion of one molecule into another is a step; what catalyses it acts there: a
protein catalyses the step, a gene acts in it. Lines that mean anything else, and nodes
without an identifier of a database that we know, are left and counted.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path

from lxml import etree
from pyoxigraph import NamedNode, Triple

from kg.errors import GraphError
from kg.imports.imported import Imported, labelled
from kg.model import Reference
from kg.names import Names, named, slug

_KINDS = {"uniprot": "mg:Enzyme", "hgnc": "mg:Gene", "ensembl": "mg:Gene"}
_GENE = "mg:Gene"
_CONVERSION = frozenset({"mim-conversion", "Conversion"})
_CATALYSIS = frozenset({"mim-catalysis", "Catalysis"})


@dataclass(slots=True)
class _Line:
    """An interaction: from, to, what it means, and the anchors on it."""

    source: str
    target: str
    meaning: str
    anchors: tuple[str, ...]


@dataclass(slots=True)
class _Pathway:
    """A pathway while it is read: its nodes by their keys in the file."""

    node: NamedNode
    names: Names
    things: dict[str, tuple[NamedNode, str, str]] = field(default_factory=dict)
    left: Counter[str] = field(default_factory=Counter)


def is_gpml(head: str) -> bool:
    return bool(re.search(r"<Pathway\b[^>]*pathvisio\.org/GPML", head, re.DOTALL))


def read(content: bytes, path: Path, names: Names, name: str) -> Imported:
    """Read a pathway; raises GraphError with the line that is no XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        problem = f"line {error.lineno}: no XML: {error.msg}"
        raise GraphError(str(path), problem) from error
    title = root.get("Name") or root.get("title") or name
    pathway = _Pathway(names.iri(Reference("pathway", slug(name))), names)
    for element in root.iter("{*}DataNode"):
        _note(pathway, element)
    lines = [_line(element) for element in root.iter("{*}Interaction")]
    found = [
        *labelled(pathway.node, "mg:Pathway", title, names),
        *_steps(pathway, lines),
    ]
    version = root.get("Version") or root.get("version") or ""
    left = tuple(pathway.left.items())
    return Imported(tuple(found), "GPML", title, version, left)


def _note(pathway: _Pathway, element: etree._Element) -> None:
    xref = element.find("{*}Xref")
    database, key = "", ""
    if xref is not None:
        database = xref.get("Database") or xref.get("dataSource") or ""
        key = xref.get("ID") or xref.get("identifier") or ""
    prefix = _databases().get(database.casefold())
    if prefix is None or not key:
        pathway.left["nodes without a known identifier"] += 1
        return
    local = re.sub(r"^(?:CHEBI|HGNC|MONDO|GO|RHEA):", "", key, flags=re.IGNORECASE)
    node = pathway.names.iri(Reference(prefix, local))
    label = element.get("TextLabel") or element.get("textLabel") or key
    kind = element.get("Type") or element.get("type") or ""
    told = _KINDS.get(prefix, _GENE if kind == "GeneProduct" else "mg:Chemical")
    identity = element.get("GraphId") or element.get("elementId") or ""
    pathway.things[identity] = (node, told, " ".join(label.split()))


def _line(element: etree._Element) -> _Line:
    points = [*element.iter("{*}Point")]
    ends = [p.get("GraphRef") or p.get("elementRef") or "" for p in points]
    arrows = [p.get("ArrowHead") or p.get("arrowHead") or "" for p in points]
    anchors = [
        a.get("GraphId") or a.get("elementId") for a in element.iter("{*}Anchor")
    ]
    source, target = (ends[0], ends[-1]) if ends else ("", "")
    if arrows and arrows[0] and not arrows[-1]:  # drawn from its head to its tail
        source, target, arrows = target, source, arrows[::-1]
    meaning = arrows[-1] if arrows else ""
    return _Line(source, target, meaning, tuple(a for a in anchors if a))


def _steps(pathway: _Pathway, lines: list[_Line]) -> Iterator[Triple]:
    steps: dict[str, NamedNode] = {}
    for line in lines:
        ends = [pathway.things.get(end) for end in (line.source, line.target)]
        if line.meaning in _CONVERSION and ends[0] and ends[1]:
            step, triples = _step(pathway, ends[0], ends[1], len({*steps.values()}) + 1)
            yield from triples
            steps |= dict.fromkeys(line.anchors, step)
        elif line.meaning not in _CATALYSIS:
            pathway.left[f"lines of the kind {line.meaning or 'none'}"] += 1
        elif not ends[0]:
            pathway.left["catalyses by what has no identifier"] += 1
    for line in lines:
        thing, place = pathway.things.get(line.source), steps.get(line.target)
        if line.meaning in _CATALYSIS and thing and place:
            relation = "mg:actsInStep" if thing[1] == _GENE else "mg:catalyses"
            yield from labelled(*thing, pathway.names)
            yield Triple(thing[0], named(relation), place)


def _step(
    pathway: _Pathway,
    source: tuple[NamedNode, str, str],
    target: tuple[NamedNode, str, str],
    number: int,
) -> tuple[NamedNode, list[Triple]]:
    """Make a step of a conversion."""
    local = pathway.node.value.rpartition("/")[2]
    step = pathway.names.iri(Reference("step", f"{local}-conversion-{number}"))
    label = f"{source[2]} to {target[2]}"
    return step, [
        *labelled(step, "mg:Step", label, pathway.names),
        *labelled(*source, pathway.names),
        *labelled(*target, pathway.names),
        Triple(step, named("mg:partOf"), pathway.node),
        Triple(step, named("mg:hasPrimaryInput"), source[0]),
        Triple(step, named("mg:hasPrimaryOutput"), target[0]),
    ]


@cache
def _databases() -> dict[str, str]:
    text = files(__package__).joinpath("databases.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    rows = csv.DictReader(lines, delimiter="\t")
    return {row["database"].casefold(): row["prefix"] for row in rows}
