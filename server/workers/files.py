"""Files that the front sends: as they are, a part at a time, at the client's pace.

They are read by threads, as a disk may be slow. (uvloop has no sendfile.)
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.workers.exchange import Exchange
from server.workers.frames import FilePart
from server.workers.refusal import REPLACED

_CHUNK = 1 << 18  # bytes: read in some 50 us where they are at hand


async def send_file(part: FilePart, exchange: Exchange) -> None:
    """Send a part of a file; raises Refusal for one that has gone meanwhile.

    Raises ConnectionError where the client has gone, or the file ends before.
    """
    async with _opened(part.path) as descriptor:
        exchange.start(part.head)
        at, stop = part.start, part.start + part.length
        while at < stop:
            size = min(_CHUNK, stop - at)
            data = await asyncio.to_thread(os.pread, descriptor, size, at)
            if not data:
                exchange.outcome = "cut: the file became shorter"
                raise ConnectionAbortedError(exchange.outcome)
            await exchange.part(data)
            at += len(data)
        exchange.end()


@asynccontextmanager
async def _opened(path: str) -> AsyncIterator[int]:
    try:
        descriptor = await asyncio.to_thread(os.open, path, os.O_RDONLY)
    except OSError as error:
        raise REPLACED from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)
