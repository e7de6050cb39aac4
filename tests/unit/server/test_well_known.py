"""Descriptions for machines: of the service, the dataset, and the examples."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyoxigraph
import pyshacl
import pytest
import rdflib
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, parse

import queries
from kg.formats import GRAPH_FORMATS
from kg.names import Names
from kg.store import Store
from server.app import create_app
from server.description import FUNCTIONS
from server.settings import Settings

NAMES = Names()
SHAPE = rdflib.Graph().parse(Path(__file__).with_name("example_shape.ttl"))
ADDRESSES = ("/sparql", "/.well-known/void", "/.well-known/sparql-examples")
ENDPOINT = NamedNode("http://localhost/sparql")
DATASET = "<https://w3id.org/mendelgraph/.well-known/void#dataset>"


@pytest.fixture(name="whole")
def _whole(bundled: Store) -> FlaskClient:
    """Serve the graph of the bundled pages."""
    return create_app(bundled, Settings()).test_client()


def described(client: FlaskClient, path: str) -> Store:
    """Read what a path gives, to be asked."""
    memory = pyoxigraph.Store()
    memory.extend(parse(client.get(path).data, format=RdfFormat.TURTLE))
    return Store(NAMES, memory, {}, Path())


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("form", GRAPH_FORMATS, ids=lambda form: form.name)
def test_every_form_says_the_same(whole: FlaskClient, path: str, form: object) -> None:
    """A description is negotiated; all its forms have the same triples."""
    assert isinstance(form, type(GRAPH_FORMATS[0]))
    answer = whole.get(path, headers={"Accept": form.media_type})
    turtle = parse(whole.get(path).data, format=RdfFormat.TURTLE)

    assert form.media_type == answer.mimetype
    expected = {q.triple for q in turtle}
    assert expected == {q.triple for q in parse(answer.data, format=form.syntax)}


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("accept", ["*/*", "", "application/n-quads,*/*;q=0.1"])
def test_whoever_takes_anything_gets_rdf(
    whole: FlaskClient, path: str, accept: str
) -> None:
    """Wildcards never yield a page."""
    headers = {"Accept": accept} if accept else {}

    assert "html" not in (whole.get(path, headers=headers).mimetype or "html")


def test_the_service_is_described(whole: FlaskClient) -> None:
    """Endpoint, language, formats and entailment; what cannot be done is not there."""
    found = described(whole, "/sparql")
    (service,) = found.select("""SELECT ?endpoint ?language ?regime ?profile {
        ?s a sd:Service ; sd:endpoint ?endpoint ; sd:supportedLanguage ?language ;
          sd:defaultEntailmentRegime ?regime ;
          sd:defaultSupportedEntailmentProfile ?profile }""")

    assert {
        "endpoint": ENDPOINT,
        "language": NamedNode(NAMES.prefixes["sd"] + "SPARQL11Query"),
        "regime": NamedNode("http://www.w3.org/ns/entailment/OWL-RDF-Based"),
        "profile": NamedNode("http://www.w3.org/ns/owl-profile/RL"),
    } == service
    assert [] == found.select("SELECT ?f { ?s sd:inputFormat|sd:feature ?f }")


def test_a_service_that_is_writable_says_so(bundled: Store, tmp_path: Path) -> None:
    """Then it takes updates, and graphs in every format of RDF."""
    settings = Settings(credentials=str(tmp_path / "writers.txt"))
    found = described(create_app(bundled, settings).test_client(), "/sparql")

    assert len(GRAPH_FORMATS) == len(found.select("SELECT ?f { ?s sd:inputFormat ?f }"))
    updates = NamedNode(NAMES.prefixes["sd"] + "SPARQL11Update")
    languages = found.select("SELECT ?l { ?s sd:supportedLanguage ?l }")
    assert {"l": updates} in languages


def test_a_service_that_asks_others_says_so(bundled: Store) -> None:
    """Where SERVICE may be used, federation is a feature."""
    settings = Settings(service=("https://example.org/sparql",))
    found = described(create_app(bundled, settings).test_client(), "/sparql")

    feature = NamedNode(NAMES.prefixes["sd"] + "BasicFederatedQuery")
    assert [{"f": feature}] == found.select("SELECT ?f { ?s sd:feature ?f }")


def test_every_graph_is_named_and_counted(whole: FlaskClient, bundled: Store) -> None:
    """The default dataset lists the graphs of the store, each with its size."""
    found, find = described(whole, "/sparql"), bundled.quads.quads_for_pattern
    rows = found.select("""SELECT ?g ?n {
        ?s sd:defaultDataset/sd:namedGraph ?named .
        ?named sd:name ?g ; sd:graph/void:triples ?n ; sd:entailmentRegime ?regime }""")

    assert {str(row["g"]): int(row["n"].value) for row in rows} == {
        str(graph): len(list(find(None, None, None, graph)))
        for graph in bundled.quads.named_graphs()
    }


def test_the_dataset_is_described(whole: FlaskClient) -> None:
    """Terms of use, citation, version and date, where to ask, and what it is about."""
    found = described(whole, "/.well-known/void")
    (row,) = found.select(f"""SELECT ?licence ?summary ?endpoint ?creator {{
        {DATASET} a void:Dataset , dcat:Dataset ; dcterms:license ?licence ;
          dcterms:title ?title ; dcterms:bibliographicCitation ?cited ;
          dcterms:issued ?issued ; pav:version ?version ; dcat:version ?version ;
          dcat:isVersionOf ?summary ; void:sparqlEndpoint ?endpoint ;
          dcterms:creator/foaf:name ?creator . ?summary dcat:hasCurrentVersion {DATASET}
        }}""")

    assert ENDPOINT == row["endpoint"]
    assert "https://creativecommons.org/licenses/by/4.0/" == row["licence"].value
    assert "MendelGraph" == row["creator"].value


def test_the_dumps_are_where_it_says(whole: FlaskClient, bundled: Store) -> None:
    """The address of a dump gives the triples of what it is a dump of."""
    found = described(whole, "/.well-known/void")
    size = bundled.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0]["n"]
    ontology = f"<{NAMES.graph('ontology').value}>"
    kind = "<https://www.iana.org/assignments/media-types/text/turtle>"
    (whole_graph,) = found.select(
        f"SELECT ?at ?n {{ {DATASET} void:dataDump ?at ; void:triples ?n . "
        f"?at dcat:mediaType {kind} }}"
    )
    (part,) = found.select(
        f"SELECT ?at ?n {{ {ontology} void:dataDump ?at ; void:triples ?n }}"
    )
    packed = whole.get(whole_graph["at"].value).data
    dumped = list(parse(gzip.decompress(packed), format=RdfFormat.TURTLE))
    terms = list(parse(whole.get(part["at"].value).data, format=RdfFormat.TURTLE))

    assert (size.value, size) == (str(len(dumped)), whole_graph["n"])
    assert int(part["n"].value) == len(terms)


def test_the_pages_are_told_with_their_dates(
    whole: FlaskClient, bundled: Store
) -> None:
    """Each page is the source of its graph, and has the dates that it gives."""
    found = described(whole, "/.well-known/void")
    text = """SELECT ?page ?how ?date {
        VALUES ?how { mg:reviewed mg:published mg:updated } ?page ?how ?date }"""
    expected = sorted(map(str, bundled.select(text)))

    assert expected == sorted(map(str, found.select(text)))
    sources = found.select("SELECT ?p { ?g sd:name ?g ; dcterms:source ?p }")
    pages = {row["p"].value for row in sources}
    assert {NAMES.prefixes["document"] + name for name in graph_names(bundled)} <= pages


def graph_names(store: Store) -> list[str]:
    start = NAMES.graph("doc", "").value
    names = (str(getattr(g, "value", "")) for g in store.quads.named_graphs())
    return [name.removeprefix(start) for name in names if name.startswith(start)]


def test_the_vocabularies_are_those_in_use(whole: FlaskClient) -> None:
    """A vocabulary is named that a class or a property of the graph is of."""
    found = described(whole, "/.well-known/void")
    rows = found.select(f"SELECT ?v {{ {DATASET} void:vocabulary ?v }}")
    used = {row["v"].value for row in rows}

    assert {NAMES.prefixes[name] for name in ("mg", "rdfs", "skos", "biolink")} <= used
    assert NAMES.prefixes["sh"] not in used


def test_the_examples_are_the_questions(whole: FlaskClient) -> None:
    """Each question is there with its summary, its text and the endpoint it is for."""
    found = described(whole, "/.well-known/sparql-examples")
    rows = found.select("""SELECT ?example ?comment ?query {
        ?example a sh:SPARQLExecutable , sh:SPARQLSelectExecutable ;
          rdfs:comment ?comment ; sh:select ?query ; schema:target ?endpoint }""")

    assert {
        (name, queries.summary(name), queries.bare(name)) for name in queries.names()
    } == {
        (r["example"].value.partition("#")[2], r["comment"].value, r["query"].value)
        for r in rows
    }


def test_the_examples_have_the_shape_of_sib(whole: FlaskClient) -> None:
    """What the tools of the Swiss Institute of Bioinformatics check, in our words."""
    data = rdflib.Graph().parse(whole.get("/.well-known/sparql-examples").data)
    conforms, _, report = pyshacl.validate(data, shacl_graph=SHAPE)

    assert conforms, report


@pytest.mark.parametrize("left_out", ["rdfs:comment", "schema:target", "sh:select"])
def test_the_shape_finds_what_is_missing(whole: FlaskClient, left_out: str) -> None:
    """An example without its text, its comment or its target is refused."""
    data = rdflib.Graph().parse(whole.get("/.well-known/sparql-examples").data)
    data.remove(
        (None, rdflib.URIRef(NAMES.iri(NAMES.parse_curie(left_out)).value), None)
    )
    conforms, _, _ = pyshacl.validate(data, shacl_graph=SHAPE)

    assert not conforms


@pytest.mark.parametrize("path", ADDRESSES)
def test_the_prefixes_are_declared(whole: FlaskClient, path: str) -> None:
    """The table of prefixes is part of every description."""
    rows = described(whole, path).select("""SELECT ?prefix ?namespace {
        [] sh:declare [ sh:prefix ?prefix ; sh:namespace ?namespace ] }""")

    assert NAMES.prefixes == {r["prefix"].value: r["namespace"].value for r in rows}


def test_the_engine_has_the_functions(bundled: Store) -> None:
    """Each extension function that is named is one that queries may call."""
    geo = "http://www.opengis.net/def/function/geosparql/"
    for name in FUNCTIONS.split():
        assert [{}] == bundled.select(f"SELECT (<{geo}{name}>(1) AS ?x) {{}}")


def test_a_browser_can_read_it(whole: FlaskClient) -> None:
    """Who ranks HTML first gets Turtle as text."""
    answer = whole.get("/.well-known/void", headers={"Accept": "text/html"})

    assert "text/plain; charset=utf-8" == answer.content_type


def test_what_none_can_read_is_refused(whole: FlaskClient) -> None:
    """An Accept of no RDF syntax is not acceptable."""
    headers = {"Accept": "image/png"}

    assert 406 == whole.get("/.well-known/void", headers=headers).status_code


def test_no_markup_of_the_client_comes_back(whole: FlaskClient) -> None:
    """The name that a client has for the host is not taken as it is."""
    answer = whole.get("/.well-known/void", headers={"Host": 'a<b>"c'})

    assert b"a<b" not in answer.data


COMPLETIONS = """
SELECT ?class ?label ?property ?triples ?kind
FROM <https://w3id.org/mendelgraph/graph/metadata>
FROM <https://w3id.org/mendelgraph/graph/ontology> {
  [] void:classPartition ?partition .
  ?partition void:class ?class ; void:propertyPartition ?part .
  ?part void:property ?property ; void:triples ?triples .
  OPTIONAL {
    ?part void:classPartition/void:class|void-ext:datatypePartition/void-ext:datatype
      ?kind
  }
  OPTIONAL { ?class rdfs:label ?label }
}"""


def test_an_editor_can_complete(whole: FlaskClient, bundled: Store) -> None:
    """Class, its properties, what these lead to, and how often: by a plain query."""
    answer = whole.get("/sparql", query_string={"query": COMPLETIONS})
    mg = NAMES.prefixes["mg"]
    found = answer.get_json(force=True)["results"]["bindings"]
    rows = [row for row in found if row["class"]["value"] == mg + "Gene"]
    (encodes,) = bundled.select(
        "SELECT (COUNT(*) AS ?n) { ?s a mg:Gene ; mg:encodes ?o }"
    )

    assert ("gene", encodes["n"].value, mg + "GeneProduct") in {
        (r["label"]["value"], r["triples"]["value"], r["kind"]["value"])
        for r in rows
        if r["class"]["value"] == mg + "Gene"
        and r["property"]["value"] == mg + "encodes"
    }


def test_an_editor_can_complete_by_the_description(whole: FlaskClient) -> None:
    """Who looks for metadata in the service description is led to the same."""
    service = described(whole, "/sparql")
    places = service.select("SELECT ?at { ?s a sd:Service ; rdfs:seeAlso ?at }")
    void, examples = sorted((row["at"].value for row in places), reverse=True)
    mg = NAMES.prefixes["mg"]
    rows = described(whole, void).select("""SELECT ?kind {
        ?cp void:class mg:Gene ; void:propertyPartition ?pp .
        ?pp void:property mg:encodes ; void:classPartition [ void:class ?kind ] }""")
    questions = described(whole, examples).select("""SELECT ?q ?comment {
        ?q a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask ?query }""")

    assert {"kind": NamedNode(mg + "GeneProduct")} in rows
    assert len(queries.names()) == len(questions)


def test_the_service_description_is_small(whole: FlaskClient) -> None:
    """It is part of the whole, to which it leads for how classes use properties."""
    answer = whole.get("/sparql")
    small, large = (
        set(parse(whole.get(path).data, format=RdfFormat.TURTLE))
        for path in ADDRESSES[:2]
    )
    node = NamedNode(f"{ENDPOINT.value}#service")
    beyond = {t for t in small - large if t.subject != node}

    assert set() == beyond
    assert len(small) < len(large) / 2
    assert '</.well-known/void>; rel="describedby"' == answer.headers["Link"]


def test_an_editor_can_abbreviate(whole: FlaskClient) -> None:
    """The prefix table can be had by a plain query, too."""
    text = """SELECT ?prefix ?namespace
        FROM <https://w3id.org/mendelgraph/graph/metadata>
        { [] sh:prefix ?prefix ; sh:namespace ?namespace }"""
    rows = whole.get("/sparql", query_string={"query": text}).get_json(force=True)

    assert NAMES.prefixes == {
        row["prefix"]["value"]: row["namespace"]["value"]
        for row in rows["results"]["bindings"]
    }
