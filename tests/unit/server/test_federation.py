"""SERVICE: other endpoints are asked, if they may be, for what can join."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from flask.testing import FlaskClient
from pyoxigraph import QuerySolutions

from kg.errors import TargetError
from kg.names import Names
from kg.remote import connection, federate
from kg.remote.targets import Targets, is_public
from kg.store import Store
from server.app import create_app
from server.settings import Settings
from tests.unit.server.serving import served
from tests.unit.server.standin import StandIn, of_graph, rows, saying, standing_in

PREFIX = "PREFIX : <http://example.org/> "
OURS = """
:a :name "x" ; :size 1 . :b :name "y" . :c :name "z" .
"""
THEIRS = """
:a :p "A" . :b :p "B" . :d :p "D" . :one :size 01 . :x :knows _:n . _:n :p "N" .
"""
HERE = "http://127.0.0.1:1/sparql"


@pytest.fixture(name="there")
def _there() -> Iterator[StandIn]:
    with standing_in(of_graph(THEIRS)) as found:
        yield found


def client(*targets: str, ours: str = OURS, **settings: object) -> FlaskClient:
    quads = pyoxigraph.Store()
    quads.update(f"{PREFIX} INSERT DATA {{ {ours} }}")
    store = Store(Names(), quads, {}, Path("generations/1"))
    known = Settings(service=targets, **settings)  # type: ignore[arg-type] # as its fields are
    return create_app(store, known).test_client()


def ask(client: FlaskClient, query: str) -> list[dict[str, str]]:
    answer = client.get("/sparql", query_string={"query": PREFIX + query})
    assert HTTPStatus.OK == answer.status_code, answer.text
    return rows(answer.data)


def problem(client: FlaskClient, query: str) -> tuple[int, str]:
    answer = client.get("/sparql", query_string={"query": PREFIX + query})
    return answer.status_code, str(answer.get_json()["detail"])


def test_solutions_join(there: StandIn) -> None:
    """What an endpoint gives is joined with what we have, as if it were ours."""
    query = f"SELECT ?n ?o {{ ?s :name ?n SERVICE <{there.address}> {{ ?s :p ?o }} }}"
    found = ask(client(there.address), query)
    assert [{"n": "x", "o": "A"}, {"n": "y", "o": "B"}] == found


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        ("{ SERVICE E { ?s :p ?o } ?s :name 'x' }", "(?s) { (:a) }"),
        ("{ ?s :name ?n SERVICE E { ?s :p ?o } FILTER(?n = 'y') }", "(?s) { (:b) }"),
        ("{ ?s :name 'x' OPTIONAL { SERVICE E { ?s :p ?o } } }", "(?s) { (:a) }"),
        ("{ ?s :name 'x' { SERVICE E { ?s :p ?o } } }", "(?s) { (:a) }"),
        ("{ ?s :name 'x' FILTER EXISTS { SERVICE E { ?s :p ?o } } }", "(?s) { (:a) }"),
        ("{ { ?s :name 'x' SERVICE E { ?s :p ?o } } UNION { } }", "(?s) { (:a) }"),
        ("{ VALUES ?o { 'A' } SERVICE E { ?s :p ?o } }", '(?o) { ("A") }'),
        ("{ ?s ?p 'x' SERVICE E { ?s :p ?o } . ?s :name ?n }", "(?s) { (:a) }"),
        ("{ ?s :size ?o SERVICE E { ?t :size ?o } }", ""),
        ("{ ?s :name 'x' MINUS { SERVICE E { ?s :p ?o } } }", ""),
        ("{ ?s :name 'x' { SELECT ?s { SERVICE E { ?s :p ?o } } LIMIT 9 } }", ""),
        (
            "{ ?s ?q 'x' OPTIONAL { ?t :name 'y' OPTIONAL { SERVICE E { ?s :p ?t }}}}",
            "(?t) { (:b) }",
        ),
    ],
    ids=str,
)
def test_bindings_are_sent(there: StandIn, query: str, sent: str) -> None:
    """With a request goes what restricts the clause, and nothing that may not.

    A number may be written otherwise there. What stands in a MINUS, a sub-query or a
    second OPTIONAL is not merely joined with what is around it.
    """
    endpoint = f"<{there.address}>"
    ask(client(there.address), "SELECT * " + query.replace(" E ", f" {endpoint} "))
    given = sent.replace(":a", "<http://example.org/a>")
    given = given.replace(":b", "<http://example.org/b>")
    (asked,) = there.words
    expected = f"VALUES {given} {{" if sent else "{ {"
    assert expected in asked


def test_bindings_go_in_batches(
    there: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many solutions are sent with several requests, each once."""
    monkeypatch.setattr(federate, "BATCH", 2)
    query = f"SELECT ?s {{ ?s :name ?n SERVICE <{there.address}> {{ ?s :p ?o }} }}"
    found = ask(client(there.address), query)
    assert (2, 2) == (len(found), len(there.asked))


