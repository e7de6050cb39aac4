"""Who takes something, however little, is waited for; who takes nothing is not."""

from __future__ import annotations

import asyncio
import socket
import time
from functools import partial

import pytest
import uvloop

from server.workers.connection import Connection
from server.workers.exchange import Exchange
from server.workers.frames import Head, write_head

_PART = bytes(1 << 18)


class Flood:
    """Answers without end."""

    def repeat(self, raw: bytes, client: str) -> None:
        """Know nothing."""

    def most(self, path: str) -> int:
        return len(path)

    async def serve(self, exchange: Exchange) -> None:
        exchange.start(write_head(Head(200)))
        while True:
            await exchange.part(_PART)


async def _waited_for(*, reads: bool) -> bool:
    """Tell whether a connection is there 50 seconds, as its clock has it, later."""
    loop, connections = asyncio.get_running_loop(), set[Connection]()
    born = partial(Connection, Flood(), connections)
    server = await loop.create_server(born, "127.0.0.1", 0)
    with socket.socket() as client:
        client.setblocking(False)  # noqa: FBT003 - the name that socket gives it
        await loop.sock_connect(client, server.sockets[0].getsockname())
        await loop.sock_sendall(client, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        await asyncio.sleep(0.3)
        (connection,) = connections
        for seconds in (0, 25, 50):
            if reads:
                await loop.sock_recv(client, 1 << 22)
            await asyncio.sleep(0.3)
            connection.look(time.monotonic() + seconds)
        await asyncio.sleep(0.05)
        found = not connection.is_gone
        connection.hang_up()
    server.close()
    return found


@pytest.mark.parametrize("reads", [True, False])
def test_a_client_is_waited_for_while_it_takes_something(*, reads: bool) -> None:
    """Nobody is cut for being slow; who takes nothing for 30 seconds has gone."""
    assert reads == uvloop.run(_waited_for(reads=reads))
