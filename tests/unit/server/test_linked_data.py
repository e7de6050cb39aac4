"""Every IRI of ours and every node has one address, with a page and data."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from http import HTTPStatus

import pyoxigraph
import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Literal, Quad, RdfFormat, parse

from kg.names import Names, named
from kg.store import Store
from server import state
from server.app import create_app
from server.settings import Settings

NAMES = Names()
HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
SUFFIXES = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
    "trig": RdfFormat.TRIG,
}


@pytest.mark.parametrize(
    ("path", "accept", "expected"),
    [
        ("/id/document/a", "text/html", "/document/a"),
        ("/id/pathway/p", "text/html", "/pathway/p"),
        ("/id/step/1", "text/html", "/entity/step:1"),
        ("/id/document/a", "text/turtle", "/entity/document:a.ttl"),
        ("/id/document/a", "*/*", "/entity/document:a.ttl"),
        ("/id/document/a", "application/ld+json", "/entity/document:a.jsonld"),
        ("/id/document/a.rdf", "text/html", "/entity/document:a.rdf"),
        ("/id/statement/a-1", "text/html", "/entity/statement:a-1"),
        (
            "/graph/doc/a",
            "*/*",
            f"/graph-store?graph={NAMES.base}graph/doc/a",
        ),
        ("/entity/HGNC:1.nt", "*/*", "/entity/hgnc:1.nt"),
        ("/entity/https://example.org/a", "text/html", "/entity/document:a"),
        ("/entity/http://identifiers.org/hgnc/1", "text/html", "/entity/hgnc:1"),
        ("/entity/https://identifiers.org/hgnc:1", "text/html", "/entity/hgnc:1"),
        ("/entity/ncbigene_11", "text/html", "/entity/hgnc:1"),
        ("/entity/other%20A", "text/html", "/entity/hgnc:1"),
    ],
)
def test_other_names_lead_to_the_one_address(
    client: FlaskClient, path: str, accept: str, expected: str
) -> None:
    """An IRI of ours and any spelling is answered 303, by Accept or by its ending."""
    answer = client.get(path, headers={"Accept": accept})

    assert (HTTPStatus.SEE_OTHER, expected) == (answer.status_code, answer.location)
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_data_are_the_same_in_every_format(client: FlaskClient, suffix: str) -> None:
    """Each format has the node's triples, its neighbours' labels, its statements."""
    answer = client.get(f"/entity/hgnc:1.{suffix}")
    found = {quad.triple for quad in parse(answer.data, format=SUFFIXES[suffix])}
    turtle = client.get("/entity/hgnc:1.ttl").data

    assert {quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE)} == found
    assert "GENE <A> makes enzyme A." in {
        t.object.value for t in found if isinstance(t.object, Literal)
    }
    assert {named("hgnc:1"), named("enzyme:a"), named("statement:a-1")} <= {
        t.subject for t in found if t.predicate != named("rdf:type")
    }
    assert Literal("enzyme A") in {t.object for t in found}


def test_links_of_a_page(client: FlaskClient) -> None:
    """A page says which node it is about, of what sort, and where its data are."""
    answer = client.get("/entity/hgnc:1", headers=HTML)
    links = [
        tuple(re.findall(r"<(.*?)>|rel=\"(.*?)\"|type=\"(.*?)\"", link))
        for link in answer.headers.getlist("Link")
    ]
    told = {
        (found[1][1], found[0][0], found[2][2] if found[2:] else "") for found in links
    }

    assert {
        ("cite-as", "http://identifiers.org/hgnc/1", ""),
        ("describedby", "/entity/hgnc:1.ttl", "text/turtle"),
        ("describedby", "/entity/hgnc:1.jsonld", "application/ld+json"),
        ("type", "https://schema.org/AboutPage", ""),
        ("type", "https://schema.org/Gene", ""),
    } <= told


def test_links_of_data(client: FlaskClient) -> None:
    """Data say which node they are of, and where its page is."""
    links = client.get("/entity/document:a.ttl").headers.getlist("Link")

    assert [
        f'<{NAMES.base}id/document/a>; rel="cite-as"',
        '</document/a>; rel="describes"; type="text/html"',
    ] == links


def test_structured_data_conform_to_a_profile(client: FlaskClient) -> None:
    """A page describes its node in schema.org's words, by Bioschemas' profile."""
    html = client.get("/entity/hgnc:1", headers=HTML).text
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    told = json.loads(found)
    profile = "https://bioschemas.org/profiles/Gene/1.0-RELEASE"

    assert ("Gene", "hgnc:1", "GENE <A>") == (
        told["@type"],
        told["identifier"],
        told["name"],
    )
    assert profile == told["dct:conformsTo"]["@id"]
    assert ["http://identifiers.org/ncbigene/11"] == told["sameAs"]
    assert ["enzyme A"] == [end["name"] for end in told["encodesBioChemEntity"]]


@pytest.mark.parametrize("path", ["/entity/enzym%20a", "/entity/enzyme:enzym", "/id/x"])
def test_unknown_names_are_told_the_nearest(client: FlaskClient, path: str) -> None:
    """A 404 has what may have been meant: as JSON for a program, as links on a page."""
    told = client.get(path)
    page = client.get(path, headers=HTML)

    assert HTTPStatus.NOT_FOUND == told.status_code == page.status_code
    assert "application/problem+json" == told.mimetype
    for near in told.get_json().get("nearest", []):
        assert f'href="/entity/{near["curie"]}"' in page.text


def test_nearest_by_a_word_that_is_almost_it(client: FlaskClient) -> None:
    """A slip of the pen finds the node all the same."""
    near = client.get("/entity/enzymme%20a").get_json()["nearest"]

    assert {"curie": "enzyme:a", "label": "enzyme A"} in near


def test_search_as_json(client: FlaskClient) -> None:
    """A program that completes words gets nodes with their kinds and addresses."""
    found = client.get("/search?q=other&format=json&limit=1").get_json()

    assert [
        {
            "curie": "hgnc:1",
            "label": "GENE <A>",
            "kind": "Gene",
            "href": "/entity/hgnc:1",
            "matched": "other A",
        }
    ] == found


def test_search_follows_changes(store: Store) -> None:
    """After a change names are found as they are now, and no longer as they were."""
    app = create_app(store, Settings())
    state.prepare(app)
    graph = NAMES.graph("default")
    gone = Quad(named("hgnc:1"), named("skos:altLabel"), Literal("a new one"), graph)
    state.serve_instead(app, _with_another_name(store), [gone])
    client = app.test_client()

    assert ["hgnc:1"] == _found(client, "a new one")
    assert ["document:b", "hgnc:1"] == sorted(_found(client, "gene <a>"))
    assert ["enzyme:a"] == _found(client, "enzyme a")


def _found(client: FlaskClient, words: str) -> list[str]:
    found = client.get("/search", query_string={"q": words}).get_json()
    return [
        hit["curie"] for hit in found if hit["label"].casefold() in {words, "gene <a>"}
    ]


def _with_another_name(store: Store) -> Store:
    quads = pyoxigraph.Store()
    quads.extend(store.quads)
    name = Literal("a new one")
    quads.add(Quad(named("hgnc:1"), named("skos:altLabel"), name))
    return replace(store, quads=quads)


def test_a_drawing_of_a_pathway(client: FlaskClient) -> None:
    """Steps and what takes part in them are nodes with their pages, joined by edges."""
    told = client.get("/pathway/p.json").get_json()
    nodes = {node["id"]: (node["kind"], node["href"]) for node in told["nodes"]}
    edges = {(e["from"], e["to"], e["kind"]) for e in told["edges"]}

    assert {
        "step:1": ("step", "/entity/step:1"),
        "step:2": ("step", "/entity/step:2"),
        "CHEBI:1": ("chemical", "/entity/CHEBI:1"),
        "enzyme:a": ("enzyme", "/entity/enzyme:a"),
        "hgnc:1": ("gene", "/entity/hgnc:1"),
    } == nodes
    assert {
        ("CHEBI:1", "step:1", "input"),
        ("CHEBI:1", "step:2", "sideInput"),
        ("enzyme:a", "step:1", "catalyses"),
        ("hgnc:1", "enzyme:a", "encodes"),
    } == edges


def test_pages_are_known_again(app: Flask) -> None:
    """A page that has not changed since is not sent again."""
    client = app.test_client()
    tag = client.get("/entity/hgnc:1", headers=HTML).headers["ETag"]
    again = client.get("/entity/hgnc:1", headers={**HTML, "If-None-Match": tag})

    assert (HTTPStatus.NOT_MODIFIED, b"") == (again.status_code, again.data)


def test_a_document_shows_what_was_read(client: FlaskClient) -> None:
    """A sentence is marked with what it yielded; one that yielded nothing is not."""
    html = client.get("/document/a", headers=HTML).text

    assert '<mark id="at-11" class="fate-stated">GENE &lt;A&gt; makes' in html
    assert '<span class="unread"> It is small.</span>' in html
    assert "1 of 1 sentences" in html


def test_the_sentence_on_the_original_page(client: FlaskClient) -> None:
    """A sentence has a link that finds it on the page that it was read from."""
    html = client.get("/entity/hgnc:1", headers=HTML).text
    link = "https://example.org/a#:~:text=GENE%20%3CA%3E%20makes%20enzyme%20A."

    assert f'href="{link}"' in html
