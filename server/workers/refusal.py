"""What a client is told that gets no answer, or not the whole of one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from types import MappingProxyType

from kg.errors import MendelError


class Refusal(Exception):  # noqa: N818 - what a client is told, not an error of ours
    """Why a request gets no answer, or not the whole of one."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        *,
        wait: int = 0,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = {**headers, **({"Retry-After": str(wait)} if wait else {})}


DIED = Refusal(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "the process that evaluated this ended (it may have needed too much): try again, "
    "or simplify the request",
    wait=1,
)
BUSY = Refusal(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "too many long requests at once: try again later",
    wait=10,
)
QUEUED = Refusal(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "other changes were made all that time: try again later",
    wait=10,
)
UNREADY = Refusal(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "the process that writes is being started: try again later",
    wait=10,
)
MAKING = Refusal(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "other files are being made all that time: try again later",
    wait=10,
)
REPLACED = Refusal(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "the file was replaced this moment: try again",
    wait=1,
)
GONE = Refusal(HTTPStatus.BAD_REQUEST, "the client has gone")


@contextlib.contextmanager
def refusing(what: str) -> Iterator[None]:
    """Word what the system or the store does not do."""
    try:
        yield
    except (MendelError, OSError) as error:
        detail = f"{what} ({error}): try again later"
        raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, detail, wait=10) from error
