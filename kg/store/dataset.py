"""The dataset that a query is evaluated on (SPARQL 1.1 Query, section 13)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode

from kg.errors import QueryError
from kg.names import Names
from kg.store.tokens import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Infer(StrEnum):
    """Whether a query without dataset clause sees what the reasoner added."""

    TRUE = "true"
    FALSE = "false"
    ONLY = "only"


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs of a query; None leaves a part to the text and the store."""

    default: tuple[NamedNode | DefaultGraph, ...] | None
    named: tuple[NamedNode, ...] | None


def has_dataset_clause(text: str) -> bool:
    """Tell whether a query names its own dataset.

    >>> has_dataset_clause("SELECT * FROM <http://example.org/> { ?s ?p ?o }")
    True
    >>> has_dataset_clause('SELECT ?from { ?from ?p "from" } # from')
    False
    """
    return "FROM" in text.upper() and "FROM" in words(text)


def dataset(
    names: Names,
    text: str,
    infer: Infer,
    default: Sequence[NamedNode],
    named: Sequence[NamedNode],
) -> Dataset:
    """Choose the dataset: the protocol's graphs, else the text's, else by `infer`.

    Graphs that the protocol gives replace those of the text, both kinds at once
    (SPARQL 1.1 Protocol, section 2.1.4).
    """
    if default or named:
        return Dataset(tuple(default), tuple(named))
    if has_dataset_clause(text):
        return Dataset(None, None)
    return Dataset(default_dataset(names, infer), None)


def default_dataset(names: Names, infer: Infer) -> tuple[NamedNode | DefaultGraph, ...]:
    """List the graphs that together make the default graph of a query."""
    return _default_datasets(names.base)[infer]


@lru_cache(maxsize=10)
def _default_datasets(
    base: str,
) -> Mapping[Infer, tuple[NamedNode | DefaultGraph, ...]]:
    inferred = Names(base).graph("inferred")
    return {
        Infer.TRUE: (DefaultGraph(), inferred),
        Infer.FALSE: (DefaultGraph(),),
        Infer.ONLY: (inferred,),
    }


_OURS: Mapping[str, str] = {
    "inferred": "holds what follows from the other graphs: change those",
    "evidence": "holds what pages say: build again with the pages changed",
    "metadata": "describes the other graphs, and follows their changes by itself",
}
"""The graphs that are made of the others, and what to do instead of writing there."""


def is_asserted(names: Names, graph: NamedNode) -> bool:
    """Tell whether a graph's triples belong in the store's default graph."""
    return _path(names, graph) not in _OURS


def check_writable(names: Names, graph: NamedNode) -> None:
    """Refuse a graph that nobody writes to; raises QueryError that says what to do."""
    problem = _OURS.get(_path(names, graph))
    if problem is not None:
        raise QueryError(f"{graph} {problem}")


def unnamed(names: Names) -> NamedNode:
    """Name the graph that keeps what was written without a graph."""
    return names.graph("default")


def is_users(names: Names, graph: NamedNode) -> bool:
    """Tell whether a graph is none that a build makes."""
    path = _path(names, graph)
    made = path.startswith(("doc/", "reference/")) or path == "ontology"
    return not made and path not in _OURS


def _path(names: Names, graph: NamedNode) -> str:
    """Give what follows `.../graph/` in a graph's name; else all of the name."""
    return graph.value.removeprefix(names.graph("").value)
