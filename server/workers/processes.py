"""The processes that the front starts: the nursery, and the scribe."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from server.settings import Settings
from server.workers.channel import Worker
from server.workers.nursery import ANSWER, FOLLOW, FORK, NONE


@dataclass(eq=False)
class Nursery:
    """A nursery process, as the front sees it."""

    control: socket.socket
    process: subprocess.Popen[bytes]
    generation: int = 0
    is_worn: bool = False
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @classmethod
    async def start(cls, location: Path, settings: Settings) -> Nursery:
        """Have a generation loaded; raises OSError where that does not work."""
        nursery = cls(*_start("server.workers.nursery", location, settings))
        nursery.generation = await nursery._number()
        return nursery

    @property
    def is_well(self) -> bool:
        """Tell whether the process lives."""
        return self.process.poll() is None

    async def follow(self) -> bool:
        """Have it come to the current generation; raises OSError where it has died.

        False where it cannot, and another one is to be started.
        """
        async with self._lock:
            self.control.send(FOLLOW)
            number = await self._number()
            if number != NONE:
                self.generation = number
        return number != NONE

    async def fork(self) -> Worker:
        """Have a worker born: some milliseconds. Raises OSError if that cannot be."""
        ours, theirs = _sockets()
        async with self._lock:
            with theirs:
                socket.send_fds(self.control, [FORK], [theirs.fileno()])
            number = await self._number()
            born = partial(Worker, self.generation, number)
        _, worker = await asyncio.get_running_loop().create_connection(born, sock=ours)
        return worker

    async def _number(self) -> int:
        loop = asyncio.get_running_loop()
        data = await loop.sock_recv(self.control, ANSWER.size)
        if not data:
            raise ConnectionResetError("the nursery has ended")
        number, self.is_worn = ANSWER.unpack(data)
        return int(number)

    def close(self) -> None:
        """Let the process end, and its workers when they are done."""
        self.control.close()


@dataclass(eq=False)
class Scribe:
    """The process that writes, and another when it has ended."""

    location: Path
    settings: Settings
    _starting: asyncio.Task[Worker] | None = None

    async def ready(self, seconds: float | None = None) -> Worker | None:
        """Give it; None when it is not ready in time. Raises OSError."""
        starting = self.start()
        await asyncio.wait([starting], timeout=seconds)
        return starting.result() if starting.done() else None

    def start(self) -> asyncio.Task[Worker]:
        """Have one started, if none is there or on its way."""
        found = self._starting
        if found is None or (found.done() and not _is_well(found)):
            started = _start_scribe(self.location, self.settings)
            found = self._starting = asyncio.create_task(started)
        return found

    def close(self) -> None:
        """Let the process end."""
        if self._starting and not self._starting.cancel() and _is_well(self._starting):
            self._starting.result().close()


def _is_well(started: asyncio.Task[Worker]) -> bool:
    """Tell whether the process that was started lives."""
    return not started.exception() and not started.result().is_gone


async def _start_scribe(location: Path, settings: Settings) -> Worker:
    """Start the process that writes, and wait until it can; raises OSError.

    It has worked out by then what follows from the graph, so that no change has to.
    """
    ours, process = _start("server.workers.scribe", location, settings)
    born = partial(Worker, 0, process.pid)
    _, scribe = await asyncio.get_running_loop().create_connection(born, sock=ours)
    if await scribe.receive() is None:
        raise ConnectionResetError("the process that writes has ended")
    return scribe


def _start(
    module: str, location: Path, settings: Settings
) -> tuple[socket.socket, subprocess.Popen[bytes]]:
    ours, theirs = _sockets()
    with theirs:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [
                *(sys.executable, "-m", module, str(theirs.fileno())),
                *(str(location), settings.dumps()),
            ],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
        )
    return ours, process


def _sockets() -> tuple[socket.socket, socket.socket]:
    """Make two sockets that are connected; the first does not block."""
    ours, theirs = socket.socketpair()
    ours.setblocking(False)  # noqa: FBT003 - the name that socket gives it
    return ours, theirs
