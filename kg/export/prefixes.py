"""Which prefixes of the one table a file makes use of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Quad, Triple

    from kg.names import Names

# one search for each mark that may stand before: they are quicker than one for all
_PREFIXED = tuple(
    re.compile(mark + rb"([A-Za-z][^\s:/<>\"]*):")
    for mark in (b" ", b"\t", b"\n", rb"\^")
)


def used_prefixes(rows: Iterable[Quad | Triple], names: Names) -> dict[str, str]:
    """Choose the prefixes that the rows make use of, in alphabetical order."""
    iris = {term.value for row in rows for term in row if isinstance(term, NamedNode)}
    found = {reference.prefix for iri in iris if (reference := names.reference(iri))}
    return {prefix: names.prefixes[prefix] for prefix in sorted(found)}


def seen_prefixes(turtle: bytes) -> set[bytes]:
    r"""List what stands before a colon in Turtle; words of literals may be among it.

    >>> sorted(seen_prefixes(b'hgnc:397 a mg:Gene ;\n\tmg:x "1"^^xsd:date , <http://e>'))
    [b'hgnc', b'mg', b'xsd']
    """
    text = b"\n" + turtle
    return set().union(*(marked.findall(text) for marked in _PREFIXED))


def declarations(prefixes: Iterable[bytes], table: Mapping[str, str]) -> bytes:
    """Declare those prefixes that the table has, in alphabetical order."""
    known = sorted(p for prefix in prefixes if (p := prefix.decode()) in table)
    return b"".join(f"@prefix {p}: <{table[p]}> .\n".encode() for p in known)
