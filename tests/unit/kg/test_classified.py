"""What HermiT finds beyond OWL 2 RL becomes part of a graph, and of its proofs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Quad

from kg import pipeline
from kg.errors import ValidationError
from kg.evidence import evidence
from kg.names import Names
from kg.pipeline import build
from kg.store import Store

if TYPE_CHECKING:
    from pathlib import Path

NAMES = Names()
PAGE = """ALAS2 gene

Normal Function

The ALAS2 gene provides instructions for making an enzyme called erythroid
ALA-synthase.
"""
# Every gene has some trait, and what has one is a bearer: no rule of OWL 2 RL makes
# up the trait.
BEARERS = """
mg:Bearer a owl:Class ; rdfs:label "bearer" .
mg:hasTrait a owl:ObjectProperty ; rdfs:label "has trait" ; rdfs:domain mg:Bearer .
mg:Gene rdfs:subClassOf
    [ a owl:Restriction ; owl:onProperty mg:hasTrait ; owl:someValuesFrom mg:Gene ] .
"""
GENE, BEARER, ALAS2, BELOW, TYPE = (
    NAMES.iri(NAMES.parse_curie(curie))
    for curie in ("mg:Gene", "mg:Bearer", "hgnc:397", "rdfs:subClassOf", "rdf:type")
)
HERMIT = NAMES.graph("reference", "hermit")


@pytest.fixture(name="page")
def _page(tmp_path: Path) -> Path:
    file = tmp_path / "alas2.txt"
    file.write_text(PAGE, encoding="utf-8")
    return file


def extend(patch: pytest.MonkeyPatch, folder: Path, axioms: str) -> None:
    """Have builds use the ontology with more axioms."""
    file = folder / "extended.ttl"
    file.write_text(pipeline.ONTOLOGY.read_text("utf-8") + axioms, "utf-8")
    patch.setattr(pipeline, "ONTOLOGY", file)


def test_a_subsumption_of_hermit_is_stated_and_used(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has a graph, a statement that names HermiT, and consequences."""
    extend(monkeypatch, tmp_path, BEARERS)
    location = tmp_path / "graph"
    build([page], location)
    store = Store.open(location)
    support = evidence(store, GENE, BELOW, BEARER)

    assert [("HermiT", None)] == [(s.title, s.exact) for s in support.statements]
    assert Quad(GENE, BELOW, BEARER, HERMIT) in store.quads
    assert Quad(ALAS2, TYPE, BEARER, NAMES.graph("inferred")) in store.quads


def test_an_ontology_that_is_refuted_is_refused(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A class that can have no member stops a build."""
    extend(monkeypatch, tmp_path, "mg:X a owl:Class ; rdfs:subClassOf owl:Nothing .")
    with pytest.raises(ValidationError, match="X: this class can have no member"):
        build([page], tmp_path / "graph")


def test_hermit_has_a_time_limit(page: Path, tmp_path: Path) -> None:
    """A build says what to do where HermiT takes too long."""
    with pytest.raises(ValidationError, match=r"not decide in 0.01 s: allow more"):
        build([page], tmp_path / "graph", hermit_seconds=0.01)


def test_the_bundled_ontology_needs_no_more_than_rules(bundled: Store) -> None:
    """HermiT finds nothing in our ontology that OWL 2 RL does not."""
    assert [] == list(bundled.quads.quads_for_pattern(None, None, None, HERMIT))
