"""The figures of a store in its metadata graph: made by a build, followed by changes.

What a query sees that names no graph is counted with its parts, each named graph as a
whole. After a change, only what it touches is counted again, unless that is most of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain

from pyoxigraph import NamedNode, Quad, Triple

from kg.metadata.counting import figures_of, figures_of_graph, figures_of_graphs
from kg.metadata.figures import (
    OF_PROPERTY,
    OF_SET,
    Change,
    Figure,
    Target,
    changed_distinct,
    changed_sums,
)
from kg.metadata.moments import Before, Graphs, Now, net
from kg.metadata.targets import targets
from kg.metadata.void import Description
from kg.names import Names
from kg.rdf import dataset_node
from kg.store import Infer, Journal, Ledger, default_dataset

_COSTLY = 10
"""So many times as much as to count a triple costs it to follow its change."""


class Census:
    """What a metadata graph counts; to be kept true."""

    def __init__(self, journal: Journal, names: Names) -> None:
        self._journal = journal
        self._store = journal.quads
        self._names = names
        self._target: Target = targets(names)
        self._seen: Graphs = default_dataset(names, Infer.TRUE)

    @property
    def is_made(self) -> bool:
        """Tell whether all was counted before; an older version did it otherwise."""
        return self.of(dataset_node(self._names)).number("distinctSubjects") > 0

    def count(self) -> None:
        """Count everything, whatever was counted before."""
        whole = self.of(dataset_node(self._names))
        whole.state(figures_of(self._store, self._seen, self._target))
        metadata = self._names.graph("metadata")
        for graph, figures in figures_of_graphs(self._store).items():
            if graph != metadata:
                self.of(graph).state(figures)

    def follow(
        self, ledger: Ledger, inferred: Iterable[Triple], withdrawn: Iterable[Triple]
    ) -> None:
        """Count again what a change touches: of what is asserted, and what follows."""
        came, went = tuple(inferred), tuple(withdrawn)
        self._follow_whole(
            net(
                chain(ledger.triples(added=True), came),
                chain(ledger.triples(added=False), went),
            )
        )
        for graph, change in _by_graph(ledger).items():
            self._follow_graph(graph, change)
        self._follow_graph(
            self._names.graph("inferred"), Change(frozenset(came), frozenset(went))
        )

    def _follow_whole(self, change: Change) -> None:
        whole = self.of(dataset_node(self._names))
        if _is_large(change, whole):
            whole.state(figures_of(self._store, self._seen, self._target))
            return
        now = Now(self._store, self._seen)
        before = Before(now, change)
        found = changed_sums(before, now, change, self._target)
        found.update(changed_distinct(before, now, change, OF_SET + OF_PROPERTY))
        whole.revise(found)

    def _follow_graph(self, graph: NamedNode, change: Change) -> None:
        description = self.of(graph)
        if _is_large(change, description):
            description.state(figures_of_graph(self._store, graph))
            return
        now = Now(self._store, (graph,))
        found = changed_distinct(Before(now, change), now, change, OF_SET)
        found[Figure((), "triples")] = len(change.added) - len(change.removed)
        description.revise(found)

    def of(self, dataset: NamedNode) -> Description:
        return Description(self._journal, self._names, dataset)


def _is_large(change: Change, description: Description) -> bool:
    changed = len(change.added) + len(change.removed)
    return changed * _COSTLY > description.number("triples")


def _by_graph(ledger: Ledger) -> Mapping[NamedNode, Change]:
    came, went = (_grouped(ledger.quads_changed(added=side)) for side in (True, False))
    none: frozenset[Triple] = frozenset()
    graphs = sorted({*came, *went}, key=str)
    return {g: Change(came.get(g, none), went.get(g, none)) for g in graphs}


def _grouped(quads: Iterable[Quad]) -> Mapping[NamedNode, frozenset[Triple]]:
    found: defaultdict[NamedNode, set[Triple]] = defaultdict(set)
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode):
            found[quad.graph_name].add(quad.triple)
    return {graph: frozenset(triples) for graph, triples in found.items()}
