"""The dataset that a query is evaluated on (SPARQL 1.1 Query, section 13)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode

from kg.store.tokens import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.names import Names


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
    return "FROM" in words(text)


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
    inferred = names.graph("inferred")
    return {
        Infer.TRUE: (DefaultGraph(), inferred),
        Infer.FALSE: (DefaultGraph(),),
        Infer.ONLY: (inferred,),
    }[infer]


def is_asserted(names: Names, graph: NamedNode) -> bool:
    """Tell whether a graph's triples belong in the store's default graph."""
    found = graph.value.removeprefix(names.base + "graph/")
    return found.startswith(("doc/", "reference/")) or found == "ontology"
