"""Ontologies in OBO as OWL, by the mapping of OBO 1.4, section 5.

Terms are classes and relations properties; relationships become existential
restrictions, logical definitions equivalent classes. What only annotates is written as
the OBO library has it (oboInOwl, IAO). Names that are exact are skos:altLabel as well:
so a search finds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import fastobo
from fastobo.typedef import TypedefFrame
from pyoxigraph import NamedNode

from kg.errors import GraphError
from kg.imports.frames import Frames, expanded
from kg.imports.imported import Imported
from kg.names import Names

# The sources of a text are not read, and many are not written as the format has them.
_SOURCES = re.compile(
    r'^((?:def|synonym): "(?:[^"\\\n]|\\.)*"[^\[\n]*)\[.*\]', re.MULTILINE
)


def is_obo(head: str) -> bool:
    return bool(re.search(r"^(format-version:|\[Term\])", head, re.MULTILINE))


def read(text: str, path: Path, names: Names) -> Imported:
    """Read an ontology; raises GraphError with line and column."""
    try:
        document = fastobo.loads(_SOURCES.sub(r"\1 []", text))
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        place = f"line {line}, column {getattr(error, 'offset', 1)}: " if line else ""
        said = re.sub(r" \(<.*", "", " ".join(str(error).split()))
        problem = f"{place}no OBO: {said}"
        raise GraphError(str(path), problem) from error
    header = {clause.raw_tag(): clause.raw_value() for clause in document.header}
    ontology = Frames(names, dict(_relations(document, names)))
    return Imported(
        tuple(triple for frame in document for triple in ontology.frame(frame)),
        "OBO",
        header.get("ontology", ""),
        header.get("data-version", ""),
        tuple(ontology.left.items()),
    )


def _relations(
    document: fastobo.doc.OboDoc, names: Names
) -> Iterator[tuple[str, NamedNode]]:
    """Find what relations with a short name are elsewhere: `part_of` is BFO:0000050."""
    for frame in document:
        key = str(frame.id) if isinstance(frame, TypedefFrame) else ":"
        if ":" not in key:
            references = (str(c.xref.id) for c in frame if c.raw_tag() == "xref")
            for reference in references:
                if re.fullmatch(r"(BFO|RO):\d{7}", reference):
                    yield key, expanded(reference, names)
