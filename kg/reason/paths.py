"""Transitive properties: the way from one node to another, edge by edge."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import NamedTuple

from kg.names import named
from kg.reason.backward import Bound, Clause, unify
from kg.reason.lookup import Fact, Role
from kg.reason.solving import Solver, Step, applied, chained

_MOST = 1_000  # edges by one rule, or equal terms, that are looked at


class Chain(NamedTuple):
    """A property chain: the axiom, and the properties of its list."""

    axiom: Fact
    properties: tuple[int, ...]


class Transitivity(NamedTuple):
    """The rule, and the axioms, by which a property is transitive."""

    rule: str
    axioms: tuple[Fact, ...]


class Path(NamedTuple):
    """Edges, and how many of them at least need a step of their own."""

    edges: tuple[Fact, ...]
    least: int


class Paths:
    """The edges of transitive properties: pairs that hold without transitivity.

    `hints` say how edges follow in one step, as far as that was noticed.
    """

    def __init__(self, solver: Solver) -> None:
        self._solver = solver
        self._lookup = solver.lookup
        self.hints: dict[Fact, Step] = {}
        self._edges: dict[tuple[int, int], dict[int, int]] = {}
        self._known: dict[int, Transitivity | None] = {}
        give = self._lookup.terms.id
        self._type, self._same = give(named("rdf:type")), give(named("owl:sameAs"))
        self._chain = give(named("owl:propertyChainAxiom"))
        self._class = give(named("owl:TransitiveProperty"))
        self._always = {
            give(named("rdfs:subClassOf")): Transitivity("scm-sco", ()),
            give(named("rdfs:subPropertyOf")): Transitivity("scm-spo", ()),
            self._same: Transitivity("eq-trans", ()),
        }

    def transitivity(self, predicate: int) -> Transitivity | None:
        """Tell why a property is transitive, if it is."""
        if predicate in self._always:
            return self._always[predicate]
        if predicate not in self._known:
            self._known[predicate] = self._find(predicate)
        return self._known[predicate]

    def _find(self, predicate: int) -> Transitivity | None:
        axiom = Fact(predicate, self._type, self._class)
        if any(True for _ in self._lookup.match(self._type, predicate, self._class)):
            return Transitivity("prp-trp", (axiom,))
        for found in self._all_chains(predicate):
            if found.properties == (predicate, predicate):
                return Transitivity("prp-spo2", (found.axiom,))
        return None

    def chains(self, predicate: int) -> Iterator[Chain]:
        """List the chains of a property, but the one that says it is transitive."""
        for found in self._all_chains(predicate):
            if found.properties != (predicate, predicate):
                yield found

    def _all_chains(self, predicate: int) -> Iterator[Chain]:
        for _, head in self._lookup.match(self._chain, predicate, None):
            properties = self._solver.listed.elements(head)
            if properties:
                yield Chain(Fact(predicate, self._chain, head), properties)

    def is_edge(self, fact: Fact) -> bool:
        """Tell whether a triple holds without transitivity."""
        edges = self._edges_of(fact.subject, fact.predicate)
        same = self._lookup.same(fact.object)
        return any(equal in edges for equal in same[:_MOST])

    def ways_on(self, fact: Fact) -> Iterator[tuple[Fact, Fact]]:
        """Take an edge from the start that is not the end, if it leads there."""
        start, predicate, end = fact[:3]
        for middle in self._edges_of(start, predicate):
            is_between = middle not in (start, end)
            if is_between and self._lookup.holds(predicate, middle, end):
                yield (
                    Fact(start, predicate, middle, Role.EDGE),
                    Fact(middle, predicate, end, Role.REST),
                )

    def shortest(self, fact: Fact) -> Path | None:
        """Find the path with the fewest edges that need a proof, then the shortest."""
        start, predicate, end = fact[:3]
        before: dict[int, int] = {}
        done: set[int] = set()
        queue = [(0, 0, start, start)]
        while queue:
            least, length, node, origin = heapq.heappop(queue)
            if node in done and node != end:
                continue
            done.add(node)
            before[node] = origin
            if length and node == end:
                return Path(_edges(before, fact), least)
            for two, weight in self._onwards(node, predicate, end):
                heapq.heappush(queue, (least + weight, length + 1, two, node))
        return None

    def _onwards(
        self, node: int, predicate: int, end: int
    ) -> Iterator[tuple[int, int]]:
        """List the edges that lead to the end; those derived weigh 1."""
        if self._lookup.is_asserted(Fact(node, predicate, end)):
            yield end, 0
            return
        if self.is_edge(Fact(node, predicate, end)):
            yield end, 1
        for two, weight in self._edges_of(node, predicate).items():
            if two != end and self._lookup.holds(predicate, two, end):
                yield two, weight

    def _edges_of(self, start: int, predicate: int) -> dict[int, int]:
        """List what a node has edges to; those derived weigh 1."""
        key = (start, predicate)
        if key not in self._edges:
            given = dict(self._given(start, predicate))
            derived = dict.fromkeys(self._derived(start, predicate), 1)
            self._edges[key] = derived | given if given else derived
        return self._edges[key]

    def _given(self, start: int, predicate: int) -> Iterator[tuple[int, int]]:
        for one in self._lookup.same(start)[:_MOST]:
            if predicate == self._same:
                for two, _ in self._lookup.asserted(predicate, None, one):
                    yield two, 1
            if one != start:
                for _, two in self._lookup.asserted(predicate, one, None):
                    yield two, 1
        for _, two in self._lookup.asserted(predicate, start, None):
            yield two, 0

    def _derived(self, start: int, predicate: int) -> Iterator[int]:
        for clause in self._solver.clauses(predicate):
            known = unify(clause.head, (start, predicate, None))
            last = clause.head[2]
            for values in islice(self._solved(clause, known), _MOST):
                end = values.get(last, last)
                if end >= 0:
                    self._keep(clause, Fact(start, predicate, end, Role.EDGE), values)
                    yield end
        for chain in self.chains(predicate):
            patterns, nodes = chained(-1, chain.properties)
            found = self._solver.solve(patterns, {nodes[0]: start})
            yield from (values[nodes[-1]] for values in islice(found, _MOST))

    def _solved(self, clause: Clause, known: Bound | None) -> Iterator[Bound]:
        return iter(()) if known is None else self._solver.solutions(clause, known)

    def _keep(self, clause: Clause, edge: Fact, values: Bound) -> None:
        """Keep how an edge follows from what was asserted."""
        if edge not in self.hints:
            step = applied(clause, values)
            if all(map(self._lookup.is_asserted, step.needs)):
                self.hints[edge] = step


def _edges(before: dict[int, int], fact: Fact) -> tuple[Fact, ...]:
    nodes = [fact.object]
    while len(nodes) == 1 or nodes[-1] != fact.subject:
        nodes.append(before[nodes[-1]])
    links = pairwise(reversed(nodes))
    return tuple(Fact(one, fact.predicate, two, Role.EDGE) for one, two in links)
