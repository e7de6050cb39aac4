"""The questions of `queries/federated`: each joins the graph with another endpoint.

The others stand in here, each with a slice in its own vocabulary. The answers stand in
`tests/expected/federated`; write them anew with MENDEL_ACCEPT=1, and read what changed.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import RdfFormat

import queries
from kg.names import Names
from kg.store import Store
from server.app import create_app
from server.settings import Settings
from tests.unit.server.standin import of_store, standing_in

TESTS = Path(__file__).parents[2]
EXPECTED = TESTS / "expected" / "federated"
_SERVICE = re.compile(r"SERVICE <(https://[^>]+)>")
every_question = pytest.mark.parametrize("name", queries.federated())


def slice_of(name: str) -> pyoxigraph.Store:
    """Load what the endpoint of a question knows here."""
    source = name.partition("/")[2].partition("-")[0]
    store = pyoxigraph.Store()
    path = TESTS / "cases" / "federated" / f"{source}.ttl"
    store.load(path=path, format=RdfFormat.TURTLE)
    return store


@every_question
def test_reads_anywhere(name: str) -> None:
    """A question says what it asks, of one endpoint, and declares its prefixes."""
    text = queries.text(name)
    declared = dict(re.findall(r"PREFIX (\S*): <(.*)>", text))
    known = Names().prefixes
    assert queries.summary(name).endswith("?")
    assert "federation" in queries.keywords(name)
    assert 1 == len(_SERVICE.findall(text))
    assert {p: n for p, n in declared.items() if p in known} == {
        p: known[p] for p in declared if p in known
    }


@every_question
def test_joins(name: str, bundled: Store) -> None:
    """A question finds what both sides have, and nothing that only one has."""
    with standing_in(of_store(slice_of(name))) as there:
        settings = Settings(service=(there.address,))
        client = create_app(bundled, settings).test_client()
        text = _SERVICE.sub(f"SERVICE <{there.address}>", queries.text(name))
        told = client.post(
            "/sparql", data={"query": text}, headers={"Accept": "text/csv"}
        )
    expected = EXPECTED / f"{name.partition('/')[2]}.csv"
    if "MENDEL_ACCEPT" in os.environ:
        expected.write_bytes(told.data)
    assert (200, expected.read_bytes().decode()) == (told.status_code, told.text)
    assert 1 < len(told.text.splitlines())
    assert there.asked


def test_all_sources_are_asked() -> None:
    """There are questions for each endpoint, and an answer for each question."""
    names = {name.partition("/")[2] for name in queries.federated()}
    sources = {name.partition("-")[0] for name in names}
    slices = {path.stem for path in (TESTS / "cases" / "federated").glob("*.ttl")}
    assert (slices, names) == (sources, {path.stem for path in EXPECTED.glob("*.csv")})
    assert {"uniprot", "rhea", "wikidata", "wikipathways", "bgee", "monarch"} == sources
