"""How a graph calls its terms: by label, by CURIE, or as they are."""

from __future__ import annotations

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kg.names import named
from kg.reason.terms import Term
from kg.store import Store


def label(store: Store, term: Term) -> str:
    """Call a node by its label, else by its CURIE; a literal by its value."""
    if isinstance(term, Literal):
        return term.value
    if not isinstance(term, NamedNode):
        return str(term)
    labels = store.quads.quads_for_pattern(
        term, named("rdfs:label"), None, DefaultGraph()
    )
    names = (quad.object.value for quad in labels if isinstance(quad.object, Literal))
    return min(names, default=store.names.curie(term.value))


def curie(store: Store, term: Term) -> str:
    """Write a node as a CURIE, another term as Turtle has it."""
    return store.names.curie(term.value) if isinstance(term, NamedNode) else str(term)
