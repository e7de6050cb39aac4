"""Answers that are written while they are found, as WSGI applications (PEP 3333)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Any, cast

from flask import Flask, Response, request
from pyoxigraph import QueryTriples, RdfFormat, Triple, serialize

from kg.errors import MendelError
from kg.export import used_prefixes
from kg.names import Names
from server.headers import HEADERS
from server.operation import reading
from server.problems import problem_of, written

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_FEW = 1000  # triples whose prefixes are looked at before any is written: some 2 ms
_KNOWN = 10_000  # triples that are not written twice
_LINES = 1000  # that are sent at once
_STREAM = "mendelgraph.stream"
_ALWAYS = (*HEADERS.items(), ("Vary", "Accept"))


@dataclass(frozen=True, slots=True)
class Stream:
    """A response whose body is written by a function, bit by bit.

    What the function raises before anything was sent becomes a problem; after that,
    the connection is cut.
    """

    write: Callable[[IO[bytes]], object]
    media_type: str
    tag: str = ""
    more: tuple[tuple[str, str], ...] = ()

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Send the answer; this is what the `write` of WSGI is for."""
        if self.tag and self.tag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 Not Modified", [*_ALWAYS, *self._tagged()])
            return ()
        headers = [("Content-Type", _typed(self.media_type)), *_ALWAYS, *self._tagged()]
        send = start_response("200 OK", headers)
        if environ["REQUEST_METHOD"] == "HEAD":
            return ()
        try:
            with reading():
                self.write(cast("IO[bytes]", _Sink(send)))
        except MendelError as error:
            return _refused(error, environ, start_response)
        return ()

    def _tagged(self) -> list[tuple[str, str]]:
        return [("ETag", f'"{self.tag}"'), *self.more] if self.tag else [*self.more]


class Streaming:
    """Sends what a view gives to `later` past the framework, which would hold it."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""

        def start(*begun: Any) -> Callable[[bytes], object]:  # noqa: ANN401 - passed on
            return _unsent if _STREAM in environ else start_response(*begun)

        found = self._application(environ, start)
        stream: WSGIApplication | None = environ.get(_STREAM)
        return stream(environ, start_response) if stream else found


def init_app(app: Flask) -> None:
    """Let views answer by `later`."""
    app.wsgi_app = Streaming(app.wsgi_app)  # type: ignore[method-assign] # as Flask's own documentation does


def later(stream: WSGIApplication) -> Response:
    """Have something sent in the place of what a view answers."""
    request.environ[_STREAM] = stream
    return Response()


def _unsent(_: bytes) -> None:
    """Take the place of the `write` of WSGI for what is not sent."""


def _typed(media_type: str) -> str:
    """Say of text that it is UTF-8."""
    is_text = media_type.startswith("text/")
    return f"{media_type}; charset=utf-8" if is_text else media_type


def _refused(
    error: MendelError, environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    raised, problem = sys.exc_info(), problem_of(error)
    content_type, text = written(problem, environ.get("HTTP_ACCEPT", ""))
    status = f"{problem.status.value} {problem.status.phrase}"
    start_response(status, [("Content-Type", content_type), *_ALWAYS], raised)
    return [text.encode()]


class _Sink:
    """A file to write to, as pyoxigraph wants one."""

    def __init__(self, send: Callable[[bytes], object]) -> None:
        self._send = send

    def write(self, data: bytes) -> int:
        self._send(data)
        return len(data)

    def writelines(self, lines: Iterable[bytes]) -> None:
        waiting = iter(lines)
        while batch := b"".join(islice(waiting, _LINES)):
            self._send(batch)

    def flush(self) -> None:
        """Do nothing: whatever is written is sent."""


class Rewritten:
    """A file that has another text in the first place where some text stands."""

    def __init__(self, output: IO[bytes], text: bytes, other: bytes) -> None:
        self._output = output
        self._text, self._other = text, other
        self._held: bytes | None = b""

    def write(self, data: bytes) -> int:
        if self._held is None:
            return self._output.write(data)
        self._held += data
        if self._text in self._held:
            self._output.write(self._held.replace(self._text, self._other, 1))
            self._held = None
        return len(data)

    def flush(self) -> None:
        """Do nothing: what comes behind the text is written at once."""


def write_graph(
    names: Names, results: QueryTriples, syntax: RdfFormat, output: IO[bytes]
) -> None:
    """Write what a CONSTRUCT or DESCRIBE gives, with the prefixes that it begins with.

    Raises what reading it raises.
    """
    write_triples(names, _distinct(results), syntax, output)


def _distinct(results: Iterator[Triple]) -> Iterator[Triple]:
    """Leave out what the first results have already: to know all would take memory."""
    known = set[Triple]()
    for triple in islice(results, _KNOWN):
        if triple not in known:
            known.add(triple)
            yield triple
    yield from results


def write_triples(
    names: Names, triples: Iterator[Triple], syntax: RdfFormat, output: IO[bytes]
) -> None:
    """Write triples, with the prefixes that the first of them make use of."""
    few = list(islice(triples, _FEW))
    prefixes = used_prefixes(few, names)
    serialize(chain(few, triples), output, format=syntax, prefixes=prefixes)
