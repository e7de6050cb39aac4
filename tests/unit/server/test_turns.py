"""Who waits for a worker, or for the one that writes, gets it in turn, or is told."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from kg.store import Store
from server.settings import Settings
from server.workers import pool, processes
from server.workers.channel import Worker
from server.workers.pool import Pool
from server.workers.processes import Nursery, Scribe
from tests.unit.server.serving import served


class _Nursery:
    """One that needs no process."""

    generation = 0
    is_well = True
    is_worn = False

    async def fork(self) -> Worker:
        return Worker(0, os.getpid())


async def _started(*_: object) -> _Nursery:
    return _Nursery()


async def _order(location: Path, count: int) -> list[int]:
    """Have some requests wait for the only worker; tell in which order they get it."""
    workers, order = Pool(location, Settings(workers=1)), list[int]()

    async def ask(number: int) -> None:
        worker = await workers.take()
        order.append(number)
        workers.give_back(worker, is_fit=True)

    await workers.refresh()
    first = await workers.take()
    asked = [asyncio.create_task(ask(number)) for number in range(count)]
    await asyncio.sleep(0)
    workers.give_back(first, is_fit=True)
    await asyncio.gather(*asked)
    return order


@pytest.mark.parametrize(
    ("moment", "expected"), [(60, [0, 1, 2, 3, 4]), (-1, [4, 0, 3, 1, 2])]
)
def test_the_last_does_not_wait_for_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int, expected: list[int]
) -> None:
    """The first come is served first; by turns with the last when all wait long."""
    monkeypatch.setattr(pool, "_MOMENT", moment)
    monkeypatch.setattr(Nursery, "start", _started)

    assert expected == asyncio.run(_order(tmp_path, 5))


def test_the_one_that_writes_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has no time to wait for it is told; it is started once, and another waits."""
    started = list[Worker]()

    async def start(*_: object) -> Worker:
        await asyncio.sleep(0.1)
        started.append(Worker(0, os.getpid()))
        return started[-1]

    async def ask() -> tuple[Worker | None, Worker | None, Worker | None]:
        scribe = Scribe(tmp_path, Settings())
        return await scribe.ready(0), await scribe.ready(), await scribe.ready()

    monkeypatch.setattr(processes, "_start_scribe", start)
    early, *later = asyncio.run(ask())

    assert (None, started * 2, 1) == (early, later, len(started))


def test_births_come_before_work(store: Store) -> None:
    """Workers yield to the process that forks them, or a rush would hold up births."""
    with served(store, "--workers", "2") as server:
        nursery = server.nursery()
        ranks = {worker.nice() for worker in nursery.children()}

        assert {min(nursery.nice() + 3, 19)} == ranks
