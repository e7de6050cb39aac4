"""How a server is asked: by name, one thing at a time, and with patience."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from kg.errors import FetchError, StoreError
from kg.fetch import ITEMS, Connection, Folder, Item, Outcome, fetch
from kg.fetch.connection import PACE
from tests.unit.kg.fetch.web import (
    BODY,
    CUT,
    HP,
    Web,
    cuts,
    gives,
    is_silent,
    serves,
)


def test_says_who_asks(
    web: Web, hp: Item, folder: Folder, connection: Connection
) -> None:
    """A request names the project and where to read of it."""
    web.tell(HP, gives(200, BODY))
    fetch(hp, folder, connection)
    [agent] = web.headers("User-Agent")

    assert str(agent).startswith("mendelgraph/")
    assert str(agent).endswith("(+https://w3id.org/mendelgraph/)")
    assert ["identity"] == web.headers("Accept-Encoding")


def test_one_at_a_time(
    web: Web, hp: Item, folder: Folder, connection: Connection, waits: list[float]
) -> None:
    """There is never a second connection, even elsewhere, and a rest between files."""
    elsewhere = f"http://localhost:{web.server_port}/there"
    web.tell(HP, gives(302, Location=elsewhere))
    web.tell("/there", gives(500, b"sorry"), cuts(BODY, CUT), serves(BODY, '"1"'))
    other = replace(hp, file="vocabularies/other.obo")

    for item in (hp, other, hp):
        fetch(item, folder, connection)

    assert 1 == web.most_open
    assert [1.0, 1.0, PACE, PACE] == waits


def test_only_one_fetches(folder: Folder) -> None:
    """A second fetch to the same folder is refused while the first is at work."""
    with (
        folder.lock(),
        pytest.raises(StoreError, match="another fetch is at work here"),
        Folder(folder.root).lock(),
    ):
        pass


def test_goes_through_a_proxy(
    web: Web, folder: Folder, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proxy of the environment is used."""
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.setenv("HTTP_PROXY", web.url)
    monkeypatch.delenv("http_proxy", raising=False)
    hp = replace(ITEMS["hp"], address="http://purl.test/hp.obo")
    web.tell("http://purl.test/hp.obo", gives(200, BODY))

    assert Outcome.FETCHED == fetch(hp, folder, connection)


def test_waits_longer_and_longer(
    web: Web, hp: Item, folder: Folder, connection: Connection, waits: list[float]
) -> None:
    """A failing server is given time, twice as much each time; then it is enough."""
    web.tell(HP, gives(500))

    with pytest.raises(FetchError, match=r"500 .*, 6 times in a row: try again later"):
        fetch(hp, folder, connection)

    assert [1.0, 2.0, 4.0, 8.0, 16.0] == waits
    assert not folder.path(hp).exists()


def test_progress_is_rewarded(
    web: Web, hp: Item, folder: Folder, connection: Connection, waits: list[float]
) -> None:
    """An attempt that brought bytes is no failure in a row."""
    web.tell(HP, gives(502), cuts(BODY, CUT, ETag='"1"'), serves(BODY, '"1"'))

    fetch(hp, folder, connection)

    assert [1.0, 1.0] == waits


@pytest.mark.parametrize("status", [429, 503])
def test_waits_as_told(
    web: Web,
    hp: Item,
    folder: Folder,
    connection: Connection,
    waits: list[float],
    status: int,
) -> None:
    """Retry-After counts, in seconds or as a date; what is neither does not."""
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)
    afters = ("7", date, "soon")
    answers = [gives(status, Retry_After=after) for after in afters]
    web.tell(HP, *answers, gives(200, BODY))

    fetch(hp, folder, connection)

    assert [7.0, 4.0] == [waits[0], waits[2]]
    assert 90 < waits[1] <= 100


def test_does_not_wait_for_hours(
    web: Web, hp: Item, folder: Folder, connection: Connection
) -> None:
    """A server that wants more than ten minutes is for another day."""
    web.tell(HP, gives(503, Retry_After=7200))

    with pytest.raises(FetchError, match="asks to come back in 7200 seconds"):
        fetch(hp, folder, connection)


def test_does_not_wait_for_the_silent(
    web: Web, hp: Item, folder: Folder, waits: list[float]
) -> None:
    """A server that says nothing is left, and asked again."""
    web.tell(HP, is_silent, gives(200, BODY))

    with closing(Connection(sleep=waits.append, timeout=0.2)) as connection:
        fetch(hp, folder, connection)

    assert [1.0] == waits
    assert BODY == folder.path(hp).read_bytes()


def test_a_server_that_is_not_there(
    web: Web, folder: Folder, connection: Connection, waits: list[float]
) -> None:
    """A port where nobody listens is tried again, too, and then named."""
    with Web() as gone:
        hp = ITEMS["hp"].at(gone.url)

    with pytest.raises(FetchError, match="cannot be reached"):
        fetch(hp, folder, connection)

    assert 5 == len(waits)
    assert [] == web.asked
