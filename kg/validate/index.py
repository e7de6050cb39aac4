"""Triples sorted so that a node's values are at hand, and what literals mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.errors import ValidationError
from kg.names import Names

Term = NamedNode | BlankNode | Literal | Triple
Index = Mapping[NamedNode, Mapping[Term, Sequence[Term]]]
"""Predicate → subject → objects; a triple that stands twice is there twice."""

_XSD = Names().prefixes["xsd"]
INTEGER = NamedNode(_XSD + "integer")
STRING = NamedNode(_XSD + "string")
_DIGITS = re.compile(r"[+-]?[0-9]+")


def indexed(triples: Iterable[Triple | Quad]) -> Index:
    """Sort triples by predicate and subject; graph names do not count.

    Raises ValidationError for a triple term, which SHACL does not know.
    """
    found: dict[NamedNode, dict[Term, list[Term]]] = {}
    seen: dict[Term, Term] = {}  # most terms come often: one of each takes less room
    for triple in triples:
        if isinstance(triple.object, Triple):
            raise ValidationError((f"{triple.object}: SHACL knows no triple terms",))
        subject, value = triple.subject, triple.object
        subjects = found.setdefault(triple.predicate, {})
        values = subjects.setdefault(seen.setdefault(subject, subject), [])
        values.append(seen.setdefault(value, value))
    return found


def text(term: Term) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def number(term: Term) -> int | None:
    """Read an xsd:integer; None for another term, or for one that is ill-typed."""
    if not isinstance(term, Literal) or term.datatype != INTEGER:
        return None
    return int(term.value) if _DIGITS.fullmatch(term.value) else None
