"""The triples about a node, by relation: all of them if few, the first if many.

A node may have a hundred thousand neighbours. Its triples are read in one go, as the
engine keeps them; of a relation that has many, no more than some are read. What is not
shown is counted, and reached page by page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    QuerySolutions,
    Triple,
)

from kg.store import Store
from server.cells import Term, curie, label

MANY = 1000
"""Up to so many triples are put in the order of their names."""

FIRST = 20
"""How many are read of a relation that has more than that."""

Graph = NamedNode | DefaultGraph


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation as it leads from a node, or to it."""

    predicate: NamedNode
    outward: bool

    @property
    def direction(self) -> str:
        return "from" if self.outward else "to"


@dataclass(frozen=True, slots=True)
class Group:
    """Triples of one relation, the first of `count`."""

    relation: Relation
    triples: tuple[Triple, ...]
    count: int


Groups = Mapping[NamedNode, Group]


def home(store: Store, node: NamedNode) -> Graph:
    """Choose the graph that tells what a node is: most often that of all assertions."""
    find = store.quads.quads_for_pattern
    asserted = DefaultGraph()
    for found in (find(node, None, None, asserted), find(None, None, node, asserted)):
        if next(found, None):
            return asserted
    quad = next(find(node, None, None, None), None)
    graph = quad.graph_name if quad else asserted
    return graph if isinstance(graph, NamedNode) else asserted


def groups(store: Store, node: NamedNode, graph: Graph, *, outward: bool) -> Groups:
    """Gather the triples that lead from a node in a graph, or to it, by predicate.

    Left out are those with a blank node (the ontology has lists): it has no address.
    """
    if _is_hub(store, node, graph, outward=outward):
        return _hub_groups(_Hub(store, node, graph, outward))
    few = _quads(store, node, graph, outward=outward)
    found: dict[NamedNode, list[Triple]] = {}
    for triple in few:
        found.setdefault(triple.predicate, []).append(triple)
    return {
        predicate: _group(Relation(predicate, outward), triples)
        for predicate, triples in _by_name(found)
    }


def page_of_group(
    store: Store,
    node: NamedNode,
    graph: Graph,
    relation: Relation,
    places: range,
) -> Group:
    """Give some triples of one relation, as they follow from a place in their order."""
    predicate, outward = relation.predicate, relation.outward
    if _is_hub(store, node, graph, outward=outward):
        hub = _Hub(store, node, graph, outward)
        count = _sizes(hub).get(predicate, 0)
        if count > MANY:
            some = hub.some(predicate, places.start, len(places))
            return Group(relation, some, count)
    found = groups(store, node, graph, outward=outward).get(predicate)
    triples = found.triples if found else ()
    return Group(relation, triples[places.start : places.stop], len(triples))


def other(triple: Triple, relation: Relation) -> Term:
    """Give the end of a triple that is not the node's own."""
    return triple.object if relation.outward else triple.subject


@dataclass(frozen=True, slots=True)
class _Hub:
    """A node with many triples: each question reads them all, so there are few."""

    store: Store
    node: NamedNode
    graph: Graph
    outward: bool

    def groups(self) -> Groups:
        sizes = _sizes(self)
        large = [predicate for predicate, count in sizes.items() if count > MANY]
        found = {p: list(self.some(p, 0, FIRST)) for p in large}
        if len(large) < len(sizes):
            others = ", ".join(map(str, large))
            for triple in self._triples(f"FILTER(?p NOT IN ({others}))"):
                found.setdefault(triple.predicate, []).append(triple)
        relations = {p: Relation(p, self.outward) for p in found}
        return {
            p: Group(relations[p], tuple(triples), sizes[p])
            if p in large
            else _group(relations[p], triples)
            for p, triples in _by_name(found)
        }

    def some(self, predicate: NamedNode, start: int, size: int) -> tuple[Triple, ...]:
        """Give the triples of a predicate from a place on, in the engine's order."""
        only = f"FILTER(?p = {predicate})"
        return tuple(self._triples(only, f"OFFSET {start} LIMIT {size}"))

    def __hash__(self) -> int:
        return hash((self.store.generation, self.node, self.graph, self.outward))

    def counted(self) -> dict[NamedNode, int]:
        """Count the triples of each predicate."""
        rows = self._select("?p (COUNT(*) AS ?n)", "", "GROUP BY ?p")
        found = ((row["p"], row["n"]) for row in rows)
        return {
            predicate: int(count.value)
            for predicate, count in found
            if isinstance(predicate, NamedNode) and isinstance(count, Literal)
        }

    def _triples(self, only: str, rest: str = "") -> Iterator[Triple]:
        for row in self._select("?p ?x", only, rest):
            ends = (self.node, row["x"]) if self.outward else (row["x"], self.node)
            yield Triple(ends[0], row["p"], ends[1])

    def _select(self, what: str, only: str, rest: str) -> QuerySolutions:
        pattern = f"{self.node} ?p ?x" if self.outward else f"?x ?p {self.node}"
        named = "FILTER(!isBlank(?x))"
        text = f"SELECT {what} {{ {pattern} {named} {only} }} {rest}"
        found = self.store.quads.query(text, default_graph=[self.graph])
        assert isinstance(found, QuerySolutions)  # noqa: S101 - what SELECT gives
        return found


@lru_cache(maxsize=32)
def _hub_groups(hub: _Hub) -> Groups:
    return hub.groups()


@lru_cache(maxsize=512)
def _sizes(hub: _Hub) -> Mapping[NamedNode, int]:
    """Count once: whoever asks for a page asks for the next."""
    return hub.counted()


def _quads(
    store: Store, node: NamedNode, graph: Graph, *, outward: bool
) -> Iterator[Triple]:
    subject, obj = (node, None) if outward else (None, node)
    for quad in store.quads.quads_for_pattern(subject, None, obj, graph):
        end = quad.object if outward else quad.subject
        if not isinstance(end, BlankNode):
            yield quad.triple


def _is_hub(store: Store, node: NamedNode, graph: Graph, *, outward: bool) -> bool:
    found = _quads(store, node, graph, outward=outward)
    return next(islice(found, MANY, None), None) is not None


def _group(relation: Relation, triples: list[Triple]) -> Group:
    found = sorted(triples, key=lambda triple: _order(other(triple, relation)))
    return Group(relation, tuple(found), len(found))


def _by_name(
    found: Mapping[NamedNode, list[Triple]],
) -> list[tuple[NamedNode, list[Triple]]]:
    return sorted(found.items(), key=lambda item: curie(item[0]))


def _order(term: Term) -> tuple[str, str]:
    """Put terms in the order of their names, numbers in that of their size."""
    name = (label(term) if isinstance(term, NamedNode) else None) or curie(term)
    size = f"{int(name):020}" if name.isascii() and name.isdecimal() else name
    return size.casefold(), str(term)
