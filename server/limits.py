"""Telling that an answer has no more rows than the server gives."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import IO, cast
from xml.sax.saxutils import quoteattr

from server.streams import Rewritten, Stream

# what the engine writes of a head, and the same with a link: SPARQL 1.1 Query Results
# JSON Format, section 3.1.2; SPARQL Query Results XML Format, section 2.3.1
_HEADS: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("json", '{"head":{', lambda iri: f'{{"head":{{"link":[{json.dumps(iri)}],'),
    ("xml", "</head>", lambda iri: f"<link href={quoteattr(iri)}/></head>"),
)


def told_limited(stream: Stream, rows: int, endpoint: str) -> Stream:
    """Have a header tell how many rows there are at most, and a link where one may be.

    The link is the limit as the service description names it.
    """
    iri = limit_iri(endpoint, rows)
    write = stream.write
    for ending, head, linked in _HEADS:
        if stream.media_type.endswith(ending):
            write = partial(_write, stream, head.encode(), linked(iri).encode())
    tag = stream.tag and f"{stream.tag}-{rows}"
    return replace(
        stream, write=write, tag=tag, more=(("X-SPARQL-MaxRows", str(rows)),)
    )


def _write(stream: Stream, head: bytes, linked: bytes, output: IO[bytes]) -> None:
    stream.write(cast("IO[bytes]", Rewritten(output, head, linked)))


def limit_iri(endpoint: str, rows: int) -> str:
    """Name the limit as a feature of the endpoint."""
    return f"{endpoint}#at-most-{rows}-rows"
