"""The triples about a node, by relation: all of them if few, the first if many.

A node may have a hundred thousand neighbours. No more than some are read of each
relation, and what is not shown is told, and reached page by page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Triple

from kg.store import Store
from server.cells import Term, curie, label
from server.state import predicates

MANY = 1000
"""Up to so many triples of a relation are counted, and put in order by their names."""

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
    """Triples of one relation; where not `is_whole`, there are more of them."""

    relation: Relation
    triples: tuple[Triple, ...]
    is_whole: bool = True


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


def groups(store: Store, node: NamedNode, graph: Graph) -> Iterator[Group]:
    """Gather the triples of a node in a graph, those that it is the subject of first.

    Left out are those with a blank node (the ontology has lists): it has no address.
    """
    for outward in (True, False):
        few = list(islice(_quads(store, node, graph, None, outward=outward), MANY + 1))
        relations = {t.predicate for t in few}
        if len(few) > MANY:
            relations = set(predicates())
        for predicate in sorted(relations, key=curie):
            relation = Relation(predicate, outward)
            found = few if len(few) <= MANY else None
            group = _group(store, node, graph, relation, found)
            if group.triples:
                yield group


def page_of_group(
    store: Store,
    node: NamedNode,
    graph: Graph,
    relation: Relation,
    start: int,
    size: int,
) -> Group:
    """Give some triples of one relation, as they follow from a place in their order."""
    group = _group(store, node, graph, relation, None)
    if group.is_whole:
        chosen = group.triples[start : start + size + 1]
    else:
        more = _quads(store, node, graph, relation.predicate, outward=relation.outward)
        chosen = tuple(islice(more, start, start + size + 1))
    return Group(relation, chosen[:size], is_whole=len(chosen) <= size)


def other(triple: Triple, relation: Relation) -> Term:
    """Give the end of a triple that is not the node's own."""
    return triple.object if relation.outward else triple.subject


def _group(
    store: Store,
    node: NamedNode,
    graph: Graph,
    relation: Relation,
    few: list[Triple] | None,
) -> Group:
    predicate, outward = relation.predicate, relation.outward
    if few is None:
        found = _quads(store, node, graph, predicate, outward=outward)
        triples = list(islice(found, MANY + 1))
    else:
        triples = [triple for triple in few if triple.predicate == predicate]
    if len(triples) > MANY:
        return Group(relation, tuple(triples[:MANY]), is_whole=False)
    return Group(
        relation, tuple(sorted(triples, key=lambda t: _order(other(t, relation))))
    )


def _quads(
    store: Store,
    node: NamedNode,
    graph: Graph,
    predicate: NamedNode | None,
    *,
    outward: bool,
) -> Iterator[Triple]:
    subject, obj = (node, None) if outward else (None, node)
    for quad in store.quads.quads_for_pattern(subject, predicate, obj, graph):
        ends = (quad.subject, quad.object)
        if not any(isinstance(end, BlankNode) for end in ends):
            yield quad.triple


def _order(term: Term) -> tuple[str, str]:
    """Put terms in the order of their names, numbers in that of their size."""
    name = (label(term) if isinstance(term, NamedNode) else None) or curie(term)
    size = f"{int(name):020}" if name.isascii() and name.isdecimal() else name
    return size.casefold(), str(term)
