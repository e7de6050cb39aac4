"""One step back: by which rules a triple follows, and from which triples.

The rules of the tables are solved pattern by pattern; prp-spo2, prp-key and cls-int1
have bodies as long as their lists; eq-* and dt-* are about equality and values; what
is transitive is taken as a path, edge by edge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from kg.names import named
from kg.reason.backward import Backward, Bound, Clause, unify
from kg.reason.literals import Literals
from kg.reason.lookup import Fact, Lookup, Role
from kg.reason.paths import Chain, Paths
from kg.reason.solving import Solver, Step, applied, bind, chained

_MOST = 128  # ways to apply one rule that are looked at


class Steps:
    """The rules, read backwards over a graph that does not change meanwhile.

    `is_cut` tells whether there were more ways to apply a rule than are looked at.
    """

    def __init__(self, backward: Backward, lookup: Lookup, literals: Literals) -> None:
        self.lookup = lookup
        self.is_cut = False
        self._literals = literals
        self._solver = Solver(backward, lookup)
        self._paths = Paths(self._solver)
        give = lookup.terms.id
        self._type, self._same = give(named("rdf:type")), give(named("owl:sameAs"))
        self._differs = give(named("owl:differentFrom"))
        self._datatype = give(named("rdfs:Datatype"))
        self._both = give(named("owl:intersectionOf"))
        self._key = give(named("owl:hasKey"))

    def to(self, fact: Fact, *, edgewise: bool) -> Iterator[Step]:
        """Find the ways to conclude a triple in one step.

        A path is taken edge by edge; unless `edgewise` the best one as a whole as well.
        """
        if fact.role is Role.REST:
            yield from self._rest(fact)
            return
        if fact in self._paths.hints:
            yield self._paths.hints[fact]
        yield from self._of_literals(fact)
        for clause in self._solver.clauses(fact.predicate):
            values = unify(clause.head, fact[:3])
            if values is not None:
                yield from self._few(self._by(clause, values))
        yield from self._by_lists(fact)
        yield from self._by_equality(fact)
        if fact.role is Role.WHOLE:
            yield from self._by_path(fact, edgewise=edgewise)

    def _few(self, found: Iterator[Step]) -> Iterator[Step]:
        yield from islice(found, _MOST)
        self.is_cut = self.is_cut or next(found, None) is not None

    def _by(self, clause: Clause, start: Bound) -> Iterator[Step]:
        for values in self._solver.solutions(clause, start):
            yield applied(clause, values)

    # ------------------------------------------------------------ paths

    def _by_path(self, fact: Fact, *, edgewise: bool) -> Iterator[Step]:
        how = self._paths.transitivity(fact.predicate)
        path = self._paths.shortest(fact) if how else None
        if how is None or path is None:
            return
        if len(path.edges) > 1 and not edgewise:
            yield Step(how.rule, how.axioms, path.edges)
        for edge, rest in self._paths.ways_on(fact):
            yield Step(how.rule, how.axioms, (edge, rest), least=1 + path.least)

    def _rest(self, fact: Fact) -> Iterator[Step]:
        if self._paths.is_edge(fact):
            yield Step("", (), (fact._replace(role=Role.EDGE),), 0)
        for edge, rest in self._paths.ways_on(fact):
            yield Step("", (), (edge, rest), 0)

    # ------------------------------------------------------------ rules with lists

    def _by_lists(self, fact: Fact) -> Iterator[Step]:
        if fact.predicate == self._type:
            yield from self._by_intersection(fact)
        if fact.predicate == self._same and fact.subject != fact.object:
            yield from self._by_key(fact)
        for chain in self._paths.chains(fact.predicate):
            yield from self._few(self._by_chain(fact, chain))

    def _by_chain(self, fact: Fact, chain: Chain) -> Iterator[Step]:
        patterns, nodes = chained(-1, chain.properties)
        ends = {nodes[0]: fact.subject, nodes[-1]: fact.object}
        for values in self._solver.solve(patterns, ends):
            premises = tuple(bind(pattern, values) for pattern in patterns)
            yield Step("prp-spo2", (chain.axiom,), premises)

    def _by_intersection(self, fact: Fact) -> Iterator[Step]:
        for _, head in self.lookup.match(self._both, fact.object, None):
            classes = self._solver.listed.elements(head)
            types = tuple(Fact(fact.subject, self._type, found) for found in classes)
            if types and all(map(self._solver.is_so, types)):
                yield Step("cls-int1", (Fact(fact.object, self._both, head),), types)

    def _by_key(self, fact: Fact) -> Iterator[Step]:
        for class_, head in self.lookup.match(self._key, None, None):
            both = [Fact(n, self._type, class_) for n in (fact.subject, fact.object)]
            values = self._shared(fact, self._solver.listed.elements(head))
            if values and all(map(self._solver.is_so, both)):
                axiom = Fact(class_, self._key, head)
                yield Step("prp-key", (axiom,), (*both, *values))

    def _shared(self, fact: Fact, properties: Sequence[int]) -> list[Fact]:
        """Find values that two things share, one of each property; none if not."""
        found: list[Fact] = []
        is_asserted = self.lookup.is_asserted

        def given(
            other: Fact,
        ) -> bool:  # or else it may follow from what is to be shown
            return is_asserted(other) and is_asserted(
                other._replace(subject=fact.subject)
            )

        for predicate in properties:
            rows = self.lookup.match(predicate, fact.subject, None)
            candidates = (Fact(fact.object, predicate, value) for _, value in rows)
            other = max(filter(self._solver.is_so, candidates), key=given, default=None)
            if other is None:
                return []
            found += [other._replace(subject=fact.subject), other]
        return found

    # ------------------------------------------------------------ equality, literals

    def _by_equality(self, fact: Fact) -> Iterator[Step]:
        if fact.predicate != self._same:
            for place, name in enumerate(("eq-rep-s", "eq-rep-p", "eq-rep-o")):
                yield from self._few(self._replaced(fact, place, name))
            return
        if fact.subject == fact.object:
            yield Step("eq-ref", (), ())
        back = Fact(fact.object, self._same, fact.subject, Role.EDGE)
        yield Step("eq-sym", (), (back,))

    def _replaced(self, fact: Fact, place: int, name: str) -> Iterator[Step]:
        others = (n for n in self.lookup.same(fact[place]) if n != fact[place])
        facts = [_with(fact, place, other) for other in others]
        for other in sorted(facts, key=self.lookup.is_asserted, reverse=True):
            yield Step(name, (), (Fact(other[place], self._same, fact[place]), other))

    def _of_literals(self, fact: Fact) -> Iterator[Step]:
        """Conclude what needs no premises: dt-type1, dt-type2, dt-eq, dt-diff."""
        if fact.predicate == self._type:
            known = self._literals.datatypes
            if fact.object in known and self._literals.is_of(fact.subject, fact.object):
                yield Step("dt-type2", (), ())
            if fact.object == self._datatype and fact.subject in known:
                yield Step("dt-type1", (), ())
        elif fact.predicate in (self._same, self._differs):
            values = [self._literals.value(n) for n in (fact.subject, fact.object)]
            is_equal = fact.predicate == self._same
            if None not in values and (values[0] == values[1]) is is_equal:
                yield Step("dt-eq" if is_equal else "dt-diff", (), ())


def _with(fact: Fact, place: int, number: int) -> Fact:
    """Put another term at one place, by whatever rule that may hold."""
    one, two, three = (number if i == place else n for i, n in enumerate(fact[:3]))
    return Fact(one, two, three)
