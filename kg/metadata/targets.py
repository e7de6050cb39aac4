"""The datasets that the graph links to, as ontology/dataset.ttl has them."""

from __future__ import annotations

from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from kg.metadata.figures import Target
from kg.names import Names
from kg.rdf import source_quads
from kg.rdf.terms import iri
from ontology import FILES

DATASET = FILES.joinpath("dataset.ttl")


@lru_cache(maxsize=4)
def targets(names: Names) -> Target:
    """Make a function that tells which of those datasets a node belongs to.

    >>> targets(Names())(NamedNode("https://omim.org/entry/300751"))
    <NamedNode value=https://w3id.org/mendelgraph/.well-known/void#omim>
    >>> targets(Names())(NamedNode("https://example.org/300751"))
    """
    spaces = {
        quad.object.value: quad.subject
        for quad in source_quads(DATASET, names)
        if quad.predicate == iri("void:uriSpace")
        and isinstance(quad.object, Literal)
        and isinstance(quad.subject, NamedNode)
    }
    starts = tuple(sorted(spaces, key=len, reverse=True))

    def target(node: NamedNode) -> NamedNode | None:
        if not node.value.startswith(starts):
            return None
        return next(spaces[s] for s in starts if node.value.startswith(s))

    return target
