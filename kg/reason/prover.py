"""Proofs of triples, whatever answers the lookups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.reason.backward import Backward, is_axiom
from kg.reason.building import build
from kg.reason.literals import Literals
from kg.reason.lookup import Fact, Lookup
from kg.reason.proof import Proof, Statement
from kg.reason.ranking import ranked
from kg.reason.search import Search
from kg.reason.steps import Steps
from kg.reason.table import Pattern


class Prover:
    """The rules and a graph, which must not change while proofs are asked for."""

    def __init__(self, rules: Backward, lookup: Lookup, literals: Literals) -> None:
        self._steps = Steps(rules, lookup, literals)
        self.lookup = lookup

    @property
    def is_cut(self) -> bool:
        """Tell whether ways to show something were left out, there being too many."""
        return self._steps.is_cut

    def proof(self, statement: Statement) -> Proof | None:
        """Find a shortest proof; None where there is none."""
        fact = self.fact(statement)
        return self._proof(fact) if fact else None

    def _proof(self, fact: Fact) -> Proof | None:
        search = Search(self._steps, fact)
        return build(fact, search.best, self.lookup) if search.solve() else None

    def proofs(self, statement: Statement) -> Iterator[Proof]:
        """Find all proofs, the shortest first; none shows a triple by way of itself."""
        search = self.search(statement)
        if search:
            for chosen in ranked(search):
                proof = build(search.goal, chosen, self.lookup)
                if not proof.is_circular():
                    yield proof

    def search(self, statement: Statement) -> Search | None:
        """Begin a search for everything that shows a triple."""
        fact = self.fact(statement)
        return Search(self._steps, fact, thorough=True) if fact else None

    def clash(self, rule: str, facts: Iterable[Fact]) -> Proof:
        """Prove what a rule says cannot all be true."""
        shown = [proof for proof in map(self._proof, facts) if proof]
        axioms = tuple(proof for proof in shown if _is_axiom(proof))
        others = tuple(proof for proof in shown if not _is_axiom(proof))
        return Proof(None, rule, axioms, others)

    def fact(self, statement: Statement) -> Fact | None:
        """Write a triple with ids; None where a term of it is unknown."""
        one, two, three = map(self.lookup.find, statement)
        if one is None or two is None or three is None:
            return None
        return Fact(one, two, three)


def _is_axiom(proof: Proof) -> bool:
    return proof.conclusion is not None and is_axiom(Pattern(*proof.conclusion))  # type: ignore[arg-type] # any term may be a part
