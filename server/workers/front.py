"""The front: what clients talk to; it evaluates nothing itself.

An answer given before is given again from memory. All else goes to a worker, and the
answer is passed on while it comes. Where a worker ends before its answer does, the
connection is closed without the end of the body, so that nobody takes it for whole.
"""

from __future__ import annotations

import math
import time
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from pathlib import Path

from server.credentials import read, who
from server.fields import sent
from server.negotiate import bare
from server.operation import FORM, UPDATE
from server.settings import Settings
from server.workers.cache import Cache
from server.workers.clients import Clients
from server.workers.exchange import Exchange
from server.workers.frames import (
    BODY,
    HEAD,
    WHOLE,
    Answer,
    Head,
    Request,
    read_answer,
    read_head,
    write_head,
    write_request,
)
from server.workers.guard import Guard, Job
from server.workers.key import key_of
from server.workers.record import Record
from server.workers.refusal import DIED, Refusal

_CHALLENGE = {
    "WWW-Authenticate": 'Bearer realm="MendelGraph", Basic realm="MendelGraph"'
}
_GRAPHS = "/graph-store"
_AT_ONCE = 1  # seconds
_KEPT = 1 << 20  # bytes that an answer has at most to be kept


class Front:
    """The application; `location` is the folder of a store."""

    def __init__(self, location: Path, settings: Settings) -> None:
        self._settings = settings
        self._guard = Guard(location, settings)
        self._cache = Cache(settings.cache_mb << 20)
        self._clients = Clients(settings.client_requests, settings.client_rate)
        self._known = read(settings.credentials)
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
        is_graph = path.startswith(_GRAPHS)
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
        request = self._identified(exchange)
        if self._cache.generation != self._guard.generation:
            self._cache.begin(self._guard.generation)
        if request.path == "/metrics":
            _check_read(request)
            exchange.answer(self._record.figures())
        elif _is_write(request):
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
        sent = exchange.answer(_unless_known(exchange.request, known))
        if exchange.raw:
            self._cache.put_repeat(exchange.raw, sent, exchange.note())

    async def _write(self, request: Request, exchange: Exchange) -> None:
        """Have a change made by who may make one; answer when all can see it."""
        self._check_writes(exchange.by)
        seconds = _seconds(request, self._settings.timeout)
        async with self._guard.writing(exchange.is_gone, seconds) as job:
            job.worker.send(write_request(request))
            answer = await _whole(job)
        exchange.answer(answer)

    def _identified(self, exchange: Exchange) -> Request:
        """Note whose token a request brings; raises Refusal for one of nobody."""
        request = exchange.request
        given = request.header("authorization")
        if not given or not self._known:
            return request
        name = who(given, self._known)
        if name is None:
            detail = "nobody has this token: send that of one who is known, or none"
            raise Refusal(HTTPStatus.UNAUTHORIZED, detail, headers=_CHALLENGE)
        exchange.by = name
        return replace(request, reader=name) if self._settings.private else request

    def _check_writes(self, name: str) -> None:
        """See that somebody may make a change; raises Refusal for whoever may not."""
        if not self._known:
            detail = (
                "this server takes no changes: its operator has named nobody who may "
                "make them"
            )
            raise Refusal(HTTPStatus.FORBIDDEN, detail)
        if not name:
            detail = "send the token of one who may write, as Bearer or Basic"
            raise Refusal(HTTPStatus.UNAUTHORIZED, detail, headers=_CHALLENGE)
        if not self._known[name].may_write:
            detail = f"{name} may read here, and change nothing: use another token"
            raise Refusal(HTTPStatus.FORBIDDEN, detail)

    async def _ask(self, request: Request, exchange: Exchange) -> None:
        seconds = _seconds(request, self._settings.timeout)
        tries = 2  # one that ended at once, by itself, may not have been to blame
        while tries:
            tries -= 1
            job = await self._guard.begin(exchange.client, exchange.is_gone, seconds)
            try:
                job.worker.send(write_request(request))
                await self._pass_on(job, exchange)
                tries = 0
            except Refusal as refusal:
                if not tries or refusal is not DIED or job.age > _AT_ONCE:
                    raise
            finally:
                self._guard.finish(job)

    async def _pass_on(self, job: Job, exchange: Exchange) -> None:
        """Send what the worker answers: at once if it is there, else as it comes."""
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
        else:
            raise job.refusal

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


def _check_read(request: Request) -> None:
    if request.method not in {"GET", "HEAD"}:
        detail = f"{request.method} is not offered here: send GET or HEAD"
        headers = {"Allow": "GET, HEAD"}
        raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, detail, headers=headers)


def _is_write(request: Request) -> bool:
    """Tell a request that is to change something."""
    if request.path.startswith(_GRAPHS):
        return request.method in {"PUT", "POST", "DELETE", "PATCH"}
    if request.path != "/sparql" or request.method != "POST":
        return False
    media_type = bare(request.header("content-type"))
    if media_type == UPDATE or sent(request.query, "update"):
        return True
    return media_type == FORM and bool(sent(request.body.decode("latin-1"), "update"))


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


def _seconds(request: Request, most: int) -> float:
    """Read `timeout=`, which may ask for less time than there is."""
    if "timeout=" not in request.query and b"timeout=" not in request.body:
        return most
    texts = (request.body.decode("latin-1"), request.query)
    given = next((values[0] for text in texts if (values := sent(text, "timeout"))), "")
    try:
        seconds = float(given)
    except ValueError:
        seconds = math.nan
    if math.isnan(seconds):
        detail = f"timeout={given}: give a number of seconds, at most {most}"
        raise Refusal(HTTPStatus.BAD_REQUEST, detail)
    return min(max(seconds, 0.001), most)


def _unless_known(request: Request, answer: Answer) -> Answer:
    """Say that the client has the answer, if it says so (RFC 9110, section 13.1.2)."""
    given = request.header("if-none-match")
    if not given or answer.header("ETag") not in given:
        return answer
    headers = tuple(
        (name, value)
        for name, value in read_head(answer.head).headers
        if not name.lower().startswith("content-")
    )
    return Answer(write_head(Head(HTTPStatus.NOT_MODIFIED, headers)), b"")
