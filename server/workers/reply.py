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

from server.workers.frames import (
    BODY,
    END,
    HEAD,
    Answer,
    Head,
    frame,
    write_answer,
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
        self._headers: dict[str, str] = {}
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
        self._status, self._headers = int(status[:3]), _joined(headers)
        self._waiting.clear()
        return self.write

    def write(self, data: bytes) -> None:
        """Take a part of the body."""
        self._waiting += data
        if len(self._waiting) >= _AT_ONCE:
            if not self._has_begun:
                self._choose(is_long=True)
                self._send(frame(HEAD, self._head()))
                self._has_begun = True
            self._send(_body(self._packed()))

    def end(self) -> None:
        """Send what is left."""
        if self._has_begun:
            self._send(_body(self._packed(is_last=True)) + frame(END))
            return
        self._choose(is_long=len(self._waiting) >= _WORTH)
        body = self._packed(is_last=True)
        if body:  # else it may be that of HEAD, whose headers are those of GET
            self._headers["Content-Length"] = str(len(body))
        self._send(write_answer(Answer(self._head(), body)))

    def _head(self) -> bytes:
        return write_head(Head(self._status, tuple(self._headers.items())))

    def _choose(self, *, is_long: bool) -> None:
        """Choose how to compress, if at all."""
        headers = self._headers
        is_text = headers.get("Content-Type", "").startswith(_TEXT)
        if not is_text or "Content-Encoding" in headers:
            return
        headers["Vary"] = ", ".join(
            filter(None, (headers.get("Vary"), "Accept-Encoding"))
        )
        best = best_coding(self._accept)
        if is_long and best:
            self._coder = _CODERS[best]()
            headers["Content-Encoding"] = best
            headers.pop("Content-Length", None)
            if tag := headers.get("ETag"):
                headers["ETag"] = f'{tag.removesuffix(_QUOTE)}-{best}"'

    def _packed(self, *, is_last: bool = False) -> bytes:
        data = bytes(self._waiting)
        self._waiting.clear()
        if self._coder is None:
            return data
        return self._coder.compress(data) + (self._coder.flush() if is_last else b"")


def _joined(headers: list[tuple[str, str]]) -> dict[str, str]:
    """Join the values of a header that is there more than once (RFC 9110, 5.3)."""
    found: dict[str, str] = {}
    for name, value in headers:
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
