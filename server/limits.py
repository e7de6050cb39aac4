"""Telling that an answer has no more rows than the server gives."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import IO, cast
from xml.sax.saxutils import quoteattr

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from kg.store import Store
from server.operation import Operation, Results, reading
from server.settings import Settings
from server.streams import Rewritten, Stream

AHEAD = 5_000  # rows; up to so many are read before the header is sent
# what the engine writes of a head, and the same with a link: SPARQL 1.1 Query Results
# JSON Format, section 3.1.2; SPARQL Query Results XML Format, section 2.3.1
_HEADS: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("json", '{"head":{', lambda iri: f'{{"head":{{"link":[{json.dumps(iri)}],'),
    ("xml", "</head>", lambda iri: f"<link href={quoteattr(iri)}/></head>"),
)


def evaluate(
    operation: Operation, store: Store, settings: Settings
) -> tuple[Results, bool]:
    """Evaluate a query; say whether the limit of rows may have cut what it gives.

    That is known where the limit is small: then one row more is asked for. Where it is
    large, it may have whatever the query itself does not limit. Raises as
    `Operation.evaluate` does.
    """
    most = settings.max_rows
    limited = operation.limited(most)
    if limited == operation or most > AHEAD:
        return limited.evaluate(store, settings), limited != operation
    results = operation.limited(most + 1).evaluate(store, settings)
    assert isinstance(results, QuerySolutions)  # noqa: S101 - only a SELECT is limited
    return _first(results, most)


def _first(results: QuerySolutions, rows: int) -> tuple[QuerySolutions, bool]:
    """Read the first rows; say whether there are more. Raises QueryError."""
    with reading():
        found = json.loads(results.serialize(format=QueryResultsFormat.JSON) or b"")
    bindings = found["results"]["bindings"]
    is_cut = len(bindings) > rows
    del bindings[rows:]
    first = parse_query_results(json.dumps(found), QueryResultsFormat.JSON)
    return cast("QuerySolutions", first), is_cut


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
