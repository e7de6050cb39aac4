"""How nodes are called: looked up when they are written, the last ones remembered."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kg.names import named

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.names import Names
    from kg.store import Store


def labels(store: Store) -> Callable[[NamedNode], str | None]:
    """Look labels up by node."""
    return lru_cache(maxsize=100_000)(lambda node: _label(store, node))


def turtle_labels(store: Store) -> Callable[[bytes], str | None]:
    """Look labels up by a term of Turtle: a CURIE of the table, or an IRI."""
    found = labels(store)

    def label(term: bytes) -> str | None:
        node = _node(term.decode(), store.names)
        return node and found(node)

    return label


def _node(term: str, names: Names) -> NamedNode | None:
    if term.startswith("<") and not term.startswith("<<"):
        return NamedNode(term[1:-1])
    prefix, colon, local = term.partition(":")
    namespace = names.prefixes.get(prefix)
    if not colon or namespace is None:
        return None
    return NamedNode(namespace + re.sub(r"\\(.)", r"\1", local))


def _label(store: Store, node: NamedNode) -> str | None:
    metadata, evidence = (store.names.graph(n) for n in ("metadata", "evidence"))
    for graph in (DefaultGraph(), metadata, evidence):
        quads = store.quads.quads_for_pattern(node, named("rdfs:label"), None, graph)
        found = (q.object.value for q in quads if isinstance(q.object, Literal))
        if (first := min(found, default=None)) is not None:
            return first
    return None
