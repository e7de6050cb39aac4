"""A server on this machine, a folder, and a connection that does not really wait."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kg.fetch import ITEMS, Connection, Folder, Item
from tests.unit.kg.fetch.web import Web


@pytest.fixture(name="web")
def _web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    with Web() as web:
        thread = threading.Thread(target=web.serve_forever, args=(0.01,))
        thread.start()
        yield web
        web.shutdown()
        thread.join()


@pytest.fixture(name="waits")
def _waits() -> list[float]:
    return []


@pytest.fixture(name="connection")
def _connection(waits: list[float]) -> Iterator[Connection]:
    with closing(Connection(sleep=waits.append, timeout=5)) as connection:
        yield connection


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "material")


@pytest.fixture(name="hp")
def _hp(web: Web) -> Item:
    return ITEMS["hp"].at(web.url)
