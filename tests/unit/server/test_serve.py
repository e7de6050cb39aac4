"""The server listens where it is told, says so, and ends quietly."""

from __future__ import annotations

import dataclasses
import json
import signal
from collections.abc import Iterator

import psutil
import pytest
from click.testing import CliRunner
from rdflib import Dataset
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from kg.errors import AddressError
from kg.store import Store
from server.cli import serve
from server.serve import address, listen
from server.settings import Settings
from tests.unit.server.serving import Served, served


@pytest.fixture(scope="module", name="server")
def _server(store: Store) -> Iterator[Served]:
    with served(store, "--max-query-bytes", "1000") as found:
        yield found


def test_serves_until_interrupted(store: Store) -> None:
    """`mendel serve` says where it listens, answers there, and Ctrl-C ends it well."""
    with served(store) as server:
        _, _, body = server.get("/health")
        server.process.send_signal(signal.SIGINT)
        _, rest = server.process.communicate(timeout=20)

    assert "ok" == json.loads(body)["status"]
    assert (0, "") == (server.process.returncode, rest)


def test_nothing_is_left_of_a_killed_server(store: Store) -> None:
    """Where the first process is killed, the others end too."""
    with served(store) as server:
        others = psutil.Process(server.process.pid).children(recursive=True)
        server.process.kill()
        _, alive = psutil.wait_procs(others, timeout=20)

    assert [] == alive


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_is_served(server: Served, method: str) -> None:
    """The client of rdflib gets its answer by each of its three methods."""
    client = SPARQLStore(f"{server.url}sparql", method=method)
    rows = client.query(
        "PREFIX mg: <https://w3id.org/mendelgraph/ontology#>\n"
        "SELECT ?gene { ?gene mg:encodes ?product }"
    )
    found = [str(value) for row in rows for value in row]  # type: ignore[union-attr] # rdflib types a row as possibly a boolean

    assert ["http://identifiers.org/hgnc/1"] == found


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib's own
def test_a_dataset_of_rdflib_is_served(server: Served) -> None:
    """A Dataset of rdflib over the endpoint sees what a query sees by default."""
    dataset = Dataset(store=SPARQLStore(f"{server.url}sparql"))
    rows = list(dataset.query("SELECT ?gene { ?gene mg:encodes ?product }"))

    assert ["http://identifiers.org/hgnc/1"] == [str(row[0]) for row in rows]  # type: ignore[index] # rdflib types a row as possibly a boolean


def test_no_workers_are_refused() -> None:
    """A server that could answer nobody is not started."""
    refused = CliRunner().invoke(serve, ["--workers", "0"])

    assert 2 == refused.exit_code
    assert "0 is not in the range x>=1" in refused.output


def test_too_long_a_query_is_a_problem(server: Served) -> None:
    """What is refused before the application sees it has the shape of any problem."""
    query = b"ASK {} #" + bytes(1000)
    status, headers, body = server.send("POST", "/sparql", query)

    assert "application/problem+json" == headers["content-type"]
    assert (413, "longer than 1000 bytes: shorten the request") == (
        status,
        json.loads(body)["detail"],
    )


def test_port_in_use() -> None:
    """A port that is taken is refused in a line that says what to do."""
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(AddressError, match=f"127.0.0.1:{port}: it is in use: stop"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "port"), [("192.0.2.1", 0), ("no such host", 0), ("127.0.0.1", 70000)]
)
def test_impossible_addresses(host: str, port: int) -> None:
    """An address that cannot be is refused with advice."""
    with pytest.raises(AddressError, match="choose another --"):
        listen(host, port)


def test_address_of_ipv6() -> None:
    """An IPv6 address is written in brackets (RFC 3986, section 3.2.2)."""
    assert "http://[::1]:7878/" == address("::1", 7878)


def test_every_setting_is_an_option() -> None:
    """The command line offers each setting with its default and meaning."""
    help_ = CliRunner().invoke(serve, ["--help"]).output

    for setting in dataclasses.fields(Settings):
        assert "--" + setting.name.replace("_", "-") in help_
        assert setting.metadata["help"].split()[0] in help_
