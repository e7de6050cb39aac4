"""Which kind of file it is, by its content."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

from kg.errors import GraphError
from kg.imports import gpml, kgx, obo
from kg.imports.imported import Imported
from kg.names import Names
from kg.reason import read_graph

_HEAD = 1 << 14
__all__ = ["Imported", "read_file"]


def read_file(path: Path, names: Names, name: str) -> Imported:
    """Read RDF in any syntax, OBO, GPML or a table of KGX, packed (.gz) or not.

    `name` names the graph, against which relative IRIs are resolved, and a pathway.
    Raises GraphError with the line, where it is known.
    """
    content = _content(path)
    head = content[:_HEAD].decode("utf-8-sig", "replace")
    if gpml.is_gpml(head):
        return gpml.read(content, path, names, name)
    if kgx.is_kgx(head):
        return kgx.read(_text(content, path), path, names)
    if obo.is_obo(head):
        return obo.read(_text(content, path), path, names)
    base = names.graph("reference", name).value
    return Imported(tuple(read_graph(path, base=base)), "RDF")


def _content(path: Path) -> bytes:
    try:
        found = path.read_bytes()
        return gzip.decompress(found) if found.startswith(b"\x1f\x8b") else found
    except (OSError, EOFError, zlib.error) as error:
        problem = getattr(error, "strerror", None) or f"is damaged: {error}"
        raise GraphError(str(path), problem) from error


def _text(content: bytes, path: Path) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise GraphError(str(path), f"line {line}: is not UTF-8") from error
