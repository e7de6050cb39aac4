"""Those that may be asked from here, and asking them for a query or an update."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pyoxigraph
from pyoxigraph import NamedNode, QuerySolutions

from kg.errors import QueryError
from kg.remote.clauses import SERVICE, Text, check, outer_words
from kg.remote.connection import Caller, Limits
from kg.remote.federate import Source, federate
from kg.remote.targets import Targets
from kg.store import Infer, Store

_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})


@dataclass(frozen=True, slots=True)
class Remote:
    """Other endpoints and documents: which, for how long, and how much of them."""

    targets: Targets = field(default_factory=Targets)
    limits: Limits = field(default_factory=Limits)

    def federated(
        self,
        store: Store,
        query: str,
        *,
        infer: Infer = Infer.TRUE,
        default_graphs: Sequence[NamedNode] = (),
        named_graphs: Sequence[NamedNode] = (),
    ) -> str:
        """Write a query with what its SERVICE clauses give in place of them.

        Raises QueryError, TargetError for an endpoint that may not be asked, and
        RemoteError for one that does not answer.
        """
        text = Text.of(query)
        replace(store, quads=pyoxigraph.Store()).query(_unasked(text))
        declarations, clauses = _prologue(text), _dataset(text)

        def select(names: tuple[str, ...], rest: str, most: int) -> QuerySolutions:
            head = " ".join(f"?{name}" for name in names)
            pattern = (
                f"SELECT DISTINCT {head} {clauses} WHERE {{ {rest}\n}} LIMIT {most}"
            )
            found = store.query(
                f"{declarations}\n{pattern}",
                infer=infer,
                default_graphs=default_graphs,
                named_graphs=named_graphs,
            )
            assert isinstance(found, QuerySolutions)  # noqa: S101 - what SELECT gives
            return found

        source = Source(declarations, store.names, select)
        with Caller(self.targets, self.limits) as caller, store.reading():
            return federate(query, source, caller)


def _unasked(text: Text) -> str:
    """Write GRAPH for SERVICE: a query that parses likewise, and asks nobody."""
    check(text)
    found = text.text
    for at, token in enumerate(text.tokens):
        is_silent = token.word == "SILENT" and text.tokens[at - 1].word == SERVICE
        if token.word == SERVICE or is_silent:
            word = "" if is_silent else "GRAPH"
            blank = word.ljust(token.end - token.start)
            found = found[: token.start] + blank + found[token.end :]
    return found


def _prologue(text: Text) -> str:
    """Give the declarations that a query begins with."""
    form = next((at for at, word in outer_words(text) if word in _FORMS), None)
    if form is None:
        raise QueryError(
            "not a query: begin it with SELECT, ASK, CONSTRUCT or DESCRIBE"
        )
    return text.text[: text.tokens[form].start]


def _dataset(text: Text) -> str:
    """Give the FROM clauses of a query."""
    found = []
    for at, word in outer_words(text):
        if word == "FROM":
            is_named = text.tokens[at + 1].word == "NAMED"
            found.append(text.part(at, at + 2 + is_named))
    return " ".join(found)
