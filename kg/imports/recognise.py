"""Which kind of file it is, by its content."""

from __future__ import annotations

import zlib
from pathlib import Path

from kg.errors import GraphError
from kg.formats import GRAPH_FORMATS
from kg.imports import gpml, kgx, obo, pathway
from kg.imports.imported import Imported
from kg.imports.meant import Meaning
from kg.reason import read_graph
from kg.reason.files import in_unicode, unpacked

_HEAD = 1 << 14
_LONG = len("ntriples")
_TABLES = ("tsv", "jsonl")
_PROBLEMS: dict[type[Exception], str] = {
    FileNotFoundError: "there is no such file: look at how it is spelt",
    IsADirectoryError: "is a folder: import its files one by one, each by a name",
}
__all__ = ["Imported", "read_file"]


def read_file(path: Path, meaning: Meaning, name: str) -> Imported:
    """Read RDF in any syntax, OBO, GPML or a table of KGX, packed or not.

    `name` names the graph, against which relative IRIs are resolved, and a pathway,
    whose nodes are those that they mean. Raises GraphError with the line, where it is
    known.
    """
    names = meaning.store.names
    content = _content(path)
    head = content[:_HEAD].decode("utf-8", "replace")
    if gpml.is_gpml(head):
        return pathway.told(gpml.read(content, path), meaning, name)
    if kgx.is_kgx(head):
        return kgx.read(_text(content, path), path, names)
    if obo.is_obo(head):
        return obo.read(_text(content, path), path, names)
    if kgx.is_sssom(head):
        problem = "holds mappings (SSSOM): add them by 'mendel lexicon add'"
        raise GraphError(str(path), problem)
    base = names.graph("reference", name).value
    try:
        return Imported(tuple(read_graph(path, base=base)), "RDF")
    except GraphError as error:
        raise GraphError(str(path), _no_rdf(path, error.problem)) from error


def _no_rdf(path: Path, problem: str) -> str:
    """Say what is expected of a file that is no RDF, nor ends as RDF does."""
    name = path.name.casefold().removesuffix(".gz").removesuffix(".zst")
    ending = Path(name).suffix.removeprefix(".")
    if ending in _TABLES:
        return kgx.EXPECTED if ending == "tsv" else f"{kgx.EXPECTED}; {problem}"
    rdf = [n for f in GRAPH_FORMATS for n in f.names if n.isalnum() and len(n) < _LONG]
    known = [*rdf, "obo", "gpml", *_TABLES]
    if ending in known:
        return problem
    endings = " ".join(f".{ending}" for ending in known)
    return f"is nothing that can be imported: give a file of the kind {endings}"


def _content(path: Path) -> bytes:
    try:
        return in_unicode(unpacked(path.read_bytes()))
    except (OSError, EOFError, zlib.error) as error:
        known = _PROBLEMS.get(type(error)) or getattr(error, "strerror", None)
        problem = known or f"is damaged: {error}"
        raise GraphError(str(path), problem) from error
    except ValueError as error:
        raise GraphError(str(path), str(error)) from error


def _text(content: bytes, path: Path) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise GraphError(str(path), f"line {line}: is not UTF-8") from error
