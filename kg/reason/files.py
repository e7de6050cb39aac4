"""Reading RDF graphs from files, whatever their syntax."""

from __future__ import annotations

import gzip
import re
import sys
import zlib
from collections.abc import Iterator
from csv import QUOTE_NONE, DictReader
from functools import cache
from importlib.resources import files
from pathlib import Path

import zstandard
from pyoxigraph import Quad, RdfFormat, Triple, parse

from kg.errors import FormatError, GraphError
from kg.formats import GRAPH_FORMATS, find_format
from kg.reason.entities import written_out

STDIN = Path("-")
_HEAD = 4096
_LINES = (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
_XML = re.compile(rb"<(?:\?xml|!DOCTYPE|!--|[\w.-]+:RDF\b|RDF\b)")
_JSON = re.compile(rb'\{\s*(?:"|\})|\[\s*(?:\{|\])\s*["\}]')
_DIRECTIVE = re.compile(
    rb"^\s*(?:@prefix|@base|prefix|base|graph)\b", re.IGNORECASE | re.MULTILINE
)
_ENCODING = re.compile(rb"""(<\?xml[^>]*?)\s+encoding\s*=\s*["']([\w.-]+)["']""")


def read_graph(
    path: Path, *, is_alone: bool = True, base: str | None = None
) -> Iterator[Triple]:
    """Read the triples of all graphs in a file (`-`: standard input), packed or not.

    The syntax shows in how the file begins, or else in the ending of its name. Blank
    nodes keep their labels where the file `is_alone`. Relative IRIs are resolved
    against the `base`, by default the place of the file. Raises GraphError, with line
    and column where they are known.
    """
    return (quad.triple for quad in read_quads(path, is_alone=is_alone, base=base))


def read_quads(
    path: Path, *, is_alone: bool = True, base: str | None = None
) -> Iterator[Quad]:
    """Read a file as `read_graph` does, with the graphs that it names."""
    try:
        yield from _quads(path, base or _place(path), rename=not is_alone)
    except (OSError, EOFError, zlib.error, SyntaxError, ValueError) as error:
        raise GraphError(str(path), _reason(error)) from error


def _quads(path: Path, base: str, *, rename: bool) -> Iterator[Quad]:
    content = in_unicode(_content(path))
    head = content[:_HEAD]
    if what := _what_else(head):
        raise ValueError(f"this is {what}, not RDF: convert it to Turtle or RDF/XML")
    syntax = _syntax(path, content)
    if syntax == RdfFormat.RDF_XML:
        content = written_out(content)
    return parse(
        content,
        syntax,
        base_iri=None if syntax in _LINES else base,
        rename_blank_nodes=rename,
    )


def _place(path: Path) -> str:
    return f"{Path.cwd().as_uri()}/" if path == STDIN else path.resolve().as_uri()


def _content(path: Path) -> bytes:
    return unpacked(sys.stdin.buffer.read() if path == STDIN else path.read_bytes())


def unpacked(content: bytes) -> bytes:
    """Unpack what gzip or Zstandard has packed, and leave the rest as it is.

    Raises OSError, EOFError or zlib.error for what is damaged.
    """
    if content.startswith(b"\x1f\x8b"):
        return gzip.decompress(content)
    if not content.startswith(zstandard.FRAME_HEADER):
        return content
    reader = zstandard.ZstdDecompressor().stream_reader(
        content, read_across_frames=True
    )
    try:
        return reader.read()
    except zstandard.ZstdError as error:
        raise EOFError(str(error)) from error


def in_unicode(content: bytes) -> bytes:
    """Write a file in UTF-8, without a mark at its beginning."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content.decode("utf-16").encode()
        return _ENCODING.sub(rb"\1", content, count=1)
    content = content.removeprefix(b"\xef\xbb\xbf")
    declared = _ENCODING.match(content)
    if declared is None or declared[2].lower() in (b"utf-8", b"utf8", b"us-ascii"):
        return content
    try:
        content = content.decode(declared[2].decode()).encode()
    except LookupError as error:
        raise ValueError(str(error)) from error
    return _ENCODING.sub(rb"\1", content, count=1)


def _syntax(path: Path, content: bytes) -> RdfFormat:
    """Tell the syntax: by content as far as it shows there, or by the name."""
    start = content[:_HEAD].lstrip()
    named = _named(path)
    if _XML.match(start):
        return RdfFormat.RDF_XML
    if _JSON.match(start):
        return RdfFormat.JSON_LD
    if _is_lines(content) or (named in _LINES and not _DIRECTIVE.search(start)):
        return RdfFormat.N_QUADS
    return RdfFormat.TRIG  # Turtle is a part of it


def _named(path: Path) -> RdfFormat | None:
    ending = Path(path.name.removesuffix(".gz").removesuffix(".zst")).suffix
    try:
        return find_format(ending, GRAPH_FORMATS).syntax if ending else None
    except FormatError:
        return None


def _is_lines(content: bytes) -> bool:
    """Tell whether a file begins with lines of N-Triples or N-Quads."""
    head = content if len(content) < _HEAD else content[:_HEAD].rpartition(b"\n")[0]
    try:
        return bool(list(parse(head, RdfFormat.N_QUADS)))
    except (SyntaxError, ValueError):
        return False


def _what_else(head: bytes) -> str | None:
    """Name the format of a file that is known and no RDF."""
    start = head.lstrip().decode("latin-1")
    found = (what for pattern, what in _others() if pattern.match(start))
    return next(found, "no text" if "\0" in start else None)


@cache
def _others() -> list[tuple[re.Pattern[str], str]]:
    with files(__package__).joinpath("not_rdf.tsv").open(encoding="utf-8") as handle:
        rows = list(DictReader(handle, delimiter="\t", quoting=QUOTE_NONE))
    return [
        (re.compile(row["start"], re.IGNORECASE | re.DOTALL), row["what"])
        for row in rows
    ]


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return " ".join(str(error).split())
