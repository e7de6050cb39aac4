"""The bundled pages, served as their reader would."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.store import Store
from tests.unit.server.serving import Served, served


@pytest.fixture(scope="session", name="server")
def _server(bundled: Store) -> Iterator[Served]:
    with served(bundled) as server:
        yield server


@pytest.fixture(name="endpoint")
def _endpoint(server: Served) -> str:
    return f"{server.url}sparql"
