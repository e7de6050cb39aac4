"""What a file says, as triples, and what it calls itself."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import GraphError, PrefixError
from kg.names import Names, named


@dataclass(frozen=True, slots=True)
class Imported:
    """The triples of a file, its form, and the title and version that it states.

    `left` counts what has no place among them, by what it is.
    """

    triples: tuple[Triple, ...]
    form: str
    title: str = ""
    version: str = ""
    left: tuple[tuple[str, int], ...] = ()


def labelled(node: NamedNode, kind: str, label: str, names: Names) -> list[Triple]:
    """Say what a node is and how it is called."""
    return [
        Triple(node, named("rdf:type"), named(kind)),
        Triple(node, named("rdfs:label"), Literal(label)),
        Triple(node, named("dcterms:identifier"), Literal(names.curie(node.value))),
    ]


def node_of(curie: str, names: Names, source: str, line: int) -> NamedNode:
    """Expand a CURIE or take an IRI; raises GraphError with the line."""
    try:
        if curie.startswith(("http://", "https://")):
            return NamedNode(curie)
        return names.iri(names.parse_curie(curie))
    except (PrefixError, ValueError) as error:
        raise GraphError(source, f"line {line}: {error}") from error
