"""The pages work in a browser without JavaScript, and lead to the sentences."""

from __future__ import annotations

import re
from html import unescape
from http import HTTPStatus

import pytest
from flask.testing import FlaskClient

import queries
from kg.formats import GRAPH_FORMATS, RESULT_FORMATS

HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PATHS = (
    "/",
    "/?name=genes-needed-for-heme",
    "/sparql",
    "/sparql?query=ASK%20%7B%7D",
    "/sparql?query=DESCRIBE%20hgnc:1",
    "/entity/hgnc:1",
    "/entity/document:a",
    "/entity/mg:encodes",
    "/entity/statement:a-1",
    "/entity/hgnc:1?relation=mg:encodes&direction=from&part=stated",
    "/document/a",
    "/pathways",
    "/pathway/p",
    "/search",
    "/search?q=gene",
    "/quality",
    "/ontology",
    "/evidence?s=hgnc:1&p=mg:encodes&o=enzyme:a",
    "/explain?s=hgnc:1&p=mg:actsInStep&o=step:1",
)


def page(client: FlaskClient, path: str) -> str:
    answer = client.get(path, headers=HTML)
    assert (HTTPStatus.OK, "text/html; charset=utf-8") == (
        answer.status_code,
        answer.content_type,
    )
    return answer.text


def words(html: str) -> str:
    """Read a page's words as a person does."""
    shown = re.sub(r"<script.*?</script>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", shown)).split())


@pytest.mark.parametrize("path", PATHS)
def test_links_lead_somewhere(client: FlaskClient, path: str) -> None:
    """Every link of ours on every page can be followed."""
    links = set(re.findall(r'(?:href|src)="(/[^"#]*)', page(client, path)))

    for link in links:
        with client.get(unescape(link)) as answer:
            assert answer.status_code == HTTPStatus.OK, link


@pytest.mark.parametrize("path", PATHS)
def test_needs_no_script(client: FlaskClient, path: str) -> None:
    """A page has a language, one heading of the first level, and no inline script."""
    html = page(client, path)

    assert '<html lang="en">' in html
    assert 1 == html.count("<h1")
    inline = r'<script(?! type="module" src="/static/| type="application/ld\+json")'
    assert [] == re.findall(inline, html)


def test_home_lists_every_question(client: FlaskClient) -> None:
    """Each question is a link that asks it."""
    html = page(client, "/")

    for name in queries.names():
        assert f"/?name={name}" in html
        assert queries.summary(name) in unescape(html)


def test_a_question_fills_the_form_and_is_answered(client: FlaskClient) -> None:
    """The form holds the query of the question, the answer stands beside it."""
    html = page(client, "/?name=who-encodes-what")
    form = re.findall(r"<textarea[^>]*>(.*?)</textarea>", html, re.DOTALL)[0]

    assert "?gene mg:encodes ?product" in unescape(form)
    assert "<table>" in html


def test_the_form_asks_the_endpoint(client: FlaskClient) -> None:
    """What the form sends comes back as a table, its nodes linked to their pages."""
    query = "SELECT ?gene { ?gene mg:encodes ?product }"
    answer = client.post(
        "/sparql", data={"query": query, "infer": "true", "format": "html"}
    )

    assert '<a href="/entity/hgnc:1">GENE &lt;A&gt;</a>' in answer.text
    assert '<code class="curie">hgnc:1</code>' in answer.text


def test_long_answers_are_cut_and_say_so(client: FlaskClient) -> None:
    """A page shows as many rows as the setting has, and offers all as a download."""
    html = page(client, "/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D")

    assert 5 + 1 == html.count("<tr>")
    assert "The first 5 rows" in html


def test_nothing_found(client: FlaskClient) -> None:
    """An empty answer says that it is one."""
    query = "SELECT%20*%20%7B%20%3Fs%20mg:causes%20%3Fo%20%7D"

    assert "Nothing in the graph" in page(client, f"/sparql?query={query}")


def test_entity_shows_sentences_and_proofs(client: FlaskClient) -> None:
    """A node's page has the sentence of what is stated, a proof link for the rest."""
    html = page(client, "/entity/hgnc:1")

    assert "encodes 1 enzyme A" in words(html)
    assert "<q>GENE &lt;A&gt; makes enzyme A.</q>" in html
    assert "/explain?s=hgnc:1&amp;p=mg:actsInStep&amp;o=step:1" in html
    assert "Denied or left open" in html
    assert "other A" in html


