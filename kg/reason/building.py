"""Putting proofs together from the steps that a search has found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.names import named
from kg.reason.database import HEADS
from kg.reason.listed import Listed
from kg.reason.lookup import Fact, Lookup, Role
from kg.reason.proof import Proof, Statement
from kg.reason.solving import Step
from kg.reason.terms import Term

_LISTED = ("owl:propertyChainAxiom", "owl:hasKey", *HEADS)


def build(goal: Fact, steps: Mapping[Fact, Step], lookup: Lookup) -> Proof:
    """Put the proof of a fact together; a fact without a step was asserted.

    Written without recursion, for proofs as deep as any.
    """
    return built([goal], steps, lookup)[goal]


def built(
    goals: list[Fact], steps: Mapping[Fact, Step], lookup: Lookup
) -> dict[Fact, Proof]:
    """Put the proofs of facts together, and of all that they rest on."""
    writer = _Writer(lookup)
    proofs: dict[Fact, Proof] = {}
    for fact in _from_below(goals, steps):
        if fact.role is not Role.REST:
            proofs[fact] = writer.proof(fact, steps, proofs)
    return proofs


def _from_below(goals: list[Fact], steps: Mapping[Fact, Step]) -> Iterator[Fact]:
    """Give facts so that what a step rests on comes before what it shows."""
    done: set[Fact] = set()
    waiting = [(goal, False) for goal in goals]
    while waiting:
        fact, is_ready = waiting.pop()
        if is_ready:
            done.add(fact)
            yield fact
        elif fact not in done:
            waiting.append((fact, True))
            step = steps.get(fact)
            needs = step.needs if step else ()
            waiting += ((need, False) for need in needs)


class _Writer:
    def __init__(self, lookup: Lookup) -> None:
        self._terms = lookup.terms
        self._listed = Listed(lookup)
        self._lists = {lookup.terms.id(named(name)) for name in _LISTED}

    def proof(
        self, fact: Fact, steps: Mapping[Fact, Step], proofs: Mapping[Fact, Proof]
    ) -> Proof:
        step = steps.get(fact)
        if step is None:
            return Proof(self._statement(fact), members=self._members(fact))
        return Proof(
            self._statement(fact),
            step.rule,
            tuple(proofs[axiom] for axiom in step.axioms),
            tuple(proofs[premise] for premise in _path(step, steps)),
            self._members(fact),
        )

    def _statement(self, fact: Fact) -> Statement:
        one, two, three = (self._terms[number] for number in fact[:3])
        return one, two, three

    def _members(self, fact: Fact) -> tuple[Term, ...]:
        if fact.predicate not in self._lists:
            return ()
        return tuple(map(self._terms.__getitem__, self._listed.elements(fact.object)))


def _path(step: Step, steps: Mapping[Fact, Step]) -> Iterator[Fact]:
    """List the premises, a path with all its edges."""
    for premise in step.premises:
        rest = premise
        while rest.role is Role.REST:
            *edges, rest = steps[rest].premises
            yield from edges
        yield rest