def test_nothing_to_join(there: StandIn) -> None:
    """Where nothing is there to join with, nobody is asked."""
    query = f"SELECT * {{ ?s :none ?n SERVICE <{there.address}> {{ ?s :p ?o }} }}"
    assert ([], []) == (ask(client(there.address), query), there.asked)


def test_blank_nodes(there: StandIn) -> None:
    """A blank node of another is one here, the same in all solutions of an answer."""
    both = f"SERVICE <{there.address}> {{ ?x :knows ?n }}"
    query = f"SELECT (isBLANK(?n) AS ?is) {{ {both} }}"
    assert [{"is": "true"}] == ask(client(there.address), query)
    twice = f"SERVICE <{there.address}> {{ ?n :p ?o . VALUES ?k {{ 1 2 }} }}"
    count = "(COUNT(DISTINCT ?n) AS ?c) (COUNT(*) AS ?all)"
    pair = f"SELECT {count} {{ {twice} FILTER(isBLANK(?n)) }}"
    assert [{"c": "1", "all": "2"}] == ask(client(there.address), pair)


def test_a_variable_names_the_endpoint(there: StandIn) -> None:
    """SERVICE ?e asks each that ?e is bound to, if it may be."""
    ours = f":i :endpoint <{there.address}> ."
    query = "SELECT ?s { ?i :endpoint ?e SERVICE ?e { ?s :p 'A' } }"
    found = ask(client(there.address, ours=ours), query)
    assert [{"s": "http://example.org/a"}] == found


def test_a_variable_that_nothing_binds() -> None:
    """SERVICE ?e without ?e bound is refused, with what to do."""
    status, detail = problem(client("*"), "SELECT * { SERVICE ?e { ?s ?p ?o } }")
    assert (400, True) == (status, "bind it before" in detail)


@pytest.mark.parametrize(
    "failing",
    [saying(500), saying(200, b"<html>", Content_Type="text/html"), saying(404)],
    ids=["500", "page", "404"],
)
def test_silent(failing: object) -> None:
    """SERVICE SILENT that fails is one empty solution; without SILENT it is a 502."""
    with standing_in(failing) as there:  # type: ignore[arg-type] # one of the above
        clause = f"<{there.address}> {{ ?s :p ?o }}"
        asking = client(there.address)
        found = ask(asking, f"SELECT ?n ?o {{ ?s :name ?n SERVICE SILENT {clause} }}")
        status, _ = problem(asking, f"SELECT * {{ SERVICE {clause} }}")
    assert ([{"n": "x"}, {"n": "y"}, {"n": "z"}], 502) == (found, status)


def test_silent_about_what_may_not_be_asked() -> None:
    """SERVICE SILENT on an endpoint that is not allowed is an empty solution, too."""
    query = f"SELECT ?n ?o {{ ?s :name ?n SERVICE SILENT <{HERE}> {{ ?s :p ?o }} }}"
    assert 3 == len(ask(client(), query))


def test_too_large() -> None:
    """An answer beyond the limit is refused."""
    with standing_in(saying(200, b" " * ((1 << 20) + 1))) as there:
        query = f"SELECT * {{ SERVICE <{there.address}> {{ ?s ?p ?o }} }}"
        status, detail = problem(client(there.address, service_mb=1), query)
    assert (502, True) == (status, "more than 1 MB" in detail)


