"""What a graph says is shown as it is, and never run, whatever somebody wrote there."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import DocumentError
from kg.model import Document, Kind, Passage, Reference, Section
from kg.names import Names, named
from kg.store import Store, create
from server.app import create_app
from server.settings import Settings

NAMES = Names()
EVIL = '</script><script>alert(1)</script><img src=x onerror="alert(2)">\'"{{7*7}}'
SCRIPT = NamedNode("javascript:alert(1)")
DATA = NamedNode("data:text/html,%3Cscript%3Ealert(1)%3C/script%3E")
ODD = NamedNode('http://example.org/a?b=1&c="d'.replace('"', "'") + "#e'f")
TEXT = f"Title {EVIL}\n\nIt says: {EVIL}. And more.\n"
PAGES = (
    "/entity/hgnc:1",
    "/entity/mg:evil",
    "/entity/hgnc:1?relation=mg:encodes&direction=from&part=stated",
    "/entity/http://example.org/a%3Fb=1&c='d%23e'f",
    "/evidence?s=hgnc:1&p=mg:encodes&o=uniprot:P1",
    "/explain?s=hgnc:1&p=mg:encodes&o=uniprot:P1",
    "/document/evil",
    "/pathways",
    "/pathway/evil",
    "/search?q=" + quote(EVIL),
    "/search?q=script",
    "/ontology",
    "/quality",
    "/sparql?format=html&query=" + quote("SELECT * { ?s ?p ?o }"),
)
MISSING = ("/entity/" + quote(EVIL), "/document/" + quote("<b>x</b>"), "/entity/alert")


GENE, PRODUCT = named("hgnc:1"), named("uniprot:P1")
DOCUMENT, PATHWAY, STEP = map(named, ("document:evil", "pathway:evil", "step:evil"))
STATEMENT, QUOTE = named("statement:evil-1"), named("quote:evil-1")
SELECTOR, TERM, WORDS = named("selector:evil-1"), named("mg:evil"), Literal(EVIL)
Row = tuple[NamedNode, str, NamedNode | Literal]
STATED: tuple[Row, ...] = (
    (GENE, "rdf:type", named("mg:Gene")),
    (GENE, "mg:encodes", PRODUCT),
    (GENE, "mg:encodes", ODD),
    (GENE, "mg:frequency", WORDS),
    (GENE, "skos:altLabel", WORDS),
    (GENE, "skos:exactMatch", SCRIPT),
    (GENE, "skos:closeMatch", DATA),
    (GENE, "mg:related", SCRIPT),
    (GENE, "dcterms:source", SCRIPT),
    (PRODUCT, "rdf:type", named("mg:GeneProduct")),
    (DOCUMENT, "rdf:type", named("mg:Document")),
    (DOCUMENT, "dcterms:source", SCRIPT),
    (DOCUMENT, "mg:describes", GENE),
    (PATHWAY, "rdf:type", named("mg:Pathway")),
    (STEP, "rdf:type", named("mg:Step")),
    (STEP, "mg:partOf", PATHWAY),
    (STEP, "mg:stepNumber", WORDS),
    (STEP, "mg:hasInput", SCRIPT),
    *(
        (node, "rdfs:label", WORDS)
        for node in (GENE, PRODUCT, DOCUMENT, STEP, SCRIPT, ODD, PATHWAY)
    ),
)
EVIDENCE: tuple[Row, ...] = (
    (STATEMENT, "rdf:subject", GENE),
    (STATEMENT, "rdf:predicate", named("mg:encodes")),
    (STATEMENT, "rdf:object", PRODUCT),
    (STATEMENT, "mg:polarity", Literal("positive")),
    (STATEMENT, "mg:certainty", Literal("stated")),
    (STATEMENT, "prov:hadPrimarySource", DOCUMENT),
    (STATEMENT, "dcterms:description", WORDS),
    (STATEMENT, "prov:wasQuotedFrom", QUOTE),
    (QUOTE, "oa:hasSelector", SELECTOR),
    (SELECTOR, "oa:exact", WORDS),
    (SELECTOR, "oa:start", Literal(TEXT.index("It says"))),
    (SELECTOR, "oa:end", Literal(TEXT.index("And more"))),
)
ONTOLOGY: tuple[Row, ...] = (
    (TERM, "rdf:type", named("owl:Class")),
    (TERM, "rdfs:label", WORDS),
    (TERM, "skos:definition", WORDS),
    (TERM, "rdfs:comment", WORDS),
    (TERM, "rdfs:seeAlso", SCRIPT),
    (TERM, "rdfs:subClassOf", SCRIPT),
)
GRAPHS = {"doc/evil": STATED, "evidence": EVIDENCE, "ontology": ONTOLOGY}


class Seen(HTMLParser):
    """What a browser would run or follow."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.handlers: list[str] = []
        self.links: list[str] = []
        self.scripts: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self.links += [v or "" for n, v in attrs if n in {"href", "src", "action"}]
        if tag == "script":
            self.scripts.append(dict(attrs))


