"""The entailment cases of RDF 1.1 and 1.2 Semantics: simple, RDF and RDFS."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Triple, parse

from kg.reason import Reasoner
from tests.w3c.cases import W3C
from tests.w3c.entailment import simply_entails
from tests.w3c.manifests import MF, RULES, Suite, parameter

SUITES = [Suite("rdf", "rdf11", "rdf-mt"), Suite("rdf", "rdf12", "rdf-semantics")]
_ILL_TYPED = (
    "OWL 2 goes by RDF of 2004: an ill-typed literal denotes something, and is a "
    "contradiction only where it must be of its datatype (dt-not-type)"
)
_LITERAL = "needs a blank node beside each literal: one of each datatype is given"
_TERM = "RDF 1.2: rdfs:Proposition is a class that neither RDF 1.1 nor OWL 2 has"
_JSON = "rdf:JSON is no datatype of OWL 2"
UNREACHABLE = {
    "datatypes-non-well-formed-literal-2": _ILL_TYPED,
    "xmlsch-02-whitespace-facet-2": _ILL_TYPED,
    "xmlsch-02-whitespace-facet-4": _ILL_TYPED,
    "literal-type": _LITERAL,
    "malformed-literal": _ILL_TYPED,
    "triple-terms-propositions": _TERM,
    "json-object-unordered": _JSON,
}


def cases() -> Iterator[object]:
    for suite in SUITES:
        for name, case, action in sorted(suite.entries()):
            result = suite.graph.value(case, MF.result)
            kind = suite.graph.value(case, rdflib.RDF.type)
            yield parameter(
                f"{suite.folder.name}-{name}",
                [UNREACHABLE[name]] if name in UNREACHABLE else [],
                suite.file(action),
                None if isinstance(result, rdflib.Literal) else suite.file(result),
                str(suite.graph.value(case, MF.entailmentRegime)),
                kind == MF.PositiveEntailmentTest,
            )


def read(path: Path) -> list[Triple]:
    base = None if path.suffix == ".nt" else f"https://w3c.github.io/{path.name}"
    return [quad.triple for quad in parse(path=path, base_iri=base)]


@pytest.mark.skipif(not list(cases()), reason=f"no cases in {W3C}: MENDEL_SHARED")
@pytest.mark.parametrize(("premise", "conclusion", "regime", "holds"), list(cases()))
def test_a_case(
    premise: Path, conclusion: Path | None, regime: str, *, holds: bool
) -> None:
    """A graph entails another one by a regime, or not; without one: a contradiction."""
    asserted = read(premise)
    reasoner = Reasoner(asserted, full=True, only=RULES[regime])
    entails = bool(reasoner.clashes())
    if conclusion is not None:
        closure = [*asserted, *reasoner.inferred()]
        entails = entails or simply_entails(closure, read(conclusion))
    assert holds == entails
