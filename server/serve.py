"""Listening: the front behind its address, until Ctrl-C."""

from __future__ import annotations

import asyncio
import errno
import signal
import socket
import sys
import time
from functools import partial

import uvloop

from kg.errors import AddressError
from kg.private import hidden_graphs
from kg.store import Store
from server import shelf
from server.credentials import read
from server.others import others
from server.settings import Settings
from server.workers.connection import Connection
from server.workers.front import Front

_BACKLOG = 1024  # clients that may knock at once
_OTHER_HOST = "choose another --host"
_LAST_PORT = 65535
_ADVICE = {
    errno.EADDRINUSE: "it is in use: stop what listens there, or choose another "
    "--port (make serve PORT=8000)",
    errno.EACCES: "not allowed here: choose a --port above 1023",
    errno.EADDRNOTAVAIL: f"no such address on this machine: {_OTHER_HOST}",
}


def serve(store: Store, settings: Settings) -> None:
    """Serve a graph until Ctrl-C, and say where on the standard error.

    Raises AddressError where the address cannot be listened on, CredentialsError for a
    file of those who may write that cannot be read, TargetError for a --service that
    is no address, ShelfError for a folder of releases that is none.
    """
    read(settings.credentials)
    others(settings)
    shelf.check(settings.releases)
    for name in settings.private:
        if not hidden_graphs(store, (name,), ()):
            note = f"--private {name}: there is no such graph yet"
            sys.stderr.write(f"{note}; all are listed by 'mendel stats'\n")
    with listen(settings.host, settings.port) as listener:
        front = Front(store.generation.parents[1], settings)
        uvloop.run(_serve(front, listener, settings.host))


async def _serve(front: Front, listener: socket.socket, host: str) -> None:
    """Answer who knocks until a signal comes, and let each have the end of its answer.

    Raises OSError and StoreError where the graph cannot be loaded.
    """
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    await front.start()
    connections = set[Connection]()
    born = partial(Connection, front, connections)
    server = await loop.create_server(born, sock=listener, backlog=_BACKLOG)
    watch = asyncio.create_task(_watch(connections))
    sys.stderr.write(
        f"serving {address(host, listener.getsockname()[1])} (Ctrl-C ends it)\n"
    )
    sys.stderr.flush()
    await ended.wait()
    server.close()
    for connection in [*connections]:
        connection.hang_up()
    await front.stop()
    watch.cancel()


async def _watch(connections: set[Connection]) -> None:
    """Once a second, end what waits for too long."""
    while True:
        await asyncio.sleep(1)
        for connection in [*connections]:
            connection.look(time.monotonic())


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
