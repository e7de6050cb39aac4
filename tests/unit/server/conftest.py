"""A small graph made by hand, served to a test client."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Quad, RdfFormat, parse

from kg.metadata import Record
from kg.model import Document, Kind, Passage, Reference, Section
from kg.names import Names
from kg.reason import infer
from kg.store import Store, create
from server.app import create_app
from server.settings import Settings
from tests.unit.server.serving import Writer

NAMES = Names()
HEADER = "".join(f"@prefix {p}: <{n}> .\n" for p, n in NAMES.prefixes.items())
TEXT = "The page.\n\nGENE <A> makes enzyme A. It is small.\n"
GRAPHS = {
    "ontology": """
mg:encodes a owl:ObjectProperty ; rdfs:label "encodes" ;
    rdfs:subPropertyOf RO:0002205 ; rdfs:domain mg:Gene .
mg:Gene a owl:Class ; rdfs:label "gene" ; skos:definition "A <gene>." .
mg:actsInStep a owl:ObjectProperty ; rdfs:label "acts in step" ;
    owl:propertyChainAxiom ( mg:encodes mg:catalyses ) .
""",
    "doc/a": """
hgnc:1 a mg:Gene ; rdfs:label "GENE <A>" ;
    skos:altLabel "other A" , "other a" , "gene <a>" ;
    mg:encodes enzyme:a ; skos:exactMatch ncbigene:11 .
enzyme:a a mg:Enzyme ; rdfs:label "enzyme A" .
document:a a mg:Document ; rdfs:label "Page A" ; dcterms:title "Page A" ;
    mg:describes enzyme:a ; dcterms:source <https://example.org/a> .
document:b rdfs:label "Gene <A>" ; mg:describes hgnc:1 .
""",
    "reference/ec": """
enzyme:a mg:catalyses step:1 . step:1 rdfs:label "step 1" ; mg:stepNumber 1 .
""",
    "reference/pathway": """
step:1 a mg:Step ; mg:partOf pathway:p ; mg:hasPrimaryInput CHEBI:1 .
step:2 a mg:Step ; rdfs:label "a step" ; mg:partOf pathway:p ; mg:hasInput CHEBI:1 .
pathway:p a mg:Pathway ; rdfs:label "the pathway" .
CHEBI:1 a mg:Chemical ; rdfs:label "a molecule" .
""",
    "evidence": """
statement:a-1 rdf:subject hgnc:1 ; rdf:predicate mg:encodes ; rdf:object enzyme:a ;
    mg:polarity "positive" ; mg:certainty "stated" ;
    prov:hadPrimarySource document:a ; prov:wasQuotedFrom quote:a-1 .
statement:a-2 rdf:subject hgnc:1 ; rdf:predicate mg:encodes ; rdf:object step:1 ;
    mg:polarity "negative" ; mg:certainty "stated" ;
    prov:hadPrimarySource document:a .
statement:a-3 rdf:subject enzyme:a ; rdf:predicate mg:catalyses ; rdf:object step:1 ;
    mg:polarity "positive" ; mg:certainty "stated" ;
    prov:hadPrimarySource source:ec .
quote:a-1 oa:hasSelector selector:a-1-quote , selector:a-1-position .
selector:a-1-quote oa:exact "GENE <A> makes enzyme A." .
selector:a-1-position oa:start 11 ; oa:end 35 .
""",
}
PAGE = Document(
    id=Reference("document", "a"),
    title="Page A",
    subject=Kind.GENE,
    url=None,
    text=TEXT,
    passages=(
        Passage(Section.TITLE, 0, TEXT[:9]),
        Passage(Section.FUNCTION, 11, TEXT[11:].strip()),
    ),
)


@pytest.fixture(scope="session", name="store")
def _store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return build(tmp_path_factory.mktemp("served") / "graph")


@pytest.fixture(name="rebuild")
def _rebuild() -> Callable[[Path, str], Store]:
    return build


@pytest.fixture(scope="module", name="writer")
def _writer(tmp_path_factory: pytest.TempPathFactory) -> Writer:
    """Give somebody who may change what is served."""
    return Writer.known(tmp_path_factory.mktemp("writers"))


def build(location: Path, run: str = "run:0") -> Store:
    with create(location) as draft:
        quads = [quad for graph in GRAPHS for quad in read(graph)]
        draft.add(quads)
        inferred = NAMES.graph("inferred")
        asserted = (q.triple for q in quads if q.graph_name != NAMES.graph("evidence"))
        draft.add(
            Quad(t.subject, t.predicate, t.object, inferred) for t in infer(asserted)
        )
        draft.keep(PAGE)
        Record(draft.journal, NAMES).make([PAGE], "0", Reference("run", "0"))
        draft.commit({"version": "0", "run": run, "documents": {"document:a": 1}})
    return Store.open(location)


def read(graph: str) -> Iterator[Quad]:
    for quad in parse(HEADER + GRAPHS[graph], format=RdfFormat.TURTLE):
        name = NAMES.graph(*graph.split("/"))
        yield Quad(quad.subject, quad.predicate, quad.object, name)


@pytest.fixture(name="app")
def _app(store: Store) -> Flask:
    return create_app(store, Settings(page_rows=5))


@pytest.fixture(name="client")
def _client(app: Flask) -> FlaskClient:
    return app.test_client()
