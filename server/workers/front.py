"""The front: the ASGI application that clients talk to; it evaluates nothing itself.

An answer given before is given again from memory. All else goes to a worker, and the
answer is passed on while it comes. Where a worker ends before its answer does, the
connection is closed without the end of the body, so that nobody takes it for whole.
"""

from __future__ import annotations

import math
from functools import partial
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qs

from server.credentials import read, who
from server.operation import FORM, UPDATE
from server.settings import Settings
from server.workers.cache import Answer, Cache
from server.workers.clients import Clients
from server.workers.exchange import Exchange, Scope, Send
from server.workers.frames import (
    BODY,
    HEAD,
    Head,
    Request,
    read_head,
    write_request,
)
from server.workers.guard import Guard, Job, Receive
from server.workers.record import Record
from server.workers.refusal import Refusal

_CHALLENGE = {
    "WWW-Authenticate": 'Bearer realm="MendelGraph", Basic realm="MendelGraph"'
}
_GRAPHS = "/graph-store"
_KEPT = 1 << 20  # bytes that an answer has at most to be kept


class Front:
    """The application; `location` is the folder of a store."""

    def __init__(self, location: Path, settings: Settings) -> None:
        self._settings = settings
        self._guard = Guard(location, settings)
        self._cache = Cache(settings.cache_mb << 20)
        self._clients = Clients(settings.client_requests, settings.client_rate)
        self._writers = read(settings.credentials)
        self._record = Record(settings.access_log)
        for name in self._guard.figures():
            self._record.watch(name, partial(self._figure, name))

    def _figure(self, name: str) -> float:
        return self._guard.figures()[name]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._serve(Exchange(scope, receive, send))

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await self._guard.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._guard.stop()
        self._record.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _serve(self, exchange: Exchange) -> None:
        client = exchange.client
        try:
            self._clients.enter(client)
            await self._answer(exchange)
        except Refusal as refusal:
            await exchange.refuse(refusal)
        finally:
            self._clients.leave(client)
            self._record.note(exchange)

    async def _answer(self, exchange: Exchange) -> None:
        settings, is_graph = self._settings, exchange.path.startswith(_GRAPHS)
        most = settings.max_body_bytes if is_graph else settings.max_query_bytes
        request = await exchange.read(most)
        if self._cache.generation != self._guard.generation:
            self._cache.begin(self._guard.generation)
        known = self._cache.get(request)
        if known:
            exchange.from_cache = True
            await exchange.answer(_unless_known(request, known))
        elif request.path == "/metrics":
            _check_read(request)
            await exchange.answer(self._record.figures())
        elif _is_write(request):
            await self._write(request, exchange)
        else:
            await self._ask(request, exchange)

    async def _write(self, request: Request, exchange: Exchange) -> None:
        """Have a change made by who may make one; answer when all can see it."""
        exchange.by = self._who(request)
        seconds = _seconds(request, self._settings.timeout)
        async with self._guard.writing(exchange.receive, seconds) as job:
            job.worker.send(write_request(request))
            answer = await _whole(job)
        await exchange.answer(answer)

    def _who(self, request: Request) -> str:
        """Tell who asks for a change; raises Refusal for whoever may not."""
        if not self._writers:
            detail = "nothing can be changed here: it is served without --credentials"
            raise Refusal(HTTPStatus.FORBIDDEN, detail)
        name = who(request.header("authorization"), self._writers)
        if name is None:
            detail = "send the token of one who may write, as Bearer or Basic"
            raise Refusal(HTTPStatus.UNAUTHORIZED, detail, headers=_CHALLENGE)
        return name

    async def _ask(self, request: Request, exchange: Exchange) -> None:
        seconds = _seconds(request, self._settings.timeout)
        job = await self._guard.begin(exchange.client, exchange.receive, seconds)
        try:
            job.worker.send(write_request(request))
            await self._pass_on(request, job, exchange)
        finally:
            self._guard.finish(job)

    async def _pass_on(self, request: Request, job: Job, exchange: Exchange) -> None:
        """Send what the worker answers: at once if it is there, else as it comes."""
        found = await job.worker.receive()
        second = await job.worker.receive() if found else None
        if found is None or second is None:
            raise job.refusal
        head, (kind, data) = read_head(found[1]), second
        answer = Answer(head, data)
        if kind == BODY and answer.header("content-length") == str(len(data)):
            job.is_done = await job.worker.receive() is not None
            is_current = job.worker.generation == self._cache.generation
            if len(data) <= _KEPT and is_current:
                self._cache.put(request, answer)
            await exchange.answer(answer)
            return
        await exchange.start(head)
        while kind == BODY:
            await exchange.part(data)
            kind, data = await job.worker.receive() or (b"", b"")
        if not kind:
            exchange.outcome = f"cut: {job.refusal.detail}"
            raise ConnectionAbortedError(job.refusal.detail)
        job.is_done = True
        await exchange.part(b"", is_last=True)


def _check_read(request: Request) -> None:
    if request.method not in {"GET", "HEAD"}:
        detail = "this method is not offered here: see Allow"
        headers = {"Allow": "GET, HEAD"}
        raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, detail, headers=headers)


def _is_write(request: Request) -> bool:
    """Tell a request that is to change something."""
    if request.path.startswith(_GRAPHS):
        return request.method in {"PUT", "POST", "DELETE", "PATCH"}
    if request.path != "/sparql" or request.method != "POST":
        return False
    media_type = request.header("content-type").partition(";")[0].strip().lower()
    if media_type == UPDATE or "update" in parse_qs(request.query):
        return True
    return media_type == FORM and "update" in parse_qs(request.body.decode("latin-1"))


async def _whole(job: Job) -> Answer:
    """Take an answer as a whole; raises Refusal where it never comes."""
    head, body = Head(0), b""
    while found := await job.worker.receive():
        kind, data = found
        if kind == HEAD:
            head = read_head(data)
        elif kind == BODY:
            body += data
        else:
            job.is_done = True
            return Answer(head, body)
    raise job.refusal


def _seconds(request: Request, most: int) -> float:
    """Read `timeout=`, which may ask for less time than there is."""
    if "timeout=" not in request.query and b"timeout=" not in request.body:
        return most
    fields = parse_qs(request.query) | parse_qs(request.body.decode("latin-1"))
    given = fields.get("timeout", [""])[0]
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
    if not given or answer.header("etag") not in given:
        return answer
    headers = [
        h for h in answer.head.headers if not h[0].lower().startswith("content-")
    ]
    return Answer(Head(HTTPStatus.NOT_MODIFIED, tuple(headers)), b"")
