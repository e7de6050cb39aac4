"""Proofs: a conclusion, the rule by which it holds, and from what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from pyoxigraph import NamedNode

from kg.names import Names
from kg.reason.terms import Term

Statement: TypeAlias = tuple[Term, Term, Term]
Write: TypeAlias = Callable[[Term], str]


@dataclass(frozen=True, slots=True)
class Proof:
    """A conclusion and why it holds: by a rule, or because it was given.

    `axioms` are what the ontology says that makes the rule apply, `premises` what it
    applies to: for a transitive property a path, of any length. Each may have a proof
    of its own, and two may share it. The conclusion of a clash is None: it is false.
    `members` are the elements of a list that the conclusion's object is.
    """

    conclusion: Statement | None
    rule: str | None = None
    axioms: tuple[Proof, ...] = ()
    premises: tuple[Proof, ...] = ()
    members: tuple[Term, ...] = ()

    @property
    def below(self) -> tuple[Proof, ...]:
        """List what the step rests on."""
        return self.axioms + self.premises

    def walk(self) -> Iterator[Proof]:
        """Give every part of the proof once, the proof itself first."""
        seen, waiting = {id(self)}, [self]
        while waiting:
            proof = waiting.pop()
            yield proof
            for part in reversed(proof.below):
                if id(part) not in seen:
                    seen.add(id(part))
                    waiting.append(part)

    def is_circular(self) -> bool:
        """Tell whether some conclusion rests on itself."""
        known: dict[int, set[Statement | None]] = {}
        for proof in reversed(list(self._ordered())):
            found = {part.conclusion for part in proof.below}
            found.update(*(known[id(part)] for part in proof.below))
            if proof.conclusion in found:
                return True
            known[id(proof)] = found
        return False

    def steps(self) -> int:
        """Count the steps; what two steps share counts for both."""
        counts: dict[int, int] = {}
        for proof in reversed(list(self._ordered())):
            own = int(proof.rule is not None)
            counts[id(proof)] = own + sum(counts[id(part)] for part in proof.below)
        return counts[id(self)]

    def _ordered(self) -> Iterator[Proof]:
        """Give conclusions before premises, each as late as it can be."""
        order: dict[int, Proof] = {}
        waiting: list[tuple[Proof, bool]] = [(self, False)]
        while waiting:
            proof, is_done = waiting.pop()
            if is_done:
                order[id(proof)] = proof
            elif id(proof) not in order:
                waiting.append((proof, True))
                waiting += ((part, False) for part in proof.below)
        yield from reversed(order.values())

    def text(self) -> str:
        """Write the proof as a tree, the premises below what they show."""
        return "\n".join("    " * depth + line for depth, line in self.lines(Wording()))

    def lines(self, wording: Wording) -> Iterator[tuple[int, str]]:
        """Give the lines of the tree with their depths; a part is written once."""
        waiting, seen = [(self, 0)], set[int]()
        while waiting:
            proof, depth = waiting.pop()
            yield depth, wording.conclusion(proof)
            if proof.rule and id(proof) in seen:
                yield depth + 1, "see above"
                continue
            seen.add(id(proof))
            yield from ((depth + 1, line) for line in wording.why(proof))
            parts = [part for part in proof.axioms if part.rule]
            below = reversed((*parts, *proof.premises))
            waiting += ((part, depth + 1) for part in below)


class Wording:
    """How the lines of a proof are worded; this is for any graph, by CURIEs."""

    def term(self, term: Term) -> str:
        """Name a term in Turtle."""
        if not isinstance(term, NamedNode):
            return str(term)
        curie = _names().curie(term.value)
        return curie if curie != term.value else str(term)

    def conclusion(self, proof: Proof) -> str:
        """Write what holds."""
        if proof.conclusion is None:
            return "inconsistent"
        return " ".join(map(self.term, proof.conclusion))

    def why(self, proof: Proof) -> Iterator[str]:
        """Write why it holds, a line or more."""
        if proof.rule is None:
            yield from self.given(proof)
        else:
            yield f"by {proof.rule}{told_axioms(proof, self.term)}"

    def given(self, _proof: Proof) -> Iterator[str]:
        """Write who says so."""
        yield "given"


def told_axioms(proof: Proof, write: Write) -> str:
    """Write the axioms of a step after its rule, as Turtle: `: p owl:inverseOf q`."""
    said = " . ".join(told_axiom(axiom, write) for axiom in proof.axioms)
    return f": {said}" if said else ""


def told_axiom(axiom: Proof, write: Write) -> str:
    """Write an axiom, the elements of a list in the list's place."""
    *words, last = map(write, axiom.conclusion or ())
    members = " ".join(map(write, axiom.members))
    return " ".join((*words, f"( {members} )" if members else last))


@cache
def _names() -> Names:
    return Names()
