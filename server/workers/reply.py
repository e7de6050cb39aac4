"""What a WSGI application answers, made into frames: whole if small, packed if asked.

An answer of less than 64 KiB goes out at once, with its length; a longer one in parts.
What is text is compressed for who accepts that (RFC 9110, section 12.5.3): by zstd at
level 1, else by gzip at level 1, which is 10 to 20 times smaller for results in JSON.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

import zstandard
from werkzeug.http import parse_accept_header

from server.files import Sent
from server.workers.frames import (
    BODY,
    END,
    HEAD,
    Answer,
    FilePart,
    Head,
    frame,
    write_answer,
    write_file_part,
    write_head,
)

if TYPE_CHECKING:
    from types import TracebackType

    ExcInfo = (
        tuple[type[BaseException], BaseException, TracebackType]
        | tuple[None, None, None]
    )

_AT_ONCE = 1 << 16  # bytes
_WORTH = 1 << 10  # bytes; less than that is not made smaller
_GZIP = 16 + zlib.MAX_WBITS
_QUOTE = chr(34)
_TEXT = ("text/", "application/", "image/svg")


class Coder(Protocol):
    """A compressor of the standard library's form."""

    def compress(self, data: bytes, /) -> bytes: ...
    def flush(self) -> bytes: ...


_CODERS: dict[str, Callable[[], Coder]] = {
    "zstd": lambda: zstandard.ZstdCompressor(level=1).compressobj(),
    "gzip": lambda: zlib.compressobj(1, zlib.DEFLATED, _GZIP),
}


class Reply:
    """An answer on its way to `send`; `accept` is the request's Accept-Encoding."""

    def __init__(self, send: Callable[[bytes], object], accept: str) -> None:
        self._send = send
        self._accept = accept
        self._status = 500
        self._headers: tuple[tuple[str, str], ...] = ()
        self._waiting = bytearray()
        self._coder: Coder | None = None
        self._has_begun = False

    def start(
        self,
        status: str,
        headers: list[tuple[str, str]],
        exc_info: ExcInfo | None = None,
        /,
    ) -> Callable[[bytes], object]:
        """Begin; an error takes the place of what was begun and not yet sent."""
        if exc_info and self._has_begun and exc_info[1]:
            raise exc_info[1]  # the front sees no end, and cuts the connection
        self._status, self._headers = int(status[:3]), tuple(headers)
        self._waiting.clear()
        return self.write

    def write(self, data: bytes) -> None:
        """Take a part of the body."""
        self._waiting += data
        if len(self._waiting) >= _AT_ONCE:
            if not self._has_begun:
                self._send(frame(HEAD, self._head(is_long=True)))
                self._has_begun = True
            self._send(_body(self._packed()))

    def end(self) -> None:
        """Send what is left."""
        if self._has_begun:
            self._send(_body(self._packed(is_last=True)) + frame(END))
            return
        head = self._head(is_long=len(self._waiting) >= _WORTH)
        self._send(write_answer(Answer(head, self._packed(is_last=True))))

    def pass_on(self, sent: Sent) -> None:
        """Leave it to the front to send a file, as it is."""
        head = write_head(Head(self._status, self._headers))
        part = FilePart(head, str(sent.path), sent.start, sent.length)
        self._send(write_file_part(part))

    def _head(self, *, is_long: bool) -> bytes:
        head, coding = _begun(self._status, self._headers, self._accept, is_long)
        self._coder = _CODERS[coding]() if coding else None
        return head

    def _packed(self, *, is_last: bool = False) -> bytes:
        data = bytes(self._waiting)
        self._waiting.clear()
        if self._coder is None:
            return data
        return self._coder.compress(data) + (self._coder.flush() if is_last else b"")


@lru_cache(maxsize=1000)
def _begun(
    status: int,
    pairs: tuple[tuple[str, str], ...],
    accept: str,
    is_long: bool,  # noqa: FBT001 - a key of the cache as well
) -> tuple[bytes, str]:
    """Write the beginning of an answer, and choose how to compress it, if at all.

    Most answers begin alike: what is kept takes 1 us, what is made 30.
    """
    headers = _joined(pairs)
    is_text = headers.get("Content-Type", "").startswith(_TEXT)
    is_plain = is_text and "Content-Encoding" not in headers
    coding = best_coding(accept) if is_plain else ""
    if is_plain:
        varies = filter(None, (headers.get("Vary"), "Accept-Encoding"))
        headers["Vary"] = ", ".join(varies)
    if not (is_long and coding):
        return write_head(Head(status, tuple(headers.items()))), ""
    headers["Content-Encoding"] = coding
    headers.pop("Content-Length", None)
    if tag := headers.get("ETag"):
        headers["ETag"] = f'{tag.removesuffix(_QUOTE)}-{coding}"'
    return write_head(Head(status, tuple(headers.items()))), coding


def _joined(pairs: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Join the values of a header that is there more than once (RFC 9110, 5.3)."""
    found: dict[str, str] = {}
    for name, value in pairs:
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


@lru_cache(maxsize=100)
def best_coding(accept: str) -> str:
    """Choose a coding by an Accept-Encoding; none is empty."""
    accepted = parse_accept_header(accept)
    best = max(_CODERS, key=accepted.quality)
    return best if accepted.quality(best) else ""


def _body(data: bytes) -> bytes:
    return frame(BODY, data) if data else b""
