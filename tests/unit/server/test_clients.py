"""No client gets more than its share: at once, and in a second."""

from __future__ import annotations

import time

import pytest

from server.workers.clients import Clients
from server.workers.refusal import Refusal


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(name="clock")
def _clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(time, "monotonic", clock)
    return clock


def taken(clients: Clients, client: str, count: int) -> list[bool]:
    """Send requests, one after the other; tell which were let in."""
    return [_is_taken(clients, client) for _ in range(count)]


def _is_taken(clients: Clients, client: str) -> bool:
    try:
        clients.enter(client)
    except Refusal:
        return False
    finally:
        clients.leave(client)
    return True


def test_too_many_at_once() -> None:
    """The request beyond the limit is refused, those of another client are not."""
    clients = Clients(2, 0)
    clients.enter("a")
    clients.enter("a")

    with pytest.raises(Refusal, match="at once") as raised:
        clients.enter("a")
    assert (429, "1") == (raised.value.status, raised.value.headers["Retry-After"])
    clients.enter("b")
    for _ in range(2):
        clients.leave("a")
    assert [True] == taken(clients, "a", 1)


def test_a_bucket_empties_and_fills(clock: Clock) -> None:
    """Ten seconds' worth at first, then as many as come back with the time."""
    clients = Clients(10, 2)
    first = taken(clients, "a", 22)
    clock.now += 1
    second = taken(clients, "a", 3)
    clock.now += 100
    third = taken(clients, "a", 21)

    assert [True] * 20 + [False] * 2 == first
    assert [True, True, False] == second
    assert [True] * 20 + [False] == third


def test_buckets_are_apart(clock: Clock) -> None:
    """What one client uses up is not missing to another."""
    clients = Clients(10, 1)

    assert clock.now == clock()
    assert [True] * 10 + [False] == taken(clients, "a", 11)
    assert [True] == taken(clients, "b", 1)


def test_no_rate_is_no_limit() -> None:
    """A rate of 0 lets everything in."""
    assert [True] * 1000 == taken(Clients(1, 0), "a", 1000)
