"""Which part of a file a request gets, if any (RFC 9110, sections 13 and 14)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus

from werkzeug.http import parse_date, parse_etags

_RANGE = re.compile(
    r"bytes=\s*(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))", re.IGNORECASE
)
Environment = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Version:
    """What tells one content of a file from another: a tag, a time, and its size."""

    tag: str
    modified: datetime
    size: int


@dataclass(frozen=True, slots=True)
class Part:
    """What is sent: bytes from `start` up to `stop`, with a status that says why."""

    status: HTTPStatus
    start: int = 0
    stop: int = 0


def part_of(environ: Environment, version: Version) -> Part:
    """Choose what a request gets, in the order of RFC 9110, section 13.2.2.

    >>> version = Version("a", datetime(2026, 11, 1, tzinfo=UTC), 100)
    >>> asked = {"REQUEST_METHOD": "GET", "HTTP_RANGE": "bytes=90-"}
    >>> part_of(asked, version)
    Part(status=<HTTPStatus.PARTIAL_CONTENT: 206>, start=90, stop=100)
    >>> part_of(asked | {"HTTP_IF_RANGE": '"b"'}, version).status.phrase
    'OK'
    """
    status = _precondition(environ, version)
    if status != HTTPStatus.OK:
        return Part(status)
    text = _header(environ, "RANGE")
    is_partial = environ["REQUEST_METHOD"] == "GET" and _is_same(environ, version)
    if text and is_partial:
        return _ranged(text, version.size)
    return Part(status, 0, version.size)


def _precondition(environ: Environment, version: Version) -> HTTPStatus:
    """Tell whether the client has it already, or wants it as it is no more."""
    match, none_match = _header(environ, "IF_MATCH"), _header(environ, "IF_NONE_MATCH")
    if match and not parse_etags(match).contains(version.tag):
        return HTTPStatus.PRECONDITION_FAILED
    unchanged = _date(environ, "IF_UNMODIFIED_SINCE")
    if not match and unchanged and version.modified > unchanged:
        return HTTPStatus.PRECONDITION_FAILED
    if none_match and parse_etags(none_match).contains_weak(version.tag):
        return HTTPStatus.NOT_MODIFIED
    since = _date(environ, "IF_MODIFIED_SINCE")
    if not none_match and since and version.modified <= since:
        return HTTPStatus.NOT_MODIFIED
    return HTTPStatus.OK


def _is_same(environ: Environment, version: Version) -> bool:
    """Tell whether a part would fit what the client has (RFC 9110, section 13.1.5).

    A date tells that only of a tag's second best, and only when it is exactly ours.
    """
    given = _header(environ, "IF_RANGE").strip()
    if not given or given == f'"{version.tag}"':
        return True
    return not given.endswith('"') and parse_date(given) == version.modified


def _ranged(text: str, size: int) -> Part:
    """Read a range; all for more than one, and for what is none (section 14.2)."""
    found = _RANGE.fullmatch(text.strip())
    if not found:
        return Part(HTTPStatus.OK, 0, size)
    first, last, suffix = found.groups()
    start = max(size - int(suffix), 0) if suffix else int(first)
    stop = min(int(last) + 1, size) if last else size
    if last and int(last) < int(first):
        return Part(HTTPStatus.OK, 0, size)
    if start >= size:
        return Part(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
    return Part(HTTPStatus.PARTIAL_CONTENT, start, stop)


def _header(environ: Environment, name: str) -> str:
    return str(environ.get(f"HTTP_{name}", ""))


def _date(environ: Environment, name: str) -> datetime | None:
    return parse_date(_header(environ, name) or None)


def second(time: float) -> datetime:
    """Give a time of the system as HTTP writes it: in whole seconds."""
    return datetime.fromtimestamp(int(time), UTC)
