"""Further proofs: in order, each another one, and each right."""

from __future__ import annotations

from itertools import islice

from hypothesis import given, settings
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from kg.reason import Reasoner
from tests.unit.kg.reason.ontologies import AXIOMS, FACTS, read
from tests.unit.kg.reason.proof_checker import check


@settings(max_examples=10, deadline=None)
@given(AXIOMS, FACTS)
def test_proofs_come_in_the_order_of_their_length(
    axioms: list[str], facts: list[str]
) -> None:
    """The first is as short as the one that is searched alone; none comes twice."""
    triples = read(*axioms, *facts)
    reasoner = Reasoner(triples)
    for triple in islice(reasoner.inferred(), 3):
        proofs = list(islice(reasoner.proofs(triple), 4))
        steps = [proof.steps() for proof in proofs]

        assert sorted(steps) == steps
        assert reasoner.explain(triple).steps() == steps[0]
        assert len(proofs) == len(set(proofs))
        assert [] == [wrong for proof in proofs for wrong in check(proof, triples)]


def test_a_long_path_is_one_step() -> None:
    """A thousand edges, each by a sub-property, are the premises of one step."""
    axioms = (":q rdfs:subPropertyOf :p .", ":p a owl:TransitiveProperty .")
    links = [f":n{i} :q :n{i + 1} ." for i in range(1_000)]
    reasoner = Reasoner(read(*axioms, *links))
    proof = reasoner.explain(read(":n0 :p :n1000 .")[0])

    assert ("prp-trp", 1_000, 1_001) == (
        proof.rule,
        len(proof.premises),
        proof.steps(),
    )


def test_no_triple_is_shown_by_way_of_itself() -> None:
    """Equality leads from anything back to itself, but no further proof does."""
    text = """
    prefix : <http://example.org/> prefix owl: <http://www.w3.org/2002/07/owl#>
    prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    :a owl:sameAs :b . :b owl:sameAs :c . :c :p :d . :a :q :d .
    :q rdfs:subPropertyOf :p .
    """
    a, p, d = (NamedNode(f"http://example.org/{name}") for name in "apd")
    reasoner = Reasoner(quad.triple for quad in parse(text, RdfFormat.TURTLE))
    found = list(islice(reasoner.proofs(Triple(a, p, d)), 10))

    assert [] == [proof.text() for proof in found if proof.is_circular()]
    assert 2 <= len(found)
