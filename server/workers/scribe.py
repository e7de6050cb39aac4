"""The scribe: the one process that writes, one change after the other.

It keeps its reasoner between two changes, and says when that is ready for the first: a
frame END. It may be killed at any time: a change is either committed as a generation or
leaves nothing behind.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
from pathlib import Path
from threading import Thread

from kg.change import Writer
from kg.errors import MendelError
from kg.store import Store
from server.app import create_app
from server.settings import Settings
from server.workers.frames import END, frame
from server.workers.worker import work

_YIELD = 5  # of -20 to 19


def main(channel: socket.socket, location: Path, settings: Settings) -> None:
    """Carry out the requests that come, until the front hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this ends it
    with Writer(location) as writer:
        preparing = Thread(target=_prepare, args=(writer,))
        preparing.start()
        preparing.join()
        channel.sendall(frame(END))
        work(channel, create_app(Store.open(location), settings, writer))


def _prepare(writer: Writer) -> None:
    """Work out what follows, while all else comes first.

    In a thread that ends: Linux ranks threads, and none may raise its rank again.
    """
    os.nice(_YIELD)
    with contextlib.suppress(MendelError):  # the first change says what is wrong
        writer.prepare()


if __name__ == "__main__":
    _descriptor, _location, _settings = sys.argv[1:]
    main(
        socket.socket(fileno=int(_descriptor)),
        Path(_location),
        Settings.loads(_settings),
    )