@pytest.fixture(scope="module", name="evil")
def _evil(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    location = tmp_path_factory.mktemp("evil") / "graph"
    page = Document(
        id=Reference("document", "evil"),
        title=EVIL,
        subject=Kind.GENE,
        url=None,
        text=TEXT,
        passages=(
            Passage(Section.TITLE, 0, TEXT.partition("\n")[0]),
            Passage(Section.FUNCTION, TEXT.index("It"), TEXT[TEXT.index("It") :]),
        ),
    )
    refusal = {
        "document": "document:evil",
        "reason": EVIL,
        "words": EVIL,
        "quote": "And more.",
        "start": TEXT.index("And more."),
    }
    with create(location) as draft:
        draft.add(
            Quad(s, named(p), o, NAMES.graph(*graph.split("/")))
            for graph, rows in GRAPHS.items()
            for s, p, o in rows
        )
        draft.keep(page)
        draft.commit({"run": "run:0", "refusals": [refusal], "minted": [EVIL]})
    return create_app(Store.open(location), Settings()).test_client()


@pytest.mark.parametrize("path", [*PAGES, *MISSING])
def test_nothing_is_run(evil: FlaskClient, path: str) -> None:
    """No text becomes an element, no attribute runs, no link leads to a script."""
    answer = evil.get(path, headers={"Accept": "text/html"})
    seen = Seen()
    seen.feed(answer.text)
    expected = HTTPStatus.NOT_FOUND if path in MISSING else HTTPStatus.OK

    assert (expected, "text/html") == (answer.status_code, answer.mimetype)
    assert "img" not in seen.tags
    assert [] == seen.handlers
    assert [] == [link for link in seen.links if not re.match(r"https?:|/|#", link)]
    assert "49" not in answer.text.replace("4919", "")
    for script in seen.scripts:
        assert script.get("type") == "application/ld+json" or script.get("src")


def test_structured_data_are_whole(evil: FlaskClient) -> None:
    """What is told to search engines ends where it should, and says what is there."""
    html = evil.get("/entity/hgnc:1", headers={"Accept": "text/html"}).text
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    described = json.loads(found)

    assert (EVIL, "Gene") == (described["name"], described["@type"])
    assert "javascript:" not in json.dumps(described.get("sameAs", []))


def test_headers_cannot_be_added(evil: FlaskClient) -> None:
    """A node's IRI stands in a link of a header, and breaks none."""
    path = "/entity/http://example.org/a%3Fb=1&c='d%23e'f"
    answer = evil.get(path, headers={"Accept": "text/html"})

    assert f'<{ODD.value}>; rel="cite-as"' in answer.headers.getlist("Link")


def test_scripts_come_from_us_alone(evil: FlaskClient) -> None:
    """The policy lets no script run that stands in a page, and no other site's."""
    policy = evil.get("/").headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))

    assert ("'none'", "'self'", "'self'", "'none'") == (
        rules["default-src"],
        rules["script-src"],
        rules["style-src"],
        rules["base-uri"],
    )
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "name", ["../../report", "..%2F..%2Freport", "%2Fetc%2Fpasswd"]
)
def test_a_document_is_no_path(evil: FlaskClient, name: str) -> None:
    """What is asked for as a document leads to no file beside the documents."""
    answer = evil.get(f"/document/{name}", headers={"Accept": "text/html"})

    assert HTTPStatus.NOT_FOUND == answer.status_code


def test_the_store_reads_no_other_file(tmp_path: Path) -> None:
    """A document's name is never taken for a path."""
    with create(tmp_path / "graph") as draft:
        draft.commit({})
    store = Store.open(tmp_path / "graph")
    (store.generation / "secret.txt").write_text("secret")

    with pytest.raises(DocumentError, match="does not hold"):
        store.document_text(Reference("document", "../secret"))
