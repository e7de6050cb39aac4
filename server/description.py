"""The SPARQL 1.1 Service Description, for a GET that asks nothing."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from kg.formats import GRAPH_FORMATS, RESULT_FORMATS
from kg.names import Names
from kg.store import Store
from server.limits import limit_iri
from server.settings import Settings

# Unique URIs for File Formats: how the service description names a format
_FORMATS = "http://www.w3.org/ns/formats/"
_FORMAT_NAMES = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "trig": "TriG",
    "nt": "N-Triples",
    "nq": "N-Quads",
    "rdf": "RDF_XML",
    "jsonld": "JSON-LD",
}


def describe(
    store: Store, endpoint: str, syntax: RdfFormat, settings: Settings
) -> bytes:
    """Write what the endpoint is, what it understands, and the graphs it holds."""
    names = store.names
    prefixes = {"sd": names.prefixes["sd"], "formats": _FORMATS}
    rows = (
        Triple(NamedNode(subject), _iri(names, predicate), NamedNode(obj))
        for subject, predicate, obj in _triples(store, endpoint, settings)
    )
    return serialize(rows, format=syntax, prefixes=prefixes) or b""


def _triples(
    store: Store, endpoint: str, settings: Settings
) -> Iterator[tuple[str, str, str]]:
    sd = store.names.prefixes["sd"]
    service, dataset = f"{endpoint}#service", f"{endpoint}#dataset"
    yield service, "rdf:type", sd + "Service"
    yield service, "sd:endpoint", endpoint
    yield service, "sd:supportedLanguage", sd + "SPARQL11Query"
    if settings.credentials:
        yield service, "sd:supportedLanguage", sd + "SPARQL11Update"
    if settings.max_rows:
        limit = limit_iri(endpoint, settings.max_rows)
        yield service, "sd:feature", limit
        yield limit, "rdf:type", sd + "Feature"
    for form in (*RESULT_FORMATS, *GRAPH_FORMATS):
        yield service, "sd:resultFormat", _FORMATS + _FORMAT_NAMES[form.name]
    yield service, "sd:defaultDataset", dataset
    yield dataset, "rdf:type", sd + "Dataset"
    yield dataset, "sd:defaultGraph", f"{endpoint}#default"
    yield f"{endpoint}#default", "rdf:type", sd + "Graph"
    for graph in _named_graphs(store):
        named = f"{endpoint}#{graph.removeprefix(store.names.graph('').value)}"
        yield dataset, "sd:namedGraph", named
        yield named, "rdf:type", sd + "NamedGraph"
        yield named, "sd:name", graph


def _named_graphs(store: Store) -> list[str]:
    found = store.quads.named_graphs()
    return sorted(graph.value for graph in found if isinstance(graph, NamedNode))


def _iri(names: Names, curie: str) -> NamedNode:
    return names.iri(names.parse_curie(curie))