def test_redirects_are_checked(there: StandIn) -> None:
    """A redirect is followed to where we may ask, and nowhere else."""
    with standing_in(saying(307, Location=there.address)) as first:
        query = f"SELECT ?s {{ SERVICE <{first.address}> {{ ?s :p 'A' }} }}"
        found = ask(client(first.address, there.address), query)
        status, detail = problem(client(first.address), query)
    assert [{"s": "http://example.org/a"}] == found
    assert (403, True) == (status, detail.startswith(there.address))


def test_private_addresses_behind_names(
    there: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that leads into a private network is asked only by a setting."""
    monkeypatch.setattr(
        connection, "resolve", lambda _host, _port: [("127.0.0.1", there.port)]
    )
    name = "http://endpoint.example/sparql"
    query = f"SELECT ?s {{ SERVICE <{name}> {{ ?s :p 'A' }} }}"
    status, detail = problem(client(name), query)
    assert (403, True) == (status, "private network" in detail)
    assert [] == there.asked
    assert 1 == len(ask(client(name, service_private=True), query))


@pytest.mark.parametrize(
    "address",
    [
        "https://good.example.evil.example/sparql",
        "https://good.example@evil.example/sparql",
        "https://evil.example/https://good.example/sparql",
        "http://good.example/sparql",
        "https://good.example:8443/sparql",
        "https://good.example/sparqlx",
        "https://good.example/sparql/../admin",
        "https://good.example/sparql/%2e%2E/admin",
        "https://good.example/",
        "file:///sparql",
        "urn:x",
    ],
)
def test_what_is_not_allowed(address: str) -> None:
    """A target is compared by scheme, host, port and path, not as text."""
    targets = Targets.read(["https://good.example/sparql"])
    with pytest.raises(TargetError):
        targets.admit(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://GOOD.example/sparql",
        "https://good.example:443/sparql?x=y",
        "https://good.example./sparql/",
        "https://good.example/x/../sparql/y",
    ],
)
def test_what_is_allowed(address: str) -> None:
    """Other spellings of an allowed target, and what lies below it, are allowed."""
    targets = Targets.read(["https://good.example/sparql/"])
    assert not targets.admit(address)[1]


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "169.254.169.254", "100.64.0.1", "192.168.0.1"),
        *("::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1"),
        *("2002:a00:1::1", "224.0.0.1", "ff02::1"),
    ],
)
def test_private_addresses(address: str) -> None:
    """Every range that is not of the public network is told, embedded ones too."""
    assert not is_public(address)


def test_a_list_that_cannot_be_read() -> None:
    """An entry that is no address is refused with what to do."""
    with pytest.raises(TargetError, match="give http:// or https://"):
        Targets.read(["good.example/sparql"])


def test_syntax_errors_come_first(there: StandIn) -> None:
    """A query that does not parse asks nobody, and its place is that of its text."""
    query = f"ASK {{\nSERVICE <{there.address}> {{ ?s ?p ?o }} ?s ?p }}"
    status, detail = problem(client(there.address), query)
    alike = problem(client(), query.replace("SERVICE", "GRAPH  "))
    assert (400, *alike, []) == (status, 400, detail, there.asked)


def test_others_ask_us(store: Store) -> None:
    """SERVICE of pyoxigraph and of rdflib works with this server."""
    wanted = "<https://w3id.org/mendelgraph/ontology#encodes>"
    with served(store) as us:
        query = f"SELECT ?o {{ SERVICE <{us.url}sparql> {{ ?s {wanted} ?o }} }}"
        found = pyoxigraph.Store().query(query)
        assert isinstance(found, QuerySolutions)
        by_engine = {row["o"].value for row in found}
        by_rdflib = {str(row[0]) for row in rdflib.Graph().query(query)}  # type: ignore[index] # a row of a SELECT
    assert ({"https://w3id.org/mendelgraph/id/enzyme/a"},) * 2 == (by_engine, by_rdflib)


def test_served(store: Store, there: StandIn) -> None:
    """The server asks from its workers, too."""
    query = f"{PREFIX} SELECT ?s {{ SERVICE <{there.address}> {{ ?s :p 'A' }} }}"
    with served(store, "--service", there.address) as us:
        answer = us.ask(query)
        refused = us.ask(query.replace(there.address, HERE))
    assert (200, [{"s": "http://example.org/a"}]) == (answer.status, rows(answer.body))
    assert HTTPStatus.FORBIDDEN == refused.status
