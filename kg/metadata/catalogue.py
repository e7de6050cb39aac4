"""What the graph is, and which graphs it is made of (DCAT 3, HCLS, PAV, SD, PROV-O).

No time stands here: the same input gives the same graph, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, QueryTriples, Triple

from kg.metadata.targets import DATASET
from kg.model import Document, Reference
from kg.names import Names
from kg.rdf import Pair, dataset_node, quads, source_quads
from kg.rdf.terms import iri, text
from kg.store import Infer, Store, default_dataset

_ENTAILMENT = "http://www.w3.org/ns/entailment/"
STATED = NamedNode(_ENTAILMENT + "Simple")
ENTAILED = NamedNode(_ENTAILMENT + "OWL-RDF-Based")
PROFILE = NamedNode("http://www.w3.org/ns/owl-profile/RL")
_PAGES = """
CONSTRUCT { ?page dcterms:title ?title ; ?told ?value } {
  ?page a mg:Document ; dcterms:title ?title .
  OPTIONAL {
    VALUES ?told { dcterms:source mg:reviewed mg:published mg:updated }
    ?page ?told ?value
  }
}"""
_SUBJECTS = """
CONSTRUCT { ?page void:exampleResource ?node } {
  SELECT ?page ?node { ?page mg:describes ?node } ORDER BY ?node ?page LIMIT 10
}"""


def dataset_quads(
    documents: Iterable[Document], version: str, names: Names, run: Reference
) -> Iterator[Quad]:
    """Describe the dataset, what it was made from, and the run that made it."""
    graph, dataset = names.graph("metadata"), dataset_node(names)
    yield from source_quads(DATASET, names)
    number = f"{version}+{run.identifier}"
    cited = f"MendelGraph: genetics pages as a reasoned and explained graph, {number}."
    pairs: tuple[Pair, ...] = (
        ("dcat:version", text(number)),
        ("pav:version", text(number)),
        ("dcterms:bibliographicCitation", text(f"{cited} {names.base}")),
        ("void:uriSpace", text(names.base)),
        ("prov:wasGeneratedBy", names.iri(run)),
    )
    yield from quads(dataset, pairs, graph)
    activity: tuple[Pair, ...] = (
        ("rdf:type", iri("prov:Activity")),
        ("rdfs:label", text(f"mendel build {version}")),
        *(("prov:used", names.iri(document.id)) for document in documents),
    )
    yield from quads(names.iri(run), activity, graph)


def whole_quads(names: Names) -> Iterator[Quad]:
    """Say of what a query sees that names no graph that it is the default graph."""
    graph, dataset = names.graph("metadata"), dataset_node(names)
    yield from quads(dataset, [("rdf:type", iri("sd:Graph"))], graph)
    pairs: tuple[Pair, ...] = (
        ("rdf:type", iri("sd:Dataset")),
        ("sd:defaultGraph", dataset),
    )
    yield from quads(graphs_node(names), pairs, graph)
    for regime in (STATED, ENTAILED):
        kind = ("rdf:type", iri("sd:EntailmentRegime"))
        yield from quads(regime, [kind], graph)
    yield from quads(PROFILE, [("rdf:type", iri("sd:EntailmentProfile"))], graph)


def place_quads(graph: NamedNode, names: Names) -> Iterator[Quad]:
    """Say where a graph belongs: to those that a query sees, or beside them."""
    metadata, dataset = names.graph("metadata"), dataset_node(names)
    is_inferred = graph == names.graph("inferred")
    pairs: list[Pair] = [
        ("rdf:type", iri("sd:NamedGraph")),
        ("rdf:type", iri("sd:Graph")),
        ("sd:name", graph),
        ("sd:graph", graph),
        ("sd:entailmentRegime", ENTAILED if is_inferred else STATED),
    ]
    if is_inferred:
        pairs.append(("sd:supportedEntailmentProfile", PROFILE))
    page = graph.value.removeprefix(names.graph("doc", "").value)
    if page != graph.value:
        pairs.append(("dcterms:source", names.iri(Reference("document", page))))
    yield from quads(graph, pairs, metadata)
    yield from quads(graphs_node(names), [("sd:namedGraph", graph)], metadata)
    is_seen = graph not in {names.graph("evidence"), metadata}
    relation = "void:subset" if is_seen else "dcterms:relation"
    yield from quads(dataset, [(relation, graph)], metadata)


def graphs_node(names: Names) -> NamedNode:
    """Give the node that stands for all graphs together."""
    return NamedNode(names.base + ".well-known/void#graphs")


def page_quads(store: pyoxigraph.Store, names: Names) -> Iterator[Quad]:
    """Tell the pages with their addresses and dates, and some of their subjects."""
    graph, dataset = names.graph("metadata"), dataset_node(names)
    for triple in _construct(store, names, _PAGES):
        yield Quad(triple.subject, triple.predicate, triple.object, graph)
    for triple in _construct(store, names, _SUBJECTS):
        yield Quad(dataset, triple.predicate, triple.object, graph)


def prefix_quads(names: Names) -> Iterator[Quad]:
    """Declare the prefixes, as SHACL does (section 5.2.1)."""
    graph = names.graph("metadata")
    whole = prefixes_node(names)
    yield from quads(whole, [("rdf:type", iri("owl:Ontology"))], graph)
    for prefix, namespace in names.prefixes.items():
        node = NamedNode(f"{whole.value}#{prefix}")
        yield from quads(whole, [("sh:declare", node)], graph)
        pairs = (
            ("sh:prefix", text(prefix)),
            ("sh:namespace", Literal(namespace, datatype=iri("xsd:anyURI"))),
        )
        yield from quads(node, pairs, graph)


def prefixes_in(store: Store) -> Iterator[Triple]:
    """Read the prefixes that a graph declares."""
    find, graph = store.quads.quads_for_pattern, store.names.graph("metadata")
    whole = prefixes_node(store.names)
    for quad in find(whole, None, None, graph):
        yield quad.triple
        if isinstance(quad.object, NamedNode):
            yield from (q.triple for q in find(quad.object, None, None, graph))


def prefixes_node(names: Names) -> NamedNode:
    """Give the node that declares the prefixes."""
    return NamedNode(names.base + "prefixes")


def _construct(store: pyoxigraph.Store, names: Names, text: str) -> QueryTriples:
    found = store.query(
        text,
        prefixes=names.prefixes,
        default_graph=[*default_dataset(names, Infer.TRUE)],
    )
    return cast("QueryTriples", found)
