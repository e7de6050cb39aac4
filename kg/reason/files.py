"""Reading RDF graphs from files, whatever their syntax."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from xml.sax import SAXException

import rdflib
from pyoxigraph import Quad, RdfFormat, Triple, parse
from rdflib.exceptions import ParserError

from kg.errors import FormatError, GraphError
from kg.formats import GRAPH_FORMATS, find_format

_HEAD = 2048


def read_graph(path: Path, *, is_alone: bool = True) -> Iterator[Triple]:
    """Read the triples of all graphs in a file, packed by gzip or not.

    The syntax is told by the ending of its name, or else by how it begins. Blank nodes
    keep their labels where the file `is_alone`. Raises GraphError, with line and column
    where they are known.
    """
    try:
        content = path.read_bytes()
        if content.startswith(b"\x1f\x8b"):
            content = gzip.decompress(content)
    except (OSError, EOFError) as error:
        raise GraphError(str(path), _reason(error)) from error
    syntax = _syntax(path, content)
    base = path.resolve().as_uri()
    try:
        for quad in _quads(content, syntax, base, rename=not is_alone):
            yield quad.triple
    except (SyntaxError, ValueError) as error:
        raise GraphError(str(path), _reason(error)) from error


def _quads(
    content: bytes, syntax: RdfFormat, base: str, *, rename: bool
) -> Iterator[Quad]:
    if syntax == RdfFormat.RDF_XML and b"<!ENTITY" in content[: 64 * _HEAD]:
        content, syntax = _without_entities(content, base), RdfFormat.N_TRIPLES
    has_base = syntax not in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
    return parse(
        content,
        syntax,
        base_iri=base if has_base else None,
        rename_blank_nodes=rename,
    )


def _without_entities(content: bytes, base: str) -> bytes:
    """Read RDF/XML by rdflib: it knows every way to declare an entity."""
    graph = rdflib.Graph()
    try:
        graph.parse(data=content, format="xml", publicID=base)
    except (SAXException, ParserError, ValueError) as error:
        raise SyntaxError(str(error)) from error
    return graph.serialize(format="nt", encoding="utf-8")


def _syntax(path: Path, content: bytes) -> RdfFormat:
    ending = Path(path.name.removesuffix(".gz")).suffix
    start = content[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"<?xml", b"<rdf:RDF", b"<!DOCTYPE")):
        return RdfFormat.RDF_XML  # also in an .owl or .ttl file
    try:
        return find_format(ending, GRAPH_FORMATS).syntax if ending else RdfFormat.TRIG
    except FormatError:
        is_json = start.startswith((b"{", b"["))
        return RdfFormat.JSON_LD if is_json else RdfFormat.TRIG


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return " ".join(str(error).split())
