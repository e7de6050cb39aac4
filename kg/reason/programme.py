"""The rules that hold of a graph now: templates, fitted to what its relations say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.names import named
from kg.reason.columns import left, right
from kg.reason.compile import (
    Atom,
    Builder,
    Rule,
    Use,
    chain,
    key,
    seen_from,
)
from kg.reason.database import Database
from kg.reason.join import ONE_ROW, solve
from kg.reason.table import Part, Template, Variable
from kg.reason.terms import Internal
from kg.reason.transitive import strong_components

_SPECIAL = (
    "rdf:type",
    "rdfs:Datatype",
    "owl:sameAs",
    "owl:differentFrom",
    "owl:intersectionOf",
)
_LISTED = ("owl:propertyChainAxiom", "owl:hasKey")


class Programme:
    """Compiled rules, by the predicates of their bodies."""

    def __init__(self, templates: Iterable[Template], data: Database) -> None:
        self.templates = tuple(templates)
        self.data = data
        self.rules: dict[Rule, None] = {}
        self.uses: defaultdict[int, list[Use]] = defaultdict(list)
        self.makers: defaultdict[int, list[Rule]] = defaultdict(list)
        self.recursive: set[int] = set()
        self.transitive: set[int] = set()
        self._strata: dict[int, int] = {}
        self.guards: set[int] = set()
        self.guard_classes: set[int] = set()
        self._made: dict[tuple[int, ...], Rule] = {}
        self._ids: tuple[int, ...] = ()
        self._names = {part: data.terms.id(part) for part in self._parts()}  # type: ignore[arg-type]

    def _parts(self) -> Iterator[Part]:
        yield from map(named, (*_LISTED, *_SPECIAL))
        yield Internal("graph:term")
        for template in self.templates:
            heads = (template.head,) if template.head else ()
            for pattern in (*template.axioms, *template.body, *heads):
                parts = (pattern.subject, pattern.predicate, pattern.object)
                yield from (part for part in parts if not isinstance(part, Variable))

    def id(self, part: Part) -> int:
        """Give the id by which a term of the rules is known now."""
        return self.data.equality.one(self._names[part])

    def written(self, part: Part) -> int:
        """Give the id of a term of the rules itself, whatever it is equal to."""
        return self._names[part]

    def facts(self) -> Iterator[tuple[int, int, int]]:
        """List what the templates say of every graph, as ids."""
        for template in self.templates:
            if template.head and not template.axioms and not template.body:
                head = template.head
                yield (
                    self.id(head.subject),
                    self.id(head.predicate),
                    self.id(head.object),
                )

    def compile(self) -> list[Rule]:
        """Make the rules for what the relations say now; give those that are new."""
        builder = self._builder()
        ids = tuple(map(self.id, self._names))
        if ids != self._ids:
            self._ids, self._made = ids, {}
        self.guards, self.guard_classes = self._guards()
        found = dict.fromkeys(self._all(builder))
        new = [rule for rule in found if rule not in self.rules]
        if new or len(found) != len(self.rules):
            self._take(found)
        return new

    def _builder(self) -> Builder:
        everything = self.id(Internal("graph:term"))
        return Builder(self.id, self.id(named("owl:sameAs")), everything)

    def _take(self, rules: dict[Rule, None]) -> None:
        self.rules = rules
        self.uses.clear()
        self.makers.clear()
        self.transitive.clear()
        self._stratify()
        for rule in rules:
            if rule.is_transitivity and rule.head:
                self.transitive.add(rule.head.predicate)
                continue
            if rule.head:
                self.makers[rule.head.predicate].append(rule)
            for place, atom in enumerate(rule.body):
                self.uses[atom.predicate].append(seen_from(rule, place))

    def _stratify(self) -> None:
        edges = list(_edges(self.rules))
        found = {-rank: members for rank, members in enumerate(components(edges), 1)}
        self._strata = {p: rank for rank, members in found.items() for p in members}
        loops = {one for one, two in edges if one == two}
        self.recursive = {
            rank for rank, p in found.items() if len(p) > 1 or not loops.isdisjoint(p)
        }

    def is_from_below(self, rule: Rule) -> bool:
        """Tell whether a rule needs lower strata only."""
        own = self.stratum(rule.head.predicate) if rule.head else None
        return all(self.stratum(atom.predicate) != own for atom in rule.body)

    def stratum(self, predicate: int) -> int:
        """Give a predicate a number: what rules need comes before what they make.

        Those that need each other have one number, and are `recursive` if they do.
        """
        return self._strata.get(predicate, 0)

    def _all(self, builder: Builder) -> Iterator[Rule]:
        for number, template in enumerate(self.templates):
            for predicates in self._predicates(template, builder):
                rule = self._rule(number, predicates, builder)
                if rule.body and rule.head not in rule.body:
                    yield rule
        yield from self._chains(builder)
        yield from self._keys(builder)

    def _rule(
        self, number: int, predicates: dict[Variable, int], builder: Builder
    ) -> Rule:
        """Make a rule of a template, once while the rules' own terms keep their ids."""
        key = (number, *predicates.values())
        if key not in self._made:
            self._made[key] = builder.rule(self.templates[number], predicates)
        return self._made[key]

    def _predicates(
        self, template: Template, builder: Builder
    ) -> Iterator[dict[Variable, int]]:
        """Find what the axioms put in the place of predicates."""
        names = template.predicates()
        if not names:
            yield {}
            return
        axioms = [builder.atom(pattern, {}) for pattern in template.axioms]
        found = solve(
            axioms,
            ONE_ROW,
            self.data.relations.__getitem__,
            needed=names,
            ordered=_among(template, axioms),
        )
        if not found.rows:
            return
        columns = (found.columns[name].tolist() for name in names)
        for values in dict.fromkeys(zip(*columns, strict=True)):
            yield dict(zip(names, values, strict=True))

    def _chains(self, builder: Builder) -> Iterator[Rule]:
        for axiom, elements in self._listed("owl:propertyChainAxiom"):
            head = axiom.subject
            if isinstance(head, int) and head != builder.same_as:
                yield chain(builder, axiom, elements, head)

    def _keys(self, builder: Builder) -> Iterator[Rule]:
        type_ = self.id(named("rdf:type"))
        for axiom, elements in self._listed("owl:hasKey"):
            yield key(builder, axiom, elements, type_)

    def _listed(self, predicate: str) -> Iterator[tuple[Atom, tuple[int, ...]]]:
        number = self.id(named(predicate))
        pairs, lists = self.data.relations[number].pairs(), self.data.lists()
        for subject, head in zip(
            left(pairs).tolist(), right(pairs).tolist(), strict=True
        ):
            elements = lists.elements(head)
            if elements:
                yield Atom(number, subject, head), elements

    def _guards(self) -> tuple[set[int], set[int]]:
        """List predicates and classes of which it depends which rules there are."""
        axioms = [axiom for template in self.templates for axiom in template.axioms]
        special = {self.id(named(name)) for name in _LISTED}
        predicates = {self.id(axiom.predicate) for axiom in axioms}
        classes = (a.object for a in axioms if a.predicate == named("rdf:type"))
        return predicates | special, {self.id(part) for part in classes}


