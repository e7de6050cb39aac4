"""The formats of pages, and how a file of any of them falls apart into documents.

A `Reader` is a row of `READERS`, and the first that accepts a file's first bytes reads
it; names count only for what is looked at in folders and packed files.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from typing import IO, NamedTuple

from kg.errors import DocumentError
from kg.model import Document
from kg.sources import crawl, medquad, summaries
from kg.sources.limits import read_page
from kg.sources.objects import read_json
from kg.sources.places import Source, named, nothing, unreadable
from kg.sources.text import read_text
from kg.sources.unpack import (
    LAYERS,
    PACKINGS,
    Allowance,
    Packing,
    find_packing,
    unpack,
)
from kg.sources.web import read_html

_HEAD = 2**13
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_HTML = (
    *("html", "head", "body", "main", "article", "section", "header", "div", "span"),
    *("p", "h1", "h2", "h3", "h4", "ul", "ol", "li", "dl", "table", "blockquote"),
    *("a", "b", "br", "center", "em", "font", "i", "strong", "sub", "sup", "u"),
)
# A page without its frame may begin with a word, and have its first tag later.
_TAG = re.compile(rf"</?(?:{'|'.join(_HTML)})(?:\s[^<>]*)?/?>".encode(), re.IGNORECASE)
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{|\[\s*\{)")

Found = Document | DocumentError


class Reader(NamedTuple):
    """A format; `read` yields an error for a page that it must leave out."""

    suffixes: tuple[str, ...]
    accepts: Callable[[bytes], bool]
    read: Callable[[IO[bytes], str], Iterator[Found]]


def pages(source: Source) -> Iterator[Found]:
    """Yield the documents of a file, and an error for each page that is none."""
    try:
        with source.open() as stream:
            yield from _pages(stream, source.name, Allowance(source.name), LAYERS)
    except DocumentError as error:
        yield error
    except OSError as error:  # of what opens well, and then cannot be read
        yield unreadable(source.name, error)


def _pages(
    stream: IO[bytes], name: str, allowance: Allowance, layers: int
) -> Iterator[Found]:
    head = stream.read(_HEAD)
    stream.seek(0)
    packing = find_packing(head)
    if packing and not layers:
        raise DocumentError(name, f"is packed over {LAYERS} times: unpack it first")
    if packing:
        yield from _unpacked(stream, packing, name, allowance, layers - 1)
    else:
        yield from _reader(head, name).read(stream, name)


def _unpacked(
    stream: IO[bytes], packing: Packing, name: str, allowance: Allowance, layers: int
) -> Iterator[Found]:
    found = False
    for member in unpack(stream, packing, name, allowance):
        if member.name == name or named(member.name, SUFFIXES):
            found = True
            try:
                yield from _pages(member.stream, member.name, allowance, layers)
            except DocumentError as error:
                if allowance.left < 0:
                    raise
                yield error
    if not found:
        raise nothing(name, SUFFIXES)


def _reader(head: bytes, name: str) -> Reader:
    if not head.strip():
        raise DocumentError(name, "is empty: give the text of a gene or condition page")
    for reader in READERS:
        if reader.accepts(head):
            return reader
    raise _binary(name, head)


def _binary(name: str, head: bytes) -> DocumentError:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        way = "`iconv -f UTF-16 -t UTF-8`"
        problem = f"is UTF-16: convert it to UTF-8, for example with {way}"
        return DocumentError(name, problem)
    return DocumentError(name, "is a binary file: give the page as plain text")


def _rooted(*roots: str) -> Callable[[bytes], bool]:
    """Accept markup whose outermost element has one of these local names."""

    def accepts(head: bytes) -> bool:
        return _root(head) in roots

    return accepts


def _root(head: bytes) -> str | None:
    """Give the local name of the first element; None for what is no markup."""
    if not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return None
    found = _ROOT.search(_COMMENT.sub(b"", head))
    return found[1].decode().lower() if found else ""


def _is_html(head: bytes) -> bool:
    root = _root(head)
    return root in _HTML if root is not None else bool(_TAG.search(head))


def _is_text(head: bytes) -> bool:
    return b"\0" not in head


def _read_plain(stream: IO[bytes], name: str) -> Iterator[Document]:
    """Decode without touching line ends: offsets count in the original text."""
    data = read_page(stream, name)
    if not _is_text(data):
        raise _binary(name, data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(
            name,
            f"is not UTF-8 (byte 0x{data[error.start]:02x} at position {error.start}): "
            "convert it, for example with `iconv -f WINDOWS-1252 -t UTF-8`",
        ) from error
    yield read_text(text, name)


def _read_unknown(stream: IO[bytes], name: str) -> Iterator[Document]:
    root = _root(stream.read(_HEAD))
    raise DocumentError(
        name,
        f"is markup that starts with <{root}>: give a page of MedlinePlus Genetics "
        "as XML, JSON, HTML or plain text",
    )


READERS = (
    Reader((".xml",), _rooted("summaries", *summaries.KINDS), summaries.read_xml),
    Reader((".xml",), _rooted(medquad.ROOT), medquad.read_medquad),
    Reader((".xml",), _rooted(*crawl.ROOTS), crawl.read_crawl),
    Reader((".json", ".jsonl"), lambda head: bool(_JSON.match(head)), read_json),
    Reader((".html", ".htm", ".xhtml"), _is_html, read_html),
    Reader((), lambda head: _root(head) is not None, _read_unknown),
    Reader((".txt",), _is_text, _read_plain),
)
SUFFIXES = tuple(
    dict.fromkeys(suffix for row in (*READERS, *PACKINGS) for suffix in row.suffixes)
)
