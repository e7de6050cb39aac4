"""A request gets the representation that it ranks highest."""

from collections.abc import Sequence

import pytest
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from server.negotiate import GRAPH_OFFERS, PAGE, RESULT_OFFERS, Offer, Page, rank

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
COMUNICA = (
    "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,"
    "application/n-triples;q=0.8,text/turtle;q=0.6,application/rdf+xml;q=0.5,"
    "text/n3;q=0.35,application/xml;q=0.3,image/svg+xml;q=0.3,text/html;q=0.2"
)
CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,"
    "image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7"
)
COMUNICA_SOLUTIONS = (
    "application/sparql-results+json;q=1.0,application/sparql-results+xml;q=0.7"
)
# a SERVICE in Virtuoso sends this whatever it asks
VIRTUOSO = (
    "application/sparql-results+xml, text/rdf+n3, text/rdf+ttl, text/rdf+turtle, "
    "text/turtle, application/turtle, application/x-turtle, application/rdf+xml, "
    "application/xml"
)
RDF4J = (
    "text/csv;q=0.8, application/x-sparqlstar-results+json;q=0.8, "
    "application/sparql-results+json;q=0.8, application/json;q=0.8, "
    "application/sparql-results+xml, application/xml, "
    "text/tab-separated-values;q=0.8, application/x-sparqlstar-results+xml;q=0.8"
)
GRAPHDB = (
    "application/x-sparqlstar-results+json, application/sparql-results+json;q=0.9, "
    "*/*;q=0.8"
)
JENA = (
    "application/sparql-results+json, application/sparql-results+xml;q=0.9, "
    "text/tab-separated-values;q=0.7, text/csv;q=0.5, application/json;q=0.2, "
    "application/xml;q=0.2, */*;q=0.1"
)
RUBY = (
    "application/sparql-results+json, application/sparql-results+xml, text/boolean, "
    "text/tab-separated-values;q=0.8, text/csv;q=0.2, */*;q=0.1"
)
JENA_ANY = (
    "application/n-triples;q=0.9, x/ld-json-10;q=0.8, application/rdf+xml;q=0.8, "
    "x/ld-json-11;q=0.8, application/rdf+json;q=0.8, application/rdf+thrift, "
    "text/rdf+n3;q=0.8, application/rdf+protobuf;q=0.8, application/trix;q=0.8, "
    "text/turtle;q=0.8, application/ld+json;q=0.8, application/sparql-results+xml;q=0.6"
    ", text/tab-separated-values;q=0.5, text/csv;q=0.5, "
    "application/sparql-results+protobuf;q=0.7, application/sparql-results+thrift;q=0.7"
    ", application/sparql-results+json;q=0.6"
)
SPARQLWRAPPER = (
    "application/sparql-results+json,application/json,text/javascript,"
    "application/javascript"
)


def chosen(accept: str, offers: Sequence[Offer]) -> str | None:
    ranges = parse_accept_header(accept, MIMEAccept)
    found = rank(offers, ranges)
    return found[1] if found else None


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        pytest.param("*/*", "application/sparql-results+json", id="anything"),
        pytest.param("text/*", "text/csv", id="any text"),
        pytest.param("application/json", "application/json", id="plain JSON"),
        pytest.param("text/csv;q=0.2, text/tab-separated-values", None, id="quality"),
        pytest.param("TEXT/CSV", "text/csv", id="upper case"),
        pytest.param("text/csv; charset=utf-8", "text/csv", id="with a parameter"),
        pytest.param("*/*;q=0.1, text/csv;q=0.1", "text/csv", id="specific beats any"),
        pytest.param(
            "application/sparql-results+json;q=0, application/json;q=0, */*",
            "application/sparql-results+xml",
            id="zero excludes",
        ),
        pytest.param("application/pdf", "nothing", id="not on offer"),
        pytest.param(BROWSER, "text/html", id="browser"),
        pytest.param(CHROME, "text/html", id="Chrome"),
        pytest.param(
            COMUNICA_SOLUTIONS, "application/sparql-results+json", id="Comunica"
        ),
        pytest.param(VIRTUOSO, "application/sparql-results+xml", id="Virtuoso"),
        pytest.param(RDF4J, "application/sparql-results+xml", id="RDF4J"),
        pytest.param(GRAPHDB, "application/sparql-results+json", id="GraphDB"),
        pytest.param(JENA, "application/sparql-results+json", id="Jena"),
        pytest.param(JENA_ANY, "application/sparql-results+json", id="Jena, any"),
        pytest.param(RUBY, "application/sparql-results+json", id="Ruby"),
        pytest.param(SPARQLWRAPPER, "application/sparql-results+json", id="wrapper"),
        pytest.param(
            "application/sparql-results+xml,application/rdf+xml",
            "application/sparql-results+xml",
            id="rdflib",
        ),
        pytest.param(
            "application/sparql-results+json,*/*;q=0.9",
            "application/sparql-results+json",
            id="yasr",
        ),
        pytest.param(
            "text/html, application/sparql-results+json",
            "application/sparql-results+json",
            id="HTML only when it ranks first",
        ),
    ],
)
def test_results(accept: str, expected: str | None) -> None:
    """A SELECT or ASK is answered in the result format of the highest quality."""
    wanted = {None: "text/tab-separated-values", "nothing": None}.get(
        expected, expected
    )

    assert wanted == chosen(accept, RESULT_OFFERS)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        pytest.param("*/*", "text/turtle", id="anything"),
        pytest.param("text/*", "text/turtle", id="any text"),
        pytest.param("text/plain", "text/plain", id="N-Triples as text"),
        pytest.param("application/ld+json", "application/ld+json", id="JSON-LD"),
        pytest.param(
            'application/ld+json;profile="http://www.w3.org/ns/json-ld#expanded"',
            "application/ld+json",
            id="JSON-LD with a profile",
        ),
        pytest.param(COMUNICA, "application/n-quads", id="Comunica"),
        pytest.param(CHROME, "text/html", id="Chrome"),
        pytest.param(VIRTUOSO, "text/turtle", id="Virtuoso"),
        pytest.param(JENA_ANY, "application/n-triples", id="Jena, any"),
        pytest.param("application/turtle, text/turtle", "text/turtle", id="wrapper"),
        pytest.param(
            "application/sparql-results+xml,application/rdf+xml",
            "application/rdf+xml",
            id="rdflib",
        ),
        pytest.param(
            "application/x-graphdb-table-results+json, application/rdf+json;q=0.9, "
            "*/*;q=0.8",
            "text/turtle",
            id="GraphDB",
        ),
        pytest.param(
            "application/n-triples,*/*;q=0.9", "application/n-triples", id="yasr"
        ),
        pytest.param(BROWSER, "text/html", id="browser"),
    ],
)
def test_graphs(accept: str, expected: str) -> None:
    """A CONSTRUCT or DESCRIBE is answered in the RDF syntax of the highest quality."""
    assert expected == chosen(accept, GRAPH_OFFERS)


def test_a_page_is_offered_last() -> None:
    """Every table of offers ends with the page, so that ties go to data."""
    assert [PAGE, PAGE] == [offers[-1] for offers in (GRAPH_OFFERS, RESULT_OFFERS)]
    assert isinstance(PAGE, Page)
