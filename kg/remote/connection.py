"""Calling others: only whom we may, at the address that was checked, and not for ever.

A name is resolved once, and the connection goes to an address that was looked at: a
second answer of the name server cannot lead elsewhere (DNS rebinding). A proxy is not
used, since it would resolve names by itself.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Self
from urllib.parse import urljoin

from requests import RequestException, Response, Session
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from kg.errors import RemoteError, TargetError
from kg.fetch.connection import AGENT, CHUNK, worded
from kg.remote.targets import Place, Targets, is_public

_REDIRECTS = 5
_AGAIN = {301, 302, 307, 308}  # the same request, elsewhere
_SHOWN = 200  # characters of what another says about an error
_MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How long an answer may take, and how large it may be."""

    seconds: float = 30
    megabytes: int = 50


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked of another."""

    method: str
    headers: Mapping[str, str]
    form: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What another answered: from where, of which type, and the whole body."""

    address: str
    media_type: str
    body: bytes


class Caller:
    """Calls whom the list of targets admits."""

    def __init__(self, targets: Targets, limits: Limits) -> None:
        self._targets = targets
        self._limits = limits
        self._sessions: dict[bool, Session] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for session in self._sessions.values():
            session.close()

    def call(self, address: str, call: Call) -> Reply:
        """Ask, redirects included, each of which is checked as the first was.

        Raises TargetError for whom we may not ask, RemoteError for what goes wrong.
        """
        until = time.monotonic() + self._limits.seconds
        for _ in range(_REDIRECTS + 1):
            place, may_be_private = self._targets.admit(address)
            session = self._session(may_be_private=may_be_private)
            with self._sent(session, place, call) as response:
                if not response.is_redirect:
                    return self._reply(response, until)
            address = urljoin(place.address, response.headers["Location"])
            if response.status_code not in _AGAIN:
                call = Call("GET", call.headers)
        raise RemoteError(address, f"redirects more than {_REDIRECTS} times")

    def _session(self, *, may_be_private: bool) -> Session:
        if may_be_private not in self._sessions:
            self._sessions[may_be_private] = _session(may_be_private=may_be_private)
        return self._sessions[may_be_private]

    def _sent(self, session: Session, place: Place, call: Call) -> Response:
        try:
            return session.request(
                call.method,
                place.address,
                headers={"User-Agent": AGENT, **call.headers},
                data=call.form,
                timeout=self._limits.seconds,
                allow_redirects=False,
                stream=True,
            )
        except RequestException as error:
            raise _remote(error, place.address) from error

    def _reply(self, response: Response, until: float) -> Reply:
        address, body = response.url, bytearray()
        try:
            for chunk in response.iter_content(CHUNK):
                body += chunk
                self._check(address, len(body), until)
        except RequestException as error:
            raise _remote(error, address) from error
        if response.status_code != HTTPStatus.OK:
            raise RemoteError(address, _refusal(response.status_code, bytes(body)))
        media_type = response.headers.get("Content-Type", "").partition(";")[0]
        return Reply(address, media_type.strip().lower(), bytes(body))

    def _check(self, address: str, size: int, until: float) -> None:
        limits = self._limits
        if size > limits.megabytes * _MB:
            problem = f"answers with more than {limits.megabytes} MB: ask it for less"
            raise RemoteError(address, problem)
        if time.monotonic() > until:
            problem = f"has not ended after {limits.seconds:g} seconds: ask it for less"
            raise RemoteError(address, problem)


def resolve(host: str, port: int) -> list[tuple[str, int]]:
    """Ask for the addresses of a host; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [(str(sockaddr[0]), int(sockaddr[1])) for *_, sockaddr in found]


def _connected(connection: HTTPConnection, *, may_be_private: bool) -> socket.socket:
    """Connect to an address that was checked; raises TargetError, and as urllib3."""
    host, seconds = connection.host.strip("[]"), connection.timeout
    try:
        found = resolve(host, connection.port or 0)
        if not may_be_private and not all(is_public(address) for address, _ in found):
            problem = "leads into a private network, which is not asked from here"
            raise TargetError(host, problem)
        timeout = seconds if isinstance(seconds, int | float) else None
        return socket.create_connection(found[0], timeout)
    except TimeoutError as error:
        raise ConnectTimeoutError(connection, "no connection in time") from error
    except OSError as error:
        raise NewConnectionError(connection, f"no connection: {error}") from error


def _session(*, may_be_private: bool) -> Session:
    """Make a session whose connections go where `_connected` lets them."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _connected(self, may_be_private=may_be_private)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _connected(self, may_be_private=may_be_private)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    session = Session()
    session.trust_env = False  # no proxies, and no passwords of ~/.netrc
    session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or True
    for scheme in ("http://", "https://"):
        adapter = HTTPAdapter()
        adapter.poolmanager.pool_classes_by_scheme = {
            "http": PlainPool,
            "https": SecurePool,
        }
        session.mount(scheme, adapter)
    return session


def _remote(error: RequestException, address: str) -> RemoteError:
    return RemoteError(address, worded(error, address).problem)


def _refusal(status: int, body: bytes) -> str:
    """Say what another says about why it does not answer."""
    words = " ".join(body.decode("utf-8", "replace").split())
    said = f": {words[:_SHOWN]}" if words else ""
    return f"answers {status}{said}"
