"""The workers of a generation: some that wait for a request, more when these do not do.

A request that finds no worker waits a moment for one: forking a process for each of
many short requests would cost more than they do. When all workers are at work for more
than a moment, more are born. When all wait that long, the last to come gets every
second worker, and workers yield to the process that forks them: behind a rush of 20
endless queries, on two cores with ten others at work, the next short one was answered
after 0.2 to 0.9 s. In the order they came, all at one rank, it was 1.5 to 3.8 s.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import MendelError
from kg.store.folder import current
from server.settings import Settings
from server.workers.channel import Worker
from server.workers.processes import Nursery

_MOMENT = 0.03  # seconds that a request waits for a worker before another is born
_SPARE = 4  # times as many workers as are kept waiting may wait after a rush
_PATIENCE = 10.0  # seconds that it waits in all


@dataclass(slots=True)
class Waiting:
    """A request that waits for a worker."""

    future: asyncio.Future[Worker]
    since: float = field(default_factory=time.monotonic)

    @property
    def age(self) -> float:
        return time.monotonic() - self.since


class Pool:
    """The workers of the current generation of a location."""

    def __init__(self, location: Path, settings: Settings) -> None:
        self._location = location
        self._settings = settings
        self._nursery: Nursery | None = None
        self._idle: deque[Worker] = deque()
        self._waiting: deque[Waiting] = deque()
        self._at_work = 0
        self._unborn = 0
        self._is_renewing = False
        self._is_for_last = False
        self._changing = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def generation(self) -> int:
        """The number of the generation that is answered from."""
        return self._nursery.generation if self._nursery else 0

    @property
    def idle(self) -> int:
        """How many workers wait for a request."""
        return len(self._idle)

    @property
    def waiting(self) -> int:
        """How many requests wait for a worker."""
        return len(self._waiting)

    @property
    def is_full(self) -> bool:
        """Tell whether requests wait, and no worker may be born for them."""
        return bool(self._waiting) and self._at_work >= self._settings.max_workers

    async def refresh(self) -> None:
        """Answer from the current generation; raises OSError and StoreError."""
        async with self._changing:
            found = current(self._location)
            number = int(found.name) if found else self.generation
            if number != self.generation or not self._is_well():
                await self._advance()
        if self._nursery and self._nursery.is_worn and not self._is_renewing:
            self._is_renewing = True
            self.begin(self._renew())

    async def _advance(self) -> None:
        """Come to the current generation; by another nursery where it has to be.

        Until that is there, the old one goes on.
        """
        if self._nursery and self._is_well():
            with contextlib.suppress(OSError):
                if await self._nursery.follow():
                    await self._begin_anew(self._nursery)
                    return
        await self._begin_anew(await Nursery.start(self._location, self._settings))

    async def _renew(self) -> None:
        """Have a fresh nursery in the place of a worn one, beside all else."""
        with contextlib.suppress(OSError, MendelError):
            fresh = await Nursery.start(self._location, self._settings)
            async with self._changing:
                if await fresh.follow():
                    await self._begin_anew(fresh)
                else:
                    fresh.close()
        self._is_renewing = False

    async def _begin_anew(self, nursery: Nursery) -> None:
        """Have workers of a nursery wait for requests, and no others."""
        if self._nursery and self._nursery is not nursery:
            self._nursery.close()
        self._nursery = nursery
        while self._idle:
            self._idle.pop().close()
        for _ in range(self._settings.workers):
            await self._breed()

    def _is_well(self) -> bool:
        return self._nursery is not None and self._nursery.is_well

    async def take(self) -> Worker:
        """Give a worker, now or when there is one; raises TimeoutError."""
        while self._idle:
            worker = self._idle.pop()  # the last one is the warmest
            if not worker.is_gone:
                self._at_work += 1
                return worker
        waiting = Waiting(asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        try:
            worker = await waiting.future
        except asyncio.CancelledError:
            waiting.future.cancel()
            raise
        self._at_work += 1
        return worker

    def give_back(self, worker: Worker, *, is_fit: bool) -> None:
        """Take a worker back that has done its work, or replace it."""
        self._at_work -= 1
        if is_fit and not worker.is_gone and worker.generation == self.generation:
            self._offer(worker)
            return
        worker.close()
        if len(self._idle) + self._unborn < self._settings.workers:
            self.begin(self._breed())

    def look(self) -> None:
        """Have workers born for those who have waited a moment; call it regularly."""
        while self._waiting and self._waiting[0].age > _PATIENCE:
            future = self._waiting.popleft().future
            if not future.done():
                future.set_exception(TimeoutError())
        while len(self._idle) > _SPARE * self._settings.workers:
            self._idle.popleft().close()  # the coldest
        late = sum(waiting.age > _MOMENT for waiting in self._waiting)
        room = self._settings.max_workers - self._at_work - self._unborn
        for _ in range(min(late - self._unborn, room)):
            self.begin(self._breed())

    async def _breed(self) -> None:
        if self._nursery is None:
            return
        self._unborn += 1
        with contextlib.suppress(OSError):  # it was killed: see refresh
            self._offer(await self._nursery.fork())
        self._unborn -= 1

    def _offer(self, worker: Worker) -> None:
        while self._waiting:
            future = self._next().future
            if not future.done():
                future.set_result(worker)
                return
        self._idle.append(worker)

    def _next(self) -> Waiting:
        """Give whose turn it is: when all wait long, by turns the first and the last.

        So who comes behind a rush does not wait for the whole of it to be served.
        """
        is_rush = self._waiting[0].age > _MOMENT
        self._is_for_last = is_rush and not self._is_for_last
        return self._waiting.pop() if self._is_for_last else self._waiting.popleft()

    def begin(self, work: Coroutine[None, None, None]) -> None:
        """Have something done beside all else, until the end at most."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def close(self) -> None:
        """End all."""
        for task in self._tasks:
            task.cancel()
        while self._idle:
            self._idle.pop().close()
        if self._nursery:
            self._nursery.close()
