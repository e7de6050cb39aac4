"""The datasets that the graph links to, as ontology/dataset.ttl has them."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from kg.metadata.figures import Target
from kg.names import Names
from kg.rdf import source_quads
from kg.rdf.terms import iri
from ontology import FILES

DATASET = FILES.joinpath("dataset.ttl")


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
    known = {p: spaces[space] for p, space in names.prefixes.items() if space in spaces}

    def target(node: NamedNode) -> NamedNode | None:
        reference = names.reference(node.value)
        return known.get(reference.prefix) if reference else None

    return target
