"""The nursery: a process with one generation in memory, from which workers are forked.

It is single-threaded while it forks, so that no lock of another thread is copied. Who
started it sends FORK over the control socket, and a socket, for each worker that it
wants; the nursery answers with the worker's number. To LOAD it opens the generation
that is current by then, and answers with that number. It ends when the control socket
is closed; its workers end when theirs are.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import struct
import sys
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pyoxigraph

from kg.store import Store
from server.app import create_app
from server.settings import Settings
from server.workers.worker import work

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

FORK = b"f"
LOAD = b"l"
NUMBER = struct.Struct(">q")


def main(control: socket.socket, location: Path, settings: Settings) -> None:
    """Open the graph, say so, and fork a worker for each socket that comes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this ends it
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # ended workers leave nothing behind
    application = _loaded(control, location, settings)
    while True:
        order, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if order == FORK:
            with socket.socket(fileno=descriptors[0]) as channel:
                control.sendall(NUMBER.pack(_fork(control, channel, application)))
        elif order == LOAD:
            application = _loaded(control, location, settings)
        else:
            return


def _fork(
    control: socket.socket, channel: socket.socket, application: WSGIApplication
) -> int:
    """Have a worker born; it never returns from here."""
    child = os.fork()
    if child == 0:
        control.close()
        work(channel, application)
        os._exit(0)
    return child


def _loaded(
    control: socket.socket, location: Path, settings: Settings
) -> WSGIApplication:
    """Open the current generation, and tell which one it is."""
    store = Store.open(location)
    if len(store.quads) <= settings.memory_quads:
        store = in_memory(store)
    application = create_app(store, settings)
    gc.freeze()  # what is there by now is never garbage: pages stay shared
    control.sendall(NUMBER.pack(int(store.generation.name)))
    return application


def in_memory(store: Store) -> Store:
    """Copy a graph into memory, where queries cost 2 to 18 times less.

    In a thread that ends: its allocations get an arena of their own, and what queries
    allocate afterwards is found 1.4 times faster (glibc).
    """
    quads = pyoxigraph.Store()
    loading = Thread(target=lambda: quads.bulk_extend(store.quads))
    loading.start()
    loading.join()
    return Store(store.names, quads, store.report, store.generation)


if __name__ == "__main__":
    _descriptor, _location, _settings = sys.argv[1:]
    main(
        socket.socket(fileno=int(_descriptor)),
        Path(_location),
        Settings.loads(_settings),
    )
