"""Proofs in the graph of the bundled pages, whichever triple is asked for."""

from __future__ import annotations

import random

from pyoxigraph import DefaultGraph

from kg.explain import Explainer
from kg.reason import Reasoner
from kg.store import Store
from tests.unit.kg.reason.proof_checker import check

_SAMPLE = 40


def test_every_inferred_triple_has_a_proof_that_holds(bundled: Store) -> None:
    """Each step is an instance of its rule, each leaf asserted.

    A search in the store finds proofs as short as one in the engine does.
    """
    graphs = (DefaultGraph(), bundled.names.graph("inferred"))
    asserted, inferred = (
        sorted(
            (q.triple for q in bundled.quads.quads_for_pattern(None, None, None, g)),
            key=str,
        )
        for g in graphs
    )
    explainer = Explainer(bundled)
    proofs = {triple: explainer.explain(triple).proofs[0] for triple in inferred}
    known = frozenset(asserted)
    leaves = {
        p.conclusion for proof in proofs.values() for p in proof.walk() if not p.rule
    }

    assert [] == [
        leaf for leaf in leaves if leaf and tuple(leaf) not in map(tuple, known)
    ]
    chosen = random.Random(0).sample(inferred, _SAMPLE)  # noqa: S311 - the same each time
    assert [] == [wrong for t in chosen for wrong in check(proofs[t], asserted)]
    reasoner = Reasoner(asserted)
    assert [reasoner.explain(t).steps() for t in chosen] == [
        proofs[t].steps() for t in chosen
    ]
