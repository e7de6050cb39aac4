"""RDF/XML from sorted triples, and what XML has no way to write.

Each triple is an element of its own. The engine, which makes an element of a type, has
no way to write one that does not end in an XML name, nor a carriage return.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from typing import IO, TYPE_CHECKING
from xml.parsers import expat
from xml.sax.saxutils import escape

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg.errors import FormatError
from kg.export.records import END, Records
from kg.formats import GRAPH_FORMATS
from kg.names import named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kg.export.selection import Section
    from kg.names import Names

    Tag = Callable[[str], tuple[str, str]]

_ITS = "http://www.w3.org/2005/11/its"  # directions: RDF 1.2 XML Syntax, section 2.7
_MARK = "b_"
_LONGEST = 200  # of what an error quotes


def write_xml(chosen: Sequence[Section], output: IO[bytes], names: Names) -> None:
    """Write triples; raises FormatError, before a byte, for what XML cannot say."""
    for section in chosen:
        records = Records.of(section, RdfFormat.N_TRIPLES, look=_predicates)
        prefixes = _prefixes(records.seen, names)
        output.write(_head(prefixes).encode())
        tag = _tags(prefixes)
        for node, group in groupby(records.triples(), key=lambda t: t.subject):
            output.write(_described(node, group, tag).encode())
        output.write(b"</rdf:RDF>\n")


def _prefixes(predicates: Iterable[bytes], names: Names) -> dict[str, str]:
    """Choose the prefix of each namespace that predicates are in."""
    used = {_split(iri.decode())[0] for iri in predicates} | {named("rdf:").value}
    found = {names.prefixes[p]: p for p in sorted(names.prefixes, reverse=True)}
    return {space: found[space] for space in sorted(used) if space in found}


def _head(prefixes: dict[str, str]) -> str:
    spaces = {prefix: space for space, prefix in prefixes.items()} | {"its": _ITS}
    lines = (f'\n    xmlns:{p}="{_attribute(s)}"' for p, s in sorted(spaces.items()))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{"".join(lines)}>\n'


def _tags(prefixes: dict[str, str]) -> Tag:
    """Look up how an element is called, and the namespace it has to declare."""

    @cache
    def tag(predicate: str) -> tuple[str, str]:
        space, name = _split(predicate)
        if (prefix := prefixes.get(space)) is not None:
            return f"{prefix}:{name}", ""
        return name, f' xmlns="{_attribute(space)}"'

    return tag


def _split(iri: str) -> tuple[str, str]:
    found = _NAME.search(iri)
    start = found.start() if found else len(iri)
    return iri[:start], iri[start:]


def _described(
    node: NamedNode | BlankNode | Triple, triples: Iterable[Triple], tag: Tag
) -> str:
    name = _reference(node, "about")
    lines = "".join(_property(triple, tag) for triple in triples)
    return f"<rdf:Description{name}>\n{lines}</rdf:Description>\n"


def _property(triple: Triple, tag: Tag) -> str:
    (name, scope), last = tag(triple.predicate.value), triple.object
    if isinstance(last, Literal):
        text = escape(last.value, {"\r": "&#13;"})  # XML 1.0, section 2.11
        return f"  <{name}{scope}{_marks(last)}>{text}</{name}>\n"
    if isinstance(last, Triple):
        inner = _described(last.subject, (last,), tag)
        kind = ' rdf:version="1.2" rdf:parseType="Triple"'
        return f"  <{name}{scope}{kind}>\n{inner}</{name}>\n"
    return f"  <{name}{scope}{_reference(last, 'resource')}/>\n"


def _reference(node: NamedNode | BlankNode | Triple, attribute: str) -> str:
    if isinstance(node, NamedNode):
        return f' rdf:{attribute}="{_attribute(node.value)}"'
    return f' rdf:nodeID="{_label(str(node)[2:])}"'


def _marks(literal: Literal) -> str:
    """Write the language, the direction and the type of a literal."""
    if literal.direction:
        way = f'its:version="2.0" its:dir="{literal.direction}"'
        return f' xml:lang="{literal.language}" rdf:version="1.2" {way}'
    if literal.language:
        return f' xml:lang="{literal.language}"'
    if literal.datatype == named("xsd:string"):
        return ""
    return f' rdf:datatype="{_attribute(literal.datatype.value)}"'


def _attribute(text: str) -> str:
    return escape(text, {'"': "&quot;"})


def _label(name: str) -> str:
    """Rename a blank node where that is needed; two names never become one."""
    if not (name[0].isdigit() or ":" in name or name.startswith(_MARK)):
        return name
    return _MARK + name.replace("_", "__").replace(":", "_.")


def _predicates(lines: bytes) -> set[bytes]:
    """List the predicates of N-Triples; raises FormatError for what cannot be said.

    What looks as if it could not may be the text of a literal: then it is parsed.
    """
    found = set(_PREDICATE.findall(lines))
    is_safe = all(_ends_in_name(iri.decode()) for iri in found)
    if not is_safe or _CONTROL.search(lines) or _WORD.search(lines):
        for quad in parse(lines + END, format=RdfFormat.N_TRIPLES):
            _check(quad.triple)
    return found


def _check(triple: Triple) -> None:
    for each in _nested(triple):
        if each.predicate.value in _SYNTAX:
            raise _not_in_xml(each, "RDF/XML has another meaning for a word of it")
        if not _ends_in_name(each.predicate.value):
            raise _not_in_xml(each, "the predicate does not end in an XML name")
        if isinstance(each.object, Literal) and _NO_CHAR.search(each.object.value):
            raise _not_in_xml(each, "the literal has a control character")


def _ends_in_name(iri: str) -> bool:
    """Tell whether an IRI ends in a name, in the eyes of older readers too.

    The fifth edition of XML 1.0 allows more letters than those before, and than expat.
    """
    found = _NAME.search(iri)
    if found is None or found[0].isascii():
        return found is not None
    try:
        expat.ParserCreate().Parse(f"<{found[0]}/>".encode(), True)  # noqa: FBT003 # it takes no name
    except expat.ExpatError:
        return False
    return True


def _nested(triple: Triple) -> Iterator[Triple]:
    yield triple
    if isinstance(triple.object, Triple):
        yield from _nested(triple.object)


def _not_in_xml(triple: Triple, problem: str) -> FormatError:
    known = tuple(form.name for form in GRAPH_FORMATS if form.name != "rdf")
    text = str(triple)
    quoted = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
    return FormatError("rdf", known, f"cannot hold this graph ({problem}: {quoted})")


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
