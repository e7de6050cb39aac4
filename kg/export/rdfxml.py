"""RDF/XML from sorted triples, and what XML has no way to write."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, cast

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    RdfFormat,
    Triple,
    parse,
    serialize,
)

from kg.errors import FormatError
from kg.export.prefixes import used_prefixes
from kg.export.records import END, Records
from kg.formats import GRAPH_FORMATS
from kg.names import named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.export.selection import Section
    from kg.names import Names

_MARK = "b_"
_LONGEST = 200  # of what an error quotes


def write_xml(chosen: Sequence[Section], output: IO[bytes], names: Names) -> None:
    """Write triples; raises FormatError, before a byte, for what XML cannot say."""
    for section in chosen:
        records = Records.of(section, RdfFormat.N_TRIPLES, look=_predicates)
        predicates = [NamedNode(iri.decode()) for iri in records.seen]
        prefixes = used_prefixes([Triple(p, p, p) for p in predicates], names)
        file = cast("IO[bytes]", _Escaped(output))
        triples = map(_renamed, records.triples())
        serialize(triples, file, RdfFormat.RDF_XML, prefixes=prefixes)
        output.write(b"\n")


class _Escaped:
    """A file that keeps the carriage returns of literals.

    A reader of XML takes a bare one for a line feed (XML 1.0, section 2.11).
    """

    def __init__(self, output: IO[bytes]) -> None:
        self._output = output

    def write(self, chunk: bytes) -> int:
        """Write a chunk, whose only carriage returns are those of literals."""
        self._output.write(chunk.replace(b"\r", b"&#13;"))
        return len(chunk)

    def flush(self) -> None:
        """Do nothing: whoever opened the file will."""


def _predicates(lines: bytes) -> set[bytes]:
    """List the predicates of N-Triples; raises FormatError for what cannot be said.

    What looks as if it could not may be the text of a literal: then it is parsed.
    """
    found = set(_PREDICATE.findall(lines))
    is_safe = all(_NAME.search(iri.decode()) for iri in found)
    if not is_safe or _CONTROL.search(lines) or _WORD.search(lines):
        for quad in parse(lines + END, format=RdfFormat.N_TRIPLES):
            _check(quad.triple)
    return found


def _check(triple: Triple) -> None:
    for each in _nested(triple):
        is_kind = each.predicate == named("rdf:type")
        tags = {each.predicate.value, str(each.object)[1:-1] if is_kind else ""}
        if tags & _SYNTAX:
            raise _not_in_xml(each, "RDF/XML has another meaning for a word of it")
        if not _NAME.search(each.predicate.value):
            raise _not_in_xml(each, "the predicate does not end in an XML name")
        if isinstance(each.object, Literal) and _NO_CHAR.search(each.object.value):
            raise _not_in_xml(each, "the literal has a control character")


def _nested(triple: Triple) -> Iterator[Triple]:
    yield triple
    if isinstance(triple.object, Triple):
        yield from _nested(triple.object)


def _not_in_xml(triple: Triple, problem: str) -> FormatError:
    known = tuple(form.name for form in GRAPH_FORMATS if form.name != "rdf")
    text = str(triple)
    quoted = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
    return FormatError("rdf", known, f"cannot hold this graph ({problem}: {quoted})")


def _renamed(triple: Triple) -> Triple:
    """Give blank nodes names that XML allows: no digit first, no colon."""
    subject, last = triple.subject, triple.object
    if isinstance(last, Triple):
        last = _renamed(last)
    elif isinstance(last, BlankNode):
        last = _node(last)
    if isinstance(subject, BlankNode):
        subject = _node(subject)
    return Triple(subject, triple.predicate, last)


def _node(node: BlankNode) -> BlankNode:
    """Rename a node where that is needed; two names never become one."""
    name = node.value
    if not (name[0].isdigit() or ":" in name or name.startswith(_MARK)):
        return node
    return BlankNode(_MARK + name.replace("_", "__").replace(":", "_."))


# the end of an IRI that XML takes for a name: Namespaces in XML, section 3
_START = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME = re.compile(f"[{_START}][{_START}.0-9\xb7\u0300-\u036f\u203f\u2040-]*$")
# what is no Char of XML 1.0, section 2.2
_NO_CHAR = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# the same, as N-Triples escapes it
_CONTROL = re.compile(
    rb"(?<!\\)(?:\\\\)*\\(?:[bf]|u00(?:0[0-8BCEF]|1[0-9A-F])|uFFF[EF])"
)
_PREDICATE = re.compile(rb"(?:^|<<\( )(?:<[^>]*>|_:\S+) <([^>]*)>", re.MULTILINE)
# words of the syntax itself, and rdf:li: RDF/XML, sections 5.1 and 7.4
_SYNTAX = frozenset(
    named(f"rdf:{word}").value
    for word in (
        *("RDF", "Description", "ID", "about", "parseType", "resource", "nodeID"),
        *("datatype", "aboutEach", "aboutEachPrefix", "bagID", "li"),
    )
)
_WORD = re.compile(b"|".join(re.escape(f"{iri}>".encode()) for iri in _SYNTAX))
