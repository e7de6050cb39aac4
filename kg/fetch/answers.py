"""What an answer means: bytes to keep, or a reason why there are none."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from requests import Response

from kg.errors import FetchError
from kg.fetch.addresses import Item, nearest
from kg.fetch.connection import PassingError, body
from kg.fetch.digests import Digest, published
from kg.fetch.folder import Folder, Version

_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_MARK = b"\xef\xbb\xbf"
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_PROBLEMS = {
    401: "wants a password: look at it in a browser",
    403: "refuses us: look at it in a browser, and try again later",
    404: "there is no such file",
    410: "the file has been taken away",
}


def receive(
    response: Response,
    item: Item,
    folder: Folder,
    progress: Callable[[int, int | None], None],
) -> None:
    """Write the body after what is there already; keep the file when it is whole.

    Raises PassingError for a body that is cut or fails its checksum, FetchError for
    one that is something else than it should be.
    """
    start, total = _extent(response)
    if start not in (0, folder.part_size(item)):
        folder.drop_part(item)
        raise PassingError(item.address, "sent another part than the one asked for")
    folder.remember_part(item, Version.of(response, item.address))
    with folder.writing(item, start) as write:
        done = start
        progress(done, total)
        for chunk in body(response, item.address):
            write(chunk)
            done += len(chunk)
            progress(done, total)
    if total is not None and done < total:
        raise PassingError(item.address, "was cut short")
    _check(item, folder, published(response.headers, whole=start == 0))
    folder.keep(item)


def _extent(response: Response) -> tuple[int, int | None]:
    """Say where the body begins in the file, and how long the file is, if known."""
    headers = response.headers
    if response.status_code == HTTPStatus.PARTIAL_CONTENT:
        found = _RANGE.match(headers.get("Content-Range", ""))
        start, total = found.groups() if found else ("-1", "*")
        return int(start), int(total) if total != "*" else None
    length = headers.get("Content-Length", "")
    encoded = "Content-Encoding" in headers
    return 0, int(length) if length.isdecimal() and not encoded else None


def _check(item: Item, folder: Folder, digests: Iterable[Digest]) -> None:
    """Compare a finished part with what is known of it; drops it where it differs."""
    for digest in digests:
        with folder.part(item).open("rb") as file:
            found = hashlib.file_digest(file, digest.algorithm).digest()
        if found != digest.value:
            folder.drop_part(item)
            problem = f"does not have the {digest.algorithm} that the server publishes"
            raise PassingError(item.address, problem)
    head, tail = (text.removeprefix(_MARK).strip() for text in folder.ends(item))
    begins, ends = (text.encode().strip() for text in (item.begins, item.ends))
    if not (head.startswith(begins) and tail.endswith(ends)):
        folder.drop_part(item)
        raise FetchError(item.address, _unlike(head, tail))


def _unlike(head: bytes, tail: bytes) -> str:
    begin, end = (text.decode("utf-8", "replace") for text in (head[:20], tail[-20:]))
    return (
        f"is not such a file (it begins with {begin!r} and ends with {end!r}): "
        "look at it in a browser, a proxy may have answered with a page of its own"
    )


def refuse(response: Response, item: Item, known_pages: Iterable[str]) -> FetchError:
    """Word an answer that brings nothing."""
    status = response.status_code
    if status in _PASSING:
        after = _seconds(response.headers.get("Retry-After"))
        return PassingError(item.address, f"answers {_phrase(status)}", after=after)
    other = f"answers {_phrase(status)}: look at it in a browser, or try again later"
    problem = _PROBLEMS.get(status, other)
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        problem += f": {_hint(item, known_pages)}"
    return FetchError(item.address, problem)


def _hint(item: Item, known_pages: Iterable[str]) -> str:
    known = set(known_pages)
    near = nearest(item.name, known - {item.name})
    if near:
        return f"did you mean {near}?"
    if item.name.partition("/")[2] and not known:
        return "fetch ghr-summaries first, and the nearest name will stand here"
    return "bring it by hand from its new place, and tell us where that is"


def _phrase(status: int) -> str:
    known = status in HTTPStatus.__members__.values()
    return f"{status} {HTTPStatus(status).phrase}" if known else str(status)


def _seconds(after: str | None) -> float | None:
    """Read Retry-After, in seconds or as a date (RFC 9110, section 10.2.3)."""
    if after is None:
        return None
    if after.strip().isdecimal():
        return float(after)
    try:
        date = parsedate_to_datetime(after)
    except ValueError:
        return None
    return max(0.0, (date.astimezone(UTC) - datetime.now(UTC)).total_seconds())
