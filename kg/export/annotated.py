"""Statements as RDF 1.2 has them: a reifier of a triple, instead of its three parts.

RDF 1.2 Concepts, section 1.5: `<statement> rdf:reifies <<( s p o )>>` says of what the
statement speaks without asserting it, as `rdf:subject`, `predicate` and `object` did.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Triple

from kg.names import named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PARTS = ("rdf:subject", "rdf:predicate", "rdf:object")


def annotated(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Replace the parts of each statement by what it reifies.

    The triples of a subject stand together, as a store gives them.
    """
    for subject, group in groupby(triples, key=lambda triple: triple.subject):
        yield from _of_subject(subject, tuple(group))


def _of_subject(
    subject: NamedNode | BlankNode | Triple, triples: tuple[Triple, ...]
) -> Iterator[Triple]:
    told = {triple.predicate: triple.object for triple in triples}
    first, predicate, last = (told.get(named(part)) for part in _PARTS)
    if (
        not isinstance(first, NamedNode | BlankNode)
        or not isinstance(predicate, NamedNode)
        or last is None
    ):
        yield from triples
        return
    parts = {named(part) for part in _PARTS}
    marker = Triple(subject, named("rdf:type"), named("rdf:Statement"))
    yield Triple(subject, named("rdf:reifies"), Triple(first, predicate, last))
    yield from (t for t in triples if t.predicate not in parts and t != marker)
