"""Proofs: searched backwards from what is to be shown, breadth first; none is kept."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from kg.names import Names
from kg.reason.steps import Step, Steps
from kg.reason.terms import Term
from kg.reason.view import Fact

Statement: TypeAlias = tuple[Term, Term, Term]

_MOST = 50_000  # triples that are looked at before the search is given up


@dataclass(frozen=True, slots=True)
class Proof:
    """A conclusion and why it holds: by a rule from premises, or because it was given.

    The conclusion of a clash is None: it is false. Premises may be shared.
    """

    conclusion: Statement | None
    rule: str | None = None
    premises: tuple[Proof, ...] = ()

    def text(self) -> str:
        """Write the proof as a tree, the premises below what they show."""
        return "\n".join(self.lines())

    def lines(self, depth: int = 0) -> Iterator[str]:
        """Write the lines of the tree."""
        indent = "    " * depth
        yield indent + (_write(self.conclusion) if self.conclusion else "inconsistent")
        yield f"{indent}    by {self.rule}" if self.rule else f"{indent}    given"
        for premise in self.premises:
            yield from premise.lines(depth + 1)


def _write(statement: Statement) -> str:
    return " ".join(_name(term) for term in statement)


def _name(term: Term) -> str:
    text = str(term)
    curie = Names().curie(text[1:-1]) if text.startswith("<") else text
    return curie if curie != text[1:-1] else text


class Search:
    """Solves triples from given ones; what is solved once stays so."""

    def __init__(self, steps: Steps, is_given: Callable[[Fact], bool]) -> None:
        self._steps = steps
        self._is_given = is_given
        self.solved: dict[Fact, Step | None] = {}  # premises before conclusions
        self._waiting: defaultdict[Fact, list[tuple[Fact, Step]]] = defaultdict(list)
        self._seen: set[Fact] = set()
        self._agenda: deque[Fact] = deque()  # what earlier searches left undone as well

    def solve(self, goal: Fact) -> bool:
        """Look for a proof, the least deep ones first."""
        if goal not in self._seen:
            self._agenda.appendleft(goal)
            self._seen.add(goal)
        limit = len(self._seen) + _MOST
        while self._agenda and goal not in self.solved and len(self._seen) < limit:
            self._agenda.extend(self._expand(self._agenda.popleft()))
        return goal in self.solved

    def _expand(self, fact: Fact) -> list[Fact]:
        """Apply rules backwards; give the premises that nobody has asked for yet."""
        if fact in self.solved:
            return []
        if self._is_given(fact):
            self._settle(fact, None)
            return []
        found: dict[Fact, None] = {}
        for step in self._steps.to(fact):
            if all(premise in self.solved for premise in step.premises):
                self._settle(fact, step)
                return []
            for premise in step.premises:
                self._waiting[premise].append((fact, step))
                found[premise] = None
        fresh = [premise for premise in found if premise not in self._seen]
        self._seen.update(fresh)
        return fresh

    def _settle(self, fact: Fact, step: Step | None) -> None:
        """Note a solution, and whatever follows from it."""
        ready = [(fact, step)]
        while ready:
            done, how = ready.pop()
            if done in self.solved:
                continue
            self.solved[done] = how
            ready += (
                (above, way)
                for above, way in self._waiting.pop(done, ())
                if all(premise in self.solved for premise in way.premises)
            )


def build(search: Search, goal: Fact, write: Callable[[int], Term]) -> Proof:
    """Put the proof of a solved triple together."""
    needed = _needed(search, goal)
    proofs: dict[Fact, Proof] = {}
    for fact, step in search.solved.items():
        if fact in needed:
            statement = (write(fact.subject), write(fact.predicate), write(fact.object))
            premises = (
                tuple(proofs[premise] for premise in step.premises) if step else ()
            )
            proofs[fact] = Proof(statement, step.rule if step else None, premises)
    return proofs[goal]


def _needed(search: Search, goal: Fact) -> set[Fact]:
    found, agenda = {goal}, [goal]
    while agenda:
        step = search.solved[agenda.pop()]
        fresh = (
            [premise for premise in step.premises if premise not in found]
            if step
            else []
        )
        found.update(fresh)
        agenda += fresh
    return found
