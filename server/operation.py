"""The query operation of the SPARQL 1.1 Protocol (section 2.1): reading, evaluating."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TypedDict

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples
from werkzeug.exceptions import MethodNotAllowed, UnsupportedMediaType

from kg.errors import QueryError
from kg.store import Infer, Store, at_most, has_service, is_update, measure
from server.others import others
from server.settings import Settings

DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
FORM = "application/x-www-form-urlencoded"
# how rdflib names the default graph, which the protocol has no IRI for
_RDFLIB_DEFAULT = "urn:x-rdflib:default"
_INFER: Mapping[str, Infer] = {choice.value: choice for choice in Infer}
Results = QuerySolutions | QueryBoolean | QueryTriples


class _Dataset(TypedDict):
    """What a query is asked of."""

    infer: Infer
    default_graphs: tuple[NamedNode, ...]
    named_graphs: tuple[NamedNode, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A query and the dataset that the request gives it."""

    query: str
    infer: Infer = Infer.TRUE
    default_graphs: tuple[NamedNode, ...] = ()
    named_graphs: tuple[NamedNode, ...] = ()

    def limited(self, rows: int) -> Operation:
        """Have it give no more than so many rows; 0 is no limit."""
        return replace(self, query=at_most(self.query, rows)) if rows else self

    def evaluate(self, store: Store, settings: Settings) -> Results:
        """Evaluate the query; raises QueryError, and RemoteError for a SERVICE."""
        query, dataset = self.query, self._dataset
        if has_service(query):
            query = others(settings).federated(store, query, **dataset)
        return store.query(query, **dataset)

    @property
    def _dataset(self) -> _Dataset:
        return {
            "infer": self.infer,
            "default_graphs": self.default_graphs,
            "named_graphs": self.named_graphs,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a request to `/sparql` says; `fields` are those of its address and form."""

    method: str
    media_type: str
    fields: Mapping[str, Sequence[str]]
    body: bytes
    endpoint: str

    def first(self, name: str, default: str = "") -> str:
        """Give the first value of a field."""
        return next(iter(self.fields.get(name, ())), default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """An update and the dataset that the request gives it."""

    text: str
    using: tuple[NamedNode, ...] = ()
    using_named: tuple[NamedNode, ...] = ()


def is_for_update(asked: Asked) -> bool:
    """Tell whether a request is to change something."""
    return asked.media_type == UPDATE or "update" in asked.fields


def read_update(asked: Asked) -> Update:
    """Read the update operation (section 2.2); raises QueryError, MethodNotAllowed."""
    if asked.method != "POST":
        raise MethodNotAllowed(["POST"], "send an update by POST")
    is_direct = asked.media_type == UPDATE
    found = [_utf8(asked.body)] if is_direct else asked.fields.get("update", ())
    if len(found) != 1 or "query" in asked.fields:
        raise QueryError("give one update, and no query beside it")
    return Update(
        text=found[0],
        using=_graphs(asked, "using-graph-uri"),
        using_named=_graphs(asked, "using-named-graph-uri"),
    )


def read_operation(asked: Asked, settings: Settings) -> Operation | None:
    """Read the request; None is a GET that asks for the service description.

    Parameters that the protocol does not know are passed over. Raises QueryError for
    what cannot be a query, UnsupportedMediaType for a body of another type.
    """
    queries = _queries(asked)
    if not queries and asked.method != "POST":
        return None
    if len(queries) != 1:
        problem = f"give one query, not {len(queries)}: as the parameter query=, or "
        raise QueryError(f"{problem}as the body with Content-Type: {DIRECT}")
    _check(queries[0], settings)
    return Operation(
        query=queries[0],
        infer=_infer(asked.first("infer", Infer.TRUE.value)),
        default_graphs=_graphs(asked, "default-graph-uri"),
        named_graphs=_graphs(asked, "named-graph-uri"),
    )


@contextmanager
def reading() -> Iterator[None]:
    """Raise QueryError for what fails only while results are read."""
    try:
        yield
    except (RuntimeError, OSError) as error:
        raise QueryError(str(error).splitlines()[0]) from error


def _check(query: str, settings: Settings) -> None:
    if not query.strip():
        raise QueryError("the query is empty")
    if is_update(query):
        raise QueryError("this is an update: send it by POST, as update=")
    found = measure(query)
    for size, most, what in (
        (found.nesting, settings.max_nesting, "levels of brackets"),
        (found.triples, settings.max_patterns, "triple patterns"),
    ):
        if size > most:
            # the engine would end the process it runs in, or plan for minutes
            problem = f"the query has {size} {what}, more than {most}: take it apart"
            raise QueryError(problem)


def _queries(asked: Asked) -> Sequence[str]:
    if asked.method != "POST" or asked.media_type == FORM:
        return asked.fields.get("query", ())
    if asked.media_type == DIRECT:
        return [_utf8(asked.body)]
    sent = asked.media_type or "no Content-Type"
    raise UnsupportedMediaType(f"{sent}: send a query as {DIRECT} or as {FORM}")


def _utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        problem = f"the query is not UTF-8 (byte {error.start}): encode it so"
        raise QueryError(problem) from error


def _infer(text: str) -> Infer:
    found = _INFER.get(text.strip().casefold())
    if found is None:
        raise QueryError(f"infer={text}: choose one of {', '.join(_INFER)}")
    return found


def _graphs(asked: Asked, parameter: str) -> tuple[NamedNode, ...]:
    found = asked.fields.get(parameter, ())
    try:
        return tuple(NamedNode(iri) for iri in found if iri != _RDFLIB_DEFAULT)
    except ValueError as error:
        problem = "give an absolute IRI, such as http://example.org/graph"
        raise QueryError(f"{parameter}: {error}: {problem}") from error
