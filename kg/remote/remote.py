"""Those that may be asked from here, and asking them for a query or an update."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

import pyoxigraph
from pyoxigraph import NamedNode, QuerySolutions, Triple

from kg.errors import QueryError
from kg.remote.clauses import Text, check, outer_words
from kg.remote.connection import Call, Caller, Limits
from kg.remote.document import ACCEPT, triples_of
from kg.remote.federate import Source, federate
from kg.remote.targets import Targets
from kg.store import Infer, Store, Target
from kg.store.graphs import resolved
from kg.store.operations import Operation
from kg.store.tokens import unasked

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
        check(text)
        replace(store, quads=pyoxigraph.Store()).query(unasked(query))
        declarations, clauses = _prologue(text), _dataset(text)

        def select(names: tuple[str, ...], rest: str, most: int) -> QuerySolutions:
            found = store.query(
                f"{declarations}\n{_selecting(names, clauses, rest, most)}",
                infer=infer,
                default_graphs=default_graphs,
                named_graphs=named_graphs,
            )
            return cast("QuerySolutions", found)

        source = Source(declarations, store.names, select)
        with Caller(self.targets, self.limits) as caller, store.reading():
            return federate(query, source, caller)

    def federated_update(self, target: Target, operation: Operation) -> str:
        """Write an operation of an update with what its SERVICE clauses give.

        Raises as `federated` does.
        """
        text = Text.of(operation.text)
        check(text)
        declarations, clauses = operation.declarations, _using(target, text)
        default = _with(target, operation)

        def select(names: tuple[str, ...], rest: str, most: int) -> QuerySolutions:
            found = target.quads.query(
                f"{declarations}\n{_selecting(names, clauses, rest, most)}",
                prefixes=target.names.prefixes,
                base_iri=target.names.base,
                default_graph=default,
            )
            return cast("QuerySolutions", found)

        source = Source(declarations, target.names, select)
        with Caller(self.targets, self.limits) as caller:
            return federate(text.text, source, caller)

    def load(self, address: str) -> Iterable[Triple]:
        """Read a document as RDF; raises RemoteError, TargetError."""
        with Caller(self.targets, self.limits) as caller:
            return triples_of(caller.call(address, Call("GET", {"Accept": ACCEPT})))


def _selecting(names: tuple[str, ...], clauses: str, rest: str, most: int) -> str:
    head = " ".join(f"?{name}" for name in names)
    return f"SELECT DISTINCT {head} {clauses} WHERE {{ {rest}\n}} LIMIT {most}"


def _prologue(text: Text) -> str:
    """Give the declarations that a query begins with."""
    form = next((at for at, word in outer_words(text) if word in _FORMS), None)
    if form is None:
        raise QueryError(
            "not a query: begin it with SELECT, ASK, CONSTRUCT or DESCRIBE"
        )
    return text.text[: text.tokens[form].start]


def _using(target: Target, text: Text) -> str:
    """Give the graphs that an operation names as FROM clauses."""
    return (target.dataset or _dataset(text, "USING")).replace("USING", "FROM")


def _with(target: Target, operation: Operation) -> NamedNode | None:
    """Give the graph of WITH, where there is no USING (Update, section 3.1.3)."""
    words = operation.words
    if target.dataset or words[0] != "WITH" or "USING" in words:
        return None
    return resolved(target, operation, operation.tokens[1])


def _dataset(text: Text, clause: str = "FROM") -> str:
    """Give the clauses of a query or operation that name its dataset."""
    found = []
    for at, word in outer_words(text):
        if word == clause:
            is_named = text.tokens[at + 1].word == "NAMED"
            found.append(text.part(at, at + 2 + is_named))
    return " ".join(found)
