"""Graphs as bytes, with the prefixes of the table that they make use of."""

from __future__ import annotations

from pyoxigraph import QueryTriples, RdfFormat, serialize

from kg.export import used_prefixes
from kg.store import Store


def write_graph(store: Store, results: QueryTriples, syntax: RdfFormat) -> bytes:
    """Write what a CONSTRUCT or DESCRIBE gave; raises what reading it raises."""
    rows = list(results)
    prefixes = used_prefixes(rows, store.names)
    return serialize(rows, format=syntax, prefixes=prefixes) or b""
