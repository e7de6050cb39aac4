"""The questions as SHACL executables, in the form in which SIB publishes examples.

Which endpoint they are for is told by the server, which alone knows its address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad, Triple

import queries
from kg.metadata.catalogue import prefixes_node
from kg.names import Names
from kg.rdf import Pair, quads
from kg.rdf.terms import iri, text
from kg.store import Store, first_word

_KINDS = {
    "SELECT": ("sh:SPARQLSelectExecutable", "sh:select"),
    "ASK": ("sh:SPARQLAskExecutable", "sh:ask"),
    "CONSTRUCT": ("sh:SPARQLConstructExecutable", "sh:construct"),
    "DESCRIBE": ("spex:SPARQLDescribeExecutable", "spex:describe"),
}

_SERVICE = r"\bSERVICE\s+(?:SILENT\s+)?<([^>]+)>"


def example_quads(names: Names) -> Iterator[Quad]:
    """Write each question with what it asks, its keywords and its text."""
    for name in queries.names():
        yield from quads(
            _example(name, names), _pairs(name, names), names.graph("metadata")
        )


def examples_in(store: Store) -> Iterator[Triple]:
    """Read the questions of a graph."""
    find, graph = store.quads.quads_for_pattern, store.names.graph("metadata")
    kind = iri("sh:SPARQLExecutable")
    for example in find(None, iri("rdf:type"), kind, graph):
        yield from (q.triple for q in find(example.subject, None, None, graph))


def _pairs(name: str, names: Names) -> Iterator[Pair]:
    query = queries.bare(name)
    kind, predicate = _KINDS[first_word(query)]
    yield "rdf:type", iri("sh:SPARQLExecutable")
    yield "rdf:type", iri(kind)
    yield "rdfs:comment", Literal(queries.summary(name), language="en")
    yield "sh:prefixes", prefixes_node(names)
    yield predicate, text(query)
    for other in re.findall(_SERVICE, query, re.IGNORECASE):
        yield "spex:federatesWith", NamedNode(other)
    for keyword in queries.keywords(name):
        yield "schema:keywords", text(keyword)


def _example(name: str, names: Names) -> NamedNode:
    return NamedNode(f"{names.base}.well-known/sparql-examples#{name}")
