"""Answers given before, up to a number of bytes; the one not asked for longest goes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Generic, TypeVar

from server.workers.exchange import Note
from server.workers.frames import (
    Answer,
    Head,
    Request,
    read_head,
    status_of,
    write_head,
)
from server.workers.key import Key

AnyKey = TypeVar("AnyKey", bound=Hashable)
Value = TypeVar("Value")


@dataclass(slots=True)
class Recent(Generic[AnyKey, Value]):
    """What was put or taken last, up to a number of bytes; all of one generation.

    >>> recent = Recent(most=10)
    >>> recent.put("a", 1, size=6)
    >>> recent.put("b", 2, size=4)
    >>> recent.get("a")
    1
    >>> recent.put("c", 3, size=4)
    >>> recent.get("b")
    """

    most: int
    generation: int = 0
    _found: OrderedDict[AnyKey, tuple[Value, int]] = field(default_factory=OrderedDict)
    _size: int = 0

    def get(self, key: AnyKey) -> Value | None:
        """Give what was put there."""
        found = self._found.get(key)
        if not found:
            return None
        self._found.move_to_end(key)
        return found[0]

    def put(self, key: AnyKey, value: Value, size: int) -> None:
        """Keep something of a size, in the place of what was there."""
        if replaced := self._found.pop(key, None):
            self._size -= replaced[1]
        self._found[key] = value, size
        self._size += size
        while self._size > self.most:
            self._size -= self._found.popitem(last=False)[1][1]

    def begin(self, generation: int) -> None:
        """Forget all; what comes is of another generation."""
        self._found.clear()
        self._size, self.generation = 0, generation


@dataclass(frozen=True, slots=True)
class Repeat:
    """An answer that is given to what is asked in the same bytes, and its note."""

    answer: Answer
    note: Note


class Cache:
    r"""The answers of one generation, by all of the request that an answer may vary by.

    Half of the room is for answers to what is asked in the same bytes: these are given
    before the request is taken apart.

    >>> from server.workers.frames import Request
    >>> from server.workers.key import key_of
    >>> cache = Cache(most=1000)
    >>> key = key_of(Request("GET", "/sparql", "query=ASK{}"))
    >>> cache.put(key, Answer(b'HTTP/1.1 200 OK\r\nETag: "1"\r\n', b"true"))
    >>> cache.get(key).body
    b'true'
    """

    def __init__(self, most: int) -> None:
        self._answers = Recent[Key, Answer](most // 2)
        self._repeats = Recent[bytes, Repeat](most // 2)

    @property
    def generation(self) -> int:
        """The number of the generation that the answers are of."""
        return self._answers.generation

    def get(self, key: Key) -> Answer | None:
        """Give the answer to an equal request."""
        return self._answers.get(key)

    def put(self, key: Key, answer: Answer) -> None:
        """Keep an answer that may be given again: one that has an entity tag."""
        if status_of(answer.head) == 200 and answer.header("ETag"):  # noqa: PLR2004
            size = sum(map(len, key)) + len(answer.head) + len(answer.body)
            self._answers.put(key, answer, size)

    def repeat(self, raw: bytes) -> Repeat | None:
        """Give the answer to what was asked in the same bytes."""
        return self._repeats.get(raw)

    def put_repeat(self, raw: bytes, answer: Answer, note: Note) -> None:
        """Keep the answer to what is asked in some bytes."""
        size = len(raw) + len(answer.head) + len(answer.body)
        self._repeats.put(raw, Repeat(answer, note), size)

    def begin(self, generation: int) -> None:
        """Forget all; what comes is of another generation."""
        self._answers.begin(generation)
        self._repeats.begin(generation)


def unless_known(request: Request, answer: Answer) -> Answer:
    """Say that the client has the answer, if it says so (RFC 9110, section 13.1.2)."""
    given = request.header("if-none-match")
    if not given or answer.header("ETag") not in given:
        return answer
    headers = tuple(
        (name, value)
        for name, value in read_head(answer.head).headers
        if not name.lower().startswith("content-")
    )
    return Answer(write_head(Head(HTTPStatus.NOT_MODIFIED, headers)), b"")