@pytest.mark.parametrize("name", ["GENE <A>", "HGNC:1", "ncbigene:11"])
def test_other_names_lead_to_the_entity(client: FlaskClient, name: str) -> None:
    """A label or another identifier is sent on to the node's own address."""
    answer = client.get("/entity/" + name)

    assert (303, "/entity/hgnc:1") == (answer.status_code, answer.location)


def test_a_name_is_said_once(client: FlaskClient) -> None:
    """Names that differ only in case are one; a namesake is told by its CURIE."""
    html = words(page(client, "/entity/hgnc:1"))

    assert 1 == html.casefold().count("other a")
    assert "… mg:describes it 1 document:b" in html


def test_entity_as_rdf(client: FlaskClient) -> None:
    """A program gets the node's triples instead of the page."""
    answer = client.get("/entity/hgnc:1", headers={"Accept": "application/n-triples"})

    assert "application/n-triples" == answer.mimetype
    assert "<http://identifiers.org/hgnc/1>" in answer.text


def test_evidence_marks_the_sentence_in_its_paragraph(client: FlaskClient) -> None:
    """The words around the sentence are shown, the sentence itself is marked."""
    html = page(client, "/evidence?s=hgnc:1&p=mg:encodes&o=enzyme:a")

    assert "<mark>GENE &lt;A&gt; makes enzyme A.</mark> It is small." in html


def test_evidence_as_json(client: FlaskClient) -> None:
    """A program gets the statements with their quotes and offsets."""
    answer = client.get("/evidence?s=hgnc:1&p=mg:encodes&o=enzyme:a").get_json()
    statement = answer["statements"][0]

    assert not answer["inferred"]
    assert ("statement:a-1", "document:a", 11, 35) == (
        statement["statement"],
        statement["source"],
        statement["start"],
        statement["end"],
    )


PROOF = "/explain?s=hgnc:1&p=mg:actsInStep&o=step:1"
PROOFS = {
    "application/json": '"rule": "prp-spo2"',
    "text/plain": "GENE <A> · acts in step · step 1",
    "text/turtle": "prov:wasGeneratedBy",
    "application/n-triples": "<http://www.w3.org/ns/prov#wasGeneratedBy>",
    "text/vnd.graphviz": "digraph proof {",
    "text/markdown": "- by prp-spo2: `mg:actsInStep owl:propertyChainAxiom",
}


@pytest.mark.parametrize(("media_type", "words_"), PROOFS.items(), ids=PROOFS)
def test_explain(client: FlaskClient, media_type: str, words_: str) -> None:
    """A proof comes in the form that is asked for."""
    answer = client.get(PROOF, headers={"Accept": media_type})

    assert (HTTPStatus.OK, media_type) == (answer.status_code, answer.mimetype)
    assert words_ in answer.text


def test_explain_in_a_browser(client: FlaskClient) -> None:
    """The page has the tree, and what it depends on if that is asked for."""
    more = PROOF + "&sources=true&limit=2"

    assert "GENE <A> makes enzyme A." in words(page(client, PROOF))
    assert "Lost without any one of these:" in words(page(client, more))
    assert "Lost without" not in words(page(client, PROOF))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (PROOF.replace("step:1", "hgnc:1"), HTTPStatus.NOT_FOUND),
        (PROOF + "&limit=many", HTTPStatus.BAD_REQUEST),
        (PROOF + "&format=pdf", HTTPStatus.NOT_ACCEPTABLE),
    ],
)
def test_what_cannot_be_explained(
    client: FlaskClient, path: str, status: HTTPStatus
) -> None:
    """A triple that does not hold, and a wrong parameter, are problems."""
    answer = client.get(path)

    assert (status, "application/problem+json") == (
        answer.status_code,
        answer.mimetype,
    )


def test_health(client: FlaskClient) -> None:
    """The server says that it is well, and which build it serves."""
    assert {"status": "ok", "version": "0", "run": "run:0"} == client.get(
        "/health"
    ).get_json()


def test_every_format_is_offered(client: FlaskClient) -> None:
    """The form has each format that an answer can come as."""
    options = set(re.findall(r"<option>(\w+)</option>", page(client, "/")))

    assert {form.name for form in (*RESULT_FORMATS, *GRAPH_FORMATS)} == options


def test_ontology(client: FlaskClient) -> None:
    """The vocabulary comes as Turtle, or as what is asked for."""
    turtle = client.get("/ontology")
    ntriples = client.get("/ontology", headers={"Accept": "application/n-triples"})

    assert "text/turtle" == turtle.mimetype
    assert "mg:encodes" in turtle.text
    assert "<https://w3id.org/mendelgraph/ontology#encodes>" in ntriples.text
