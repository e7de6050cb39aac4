"""The maker: a process that makes a file, and ends.

It reads the graph from where it lies, as `mendel export` does: what is in memory has
another order, and a worker that opened the engine once more would be a copy of a
process that has it open.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from http import HTTPStatus

from kg.errors import MendelError
from server.dumping import make_ordered
from server.workers.refusal import Refusal

_YIELD = 5  # of -20 to 19


async def make(order: bytes, seconds: float) -> None:
    """Have a file made; raises Refusal where it cannot be, or takes too long."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, stdin=PIPE, stdout=DEVNULL, stderr=PIPE
    )
    try:
        _, told = await asyncio.wait_for(process.communicate(order), seconds)
    except TimeoutError as error:
        raise _refusal(f"it takes more than {seconds:g} seconds") from error
    finally:
        await _end(process)
    if process.returncode:
        raise _refusal(told.decode("utf-8", "replace").strip().rpartition("\n")[2])


async def _end(process: Process) -> None:
    """End a process that has not, as when nobody serves any more."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _refusal(why: str) -> Refusal:
    detail = f"the file cannot be made now ({why}): try again later"
    return Refusal(HTTPStatus.SERVICE_UNAVAILABLE, detail, wait=60)


def main() -> None:
    """Make what is ordered on the standard input; say on the other one why not."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this ends it
    os.nice(_YIELD)
    try:
        make_ordered(sys.stdin.read())
    except (MendelError, OSError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
