"""Listening: the application behind waitress, until Ctrl-C."""

from __future__ import annotations

import errno
import socket
import sys

import waitress  # type: ignore[import-untyped] # waitress ships no type information
from waitress.channel import HTTPChannel  # type: ignore[import-untyped] # the same
from waitress.task import ErrorTask  # type: ignore[import-untyped] # the same

from kg.errors import AddressError
from kg.store import Store
from server.app import create_app
from server.problems import Problem, problem_of_status
from server.settings import Settings

_OTHER_HOST = "choose another --host"
_LAST_PORT = 65535
_ADVICE = {
    errno.EADDRINUSE: "it is in use: stop what listens there, or choose another "
    "--port (make serve PORT=8000)",
    errno.EACCES: "not allowed here: choose a --port above 1023",
    errno.EADDRNOTAVAIL: f"no such address on this machine: {_OTHER_HOST}",
}


class _Refusal(ErrorTask):  # type: ignore[misc] # waitress ships no type information
    """What waitress refuses before the application sees it, as a problem too."""

    def execute(self) -> None:
        error = self.request.error
        problem = problem_of_status(error.code, error.body)
        body = problem.as_json().encode()
        self.status = f"{problem.status.value} {problem.status.phrase}"
        self.response_headers.append(("Content-Type", Problem.MEDIA_TYPE))
        self.response_headers.append(("Access-Control-Allow-Origin", "*"))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _Channel(HTTPChannel):  # type: ignore[misc] # waitress ships no type information
    error_task_class = _Refusal


def serve(store: Store, settings: Settings) -> None:
    """Serve a graph until Ctrl-C, and say where on the standard error.

    Raises AddressError where the address cannot be listened on.
    """
    listener = listen(settings.host, settings.port)
    server = waitress.create_server(
        create_app(store, settings),
        sockets=[listener],
        threads=settings.threads,
        max_request_body_size=settings.max_query_bytes,
        ident="MendelGraph",
    )
    server.channel_class = _Channel
    sys.stderr.write(f"serving {address(listener)} (Ctrl-C ends it)\n")
    sys.stderr.flush()
    server.run()


def listen(host: str, port: int) -> socket.socket:
    """Take an address; raises AddressError where that cannot be."""
    if not 0 <= port <= _LAST_PORT:
        problem = f"no such port: choose another --port, at most {_LAST_PORT}"
        raise AddressError(f"{host}:{port}", problem)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        problem = _ADVICE.get(error.errno or 0, f"{error.strerror}: {_OTHER_HOST}")
        raise AddressError(f"{host}:{port}", problem) from error


def address(listener: socket.socket) -> str:
    """Write where a socket listens as an address for a browser."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
