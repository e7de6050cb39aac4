"""The nursery: a process with one generation in memory, from which workers are forked.

It is single-threaded while it forks, so that no lock of another thread is copied. Who
started it sends FORK over the control socket, and a socket, for each worker that it
wants; the nursery answers with the worker's number. To FOLLOW it makes the changes in
memory that lead to the generation that is current by then, and answers with that
number: a change of one triple takes some milliseconds so, where reading 740,000 quads
anew takes 11 s. It answers NONE where it does not know what was changed: then another
nursery has to be started. So it should be where it says that it is worn, by as many
changes that a fresh one would be smaller. It ends when the control socket is closed;
its workers end when theirs are.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import socket
import struct
import sys
from pathlib import Path

from kg.errors import MendelError
from server.readers import Readers
from server.settings import Settings
from server.workers.frames import Request
from server.workers.held import Held
from server.workers.worker import answer, work

FORK = b"f"
FOLLOW = b"l"
NONE = -1
ANSWER = struct.Struct(">q?")
_YIELD = 3  # of -20 to 19: what births and the front do comes before what workers do


def main(control: socket.socket, location: Path, settings: Settings) -> None:
    """Open the graph, say so, and fork a worker for each socket that comes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this ends it
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # ended workers leave nothing behind
    held = Held.read(location, settings.memory_quads)
    application = Readers(held.store, settings)
    _practise(application)
    gc.freeze()  # what is there by now is never garbage: pages stay shared
    _tell(control, held.number, held)
    while True:
        order, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if order == FORK:
            with socket.socket(fileno=descriptors[0]) as channel:
                _tell(control, _fork(control, channel, application), held)
        elif order == FOLLOW:
            found = _followed(held, location)
            held = found or held
            application.serve_instead(held.store, held.latest)
            _tell(control, held.number if found else NONE, held)
        else:
            return


def _practise(application: Readers) -> None:
    """Answer once, so that no worker has to find out anew how that goes."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        answer(ours, application, Request("GET", "/sparql", "query=ASK%7B%7D"))


def _fork(control: socket.socket, channel: socket.socket, application: Readers) -> int:
    """Have a worker born; it never returns from here."""
    child = os.fork()
    if child == 0:
        control.close()
        os.nice(_YIELD)
        work(channel, application)
        os._exit(0)
    return child


def _followed(held: Held, location: Path) -> Held | None:
    """Come to the current generation; None where that is to be read anew."""
    with contextlib.suppress(OSError, MendelError):
        return held.follow(location)
    return None


def _tell(control: socket.socket, number: int, held: Held) -> None:
    """Answer an order; say as well whether a fresh nursery would be better."""
    control.sendall(ANSWER.pack(number, held.is_worn))


if __name__ == "__main__":
    _descriptor, _location, _settings = sys.argv[1:]
    main(
        socket.socket(fileno=int(_descriptor)),
        Path(_location),
        Settings.loads(_settings),
    )
