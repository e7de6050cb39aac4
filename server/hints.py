"""Telling beside an answer which names of its query nothing in the graph has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from server.streams import Stream

HEADER = "X-SPARQL-Hint"


def told_missing(stream: Stream, hints: Sequence[str]) -> Stream:
    """Have a header tell it, in ASCII as headers are (RFC 9110, section 5.5)."""
    if not hints:
        return stream
    text = "; ".join(hints).encode("ascii", "backslashreplace").decode()
    return replace(stream, more=(*stream.more, (HEADER, text)))
