"""Private graphs: what follows from them, and all that tells of them, is private, too.

The page `doc/a` of the small graph is private, and a graph of a user.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode

import pytest
from pyoxigraph import NamedNode

from kg.change import Writer as Changing
from kg.errors import DocumentError
from kg.model import Reference
from kg.private import hidden_graphs, without
from kg.store import Store
from server.credentials import make
from tests.unit.server.conftest import NAMES, build
from tests.unit.server.serving import Answer, Headers, Served, served

PAGE = NAMES.graph("doc", "a").value
USERS = "http://example.org/secret"
HIDDEN = "enzyme A", "GENE <A>", "Page A", "secret", "id/document/a"
EVERYTHING = "SELECT * {{ ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } }}"


class Private(NamedTuple):
    """A server with private graphs, and who asks it."""

    server: Served
    ada: Headers
    bob: Headers

    def get(self, path: str, headers: Headers) -> Answer:
        return self.server.get(path, {"Accept": "application/json", **headers})


@pytest.fixture(scope="module", name="store")
def _store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    location = tmp_path_factory.mktemp("private") / "graph"
    build(location)
    with Changing(location) as writer:
        writer.update(
            f'INSERT DATA {{ GRAPH <{USERS}/x> {{ step:1 rdfs:comment "secret" ; '
            "mg:partOf pathway:q . step:7 mg:partOf step:1 } }",
            "INSERT DATA { mg:partOf a owl:TransitiveProperty }",
        )
    return Store.open(location)


@pytest.fixture(scope="module", name="private")
def _private(
    store: Store, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Private]:
    (ada, writes), (bob, reads) = make("ada"), make("bob", ["doc/a"])
    path = tmp_path_factory.mktemp("tokens") / "tokens.txt"
    path.write_text(f"{writes}\n{reads}\n", "utf-8")
    options = ("--private", "doc", "--private", USERS, "--credentials", str(path))
    with served(store, *options) as server:
        tokens = ({"Authorization": f"Bearer {token}"} for token in (ada, bob))
        yield Private(server, *tokens)


def query(text: str, **more: str) -> str:
    return "/sparql?" + urlencode({"query": text, "format": "csv", **more})


PATHS = {
    "default": query("SELECT * { ?s ?p ?o }"),
    "any graph": query("SELECT * { GRAPH ?g { ?s ?p ?o } }"),
    "the graph": query(f"SELECT * {{ GRAPH <{PAGE}> {{ ?s ?p ?o }} }}"),
    "FROM": query("SELECT * FROM <PAGE> { ?s ?p ?o }".replace("PAGE", PAGE)),
    "FROM NAMED": query(
        "SELECT * FROM NAMED <X> { GRAPH ?g { ?s ?p ?o } }".replace("X", f"{USERS}/x")
    ),
    "protocol": query("SELECT * { ?s ?p ?o }", **{"default-graph-uri": PAGE}),
    "protocol, named": query(
        "SELECT * { GRAPH ?g { ?s ?p ?o } }", **{"named-graph-uri": f"{USERS}/x"}
    ),
    "inferred": query("SELECT * { ?s ?p ?o }", infer="only"),
    "graph store": f"/graph-store?graph={quote(PAGE)}",
    "graph store, evidence": f"/graph-store?graph={NAMES.graph('evidence').value}",
    "graph store, metadata": f"/graph-store?graph={NAMES.graph('metadata').value}",
    "dump": "/dumps/mendelgraph.nq",
    "dump, drawn": "/dumps/mendelgraph.cyjs",
    "description": "/sparql",
    "entity": "/entity/hgnc:1",
    "evidence": "/evidence?s=hgnc:1&p=mg:encodes&o=enzyme:a",
    "explain": "/explain?s=hgnc:1&p=mg:actsInStep&o=step:1",
    "document": "/document/a",
    "search": "/search?q=enzyme",
    "quality": "/quality",
    "VoID": "/.well-known/void",
    "home": "/",
    "health": "/health",
}


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_the_public_sees_nothing_of_it(private: Private, path: str) -> None:
    """Whatever is asked, no word of a private graph is in the answer."""
    answer = private.get(path, {})
    text = re.sub(r"mentions [^.]*", "", answer.body.decode())
    found = [word for word in HIDDEN if word in text]
    if answer.status == HTTPStatus.NOT_FOUND:
        found = [w for w in found if w not in path.replace("%20", " ")]
    assert (True, []) == (answer.status in {200, 404}, found)


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_who_may_see_it_does(private: Private, path: str) -> None:
    """Who writes reads everything, and is told that it is for nobody else."""
    answer = private.get(path, private.ada)
    marks = answer.headers.get("cache-control"), answer.headers["vary"]
    expected = (200, "private", True)
    assert expected == (answer.status, marks[0], "Authorization" in marks[1])


def test_a_reader_sees_what_it_may(private: Private) -> None:
    """A token for a graph reads that one, and what follows from it; not others."""
    ask = query(
        "SELECT (COUNT(?x) AS ?n) (COUNT(?y) AS ?m) {"
        "{ hgnc:1 mg:actsInStep ?x } UNION { step:1 rdfs:comment ?y } }"
    )
    headers: list[Headers] = [{}, private.bob, private.ada]
    found = [private.get(ask, given).body.split()[1].decode() for given in headers]
    assert ["0,0", "1,0", "1,1"] == found


def test_inferences_from_private_triples(private: Private) -> None:
    """What follows with a private triple only is as private as that."""
    ask = query("ASK { step:7 mg:partOf pathway:q }", format="json")
    found = [b"true" in private.get(ask, given).body for given in ({}, private.ada)]
    assert [False, True] == found


def test_no_answer_is_taken_for_anothers(private: Private) -> None:
    """Answers kept and entity tags of one reader are of no use to another."""
    ask = query(EVERYTHING)
    whole = private.get(ask, private.ada)
    tag = {"If-None-Match": whole.headers["etag"]}
    public, again = (private.get(ask, {**t, **tag}) for t in ({}, private.ada))
    assert (200, 304) == (public.status, again.status)
    assert (False, True) == (public.body == whole.body, b"secret" in whole.body)
    assert b"secret" not in private.get(ask, {}).body


def test_the_total_is_that_of_the_rest(private: Private) -> None:
    """The description of the whole counts what there is without the private graphs."""
    ask = query("SELECT * { GRAPH ?g { ?x a void:Dataset ; void:triples ?n } }")
    rows = private.get(ask, {}).body.decode()
    assert "graph/doc" not in rows


@pytest.mark.parametrize("path", ["/sparql?query=ASK%7B%7D", "/", "/entity/hgnc:1"])
def test_unknown_tokens(private: Private, path: str) -> None:
    """A token that nobody has is refused, on reading as well."""
    answer = private.get(path, {"Authorization": "Bearer x"})
    assert (401, True) == (answer.status, "www-authenticate" in answer.headers)


def test_a_reader_changes_nothing(private: Private) -> None:
    """A token that reads does not write."""
    update = {"Content-Type": "application/sparql-update", **private.bob}
    answer = private.server.send("POST", "/sparql", b"CLEAR ALL", update)
    assert HTTPStatus.FORBIDDEN == answer.status


def test_a_change_stays_private(private: Private) -> None:
    """What is written to a private graph while it is served is private at once."""
    update = {"Content-Type": "application/sparql-update", **private.ada}
    text = f'INSERT DATA {{ GRAPH <{USERS}/new> {{ step:9 rdfs:label "secret 9" }} }}'
    written = private.server.send("POST", "/sparql", text.encode(), update)
    ask = query('ASK { ?s ?p "secret 9" }', format="json")
    found = [b"true" in private.get(ask, given).body for given in ({}, private.ada)]
    assert (200, [False, True]) == (written.status, found)


def test_texts_are_hidden(store: Store) -> None:
    """The text of a page whose graph is private cannot be read."""
    view = without(store, hidden_graphs(store, ["doc"], []))
    with pytest.raises(DocumentError):
        view.document_text(Reference("document", "a"))


def test_what_others_assert_as_well_stays(tmp_path: Path) -> None:
    """A triple that a public graph has, too, is public."""
    build(tmp_path)
    public, secret = "<http://e/public>", "<http://e/secret>"
    with Changing(tmp_path) as writer:
        writer.update(
            f"INSERT DATA {{ GRAPH {public} {{ step:6 mg:partOf step:7 }} "
            f"GRAPH {secret} {{ step:6 mg:partOf step:7 , step:8 }} }}"
        )
    store = Store.open(tmp_path)
    view = without(store, frozenset({NamedNode(secret.strip("<>"))}))
    found = view.select("SELECT ?o { step:6 mg:partOf ?o }")
    assert [NAMES.base + "id/step/7"] == [row["o"].value for row in found]


def test_nothing_private_costs_nothing(store: Store) -> None:
    """Who reads everything is given the graph itself."""
    assert without(store, hidden_graphs(store, ["doc"], ["doc/a"])) is store
