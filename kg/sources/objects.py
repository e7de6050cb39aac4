"""Pages as JSON: one in a file, a list of them, or one a line (JSON Lines).

A page is an object as the official files have it (`kg.sources.summaries`), or one of
a collection of passages (`kg.sources.passages`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO

from kg.errors import DocumentError
from kg.model import Document
from kg.sources import passages, summaries
from kg.sources.limits import PAGE, too_large

Found = Document | DocumentError


def read_json(stream: IO[bytes], name: str) -> Iterator[Found]:
    """Read the pages of a file; an error stands for a page that cannot be read.

    Raises DocumentError where the file cannot be read on.
    """
    strangers, pages = 0, 0
    for content in _contents(stream, name):
        found = content if isinstance(content, DocumentError) else _page(content, name)
        strangers += found is None
        if found is not None:
            pages += 1
            yield found
    if strangers and not pages:
        yield DocumentError(name, "is JSON, and not that of a gene or condition page")
    elif strangers:
        problem = f"holds JSON that is no gene or condition page (count: {strangers})"
        yield DocumentError(name, problem)


def _page(content: object, name: str) -> Found | None:
    """Read an object; None for what is no page in any form."""
    if not isinstance(content, dict):
        return None
    try:
        return summaries.read_object(content, name) or passages.read_object(
            content, name
        )
    except DocumentError as error:
        return error


def _contents(stream: IO[bytes], name: str) -> Iterator[object]:
    """Yield the objects; a line of JSON that breaks its syntax is an error."""
    line = _line(stream, name)
    first = _parsed(line, name)
    if isinstance(first, DocumentError):  # one object on many lines, or none at all
        rest = stream.read(PAGE + 1 - len(line))
        if len(line) + len(rest) > PAGE:
            raise too_large(name)
        first = _parsed(line + rest, name)
        if isinstance(first, DocumentError):
            raise first
    yield from first if isinstance(first, list) else [first]
    number = 1
    while line := _line(stream, name):
        number += 1
        if line.strip():
            yield _parsed(line, f"{name} (line {number})")


def _line(stream: IO[bytes], name: str) -> bytes:
    line = stream.readline(PAGE + 1)
    if len(line) > PAGE:
        raise too_large(name)
    return line


def _parsed(data: bytes, name: str) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        return DocumentError(name, f"is not JSON ({error})")
