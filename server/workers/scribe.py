"""The scribe: the one process that writes, one change after the other.

It keeps its reasoner between two changes. It may be killed at any time: a change is
either committed as a generation or leaves nothing behind.
"""

from __future__ import annotations

import signal
import socket
import sys
from pathlib import Path

from kg.change import Writer
from kg.store import Store
from server.app import create_app
from server.settings import Settings
from server.workers.worker import work


def main(channel: socket.socket, location: Path, settings: Settings) -> None:
    """Carry out the requests that come, until the front hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this ends it
    with Writer(location) as writer:
        work(channel, create_app(Store.open(location), settings, writer))


if __name__ == "__main__":
    _descriptor, _location, _settings = sys.argv[1:]
    main(
        socket.socket(fileno=int(_descriptor)),
        Path(_location),
        Settings.loads(_settings),
    )
