"""The closure is that of another reasoner, and every triple of it can be proved."""

from __future__ import annotations

import rdflib
from hypothesis import HealthCheck, given, settings
from owlrl import DeductiveClosure, OWLRL_Semantics
from pyoxigraph import BlankNode, RdfFormat, Triple, parse, serialize

from kg.names import named
from kg.reason import Reasoner
from tests.unit.kg.reason.ontologies import AXIOMS, FACTS, read
from tests.unit.kg.reason.proof_checker import check

OWN = "<http://example.org/"
ERROR = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


def own(triples: set[Triple]) -> set[str]:
    """Keep what is said of our own terms, apart from what is said of every term.

    And from what relates a term to itself: there the other reasoner is silent where
    scm-sco, scm-eqc2, scm-hv ... are not.
    """
    return {
        " ".join(map(str, triple))
        for triple in triples
        if str(triple.subject).startswith(OWN)
        and not isinstance(triple.object, BlankNode)
        and triple.object != named("owl:Thing")
        and triple.subject != triple.object
    }


def by_owlrl(triples: list[Triple]) -> tuple[set[str], bool]:
    """Close a graph with owlrl; tell whether it found no contradiction."""
    graph = rdflib.Graph()
    graph.parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
    DeductiveClosure(OWLRL_Semantics).expand(graph)
    lines = [
        f"{s.n3()} {p.n3()} {o.n3()} ."
        for s, p, o in graph
        if isinstance(s, rdflib.URIRef | rdflib.BNode) and isinstance(p, rdflib.URIRef)
    ]
    found = parse("\n".join(lines), RdfFormat.N_TRIPLES)
    consistent = not list(
        graph.subjects(rdflib.RDF.type, rdflib.URIRef(ERROR[:-5] + "ErrorMessage"))
    )
    return own({quad.triple for quad in found}), consistent


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(AXIOMS, FACTS)
def test_the_closure_is_that_of_owlrl(axioms: list[str], facts: list[str]) -> None:
    """Whatever the axioms, another reasoner finds the same.

    But for keys: there owlrl 7.6 never looks at the last property.
    """
    given_triples = read(*(a for a in axioms if "owl:hasKey" not in a), *facts)
    reasoner = Reasoner(given_triples)
    expected, is_consistent = by_owlrl(given_triples)

    assert is_consistent == (not reasoner.clashes())
    if is_consistent:
        assert expected == own({*given_triples, *reasoner.inferred()})


@settings(max_examples=25, deadline=None)
@given(AXIOMS, FACTS)
def test_every_triple_has_a_proof(axioms: list[str], facts: list[str]) -> None:
    """Each step of every proof is an instance of its rule, each leaf asserted."""
    given_triples = read(*axioms, *facts)
    reasoner = Reasoner(given_triples)
    proofs = [reasoner.explain(triple) for triple in reasoner.inferred()]

    assert [] == [
        wrong
        for proof in (*proofs, *reasoner.clashes())
        for wrong in check(proof, given_triples)
    ]
