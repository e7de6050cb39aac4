"""What schemathesis is to send where it has no way of its own to write a body."""

from __future__ import annotations

import schemathesis

_TYPES = (
    "application/sparql-query",
    "application/sparql-update",
    "text/turtle",
    "application/trig",
    "application/n-triples",
    "application/n-quads",
)


def text(_: object, value: object) -> bytes:
    """Write whatever was made as text."""
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")


schemathesis.serializer(*_TYPES)(text)
