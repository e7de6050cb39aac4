"""A worker: a WSGI server (PEP 3333) for requests that come over one socket."""

from __future__ import annotations

import io
import socket
import sys
from typing import TYPE_CHECKING

from server.files import Sent, Unmade
from server.workers.frames import (
    UNMADE,
    Request,
    environ,
    frame,
    read_request,
    receive,
)
from server.workers.reply import Reply

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import WSGIApplication


def work(channel: socket.socket, application: WSGIApplication) -> None:
    """Answer one request after the other, until the front hangs up."""
    for payload in receive(channel):
        answer(channel, application, read_request(payload))


def answer(
    channel: socket.socket, application: WSGIApplication, request: Request
) -> None:
    """Have the application answer, and send the answer while it comes."""
    reply = Reply(channel.sendall, request.header("accept-encoding"))
    streams = {"wsgi.input": io.BytesIO(request.body), "wsgi.errors": sys.stderr}
    found = application({**environ(request), **streams}, reply.start)
    if isinstance(found, Sent):
        reply.pass_on(found)
    elif isinstance(found, Unmade):
        channel.sendall(frame(UNMADE, found.order.encode()))
    else:
        _send(reply, found)


def _send(reply: Reply, found: Iterable[bytes]) -> None:
    try:
        for data in found:
            reply.write(data)
    finally:
        if hasattr(found, "close"):
            found.close()
    reply.end()
