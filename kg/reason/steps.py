"""One step back: by which rules a triple follows, and from which triples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice, pairwise
from typing import NamedTuple, TypeAlias

from kg.reason.compile import TRANSITIVE
from kg.reason.engine import Engine
from kg.reason.paths import path
from kg.reason.table import Part, Pattern, Template, Variable
from kg.reason.terms import Internal, named
from kg.reason.view import Fact, View

Values: TypeAlias = dict[Variable, int]

_MOST = 8  # ways to apply one rule that are looked at


class Step(NamedTuple):
    """A rule, and what it follows from; list cells and the like are not told."""

    rule: str
    premises: tuple[Fact, ...]


class Steps:
    """The rules of an engine, read backwards."""

    def __init__(self, engine: Engine, view: View) -> None:
        self._engine = engine
        self._view = view

    def to(self, fact: Fact) -> Iterator[Step]:
        """Find the ways to conclude a triple in one step, each rule's first few."""
        yield from self._of_literals(fact)
        for template in self._templates:
            yield from self._by(template, fact)
        yield from self._by_lists(fact)
        yield from self._by_equality(fact)

    @cached_property
    def _templates(self) -> tuple[Template, ...]:
        holds = Internal("list:holds")
        return tuple(
            template
            for template in self._engine.programme.templates
            if template.head and holds not in {p.predicate for p in _all(template)}
        )

    def _id(self, part: Part) -> int:
        return self._engine.programme.written(part)

    # ------------------------------------------------------------ rules of the tables

    def _by(self, template: Template, fact: Fact) -> Iterator[Step]:
        values = self._unify(template.head, fact) if template.head else None
        if values is None:
            return
        if template.name in TRANSITIVE:
            yield from self._by_path(template, fact)
        patterns = (*template.axioms, *template.body)
        for found in islice(self._solve(patterns, values), _MOST):
            if all(found[one] != found[two] for one, two in template.ordered):
                bound = (self._bind(p, found) for p in patterns if _is_told(p))
                yield Step(template.name, tuple(bound))

    def _by_path(self, template: Template, fact: Fact) -> Iterator[Step]:
        edges = self._view.edges(fact.predicate)
        if edges is None or self._engine.data.equality.members:
            return
        nodes = path(edges, self._view.data.relations[fact.predicate], fact)
        if len(nodes) > 2:  # noqa: PLR2004 - a single edge is no path
            values = self._unify(template.head, fact) if template.head else None
            axioms = [self._bind(a, values or {}) for a in template.axioms]
            links = pairwise(nodes)
            steps = (Fact(one, fact.predicate, two) for one, two in links)
            yield Step(template.name, (*axioms, *steps))

    def _unify(self, pattern: Pattern, fact: Fact) -> Values | None:
        values: Values = {}
        parts = (pattern.subject, pattern.predicate, pattern.object)
        for part, number in zip(parts, fact, strict=True):
            known = (
                values.setdefault(part, number)
                if isinstance(part, Variable)
                else self._id(part)
            )
            if known != number:
                return None
        return values

    def _bind(self, pattern: Pattern, values: Values) -> Fact:
        parts = (pattern.subject, pattern.predicate, pattern.object)
        return Fact(
            *(values[p] if isinstance(p, Variable) else self._id(p) for p in parts)
        )

    def _solve(self, patterns: Sequence[Pattern], values: Values) -> Iterator[Values]:
        """Find values with which all patterns hold, one pattern after the other."""
        if not patterns:
            yield values
            return
        best = min(patterns, key=lambda pattern: self._openness(pattern, values))
        rest = [pattern for pattern in patterns if pattern is not best]
        predicate = self._value(best.predicate, values)
        if predicate is None:
            return
        subject, object_ = (self._value(p, values) for p in (best.subject, best.object))
        look = self._view.members if _is_member(best) else self._view.match
        for one, two in look(predicate, subject, object_):
            found = self._unify(best, Fact(one, predicate, two))
            if found is not None and all(
                values.get(k, v) == v for k, v in found.items()
            ):
                yield from self._solve(rest, values | found)

    def _value(self, part: Part, values: Values) -> int | None:
        return values.get(part) if isinstance(part, Variable) else self._id(part)

    def _openness(self, pattern: Pattern, values: Values) -> tuple[bool, int, int]:
        predicate = self._value(pattern.predicate, values)
        parts = (pattern.subject, pattern.object)
        free = sum(self._value(part, values) is None for part in parts)
        return predicate is None, free, self._view.size(predicate) if predicate else 0

    # ------------------------------------------------------------ rules with lists

    def _by_lists(self, fact: Fact) -> Iterator[Step]:
        if fact.predicate == self._id(named("rdf:type")):
            yield from self._by_intersection(fact)
        if fact.predicate == self._id(named("owl:sameAs")) and fact[0] != fact[2]:
            yield from self._by_key(fact)
        chain = self._id(named("owl:propertyChainAxiom"))
        for _, head in self._view.match(chain, fact.predicate, None):
            properties = self._view.elements(head)
            nodes = [Variable(f"x{i}") for i in range(len(properties) + 1)]
            values = {nodes[0]: fact.subject}
            if values.setdefault(nodes[-1], fact.object) == fact.object and properties:
                for found in islice(self._chained(properties, nodes, values), _MOST):
                    links = zip(nodes, properties, nodes[1:], strict=False)
                    steps = (Fact(found[a], p, found[b]) for a, p, b in links)
                    yield Step("prp-spo2", (Fact(fact.predicate, chain, head), *steps))

    def _chained(
        self, properties: Sequence[int], nodes: Sequence[Variable], values: Values
    ) -> Iterator[Values]:
        """Follow a chain from its start."""
        if not properties:
            yield values
            return
        start, end = values[nodes[0]], values.get(nodes[1])
        for _, found in self._view.match(properties[0], start, end):
            yield from self._chained(
                properties[1:], nodes[1:], values | {nodes[1]: found}
            )

    def _by_intersection(self, fact: Fact) -> Iterator[Step]:
        both = self._id(named("owl:intersectionOf"))
        for _, head in self._view.match(both, fact.object, None):
            classes = self._view.elements(head)
            types = tuple(
                Fact(fact.subject, fact.predicate, found) for found in classes
            )
            if types and all(map(self._view.holds, types)):
                yield Step("cls-int1", (Fact(fact.object, both, head), *types))

    def _by_key(self, fact: Fact) -> Iterator[Step]:
        key, type_ = self._id(named("owl:hasKey")), self._id(named("rdf:type"))
        for class_, head in self._view.match(key, None, None):
            both = [Fact(node, type_, class_) for node in (fact.subject, fact.object)]
            values = self._shared(fact, self._view.elements(head))
            if values and all(map(self._view.holds, both)):
                yield Step("prp-key", (Fact(class_, key, head), *both, *values))

    def _shared(self, fact: Fact, properties: Sequence[int]) -> list[Fact]:
        """Find values that two things share, one of each property; none if not."""
        found: list[Fact] = []
        for predicate in properties:
            rows = self._view.match(predicate, fact.subject, None)
            candidates = (Fact(fact.object, predicate, value) for _, value in rows)
            other = next(filter(self._view.holds, candidates), None)
            if other is None:
                return []
            found += [other._replace(subject=fact.subject), other]
        return found

    # ------------------------------------------------------------ equality, literals

    def _by_equality(self, fact: Fact) -> Iterator[Step]:
        same = self._id(named("owl:sameAs"))
        if fact.predicate == same:
            yield from self._by_sameness(fact)
        for place, name in enumerate(("eq-rep-s", "eq-rep-p", "eq-rep-o")):
            others = [n for n in self._view.same(fact[place]) if n != fact[place]]
            facts = [Fact._make((*fact[:place], n, *fact[place + 1 :])) for n in others]
            ranked = sorted(facts, key=lambda other: not self._view.is_asserted(other))
            for other in ranked[:_MOST]:
                yield Step(name, (Fact(other[place], same, fact[place]), other))

    def _by_sameness(self, fact: Fact) -> Iterator[Step]:
        one, same, two = fact
        if one == two:
            yield Step("eq-ref", ())
            return
        yield Step("eq-sym", (Fact(two, same, one),))
        for middle in self._view.same(one)[: 4 * _MOST]:
            if middle not in (one, two):
                yield Step(
                    "eq-trans", (Fact(one, same, middle), Fact(middle, same, two))
                )

    def _of_literals(self, fact: Fact) -> Iterator[Step]:
        """Conclude what needs no premises: dt-type1, dt-type2, dt-eq, dt-diff."""
        literals = self._engine.literals
        values = literals.value(fact.subject), literals.value(fact.object)
        if fact.predicate == self._id(named("rdf:type")):
            known, class_ = literals.datatypes, self._id(named("rdfs:Datatype"))
            if fact.object in known and literals.is_of(fact.subject, fact.object):
                yield Step("dt-type2", ())
            if fact.object == class_ and fact.subject in known:
                yield Step("dt-type1", ())
        elif None not in values:
            is_equal = values[0] == values[1]
            name = "owl:sameAs" if is_equal else "owl:differentFrom"
            if fact.predicate == self._id(named(name)):
                yield Step("dt-eq" if is_equal else "dt-diff", ())


def _all(template: Template) -> Iterable[Pattern]:
    heads = (template.head,) if template.head else ()
    return (*template.axioms, *template.body, *heads)


def _is_member(pattern: Pattern) -> bool:
    return pattern.predicate == Internal("list:member")


def _is_told(pattern: Pattern) -> bool:
    return not isinstance(pattern.predicate, Internal)
