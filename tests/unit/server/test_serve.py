"""The server listens where it is told, says so, and ends quietly."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from urllib.request import urlopen

import pytest
from click.testing import CliRunner
from rdflib import Dataset
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from kg.errors import AddressError
from kg.store import Store
from server.cli import serve
from server.serve import address, listen
from server.settings import Settings

START = "from server.cli import main; main()"


@contextmanager
def serving(store: Store) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    location = str(store.generation.parents[1])
    command = [sys.executable, "-c", START, "serve", "-l", location, "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            found = re.search(r"http://\S+", process.stderr.readline())
            assert found is not None
            yield found[0], process
        finally:
            process.kill()


def test_serves_until_interrupted(store: Store) -> None:
    """`mendel serve` says where it listens, answers there, and Ctrl-C ends it well."""
    with serving(store) as (url, process):
        with urlopen(f"{url}health") as answer:  # noqa: S310 - our own address
            body = answer.read()
        process.send_signal(signal.SIGINT)
        _, rest = process.communicate(timeout=20)

    assert b'"ok"' in body
    assert (0, "") == (process.returncode, rest)


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_is_served(store: Store, method: str) -> None:
    """The client of rdflib gets its answer by each of its three methods."""
    with serving(store) as (url, _):
        client = SPARQLStore(f"{url}sparql", method=method)
        rows = client.query(
            "PREFIX mg: <https://w3id.org/mendelgraph/ontology#>\n"
            "SELECT ?gene { ?gene mg:encodes ?product }"
        )
        found = [str(value) for row in rows for value in row]  # type: ignore[union-attr] # rdflib types a row as possibly a boolean

    assert ["http://identifiers.org/hgnc/1"] == found


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib's own
def test_a_dataset_of_rdflib_is_served(store: Store) -> None:
    """A Dataset of rdflib over the endpoint sees what a query sees by default."""
    with serving(store) as (url, _):
        dataset = Dataset(store=SPARQLStore(f"{url}sparql"))
        rows = list(dataset.query("SELECT ?gene { ?gene mg:encodes ?product }"))

    assert ["http://identifiers.org/hgnc/1"] == [str(row[0]) for row in rows]  # type: ignore[index] # rdflib types a row as possibly a boolean


def test_no_threads_are_refused() -> None:
    """A server that could answer nobody is not started."""
    refused = CliRunner().invoke(serve, ["--threads", "0"])

    assert 2 == refused.exit_code
    assert "0 is not in the range x>=1" in refused.output


def test_too_long_a_query_is_a_problem(store: Store) -> None:
    """What is refused before the application sees it has the shape of any problem."""
    with serving(store) as (url, _):
        connection = HTTPConnection(url.split("/")[2])
        connection.putrequest("POST", "/sparql")
        connection.putheader("Content-Length", str(Settings().max_query_bytes + 1))
        connection.endheaders()
        answer = connection.getresponse()
        problem = json.load(answer)
        connection.close()

    assert "application/problem+json" == answer.headers["Content-Type"]
    assert (413, "the request is too long: shorten the query") == (
        problem["status"],
        problem["detail"],
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


@pytest.mark.skipif(not os.path.exists("/proc/net/if_inet6"), reason="no IPv6 here")  # noqa: PTH110 - read once, at import
def test_address_of_ipv6() -> None:
    """An IPv6 address is written in brackets (RFC 3986, section 3.2.2)."""
    with listen("::1", 0) as listener:
        assert re.fullmatch(r"http://\[::1\]:\d+/", address(listener))


def test_every_setting_is_an_option() -> None:
    """The command line offers each setting with its default and meaning."""
    help_ = CliRunner().invoke(serve, ["--help"]).output

    for setting in dataclasses.fields(Settings):
        assert "--" + setting.name.replace("_", "-") in help_
        assert setting.metadata["help"].split()[0] in help_
