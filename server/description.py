"""What the endpoint is, and what it holds: one description, for whoever asks.

Nothing is counted here: the metadata graph holds the figures of the generation that is
served. What only the server knows is added: addresses, formats, and when the generation
came to be. To write both takes 20 to 40 ms for the 17,000 triples of 650 pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from urllib.parse import quote, urljoin

from pyoxigraph import Literal, NamedNode, Triple

from kg.formats import GRAPH_FORMATS, RESULT_FORMATS
from kg.metadata import ENTAILED, PROFILE, examples_in, graphs_node, prefixes_in
from kg.rdf import dataset_node
from kg.rdf.terms import iri
from kg.store import Store
from server.distributions import Distribution, media_type, triples_of
from server.limits import limit_iri

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
_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_GEO = "http://www.opengis.net/def/function/geosparql/"
FUNCTIONS = (
    "area asGeoJSON centroid convexHull coordinateDimension difference dimension "
    "distance ehContains ehCoveredBy ehCovers ehDisjoint ehEquals ehInside ehMeet "
    "ehOverlap envelope getSRID intersection isEmpty isSimple length perimeter rcc8dc "
    "rcc8ec rcc8eq rcc8ntpp rcc8ntppi rcc8po rcc8tpp rcc8tppi relate sfContains "
    "sfCrosses sfDisjoint sfEquals sfIntersects sfOverlaps sfTouches sfWithin "
    "spatialDimension symDifference union"
)
"""The functions of GeoSPARQL that the engine has, beside those of SPARQL."""
VOID = "/.well-known/void"
EXAMPLES = "/.well-known/sparql-examples"
_Pair = tuple[str, NamedNode | Literal]


@dataclass(frozen=True, slots=True)
class Access:
    """Where a graph is served, and how; `max_rows` of an answer, 0 for all.

    `has_service` tells whether some other endpoint may be asked from here, and `files`
    what all of the graph can be had as.
    """

    endpoint: str
    graph_store: str
    is_writable: bool
    max_rows: int
    has_service: bool
    files: tuple[Distribution, ...] = ()


def description(store: Store, access: Access) -> Iterator[Triple]:
    """Give the service and the dataset: SD, VoID, DCAT, prefixes, examples, quality."""
    metadata = store.names.graph("metadata")
    found = store.quads.quads_for_pattern(None, None, None, metadata)
    return chain(
        _service(store, access),
        _dataset(store, access),
        _targets(store, access),
        (quad.triple for quad in found),
    )


def service_description(store: Store, access: Access) -> Iterator[Triple]:
    """Give the service with its graphs and their sizes, and where all else is told.

    What SPARQL 1.1 Service Description has words for, what is said of the dataset
    itself, and the prefixes: a tenth of the whole.
    """
    find, metadata = store.quads.quads_for_pattern, store.names.graph("metadata")
    dataset, graphs = dataset_node(store.names), set(store.quads.named_graphs())
    sd = store.names.prefixes["sd"]
    kept = (
        quad.triple
        for quad in find(None, None, None, metadata)
        if quad.predicate.value.startswith(sd)
        or str(quad.object).startswith(f"<{sd}")
        or (quad.subject in graphs and quad.predicate == iri("void:triples"))
        or (quad.subject == dataset and isinstance(quad.object, Literal))
    )
    service, base = NamedNode(f"{access.endpoint}#service"), access.endpoint
    more = [
        Triple(service, iri("rdfs:seeAlso"), NamedNode(urljoin(base, place)))
        for place in (VOID, EXAMPLES)
    ]
    return chain(_service(store, access), more, kept, prefixes_in(store))


def examples(store: Store, access: Access) -> Iterator[Triple]:
    """Give the questions as SHACL executables, and the prefixes that they need."""
    found = chain(examples_in(store), _targets(store, access))
    return chain(sorted(found, key=str), prefixes_in(store))


def _service(store: Store, access: Access) -> Iterator[Triple]:
    service = NamedNode(f"{access.endpoint}#service")
    pairs: list[_Pair] = [
        ("rdf:type", iri("sd:Service")),
        ("rdf:type", iri("dcat:DataService")),
        ("sd:endpoint", NamedNode(access.endpoint)),
        ("dcat:endpointURL", NamedNode(access.endpoint)),
        ("dcat:servesDataset", dataset_node(store.names)),
        ("sd:supportedLanguage", iri("sd:SPARQL11Query")),
        ("sd:defaultDataset", graphs_node(store.names)),
        ("sd:defaultEntailmentRegime", ENTAILED),
        ("sd:defaultSupportedEntailmentProfile", PROFILE),
    ]
    graphs = [form.name for form in GRAPH_FORMATS]
    results = [*(form.name for form in RESULT_FORMATS), *graphs]
    pairs.extend(("sd:resultFormat", _format(name)) for name in results)
    if access.is_writable:
        pairs.append(("sd:supportedLanguage", iri("sd:SPARQL11Update")))
        pairs.extend(("sd:inputFormat", _format(name)) for name in graphs)
    if access.has_service:
        pairs.append(("sd:feature", iri("sd:BasicFederatedQuery")))
    functions = [NamedNode(_GEO + name) for name in FUNCTIONS.split()]
    pairs.extend(("sd:extensionFunction", function) for function in functions)
    yield from _triples(service, pairs)
    if access.max_rows:
        limit = NamedNode(limit_iri(access.endpoint, access.max_rows))
        yield Triple(service, iri("sd:feature"), limit)
        yield Triple(limit, iri("rdf:type"), iri("sd:Feature"))
    for function in functions:
        yield Triple(function, iri("rdf:type"), iri("sd:Function"))


def _dataset(store: Store, access: Access) -> Iterator[Triple]:
    """Say where the dataset can be had, and since when it is as it is."""
    dataset = dataset_node(store.names)
    dump = NamedNode(f"{access.endpoint}?query={quote(_ALL)}")
    yield from _triples(
        dataset,
        [
            ("void:sparqlEndpoint", NamedNode(access.endpoint)),
            ("dcat:distribution", dump),
            ("dcterms:issued", _issued(store)),
        ],
    )
    yield from _triples(
        dump,
        [
            ("rdf:type", iri("dcat:Distribution")),
            ("dcat:accessService", NamedNode(f"{access.endpoint}#service")),
            ("dcat:accessURL", dump),
            ("dcat:mediaType", media_type("text/turtle")),
        ],
    )
    yield from triples_of(dataset, access.files)
    for graph in store.quads.named_graphs():
        if isinstance(graph, NamedNode):
            part = NamedNode(f"{access.graph_store}?graph={quote(graph.value, '')}")
            yield Triple(graph, iri("void:dataDump"), part)


def _issued(store: Store) -> Literal:
    time = store.written.replace(microsecond=0).isoformat()
    return Literal(time, datatype=iri("xsd:dateTime"))


def _targets(store: Store, access: Access) -> Iterator[Triple]:
    """Say of each example which endpoint it is for."""
    target, endpoint = iri("schema:target"), NamedNode(access.endpoint)
    for node in dict.fromkeys(triple.subject for triple in examples_in(store)):
        yield Triple(node, target, endpoint)


def _format(name: str) -> NamedNode:
    return NamedNode(_FORMATS + _FORMAT_NAMES[name])


def _triples(subject: NamedNode, pairs: list[_Pair]) -> Iterator[Triple]:
    for predicate, term in pairs:
        yield Triple(subject, iri(predicate), term)
