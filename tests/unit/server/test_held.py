"""The graph in memory follows the one that is current, or says that it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.change import Writer
from kg.store import Store
from server.workers import held
from server.workers.held import Held
from tests.unit.server.conftest import build

INSERT = "INSERT DATA { <urn:a> <urn:b> <urn:c> , <urn:d> }"
DELETE = "DELETE DATA { <urn:a> <urn:b> <urn:c> }"


@pytest.fixture(name="location")
def _location(tmp_path: Path) -> Path:
    build(tmp_path / "graph")
    return tmp_path / "graph"


@pytest.mark.parametrize("most", [0, 10_000])
def test_it_follows(location: Path, most: int) -> None:
    """In memory or on disk, it comes to what is current, by some changes at once."""
    found = Held.read(location, most)
    with Writer(location) as writer:
        writer.update(INSERT)
        writer.update(DELETE)
    after = found.follow(location)
    assert after is not None

    expected = Store.open(location)
    assert (3, expected.report) == (after.number, after.store.report)
    assert set(expected.quads) == set(after.store.quads)


def test_a_torn_change_is_not_made(location: Path) -> None:
    """Where a change is not whole, nothing of it is made, and that is said."""
    found = Held.read(location, 10_000)
    before = set(found.store.quads)
    with Writer(location) as writer:
        writer.update(INSERT)
        writer.update(DELETE)
    first = location / "changes" / "2.rdfp"
    first.write_bytes(first.read_bytes()[:-9])

    assert found.follow(location) is None
    assert before == set(found.store.quads)


def test_it_wears_out(location: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After many changes a fresh one is better; one that lies on disk is never worn."""
    monkeypatch.setattr(held, "_FEW", 20)
    inside, outside = (Held.read(location, most) for most in (10_000, 0))
    with Writer(location) as writer:
        numbers = " , ".join(map(str, range(1000)))
        writer.update(f"INSERT DATA {{ <urn:a> <urn:b> {numbers} }}")
    later = [one.follow(location) for one in (inside, outside)]

    assert [False, False] == [inside.is_worn, outside.is_worn]
    assert [True, False] == [one is not None and one.is_worn for one in later]
