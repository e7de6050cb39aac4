"""The query operation of the SPARQL 1.1 Protocol (section 2.1): reading, evaluating."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import g, request
from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples
from werkzeug.exceptions import Forbidden, UnsupportedMediaType

from kg.errors import QueryError
from kg.store import Infer, Store, has_service, is_update

DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
FORM = "application/x-www-form-urlencoded"
# how rdflib names the default graph, which the protocol has no IRI for
_RDFLIB_DEFAULT = "urn:x-rdflib:default"
Results = QuerySolutions | QueryBoolean | QueryTriples


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A query and the dataset that the request gives it."""

    query: str
    infer: Infer = Infer.TRUE
    default_graphs: tuple[NamedNode, ...] = ()
    named_graphs: tuple[NamedNode, ...] = ()

    def evaluate(self, store: Store) -> Results:
        """Evaluate the query; raises QueryError."""
        return store.query(
            self.query,
            infer=self.infer,
            default_graphs=self.default_graphs,
            named_graphs=self.named_graphs,
        )


def read_operation() -> Operation | None:
    """Read the request; None is a GET that asks for the service description.

    Parameters that the protocol does not know are passed over. Raises QueryError for
    what cannot be a query, Forbidden for what is not done here, UnsupportedMediaType
    for a body of another type.
    """
    queries = _queries()
    if not queries and request.method != "POST":
        return None
    if len(queries) != 1:
        problem = f"give one query, not {len(queries)}: as the parameter query=, or "
        raise QueryError(f"{problem}as the body with Content-Type: {DIRECT}")
    g.query = queries[0]  # for the problem report, should it come to that
    _check(queries[0])
    return Operation(
        query=queries[0],
        infer=_infer(request.values.get("infer", Infer.TRUE.value)),
        default_graphs=_graphs("default-graph-uri"),
        named_graphs=_graphs("named-graph-uri"),
    )


@contextmanager
def reading() -> Iterator[None]:
    """Raise QueryError for what fails only while results are read."""
    try:
        yield
    except (RuntimeError, OSError) as error:
        raise QueryError(str(error).splitlines()[0]) from error


def _check(query: str) -> None:
    if not query.strip():
        raise QueryError("the query is empty")
    if is_update(query):
        raise QueryError("this is an update; only queries are answered here")
    if has_service(query):
        # a server that did would fetch for strangers what only it can reach
        problem = "federated queries are not carried out here; ask the other endpoint"
        raise Forbidden(f"{problem} with SERVICE <{request.base_url}>")


def _queries() -> list[str]:
    if request.mimetype == UPDATE or "update" in request.values:
        raise Forbidden("this endpoint answers queries only")
    if request.method != "POST" or request.mimetype == FORM:
        return request.values.getlist("query")
    if request.mimetype == DIRECT:
        return [_utf8(request.get_data())]
    sent = request.mimetype or "no Content-Type"
    raise UnsupportedMediaType(f"{sent}: send a query as {DIRECT} or as {FORM}")


def _utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        problem = f"the query is not UTF-8 (byte {error.start}): encode it so"
        raise QueryError(problem) from error


def _infer(text: str) -> Infer:
    try:
        return Infer(text.strip().casefold())
    except ValueError as error:
        choices = ", ".join(choice.value for choice in Infer)
        raise QueryError(f"infer={text}: choose one of {choices}") from error


def _graphs(parameter: str) -> tuple[NamedNode, ...]:
    found = request.values.getlist(parameter)
    try:
        return tuple(NamedNode(iri) for iri in found if iri != _RDFLIB_DEFAULT)
    except ValueError as error:
        raise QueryError(f"{parameter}: {error}: give an absolute IRI") from error
