"""The SPARQL 1.1 entailment suite: a query over what is asserted and what follows.

A case is run under each regime that it names and that rules can serve: RDF, RDFS, D
(RDFS with datatypes) and the RDF-based semantics of OWL 2. Answers are terms of the
graph or of the vocabularies, as SPARQL 1.1 Entailment Regimes asks (condition C2): new
blank nodes of the closure are no answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import (
    BlankNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    Store,
    Triple,
    parse,
    parse_query_results,
)

from kg.reason import Reasoner
from tests.w3c.cases import W3C
from tests.w3c.manifests import MF, RULES, Suite, parameter

QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
SUITE = Suite("sparql", "sparql11", "entailment")
_RULES_OF_ITS_OWN = "comes with rules of its own, in RIF"
_EXPRESSION = (
    "asks for the members of a class expression that the graph does not have: OWL 2 RL "
    "gives types to what is there (of its regimes, only the direct semantics does so)"
)
UNREACHABLE = {
    "paper-sparqldl-Q2": _EXPRESSION,
    "paper-sparqldl-Q3": _EXPRESSION,
    "parent4": _EXPRESSION,
    "parent6": _EXPRESSION,
    "parent7": _EXPRESSION,
    "parent8": _EXPRESSION,
    "simple1": _EXPRESSION,
    "simple2": _EXPRESSION,
    "simple3": _EXPRESSION,
    "simple6": _EXPRESSION,
    "simple7": _EXPRESSION,
    "simple8": _EXPRESSION,
}


def cases() -> Iterator[object]:
    """List each case with each of its regimes; the direct one stands for RDF-based."""
    for name, case, action in sorted(SUITE.entries()):
        regimes = SUITE.values(action, SD.entailmentRegime)
        served = [regime for regime in regimes if regime in RULES]
        reasons = [_RULES_OF_ITS_OWN] if regimes == ["RIF"] else []
        reasons += [UNREACHABLE[name]] if name in UNREACHABLE else []
        files = [
            SUITE.file(SUITE.graph.value(node, predicate))
            for node, predicate in (
                *((action, QT.data), (action, QT.query)),
                (case, MF.result),
            )
        ]
        for regime in served or ["OWL-RDF-Based"]:
            yield parameter(f"{name}-{regime}", reasons, *files, regime)


def dataset(path: Path, regime: str) -> Store:
    """Put into a store what a graph says and entails, without new blank nodes."""
    asserted = [quad.triple for quad in parse(path=path, base_iri=SUITE.base)]
    reasoner = Reasoner(asserted, full=True, only=RULES[regime])
    known = _blank_nodes(asserted)
    store = Store()
    store.extend(Quad(*triple) for triple in asserted)
    store.extend(
        Quad(*triple)
        for triple in reasoner.inferred()
        if _blank_nodes([triple]) <= known
    )
    return store


def _blank_nodes(triples: Iterable[Triple]) -> set[BlankNode]:
    terms = (term for triple in triples for term in triple)
    return {term for term in terms if isinstance(term, BlankNode)}


def answers(found: object) -> object:
    """Write results so that they compare: blank nodes have no names."""
    if not isinstance(found, QuerySolutions):
        return isinstance(found, QueryBoolean) and bool(found)
    names = sorted(variable.value for variable in found.variables)
    return Counter(
        tuple("_:" if isinstance(row[name], BlankNode) else row[name] for name in names)
        for row in found
    )


@pytest.mark.skipif(not list(cases()), reason=f"no cases in {W3C}: MENDEL_SHARED")
@pytest.mark.parametrize(("data", "query", "result", "regime"), list(cases()))
def test_a_case(data: Path, query: Path, result: Path, regime: str) -> None:
    """The query has the answers of the suite, each as often."""
    found = dataset(data, regime).query(query.read_text("utf-8"), base_iri=SUITE.base)
    expected = parse_query_results(result.read_bytes(), QueryResultsFormat.XML)
    assert answers(expected) == answers(found)
