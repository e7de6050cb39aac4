"""What other libraries ask: rdflib, pyoxigraph, pandas, Signposting."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pyoxigraph
import pytest
import signposting
import sparql_dataframe
from pyoxigraph import QuerySolutions
from rdflib import RDF, VOID, Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from kg.formats import GRAPH_FORMATS
from tests.unit.server.serving import Served

GENE = "http://identifiers.org/hgnc/397"
PREFIXES = """PREFIX mg: <https://w3id.org/mendelgraph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
QUERY = f"{PREFIXES} SELECT ?gene {{ ?gene a mg:Gene ; rdfs:label 'ALAS2' }}"
SERVICE = f"""{PREFIXES} SELECT ?gene {{
  SERVICE <%s> {{ ?gene rdfs:label 'ALAS2' ; a mg:Gene }} }}"""
DATASET = URIRef("https://w3id.org/mendelgraph/.well-known/void#dataset")


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_rdflib_store(endpoint: str, method: str, form: str) -> None:
    """A remote graph of rdflib is asked by each method and in each format."""
    store = SPARQLStore(endpoint, method=method, returnFormat=form)

    assert [(URIRef(GENE),)] == list(Graph(store).query(QUERY))


def test_rdflib_triples(endpoint: str) -> None:
    """Triples of a pattern are had as of any graph of rdflib."""
    graph = Graph(SPARQLStore(endpoint))

    assert graph.value(URIRef(GENE), RDF.type) is not None


def test_rdflib_service(endpoint: str) -> None:
    """A query of rdflib over a graph of its own asks ours, too."""
    assert [(URIRef(GENE),)] == list(Graph().query(SERVICE % endpoint))


def test_pyoxigraph_service(endpoint: str) -> None:
    """So does one of Oxigraph."""
    found = pyoxigraph.Store().query(SERVICE % endpoint)
    assert isinstance(found, QuerySolutions)

    assert [f"<{GENE}>"] == [str(row["gene"]) for row in found]


@pytest.mark.parametrize("post", [False, True])
def test_dataframe(endpoint: str, *, post: bool) -> None:
    """An answer is a table of pandas."""
    frame = sparql_dataframe.get(endpoint, QUERY, post=post)

    assert {"gene": {0: GENE}} == frame.to_dict()


def test_rdflib_reads_the_description(server: Served) -> None:
    """The VoID file is what its vocabulary says: a dataset with figures and parts."""
    graph = Graph().parse(f"{server.url}.well-known/void")
    size = graph.value(DATASET, VOID.triples)

    assert (DATASET, RDF.type, VOID.Dataset) in graph
    assert [(size,)] == list(
        Graph(SPARQLStore(f"{server.url}sparql")).query(
            "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
        )
    )
    start = str(VOID)
    used = {str(p) for p in graph.predicates() if str(p).startswith(start)}
    known = {*VOID.__annotations__, "class"}  # that is a word of Python, too
    assert set() == {name.removeprefix(start) for name in used} - known


def test_signposts(server: Served) -> None:
    """A page says where its data are, in which formats, and what to cite it as."""
    found = signposting.find_signposting_http(f"{server.url}entity/hgnc:397")
    described = {str(link.type) for link in found.describedBy}

    assert {form.media_type for form in GRAPH_FORMATS} >= described
    assert described
    assert found.citeAs is not None
    assert GENE == str(found.citeAs.target)


COMUNICA = Path(os.environ.get("MENDEL_COMUNICA", "comunica"))
ENGINE = COMUNICA / "node_modules" / "@comunica" / "query-sparql" / "bin" / "query.js"


@pytest.mark.skipif(
    not (ENGINE.exists() and shutil.which("node")),
    reason="no Comunica: npm install @comunica/query-sparql@4.3.0 in a folder, and "
    "set MENDEL_COMUNICA to it",
)
def test_comunica(endpoint: str) -> None:
    """The engine finds out by the description that this is an endpoint, and asks it."""
    command = ["node", str(ENGINE), endpoint, QUERY, "-t", "text/csv"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert ["gene", f"<{GENE}>"] == done.stdout.split()
