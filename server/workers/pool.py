"""The workers of a generation: some that wait for a request, more when these do not do.

A request that finds no worker waits for one while the others get on: as many workers
as there are processors do all that can be done, and a worker that is used again has
its pages and its code at hand, where a new one has some 1,000 pages to copy or to find
with its first request. Only who is at work for some looks of the front is in the way:
then another is born, and one for each that waits when all are. Looks are counted, not
seconds: on a busy machine the front itself stands still at times, and what it finds
then is older than it would be. With 64 clients, 2 workers answer where 22 more were
born within two seconds; a star query takes 1.4 ms of processor time, not 2.3.

When all wait long, the last to come gets every second worker, and workers yield to the
process that forks them: behind a rush of 20 endless queries, on two cores with ten
others at work, the next short one is answered after 0.1 to 0.2 s. In the order they
came, all at one rank, it was 1.5 to 3.8 s.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Collection, Coroutine
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import MendelError
from kg.store.folder import current
from server.settings import Settings
from server.workers.channel import Worker
from server.workers.processes import Nursery

_MOMENT = 0.03  # seconds that a request waits before another worker may be born for it
_LOOKS = 2  # at which a worker is found at one request before that is a long one
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


def births(looks: Collection[int], late: int, unborn: int, workers: int) -> int:
    """Say how many workers are to be born for those who have waited a moment.

    `looks` are how often each worker was found at its request, `workers` how many are
    to get on with short ones.

    >>> births([0, 1], late=60, unborn=0, workers=2)
    0
    >>> births([0, 9], late=60, unborn=0, workers=2)
    1
    >>> births([8, 9], late=60, unborn=0, workers=2)
    60
    """
    short = sum(count < _LOOKS for count in looks)
    wanted = min(late, workers - short) if short or not looks else late
    return max(wanted - unborn, 0)


class Pool:
    """The workers of the current generation of a location."""

    def __init__(self, location: Path, settings: Settings) -> None:
        self._location = location
        self._settings = settings
        self._nursery: Nursery | None = None
        self._idle: deque[Worker] = deque()
        self._waiting: deque[Waiting] = deque()
        self._at_work: dict[Worker, int] = {}  # at how many looks
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
        return bool(self._waiting) and len(self._at_work) >= self._settings.max_workers

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
                self._at_work[worker] = 0
                return worker
        waiting = Waiting(asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        try:
            return await waiting.future
        except asyncio.CancelledError:
            waiting.future.cancel()
            raise

    def give_back(self, worker: Worker, *, is_fit: bool) -> None:
        """Take a worker back that has done its work, or replace it."""
        del self._at_work[worker]
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
        room = self._settings.max_workers - len(self._at_work) - self._unborn
        looks, workers = self._at_work.values(), self._settings.workers
        for _ in range(min(births(looks, late, self._unborn, workers), room)):
            self.begin(self._breed())
        for worker in self._at_work:
            self._at_work[worker] += 1

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
                self._at_work[worker] = 0
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
