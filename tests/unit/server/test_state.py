"""A server tells what the folder holds now, not what it held when it started."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.store import Store
from server.app import create_app
from server.settings import Settings
from server.state import store

Rebuild = Callable[[Path, str], Store]


def test_a_rebuilt_graph_is_seen(tmp_path: Path, rebuild: Rebuild) -> None:
    """Each build is what the next request sees, though it deletes the one before."""
    location = tmp_path / "graph"
    app = create_app(rebuild(location, "run:1"), Settings())
    client = app.test_client()

    for run in ("run:2", "run:3", "run:4"):
        rebuild(location, run)
        assert run == client.get("/health").get_json()["run"]
        quoted = client.get("/evidence?s=hgnc:1&p=mg:encodes&o=enzyme:a&format=html")
        assert "It is small." in quoted.text


def test_a_request_sees_one_graph(tmp_path: Path, rebuild: Rebuild) -> None:
    """What a request has begun to read stays the same until it is answered."""
    app = create_app(rebuild(tmp_path / "graph", "run:1"), Settings())

    with app.test_request_context():
        first = store()
        rebuild(tmp_path / "graph", "run:2")
        assert first is store()


@pytest.mark.parametrize("content", [None, "damaged", "99"])
def test_a_folder_that_is_gone(
    tmp_path: Path, rebuild: Rebuild, content: str | None
) -> None:
    """Without a usable graph the answer is 503, until one is built again."""
    location = tmp_path / "graph"
    client = create_app(rebuild(location, "run:1"), Settings()).test_client()
    kept = (location / "CURRENT").read_text()

    if content is None:
        (location / "CURRENT").unlink()
    else:
        (location / "CURRENT").write_text(content)
    assert 503 == client.get("/health").status_code

    (location / "CURRENT").write_text(kept)
    assert "run:1" == client.get("/health").get_json()["run"]
