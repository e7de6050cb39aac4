"""What can be asked of the server is described, all of it, and it answers so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient

from server.openapi import describe
from tests.bench.interface_server import PROGRAM, examine
from tests.unit.server.conftest import build
from tests.unit.server.serving import Writer, served

ROOT = Path(__file__).parents[3]
TOLD = yaml.safe_load((ROOT / "server" / "openapi.yaml").read_text(encoding="utf-8"))


def test_each_route_is_described(app: Flask) -> None:
    """What is told of methods and paths is told of those that are there."""
    described = describe(app)["paths"]
    expected = {path: set(told) for path, told in TOLD.items() if path[0] == "/"}

    assert isinstance(described, dict)
    assert expected == {path: set(methods) for path, methods in described.items()}


def test_each_parameter_is_used(app: Flask) -> None:
    """No parameter is told of that nothing takes."""
    paths = describe(app)["paths"]
    assert isinstance(paths, dict)
    operations = [one for methods in paths.values() for one in methods.values()]

    assert set(TOLD["parameters"]) == {
        parameter["name"] for one in operations for parameter in one["parameters"]
    }
    assert [] == [one for one in operations if not one["summary"]]


def test_it_is_served_and_linked(client: FlaskClient) -> None:
    """The first page leads to it, in its head and in a header (RFC 8631)."""
    page = client.get("/")
    answer = client.get("/openapi.json")
    told = json.loads(answer.data)

    assert '</openapi.json>; rel="service-desc"' in page.headers["Link"]
    assert 'rel="service-desc"' in page.text
    assert ("application/json", "3.1.1") == (answer.mimetype, told["openapi"])


def test_a_write_names_who_may(app: Flask) -> None:
    """Of what needs a token, it says so; of nothing else."""
    paths = json.loads(json.dumps(describe(app)["paths"]))

    assert {"delete", "patch", "post", "put"} == {
        method
        for methods in paths.values()
        for method, one in methods.items()
        if "security" in one
    }


@pytest.mark.skipif(not PROGRAM.exists(), reason="schemathesis is missing: make setup")
def test_the_server_is_as_described(tmp_path: Path) -> None:
    """To requests of all sorts it answers with what the description has of them."""
    writer = Writer.known(tmp_path)
    with served(build(tmp_path / "graph"), *writer.options) as server:
        code, told = examine(server, writer, 3, tmp_path, "fuzzing")

    assert (0, "") == (code, told if code else "")
