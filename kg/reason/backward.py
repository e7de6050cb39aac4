"""The rules read backwards: templates over ids, found by what they conclude.

A term of a rule is its id; a variable is a number below zero.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

from pyoxigraph import NamedNode

from kg.names import named
from kg.reason.compile import TRANSITIVE
from kg.reason.table import Part, Pattern, Template, Variable
from kg.reason.terms import Internal, Terms

Triad: TypeAlias = tuple[int, int, int]
Bound: TypeAlias = Mapping[int, int]

_DATA = frozenset(map(named, ("owl:sameAs", "owl:differentFrom")))
_NO_AXIOM = frozenset(map(named, ("owl:Thing", "owl:Nothing")))
_SCHEMA = tuple(named(f"{prefix}:").value for prefix in ("rdfs", "owl"))


class Clause(NamedTuple):
    """A rule that concludes a triple.

    `axioms` are what makes it apply, and `fixed` their variables; `body` is what it
    applies to, and `told` those patterns of it that a triple of the graph stands for.
    """

    number: int
    name: str
    head: Triad
    axioms: tuple[Triad, ...]
    body: tuple[Triad, ...]
    told: tuple[Triad, ...]
    fixed: tuple[int, ...]
    different: tuple[tuple[int, int], ...]


class Backward:
    """The clauses of templates, by the predicates of their heads."""

    def __init__(self, templates: Iterable[Template], terms: Terms) -> None:
        self._terms = terms
        self._by_predicate: defaultdict[int, list[Clause]] = defaultdict(list)
        self._of_any: list[Clause] = []
        for number, template in enumerate(templates):
            if template.head and not _is_elsewhere(template):
                clause = self._clause(number, template, template.head)
                predicate = clause.head[1]
                wanted = self._of_any if predicate < 0 else None
                (self._by_predicate[predicate] if wanted is None else wanted).append(
                    clause
                )

    def to(self, predicate: int) -> Iterable[Clause]:
        """List the clauses that may conclude a triple of this predicate."""
        return (*self._by_predicate.get(predicate, ()), *self._of_any)

    def _clause(self, number: int, template: Template, head: Pattern) -> Clause:
        variables: dict[Variable, int] = {}

        def triad(pattern: Pattern) -> Triad:
            parts = (pattern.subject, pattern.predicate, pattern.object)
            one, two, three = (self._number(part, variables) for part in parts)
            return one, two, three

        patterns = (*template.axioms, *template.body)
        axioms = [p for p in patterns if is_axiom(p)] if not is_axiom(head) else []
        body = [p for p in patterns if p not in axioms]
        told = [p for p in body if not isinstance(p.predicate, Internal)]
        rows = tuple(map(triad, axioms))
        return Clause(
            number,
            template.name,
            triad(head),
            rows,
            tuple(map(triad, body)),
            tuple(map(triad, told)),
            tuple(dict.fromkeys(part for row in rows for part in row if part < 0)),
            tuple((variables[a], variables[b]) for a, b in template.ordered),
        )

    def _number(self, part: Part, variables: dict[Variable, int]) -> int:
        if isinstance(part, Variable):
            return variables.setdefault(part, -1 - len(variables))
        return self._terms.id(part)


def is_axiom(pattern: Pattern) -> bool:
    """Tell whether a pattern is for what an ontology says, not for what data say."""
    predicate, object_ = pattern.predicate, pattern.object
    if predicate == named("rdf:type"):
        is_known = isinstance(object_, NamedNode) and object_ not in _NO_AXIOM
        return is_known and _is_schema(object_)
    return predicate not in _DATA and _is_schema(predicate)


def _is_schema(part: Part) -> bool:
    return isinstance(part, NamedNode) and part.value.startswith(_SCHEMA)


def _is_elsewhere(template: Template) -> bool:
    """Tell what is not read as a clause: transitivity, and lists cell by cell."""
    holds = Internal("list:holds")
    heads = (template.head,) if template.head else ()
    used = {p.predicate for p in (*template.axioms, *template.body, *heads)}
    return holds in used or template.name in TRANSITIVE


def unify(pattern: Triad, triple: tuple[int, int, int | None]) -> dict[int, int] | None:
    """Bind the variables of a pattern so that it is the triple; None if it cannot be.

    A triple without object leaves the pattern's object open.
    """
    values: dict[int, int] = {}
    for part, number in zip(pattern, triple, strict=True):
        if number is None:
            continue
        known = values.setdefault(part, number) if part < 0 else part
        if known != number:
            return None
    return values
