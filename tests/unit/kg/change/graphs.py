"""Small graphs to change, and what must be so of every graph."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse

from kg.entailment import Entailment
from kg.names import Names
from kg.reason import infer
from kg.store import Store, create

NAMES = Names()
HEADER = "".join(f"@prefix {p}: <{n}> .\n" for p, n in NAMES.prefixes.items())
ONTOLOGY = """
mg:partOf a owl:TransitiveProperty . mg:causes owl:inverseOf mg:causedBy .
mg:hasCausalGene owl:propertyChainAxiom ( mg:causedBy mg:mutationOf ) .
mg:Enzyme rdfs:subClassOf mg:GeneProduct . mg:catalyses rdfs:domain mg:Enzyme .
mg:Enzyme owl:disjointWith mg:Step .
"""
PAGE = """
mutation:m mg:causes condition:c ; mg:mutationOf gene:g .
step:a mg:partOf step:b . step:b mg:partOf pathway:p .
"""


def triples(turtle: str) -> list[Triple]:
    return [quad.triple for quad in parse(HEADER + turtle, format=RdfFormat.TURTLE)]


def make(location: Path, **pages: str) -> None:
    """Build a graph of an ontology and pages, as the pipeline does."""
    parts = {
        NAMES.graph("ontology"): ONTOLOGY,
        NAMES.graph("evidence"): "statement:s mg:polarity 'positive' .",
        **{NAMES.graph("doc", name): turtle for name, turtle in pages.items()},
    }
    with create(location) as draft:
        draft.add(
            Quad(t.subject, t.predicate, t.object, graph)
            for graph, turtle in parts.items()
            for t in triples(turtle)
        )
        entailment = Entailment()
        entailment.begin(draft)
        entailment.take_over(draft)
        draft.commit({"graphs": {}})


def content(store: Store, graph: NamedNode | DefaultGraph) -> set[Triple]:
    found = store.quads.quads_for_pattern(None, None, None, graph)
    return {quad.triple for quad in found}


def asserted(store: Store) -> set[Triple]:
    """Give what the asserted graphs say, looked up one by one."""
    ours = {NAMES.graph(name) for name in ("inferred", "evidence", "metadata")}
    return {
        quad.triple
        for quad in store.quads
        if quad.graph_name not in {*ours, DefaultGraph()}
    }


def check(store: Store) -> None:
    """Assert that a graph is in step with itself."""
    stated = asserted(store)
    assert stated == content(store, DefaultGraph())
    assert set(infer(stated)) == content(store, NAMES.graph("inferred"))
