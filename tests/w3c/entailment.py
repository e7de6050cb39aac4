"""What a W3C case asks of a reasoner, and how an answer is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Quad, RdfFormat, Store, Triple, parse

from kg.names import named
from kg.reason import Reasoner

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".rdf": RdfFormat.RDF_XML,
}


def read(path: Path) -> list[Triple]:
    """Read a graph."""
    quads = parse(
        path=path, format=FORMATS[path.suffix], base_iri="http://example.org/"
    )
    return [quad.triple for quad in quads]


def close(*graphs: Iterable[Triple]) -> tuple[list[Triple], bool]:
    """Give the closure of graphs, and whether it is consistent."""
    premise = [triple for graph in graphs for triple in graph]
    reasoner = Reasoner(premise, full=True)
    return [*premise, *reasoner.inferred()], not reasoner.clashes()


def simply_entails(graph: Iterable[Triple], conclusion: Iterable[Triple]) -> bool:
    """Tell whether a graph has the conclusion, blank nodes read as variables."""
    names: dict[BlankNode, str] = {}

    def write(term: object) -> str:
        if isinstance(term, BlankNode):
            return names.setdefault(term, f"?v{len(names)}")
        if isinstance(term, Triple):
            return f"<<( {' '.join(map(write, term))} )>>"
        return str(term)

    store = Store()
    store.extend(Quad(*triple) for triple in graph)
    pattern = " . ".join(" ".join(map(write, triple)) for triple in conclusion)
    return bool(store.query(f"ASK {{ {pattern} }}"))


_DECLARED = [
    *("owl:Ontology", "owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty"),
    *("owl:NamedIndividual", "owl:AnnotationProperty", "owl:Restriction"),
    *("rdfs:Datatype", "rdf:Property"),
]


def without_declarations(graph: Iterable[Triple]) -> list[Triple]:
    """Leave out headers and declarations: they claim nothing."""
    kinds = [named(curie) for curie in _DECLARED]
    return [
        triple
        for triple in graph
        if triple.object not in kinds and triple.predicate != named("owl:imports")
    ]
