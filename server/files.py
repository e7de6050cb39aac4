"""A file as an answer: the application says which bytes of it, the front sends them.

So a worker is free again at once, however slowly a client reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from werkzeug.http import http_date

from server.conditions import Part, Version, part_of, second
from server.headers import HEADERS
from server.problems import Problem, written

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

_CHUNK = 1 << 16
_PROBLEMS = {
    HTTPStatus.PRECONDITION_FAILED: "the file is another by now: ask without If-Match",
    HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE: "the file has {size} bytes: ask for "
    "some of these",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """Bytes of a file that are to be sent; the front does, or whoever reads this."""

    path: Path
    start: int
    length: int

    def __iter__(self) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            file.seek(self.start)
            left = self.length
            while left and (data := file.read(min(left, _CHUNK))):
                left -= len(data)
                yield data


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """A file that is there, as a WSGI application (PEP 3333).

    `coding` is how it is packed if the client is to unpack it (Content-Encoding), and
    `varies` tells whether another client would get it packed otherwise.
    """

    path: Path
    version: Version
    media_type: str
    coding: str = ""
    varies: bool = False

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        part = part_of(environ, self.version)
        if part.status in _PROBLEMS:
            return self._refused(part.status, environ, start_response)
        start_response(_line(part.status), [*self._headers(part)])
        if part.status == HTTPStatus.NOT_MODIFIED:
            return ()
        is_head = environ["REQUEST_METHOD"] == "HEAD"
        return Sent(self.path, part.start, 0 if is_head else part.stop - part.start)

    def _headers(self, part: Part) -> Iterator[tuple[str, str]]:
        yield from HEADERS.items()
        yield "ETag", f'"{self.version.tag}"'
        yield "Last-Modified", http_date(self.version.modified)
        yield "Accept-Ranges", "bytes"
        if self.varies:
            yield "Vary", "Accept-Encoding"
        if part.status == HTTPStatus.NOT_MODIFIED:
            return
        yield "Content-Type", self.media_type
        yield "Content-Length", str(part.stop - part.start)
        if self.coding:
            yield "Content-Encoding", self.coding
        if part.status == HTTPStatus.PARTIAL_CONTENT:
            span = f"bytes {part.start}-{part.stop - 1}/{self.version.size}"
            yield "Content-Range", span

    def _refused(
        self,
        status: HTTPStatus,
        environ: WSGIEnvironment,
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        problem = Problem(status, _PROBLEMS[status].format(size=self.version.size))
        content_type, text = written(problem, environ.get("HTTP_ACCEPT", ""))
        headers = [*HEADERS.items(), ("Content-Type", content_type), ("Vary", "Accept")]
        if status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            headers.append(("Content-Range", f"bytes */{self.version.size}"))
        start_response(_line(status), headers)
        return [text.encode()]


def file_answer(path: Path, tag: str, media_type: str) -> FileAnswer:
    """Answer with a file that has a content of its own for each tag."""
    found = path.stat()
    version = Version(tag, second(found.st_mtime), found.st_size)
    is_text = media_type.startswith("text/")
    content_type = f"{media_type}; charset=utf-8" if is_text else media_type
    return FileAnswer(path, version, content_type)


@dataclass(frozen=True, slots=True)
class Unmade:
    """Nothing yet: a file is to be made first, by an order; a WSGI application."""

    order: str

    def __call__(
        self, _environ: WSGIEnvironment, _start: StartResponse
    ) -> Iterable[bytes]:
        return self

    def __iter__(self) -> Iterator[bytes]:
        return iter(())


def _line(status: HTTPStatus) -> str:
    return f"{status.value} {status.phrase}"
