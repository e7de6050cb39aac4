"""Pathways of WikiPathways (GPML 2013a and 2021): what is drawn, before it is meant.

Lines end at nodes, at groups of nodes, or at anchors on other lines.
(https://pathvisio.org/GPML/2013a, https://pathvisio.org/GPML/2021)
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from kg.errors import GraphError


@dataclass(frozen=True, slots=True)
class Shape:
    """A node of a pathway: its name, what sort of thing it is, and its reference."""

    label: str
    sort: str
    database: str
    key: str
    line: int


@dataclass(frozen=True, slots=True)
class Line:
    """An interaction: from, to, its arrow head in lower case, and its anchors."""

    source: str
    target: str
    head: str
    anchors: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """A pathway as drawn; `shapes` are the nodes, or those of a group, by their key."""

    title: str
    version: str
    shapes: dict[str, tuple[Shape, ...]]
    lines: tuple[Line, ...]


def is_gpml(head: str) -> bool:
    return bool(re.search(r"<Pathway\b[^>]*pathvisio\.org/GPML", head, re.DOTALL))


def read(content: bytes, path: Path) -> Drawing:
    """Read a pathway; raises GraphError with the line and column that is no XML."""
    before, declared, _ = content.partition(b"<!DOCTYPE")
    if declared:  # its entities could be of any size
        line = 1 + before.count(b"\n")
        problem = f"line {line}: has a document type, as GPML has none: take it out"
        raise GraphError(str(path), problem)
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        problem = f"line {error.lineno}: no XML: {error.msg}"
        raise GraphError(str(path), problem) from error
    return Drawing(
        title=_any(root, "Name", "title"),
        version=_any(root, "Version", "version"),
        shapes=_shapes(root),
        lines=tuple(map(_line, root.iter("{*}Interaction"))),
    )


def _shapes(root: etree._Element) -> dict[str, tuple[Shape, ...]]:
    found: dict[str, tuple[Shape, ...]] = {}
    members: defaultdict[str, list[Shape]] = defaultdict(list)
    for element in root.iter("{*}DataNode"):
        shape = _shape(element)
        found[_any(element, "GraphId", "elementId")] = (shape,)
        members[_any(element, "GroupRef", "groupRef")].append(shape)
    for group in root.iter("{*}Group"):
        # 2013a has two keys of a group: one for its members, one for lines
        key = _any(group, "GroupId", "elementId")
        found[_any(group, "GraphId", "elementId")] = tuple(members.get(key, ()))
    found.pop("", None)
    return found


def _shape(element: etree._Element) -> Shape:
    xref = element.find("{*}Xref")
    label = _any(element, "TextLabel", "textLabel")
    return Shape(
        label=" ".join(label.split()),
        sort=_any(element, "Type", "type"),
        database="" if xref is None else _any(xref, "Database", "dataSource"),
        key="" if xref is None else _any(xref, "ID", "identifier").strip(),
        line=_place(element),
    )


def _line(element: etree._Element) -> Line:
    points = [*element.iter("{*}Point")]
    ends = [_any(point, "GraphRef", "elementRef") for point in points]
    arrows = [_any(point, "ArrowHead", "arrowHead") for point in points]
    anchors = [_any(each, "GraphId", "elementId") for each in element.iter("{*}Anchor")]
    source, target = (ends[0], ends[-1]) if ends else ("", "")
    arrow = arrows[-1] if arrows else ""
    if not _is_head(arrow) and arrows and _is_head(arrows[0]):  # drawn backwards
        source, target, arrow = target, source, arrows[0]
    return Line(
        source=source,
        target=target,
        head=arrow.casefold().removeprefix("mim-") if _is_head(arrow) else "",
        anchors=tuple(filter(None, anchors)),
        line=_place(element),
    )


def _place(element: etree._Element) -> int:
    found: object = element.sourceline
    return found if isinstance(found, int) else 0


def _is_head(arrow: str) -> bool:
    return arrow.casefold() not in {"", "undirected", "line"}


def _any(element: etree._Element, *names: str) -> str:
    """Give the first attribute that is there: each edition of GPML has its own."""
    found = (element.get(name) for name in names)
    return next(filter(None, found), "")
