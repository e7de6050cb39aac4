"""Listening: the front behind granian, until Ctrl-C."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings

from kg.errors import AddressError
from kg.store import Store
from server.credentials import read
from server.settings import Settings
from server.workers.exchange import Scope, Send
from server.workers.front import Front
from server.workers.guard import Receive

_OTHER_HOST = "choose another --host"
_LAST_PORT = 65535
_ADVICE = {
    errno.EADDRINUSE: "it is in use: stop what listens there, or choose another "
    "--port (make serve PORT=8000)",
    errno.EACCES: "not allowed here: choose a --port above 1023",
    errno.EADDRNOTAVAIL: f"no such address on this machine: {_OTHER_HOST}",
}


class Announced:
    """The front, which says where it listens as soon as it does."""

    def __init__(self, front: Front, host: str, port: int) -> None:
        self._front = front
        self._host, self._port = host, port
        self._telling: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            self._telling = asyncio.create_task(self._tell())
        await self._front(scope, receive, send)

    async def _tell(self) -> None:
        """Knock until somebody opens: the server says nothing when it begins."""
        is_open = False
        while not is_open:
            await asyncio.sleep(0.02)
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection(self._host, self._port)
                writer.close()
                is_open = True
        sys.stderr.write(
            f"serving {address(self._host, self._port)} (Ctrl-C ends it)\n"
        )
        sys.stderr.flush()


def load(_target: str, location: Path, settings: Settings) -> Any:  # noqa: ANN401 - granian's
    return Announced(Front(location, settings), settings.host, settings.port)


def serve(store: Store, settings: Settings) -> None:
    """Serve a graph until Ctrl-C, and say where on the standard error.

    Raises AddressError where the address cannot be listened on, CredentialsError for a
    file of those who may write that cannot be read.
    """
    read(settings.credentials)
    with listen(settings.host, settings.port) as listener:
        port = listener.getsockname()[1]
    settings = replace(settings, port=port)
    server = Granian(
        "the front",
        address=settings.host,
        port=port,
        interface=Interfaces.ASGI,
        websockets=False,
        log_enabled=False,
        backpressure=4096,
        http1_settings=HTTP1Settings(
            header_read_timeout=10_000, max_buffer_size=1 << 17
        ),
    )
    location = store.generation.parents[1]
    server.serve(target_loader=partial(load, location=location, settings=settings))


def listen(host: str, port: int) -> socket.socket:
    """Take an address; raises AddressError where that cannot be."""
    if not 0 <= port <= _LAST_PORT:
        problem = f"no such port: choose another --port, at most {_LAST_PORT}"
        raise AddressError(f"{host}:{port}", problem)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        problem = _ADVICE.get(error.errno or 0, f"{error.strerror}: {_OTHER_HOST}")
        raise AddressError(f"{host}:{port}", problem) from error


def address(host: str, port: int) -> str:
    """Write where a server listens as an address for a browser.

    >>> address("::1", 7878)
    'http://[::1]:7878/'
    """
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
