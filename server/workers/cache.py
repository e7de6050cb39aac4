"""Answers given before, up to a number of bytes; the one not asked for longest goes."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from server.workers.frames import Head, Request

_HEADERS = ("accept", "accept-encoding", "content-type")
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole response."""

    head: Head
    body: bytes

    def header(self, name: str) -> str:
        """Give a header's value, empty if there is none."""
        return next((v for n, v in self.head.headers if n.lower() == name), "")


@dataclass(slots=True)
class Cache:
    """The answers of one generation, by all of the request that an answer may vary by.

    >>> cache = Cache(most=1000)
    >>> request = Request("GET", "/sparql", "query=ASK{}")
    >>> cache.put(request, Answer(Head(200, (("ETag", '"1"'),)), b"true"))
    >>> cache.get(request).body
    b'true'
    """

    most: int
    generation: int = 0
    _answers: OrderedDict[Key, Answer] = field(default_factory=OrderedDict)
    _size: int = 0

    def get(self, request: Request) -> Answer | None:
        """Give the answer to the same request."""
        key = _key(request)
        found = self._answers.get(key)
        if found:
            self._answers.move_to_end(key)
        return found

    def put(self, request: Request, answer: Answer) -> None:
        """Keep an answer that may be given again: one that has an entity tag."""
        if answer.head.status != 200 or not answer.header("etag"):  # noqa: PLR2004
            return
        key = _key(request)
        if replaced := self._answers.pop(key, None):
            self._size -= _size(key, replaced)
        self._answers[key] = answer
        self._size += _size(key, answer)
        while self._size > self.most:
            self._size -= _size(*self._answers.popitem(last=False))

    def begin(self, generation: int) -> None:
        """Forget all; what comes is of another generation."""
        self._answers.clear()
        self._size, self.generation = 0, generation


def _size(key: Key, answer: Answer) -> int:
    return sum(map(len, key)) + len(answer.body)


def _key(request: Request) -> Key:
    return (
        request.method,
        request.path,
        request.query,
        *map(request.header, _HEADERS),
        request.body.decode("latin-1"),
    )