def _among(
    template: Template, axioms: Iterable[Atom]
) -> tuple[tuple[Variable, Variable], ...]:
    """List the order that variables of the axioms alone are in."""
    bound = frozenset[Variable]().union(*(atom.variables() for atom in axioms))
    return tuple(pair for pair in template.ordered if bound.issuperset(pair))


def components(edges: Iterable[tuple[int, int]]) -> Iterator[list[int]]:
    """Give predicates that lead to each other together, what they lead to first."""
    pairs = sorted(set(edges))
    numbers = sorted({number for edge in pairs for number in edge})
    places = {number: place for place, number in enumerate(numbers)}
    successors: list[list[int]] = [[] for _ in numbers]
    for one, two in pairs:
        successors[places[one]].append(places[two])
    for members in strong_components(successors):
        yield [numbers[place] for place in members]


def ranks(rules: Iterable[Rule], type_: int) -> dict[int, int]:
    """Order predicates so that what rules need comes before what they make."""
    found = list(components(edge for edge in _edges(rules) if type_ not in edge))
    return {p: len(found) - rank for rank, members in enumerate(found) for p in members}


def _edges(rules: Iterable[Rule]) -> Iterator[tuple[int, int]]:
    for rule in rules:
        if rule.head:
            yield from ((atom.predicate, rule.head.predicate) for atom in rule.body)
