"""Is a graph consistent? If not: the proofs of it, down to who says what."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from pyoxigraph import Literal, NamedNode

from kg.errors import InconsistencyError
from kg.evidence import evidence
from kg.reason import Proof, Reasoner, Statement, Term, told_axioms
from kg.store import Draft, Store, asserted_in

_MOST_PROOFS = 5


class Inconsistent(StrEnum):
    """What becomes of a graph that contradicts itself."""

    REFUSE = "refuse"
    REPORT = "report"


def judge(
    reasoner: Reasoner, draft: Draft, inconsistent: Inconsistent
) -> tuple[str, ...]:
    """Prove what cannot be true together in a draft, each proof some lines.

    Raises InconsistencyError if there is such, and it is to be refused.
    """
    clashes = reasoner.clashes()[:_MOST_PROOFS]
    store = Store(draft.names, draft.quads, draft.report, draft.generation)
    proofs = tuple("\n".join(_lines(proof, store)) for proof in clashes)
    if proofs and inconsistent is Inconsistent.REFUSE:
        raise InconsistencyError(proofs)
    return proofs


def _lines(proof: Proof, store: Store, indent: str = "") -> Iterator[str]:
    """Write a proof as a tree; what is asserted with the sentences that say it."""
    inner = indent + "    "
    said = " ".join(_term(term, store) for term in proof.conclusion or ())
    yield indent + (said or "inconsistent")
    if proof.rule:
        axioms = told_axioms(proof, lambda term: _term(term, store))
        yield f"{inner}by {proof.rule}{axioms}"
        inferred = [axiom for axiom in proof.axioms if axiom.rule]
        for premise in (*inferred, *proof.premises):
            yield from _lines(premise, store, inner)
    elif proof.conclusion:
        yield from (inner + line for line in _sources(proof.conclusion, store))


def _sources(conclusion: Statement, store: Store) -> Iterator[str]:
    """Say which sentences state a triple; without any, in which graphs it is."""
    match conclusion:
        case (NamedNode() as s, NamedNode() as p, NamedNode() | Literal() as o):
            statements = evidence(store, s, p, o).statements
        case _:
            statements = ()
    quoted = [statement for statement in statements if statement.exact]
    for statement in quoted:
        source = store.names.curie(statement.source.value)
        yield f"{source}: “{' '.join((statement.exact or '').split())}”"
    if not quoted:
        graphs = asserted_in(store.names, store.quads, conclusion)
        yield " ".join(["stated in", *(graph.value for graph in graphs)])


def _term(term: Term, store: Store) -> str:
    if isinstance(term, NamedNode):
        return store.names.curie(term.value)
    return str(term)
