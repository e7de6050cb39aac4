"""Requests of SPARQL 1.1 Update as edits: what each operation deletes and inserts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pyoxigraph

from kg.errors import QueryError
from kg.store.capture import Edit, Target, data, modify
from kg.store.graphs import load, manage
from kg.store.operations import Operation, operations
from kg.store.syntax import evaluation_problem, update_problem
from kg.store.tokens import has_service, place, unasked

_BY_FIRST: Mapping[str, Callable[[Target, Operation], Edit]] = {
    "INSERT": modify,
    "DELETE": modify,
    "WITH": modify,
    "LOAD": load,
} | dict.fromkeys(("CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD"), manage)


def edits(target: Target, request: str) -> Iterator[Edit]:
    """Evaluate the operations of a request that was parsed, one after the other.

    Each sees what the caller has made of those before. Raises QueryError where the
    evaluation fails, RemoteError where what is read of others does.
    """
    for operation in operations(request):
        is_data = operation.words[1:] == ("DATA",)
        find = data if is_data else _BY_FIRST[operation.words[0]]
        try:
            if not is_data and has_service(operation.text):
                text = target.others.federated_update(target, operation)
                (operation,) = operations(text)  # noqa: PLW2901 - the same, answered
            yield find(target, operation)
        except SyntaxError as error:
            raise update_problem(error, operation.text, target.names) from error
        except (OSError, RuntimeError, ValueError) as error:
            raise evaluation_problem(error, operation.text, target.names) from error


def parse(target: Target, request: str) -> None:
    """Check that a request is one.

    Raises QueryError, with the place of what does not parse.
    """
    found = tuple(operations(request))
    for operation in found:
        if operation.tokens[0].word not in _BY_FIRST:
            raise _unexpected(operation)
    if target.dataset and any({"USING", "WITH"} & {*o.words} for o in found):
        problem = "USING and WITH: leave them out, or else the graphs of the request"
        raise QueryError(problem)
    _parse(target, request, found)


def _parse(target: Target, request: str, found: tuple[Operation, ...]) -> None:
    """Do a request to a graph that holds nothing: that is how the engine parses."""
    text, end = "", 0
    for operation in found:
        text += request[end : operation.start] + _harmless(operation)
        end = operation.end
    try:
        target.run(pyoxigraph.Store(), text + request[end:])
    except SyntaxError as error:
        raise update_problem(error, request, target.names) from error
    except (RuntimeError, OSError, ValueError):
        return  # as to clear a graph that is not there: it is parsed


def _harmless(operation: Operation) -> str:
    """Write an operation that reads from the web as one of the same form that does not.

    LOAD <a> INTO GRAPH <b> is like COPY <a> TO GRAPH <b>, and LOAD <a> like DROP GRAPH.
    """
    text = unasked(operation[operation])
    if operation.tokens[0].word != "LOAD":
        return text
    if "INTO" not in operation.words:
        last = operation[operation.tokens[-1]]
        return f"DROP{text[4:].removesuffix(last)}GRAPH {last}"
    into = next(token for token in operation.tokens if token.word == "INTO")
    source, graph = operation.request[: into.start], operation.request[into.end :]
    return f"COPY{source[operation.start + 4 :]}TO{graph[: operation.end - into.end]}"


def _unexpected(operation: Operation) -> QueryError:
    first = operation.tokens[0]
    line, column = place(operation.request, first.start)
    problem = (
        f"unexpected {operation[first]!r}, where an operation begins: "
        + ", ".join(_BY_FIRST)
    )
    return QueryError(problem, line=line, column=column)
