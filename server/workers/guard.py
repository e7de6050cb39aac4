"""Who works for whom, and for how long: the watch over the workers.

Twenty times a second, a look at those that have been at work for more than a moment: is
the time up, has the memory grown too much, has the client gone? Then the worker is
killed, and another is born. What takes long goes on at a lower priority, and if no room
is left for others, whoever has most of it loses the oldest.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

import psutil

from kg.errors import MendelError
from server.settings import Settings
from server.workers.channel import Worker
from server.workers.pool import Pool
from server.workers.processes import Scribe
from server.workers.refusal import (
    BUSY,
    DIED,
    GONE,
    MAKING,
    QUEUED,
    UNREADY,
    Refusal,
    refusing,
)
from server.workers.turns import turn

_TICK = 0.05  # seconds between two looks
_MOMENT = 0.2  # seconds of work that a request has at most without being a long one
_GROWN = 64  # MB by which a worker may have grown to be used again
_MB = 1 << 20


@dataclass(slots=True, eq=False)
class Job:
    """A worker at work for a client."""

    worker: Worker
    client: str
    is_gone: Callable[[], bool]
    seconds: float
    begun: float = field(default_factory=time.monotonic)
    is_write: bool = False
    is_long: bool = False
    is_done: bool = False
    refusal: Refusal = DIED
    _used: float | None = None

    @property
    def age(self) -> float:
        return time.monotonic() - self.begun

    def end(self, refusal: Refusal) -> None:
        """Kill the worker; the first reason stays."""
        if self.refusal is DIED:
            self.refusal = refusal
        self.worker.kill()

    def yield_to_others(self) -> None:
        """After a moment of work, let requests go first that may take less.

        Work is processor time: on a busy machine, short ones wait as well.
        """
        used = self.worker.used()
        self._used = used if self._used is None else self._used
        if not self.is_long and used - self._used > _MOMENT:
            self.is_long = True
            self.worker.lower()


def _is_fit(job: Job) -> bool:
    """Tell whether a worker may take another request: memory and rank stay lost."""
    if not job.is_done or job.is_long:
        return False
    return job.age < _TICK or job.worker.grown() < _GROWN * _MB


class Guard:
    """The jobs of the workers of a location."""

    def __init__(self, location: Path, settings: Settings) -> None:
        self._settings = settings
        self._memory = psutil.virtual_memory().total // 2
        self._location = location
        self._pool = Pool(location, settings)
        self._scribe = Scribe(location, settings)
        self._writing = asyncio.Lock()
        self._making = asyncio.Lock()
        self._jobs: set[Job] = set()

    @property
    def generation(self) -> int:
        """The number of the generation that is answered from."""
        return self._pool.generation

    def figures(self) -> dict[str, int]:
        """Count what there is: jobs, workers, and the generation."""
        return {
            "generation": self.generation,
            "requests_at_work": len(self._jobs),
            "requests_waiting": self._pool.waiting,
            "workers_idle": self._pool.idle,
        }

    async def start(self) -> None:
        """Load the current generation; raises OSError and StoreError."""
        await self._pool.refresh()
        self._pool.begin(self._look())
        if self._settings.credentials:
            self._pool.begin(self._prepare())

    async def _prepare(self) -> None:
        """Have the scribe ready for the first change."""
        async with self._writing:
            with contextlib.suppress(Refusal):  # whoever comes first is told
                await self._ready()

    async def stop(self, seconds: float = 10) -> None:
        """Let the jobs come to their end, and end what does not."""
        for _ in range(int(seconds / _TICK)):
            if self._jobs:
                await asyncio.sleep(_TICK)
        for job in list(self._jobs):
            job.end(BUSY)
        self._pool.close()
        self._scribe.close()

    async def begin(
        self, client: str, is_gone: Callable[[], bool], seconds: float
    ) -> Job:
        """Give a worker for one request; raises Refusal where none is to be had."""
        try:
            worker = await self._pool.take()
        except TimeoutError as error:
            raise BUSY from error
        job = Job(worker, client, is_gone, seconds)
        self._jobs.add(job)
        return job

    @contextlib.asynccontextmanager
    async def writing(
        self, is_gone: Callable[[], bool], seconds: float
    ) -> AsyncIterator[Job]:
        """Give the process that writes; what it has written is answered from then.

        Raises Refusal for whoever would have to wait longer than the change may take.
        """
        async with turn(self._writing, seconds, QUEUED):
            job = Job(await self._ready(seconds), "", is_gone, seconds, is_write=True)
            self._jobs.add(job)
            try:
                yield job
                with refusing("the change is made, and not served yet"):
                    await self._pool.refresh()
            finally:
                self._jobs.discard(job)
                if job.worker.is_gone:
                    self._scribe.start()  # not only when somebody waits for it

    @contextlib.asynccontextmanager
    async def making(self, seconds: float) -> AsyncIterator[None]:
        """Wait for one's turn to have a file made; raises Refusal after too long.

        One is made at a time: each takes a processor, and some memory.
        """
        async with turn(self._making, seconds, MAKING):
            yield

    async def _ready(self, seconds: float | None = None) -> Worker:
        """Give the scribe; raises Refusal where none is ready in time."""
        with refusing("nothing can be changed now"):
            found = await self._scribe.ready(seconds)
        if found is None:
            raise UNREADY
        return found

    def finish(self, job: Job) -> None:
        """Have the worker wait for the next request, if it is fit for one."""
        self._jobs.discard(job)
        if not job.is_done:
            job.worker.kill()
        self._pool.give_back(job.worker, is_fit=_is_fit(job))

    async def _look(self) -> None:
        ticks = 0
        while True:
            await asyncio.sleep(_TICK)
            ticks += 1
            self._pool.look()
            if self._jobs:
                self._judge([job for job in self._jobs if job.age > _TICK])
            if ticks % 10 == 0:
                with contextlib.suppress(MendelError, OSError):  # the old one goes on
                    await self._pool.refresh()

    def _judge(self, jobs: list[Job]) -> None:
        sizes: dict[Job, int] = {}
        for job in jobs:
            if not job.is_write:  # a change is made even if nobody waits for it
                job.yield_to_others()
            sizes[job] = job.worker.grown()
            if job.is_gone() and not job.is_write:
                job.end(GONE)
            elif job.age > job.seconds:
                job.end(self._late(job))
            elif sizes[job] > self._most(job) * _MB:
                job.end(_large(self._most(job)))
        self._thin([job for job in jobs if job.is_long], sizes)

    def _thin(self, long: list[Job], sizes: dict[Job, int]) -> None:
        """Make room: end the oldest job of whoever has most, or the largest of all."""
        if long and self._pool.is_full:
            counts = Counter(job.client for job in long)
            max(long, key=lambda job: (counts[job.client], job.age)).end(BUSY)
        taken = sum(size for job, size in sizes.items() if not job.is_write)
        if long and taken > self._memory:
            max(long, key=sizes.__getitem__).end(_large(self._settings.worker_mb))

    def _late(self, job: Job) -> Refusal:
        return Refusal(
            HTTPStatus.GATEWAY_TIMEOUT,
            f"not done after {job.seconds:g} seconds: ask for less, or put a LIMIT",
        )

    def _most(self, job: Job) -> int:
        """Say how many MB a job may take; the one who writes keeps its reasoner."""
        return self._settings.writer_mb if job.is_write else self._settings.worker_mb


def _large(most: int) -> Refusal:
    return Refusal(
        HTTPStatus.SERVICE_UNAVAILABLE,
        f"needs more than {most} MB of memory: ask for less, or sort and group less",
    )
