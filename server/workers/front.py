"""The front: what clients talk to; it evaluates nothing itself.

An answer given before is given again from memory. All else goes to a worker, and the
answer is passed on while it comes. Where a worker ends before its answer does, the
connection is closed without the end of the body, so that nobody takes it for whole.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from server.settings import Settings
from server.workers.asked import GRAPHS, check_read, is_write, seconds_of
from server.workers.cache import Cache, unless_known
from server.workers.clients import Clients
from server.workers.exchange import Exchange
from server.workers.files import send_file
from server.workers.frames import (
    BODY,
    FILE,
    HEAD,
    UNMADE,
    WHOLE,
    Answer,
    Request,
    read_answer,
    read_file_part,
    write_request,
)
from server.workers.guard import Guard, Job
from server.workers.key import key_of
from server.workers.maker import make
from server.workers.people import People
from server.workers.record import Record
from server.workers.refusal import DIED, REPLACED, Refusal

_AT_ONCE = 1  # seconds
_TRIES = 4
_KEPT = 1 << 20  # bytes that an answer has at most to be kept


class Front:
    """The application; `location` is the folder of a store."""

    def __init__(self, location: Path, settings: Settings) -> None:
        self._settings = settings
        self._guard = Guard(location, settings)
        self._cache = Cache(settings.cache_mb << 20)
        self._clients = Clients(settings.client_requests, settings.client_rate)
        self._people = People(settings)
        self._record = Record(settings.access_log)
        for name in self._guard.figures():
            self._record.watch(name, partial(self._figure, name))

    def _figure(self, name: str) -> float:
        return self._guard.figures()[name]

    async def start(self) -> None:
        """Load the current generation; raises OSError and StoreError."""
        await self._guard.start()

    async def stop(self) -> None:
        """Let what is at work come to its end, and end what does not."""
        await self._guard.stop()
        self._record.close()

    def most(self, path: str) -> int:
        """Say how many bytes a body may have."""
        settings = self._settings
        is_graph = path.startswith(GRAPHS)
        return settings.max_body_bytes if is_graph else settings.max_query_bytes

    def repeat(self, raw: bytes, client: str) -> tuple[bytes, bytes] | None:
        """Give head and body of the answer to what was asked in the same bytes."""
        found = self._cache.repeat(raw)
        is_current = self._cache.generation == self._guard.generation
        if not found or not is_current or not self._clients.may_go_on(client):
            return None
        self._record.note(found.note, client, 0)
        return found.answer.head, found.answer.body

    async def serve(self, exchange: Exchange) -> None:
        """Answer a request; what is begun and not ended is to be cut."""
        client = exchange.client
        try:
            self._clients.enter(client)
            await self._answer(exchange)
        except Refusal as refusal:
            exchange.refuse(refusal)
        finally:
            self._clients.leave(client)
            seconds = time.monotonic() - exchange.begun
            self._record.note(exchange.note(), client, seconds)

    async def _answer(self, exchange: Exchange) -> None:
        if exchange.refusal:
            raise exchange.refusal
        request = self._people.identified(exchange)
        if self._cache.generation != self._guard.generation:
            self._cache.begin(self._guard.generation)
        if request.path == "/metrics":
            check_read(request)
            exchange.answer(self._record.figures())
        elif is_write(request):
            await self._write(request, exchange)
        else:
            exchange.key = key_of(request)
            known = self._cache.get(exchange.key)
            if known:
                self._give_again(exchange, known)
            else:
                await self._ask(request, exchange)

    def _give_again(self, exchange: Exchange, known: Answer) -> None:
        """Answer as before; the next time it need not even be read what is asked."""
        exchange.from_cache = True
        sent = exchange.answer(unless_known(exchange.request, known))
        if exchange.raw:
            self._cache.put_repeat(exchange.raw, sent, exchange.note())

    async def _write(self, request: Request, exchange: Exchange) -> None:
        """Have a change made by who may make one; answer when all can see it."""
        self._people.check_writes(exchange.by)
        seconds = seconds_of(request, self._settings.timeout)
        async with self._guard.writing(exchange.is_gone, seconds) as job:
            job.worker.send(write_request(request))
            answer = await _whole(job)
        exchange.answer(answer)

    async def _ask(self, request: Request, exchange: Exchange) -> None:
        """Have a worker answer; files are for the front to send, and to have made."""
        seconds = seconds_of(request, self._settings.timeout)
        ask = partial(self._work, request, exchange, seconds)
        kind, data = await ask()
        if kind == UNMADE:
            async with self._guard.making(seconds):
                kind, data = await self._made(ask)
        if kind == FILE:
            await send_file(read_file_part(data), exchange)

    async def _made(
        self, ask: Callable[[], Awaitable[tuple[bytes, bytes]]]
    ) -> tuple[bytes, bytes]:
        """Have a file made, unless somebody has by now, for the graph that is current.

        Raises Refusal where that changes all the time.
        """
        for _ in range(_TRIES):
            kind, data = await ask()
            if kind != UNMADE:
                return kind, data
            await make(data, self._settings.dump_timeout)
        raise REPLACED

    async def _work(
        self, request: Request, exchange: Exchange, seconds: float
    ) -> tuple[bytes, bytes]:
        """Have a worker answer; give the frame that its answer begins with."""
        tries = 2  # one that ended at once, by itself, may not have been to blame
        while True:
            tries -= 1
            job = await self._guard.begin(exchange.client, exchange.is_gone, seconds)
            try:
                job.worker.send(write_request(request))
                return await self._pass_on(job, exchange)
            except Refusal as refusal:
                if not tries or refusal is not DIED or job.age > _AT_ONCE:
                    raise
            finally:
                self._guard.finish(job)

    async def _pass_on(self, job: Job, exchange: Exchange) -> tuple[bytes, bytes]:
        """Send what the worker answers: at once if it is there, else as it comes.

        Gives the frame that it began with: files are for the front to send.
        """
        kind, data = await job.worker.receive() or (b"", b"")
        if kind == WHOLE:
            job.is_done = True
            answer = read_answer(data)
            is_current = job.worker.generation == self._cache.generation
            if len(answer.body) <= _KEPT and is_current:
                self._cache.put(exchange.key, answer)
            exchange.answer(answer)
        elif kind == HEAD:
            exchange.start(data)
            await self._stream(job, exchange)
        elif kind in {FILE, UNMADE}:
            job.is_done = True
        else:
            raise job.refusal
        return kind, data

    async def _stream(self, job: Job, exchange: Exchange) -> None:
        """Pass on what comes; raises ConnectionAbortedError where it ends before."""
        kind = BODY
        while kind == BODY:
            kind, data = await job.worker.receive() or (b"", b"")
            if kind == BODY:
                await exchange.part(data)
        if not kind:
            exchange.outcome = f"cut: {job.refusal.detail}"
            raise ConnectionAbortedError(job.refusal.detail)
        job.is_done = True
        exchange.end()


async def _whole(job: Job) -> Answer:
    """Take an answer as a whole; raises Refusal where it never comes."""
    head, body = b"", b""
    while found := await job.worker.receive():
        kind, data = found
        if kind == HEAD:
            head = data
        elif kind == BODY:
            body += data
        else:
            job.is_done = True
            return read_answer(data) if kind == WHOLE else Answer(head, body)
    raise job.refusal
