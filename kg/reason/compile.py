"""From templates and axioms to rules: data that any evaluator of joins can run.

Where a template has a variable for a predicate, there is a rule for every predicate
that the axioms put there. Each atom of a rule is then a binary relation with variables
or constants at its two places: `rdf:type(?x, ?c)`, `rdf:type(?x, owl:Thing)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

from kg.reason.table import Part, Pattern, Template, Variable

Argument: TypeAlias = int | Variable
Give: TypeAlias = Callable[[Part], int]

LINKS = frozenset({"prp-fp", "prp-ifp"})
TRANSITIVE = frozenset({"prp-trp", "scm-sco", "scm-spo"})


class Atom(NamedTuple):
    """A relation and what is at its two places."""

    predicate: int
    subject: Argument
    object: Argument

    def variables(self) -> frozenset[Variable]:
        """List the variables."""
        return frozenset(part for part in self[1:] if isinstance(part, Variable))

    def bind(self, values: Mapping[Variable, Argument]) -> Atom:
        """Put values where the variables are."""
        subject, object_ = (
            values.get(part, part) if isinstance(part, Variable) else part
            for part in self[1:]
        )
        return Atom(self.predicate, subject, object_)


@dataclass(frozen=True, slots=True)
class Rule:
    """If every atom of the body holds, the head does; without head that is a clash.

    `ground` are atoms without variables: they hold, or the rule would not be there.
    """

    name: str
    ground: tuple[Atom, ...]
    body: tuple[Atom, ...]
    ordered: tuple[tuple[Variable, Variable], ...]
    head: Atom | None

    @property
    def is_transitivity(self) -> bool:
        """Tell whether it says no more than that a property is transitive."""
        is_chain = self.name == "prp-spo2" and len(self.body) == 2  # noqa: PLR2004
        used = {atom.predicate for atom in (*self.body, self.head) if atom}
        return self.name in TRANSITIVE or (is_chain and len(used) == 1)

    def show(self, write: Callable[[int], str]) -> str:
        """Print the rule, Datalog fashion; `write` prints an id."""
        atoms = [*(_show(atom, write) for atom in (*self.ground, *self.body))]
        atoms += [f"{a} < {b}" for a, b in self.ordered]
        head = _show(self.head, write) if self.head else "false"
        return f"{head} :- {', '.join(atoms)} .  % {self.name}"


class Use(NamedTuple):
    """A rule seen from one atom of its body: what else is to be matched, and bound."""

    rule: Rule
    atom: Atom
    rest: tuple[Atom, ...]
    needed: frozenset[Variable]
    wanted: frozenset[Variable]


def seen_from(rule: Rule, place: int) -> Use:
    """Look at a rule from an atom of its body."""
    rest = rule.body[:place] + rule.body[place + 1 :]
    bound = frozenset[Variable]().union(*(atom.variables() for atom in rule.body))
    needed = rule.head.variables() if rule.head else bound
    wanted = needed.union(*(atom.variables() for atom in rest), *rule.ordered)
    return Use(rule, rule.body[place], rest, needed, wanted)


def _show(atom: Atom, write: Callable[[int], str]) -> str:
    predicate, *parts = atom
    words = (str(p) if isinstance(p, Variable) else write(p) for p in parts)
    return f"{write(predicate)}({', '.join(words)})"


class Builder(NamedTuple):
    """What rules are made with: ids of terms, and ids of the predicates apart."""

    give: Give
    same_as: int
    everything: int

    def rule(self, template: Template, predicates: Mapping[Variable, int]) -> Rule:
        """Make a rule of a template, given a predicate for each that it leaves open."""
        head = self.atom(template.head, predicates) if template.head else None
        body = (self.atom(p, predicates) for p in (*template.axioms, *template.body))
        return self.finish(template.name, body, template.ordered, head)

    def finish(
        self,
        name: str,
        body: Iterable[Atom],
        ordered: tuple[tuple[Variable, Variable], ...],
        head: Atom | None,
    ) -> Rule:
        """Take apart what has no variables, and take equality for identity."""
        rule = self._without_equality(Rule(name, (), tuple(body), ordered, head))
        ground = tuple(atom for atom in rule.body if not atom.variables())
        body = tuple(atom for atom in rule.body if atom.variables())
        return replace(rule, ground=ground, body=body)

    def atom(self, pattern: Pattern, predicates: Mapping[Variable, int]) -> Atom:
        """Make an atom of a pattern."""
        return Atom(*(self._part(part, predicates) for part in _reordered(pattern)))  # type: ignore[arg-type]

    def _part(self, part: Part, predicates: Mapping[Variable, int]) -> Argument:
        if isinstance(part, Variable):
            return predicates.get(part, part)
        return self.give(part)

    def _without_equality(self, rule: Rule) -> Rule:
        """Read `x owl:sameAs y` as one variable: equal terms have one id."""
        for atom in rule.body:
            if atom.predicate == self.same_as:
                return self._without_equality(self._identified(rule, atom))
        return rule

    def _identified(self, rule: Rule, same: Atom) -> Rule:
        values = _unifier(same)
        body = [atom.bind(values) for atom in rule.body if atom is not same]
        kept = next(iter(same.variables() - values.keys()), None)
        if kept and not any(kept in atom.variables() for atom in body):
            body.append(Atom(self.everything, kept, kept))
        head = rule.head and rule.head.bind(values)
        return replace(rule, body=tuple(body), head=head)


def _unifier(same: Atom) -> dict[Variable, Argument]:
    if isinstance(same.object, Variable):
        return {same.object: same.subject}
    return {same.subject: same.object} if isinstance(same.subject, Variable) else {}


def _reordered(pattern: Pattern) -> tuple[Part, Part, Part]:
    return pattern.predicate, pattern.subject, pattern.object


def chain(build: Builder, axiom: Atom, properties: tuple[int, ...], head: int) -> Rule:
    """Make prp-spo2 of a chain of properties."""
    nodes = [Variable(f"x{i}") for i in range(len(properties) + 1)]
    body = map(Atom, properties, nodes, nodes[1:])
    return build.finish("prp-spo2", (axiom, *body), (), Atom(head, nodes[0], nodes[-1]))


def key(build: Builder, axiom: Atom, properties: tuple[int, ...], type_: int) -> Rule:
    """Make prp-key of the properties of a key."""
    x, y = Variable("x"), Variable("y")
    values = [Variable(f"z{i}") for i in range(len(properties))]
    body = [Atom(type_, node, axiom.subject) for node in (x, y)]
    body += [
        Atom(p, node, z)
        for p, z in zip(properties, values, strict=True)
        for node in (x, y)
    ]
    return build.finish("prp-key", (axiom, *body), ((x, y),), Atom(build.same_as, x, y))
