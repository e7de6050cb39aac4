"""Doing one thing at a time, and saying so to those who would wait for too long."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from server.workers.refusal import Refusal


@contextlib.asynccontextmanager
async def turn(
    lock: asyncio.Lock, seconds: float, refusal: Refusal
) -> AsyncIterator[None]:
    """Wait for a lock; raises the refusal where it is not free in time."""
    try:
        await asyncio.wait_for(lock.acquire(), seconds)
    except TimeoutError as error:
        raise refusal from error
    try:
        yield
    finally:
        lock.release()
