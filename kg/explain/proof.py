"""Searching a proof backwards from its conclusion; no derivation is ever stored."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.errors import TermError
from kg.rules import Axiom, Pattern, Rule, fit, solutions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.rules import Lookup
    from kg.store import Store


@dataclass(frozen=True, slots=True)
class Source:
    """Who says so: a document with its words, or where reference facts come from."""

    origin: NamedNode
    exact: str | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """A conclusion and why it holds.

    An inferred one has a rule, perhaps the axiom that makes it apply, and premises: two
    or more for prp-trp, a path. An asserted one has sources instead.
    """

    conclusion: Triple
    rule: str | None = None
    axiom: Axiom | None = None
    premises: tuple[Proof, ...] = ()
    sources: tuple[Source, ...] = ()


class _Step(NamedTuple):
    """A way to conclude something from triples of the graph."""

    rule: Rule
    premises: tuple[Triple, ...]


_Steps = dict[Triple, tuple[_Step, ...]]
_Costs = dict[Triple, float]

_EVIDENCE = """
SELECT DISTINCT ?origin ?exact ?start ?s ?p ?o ?graph {
  GRAPH ?graph {
    ?statement rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ;
      prov:hadPrimarySource ?origin ; mg:polarity "positive" .
    OPTIONAL {
      ?statement prov:wasQuotedFrom/oa:hasSelector ?words , ?place .
      ?words oa:exact ?exact . ?place oa:start ?start .
    }
  }
} ORDER BY ?origin ?start
"""


def explain(store: Store, triple: Triple) -> Proof:
    """Prove a triple of the graph in the fewest levels, and then the fewest steps.

    Raises TermError where the graph does not hold it.
    """
    if triple not in _lookup(store)(Pattern(*triple)):
        raise _refusal(store, triple, "the graph holds no such triple")
    steps, costs = _search(store, triple)
    if triple not in costs:
        problem = "inferred, yet follows from nothing in the graph: build it again"
        raise _refusal(store, triple, problem)
    return _proof(store, triple, steps, costs)


def _refusal(store: Store, triple: Triple, problem: str) -> TermError:
    terms = (store.names.curie(str(term).strip("<>")) for term in triple)
    return TermError(" ".join(terms), problem)


def _lookup(store: Store) -> Lookup:
    """Look among the asserted and the inferred triples."""
    graphs = (DefaultGraph(), store.names.graph("inferred"))

    def lookup(pattern: Pattern) -> Iterator[Triple]:
        subject, predicate, object_ = pattern.closed()
        if isinstance(subject, Literal) or not isinstance(predicate, NamedNode | None):
            return  # no triple looks like that
        for graph in graphs:
            for quad in store.quads.quads_for_pattern(
                subject, predicate, object_, graph
            ):
                yield quad.triple

    return lookup


def _search(store: Store, goal: Triple) -> tuple[_Steps, _Costs]:
    """Go back from the goal, level by level, until what is asserted suffices."""
    lookup = _lookup(store)
    rules = fit(lookup)
    steps: _Steps = {}
    costs: _Costs = {}
    frontier = {goal}
    while frontier and goal not in costs:
        for triple in frontier:
            if _is_asserted(store, triple):
                costs[triple] = 1
            else:
                steps[triple] = tuple(_steps(triple, rules, lookup))
        while cheaper := _cheaper(steps, costs):
            costs |= cheaper
        frontier = _premises(steps) - steps.keys() - costs.keys()
    return steps, costs


def _is_asserted(store: Store, triple: Triple) -> bool:
    subject, predicate, object_ = triple
    return Quad(subject, predicate, object_, DefaultGraph()) in store.quads


def _steps(triple: Triple, rules: Iterable[Rule], lookup: Lookup) -> Iterator[_Step]:
    """Find every rule by which the triple follows, and from what."""
    for rule in rules:
        start = rule.head.match(triple, {})
        if start is not None:
            for solution in solutions(rule.body, start, lookup):
                premises = (pattern.bind(solution).triple() for pattern in rule.body)
                yield _Step(rule, tuple(filter(None, premises)))


def _cheaper(steps: _Steps, costs: _Costs) -> _Costs:
    """Tell which conclusions can be had for less, and for how much."""
    least = {
        triple: min((_cost(step, costs) for step in found), default=math.inf)
        for triple, found in steps.items()
    }
    return {t: cost for t, cost in least.items() if cost < costs.get(t, math.inf)}


def _cost(step: _Step, costs: _Costs) -> float:
    """Count the steps below: more than below any premise, so no way is a circle."""
    return 1 + sum(costs.get(premise, math.inf) for premise in step.premises)


def _premises(steps: _Steps) -> set[Triple]:
    return {t for found in steps.values() for step in found for t in step.premises}


def _proof(store: Store, triple: Triple, steps: _Steps, costs: _Costs) -> Proof:
    found = steps.get(triple)
    if not found:
        return Proof(triple, sources=tuple(_sources(store, triple)))
    rule, premises = min(found, key=lambda step: _cost(step, costs))
    below = (_proof(store, premise, steps, costs) for premise in premises)
    return Proof(triple, rule.name, rule.axiom, tuple(_path(rule, below)))


def _path(rule: Rule, premises: Iterable[Proof]) -> Iterator[Proof]:
    """Lay out the edges of a transitive property as one path, not two by two."""
    for premise in premises:
        if rule.name == "prp-trp" and premise.axiom == rule.axiom:
            yield from premise.premises
        else:
            yield premise


def _sources(store: Store, triple: Triple) -> Iterator[Source]:
    """Find who asserts a triple: its statements, or else the graphs it stands in."""
    subject, predicate, object_ = triple
    evidence = store.names.graph("evidence")
    found = store.select(_EVIDENCE, s=subject, p=predicate, o=object_, graph=evidence)
    for row in found:
        exact = row["exact"].value if "exact" in row else None
        yield Source(NamedNode(row["origin"].value), exact)
    if not found:
        for quad in store.quads.quads_for_pattern(*triple):
            if isinstance(quad.graph_name, NamedNode):
                yield Source(quad.graph_name)
