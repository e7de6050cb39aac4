"""Axioms that another reasoner found: those that the rules do not derive."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from pyoxigraph import Triple

from kg.reason.reasoner import Reasoner


def beyond(triples: Iterable[Triple], found: Collection[Triple]) -> tuple[Triple, ...]:
    """Keep of what was found what does not follow from triples by the rules, in order.

    >>> from kg.names import named
    >>> a, b, c = (named(f"obo:{name}") for name in "ABC")
    >>> below = named("rdfs:subClassOf")
    >>> stated = [Triple(a, below, b), Triple(b, below, c)]
    >>> for triple in beyond(stated, [Triple(a, below, c), Triple(c, below, a)]):
    ...     print(triple.subject.value)
    http://purl.obolibrary.org/obo/C
    """
    stated = list(triples) if found else []
    known = {*stated, *Reasoner(stated).inferred()} if found else set()
    return tuple(sorted((triple for triple in found if triple not in known), key=str))
