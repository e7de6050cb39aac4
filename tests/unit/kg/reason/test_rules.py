"""Every rule of OWL 2 RL/RDF, by its name in the specification."""

from __future__ import annotations

import pytest

from kg.reason import Reasoner
from kg.reason.table import templates
from tests.unit.kg.reason.ontologies import read
from tests.unit.kg.reason.proof_checker import check

ZERO, ONE = ('"0"^^xsd:nonNegativeInteger', '"1"^^xsd:nonNegativeInteger')
MAX = ":R owl:onProperty :p ; owl:maxCardinality"
QUALIFIED = ":R owl:onProperty :p ; owl:maxQualifiedCardinality"

ENTAILMENTS = {
    "eq-sym": (":a owl:sameAs :b .", ":b owl:sameAs :a ."),
    "eq-trans": (":a owl:sameAs :b . :b owl:sameAs :c .", ":a owl:sameAs :c ."),
    "eq-rep-s": (":a owl:sameAs :b . :a :p :c .", ":b :p :c ."),
    "eq-rep-p": (":p owl:sameAs :q . :a :p :c .", ":a :q :c ."),
    "eq-rep-o": (":a owl:sameAs :b . :c :p :a .", ":c :p :b ."),
    "prp-dom": (":p rdfs:domain :C . :a :p :b .", ":a a :C ."),
    "prp-rng": (":p rdfs:range :C . :a :p :b .", ":b a :C ."),
    "prp-fp": (
        ":p a owl:FunctionalProperty . :a :p :b , :c .",
        ":b owl:sameAs :c .",
    ),
    "prp-ifp": (
        ":p a owl:InverseFunctionalProperty . :a :p :c . :b :p :c .",
        ":a owl:sameAs :b .",
    ),
    "prp-symp": (":p a owl:SymmetricProperty . :a :p :b .", ":b :p :a ."),
    "prp-trp": (
        ":p a owl:TransitiveProperty . :a :p :b . :b :p :c . :c :p :d .",
        ":a :p :d .",
    ),
    "prp-spo1": (":p rdfs:subPropertyOf :q . :a :p :b .", ":a :q :b ."),
    "prp-spo2": (
        ":p owl:propertyChainAxiom ( :q :r :q ) . :a :q :b . :b :r :c . :c :q :d .",
        ":a :p :d .",
    ),
    "prp-eqp1": (":p owl:equivalentProperty :q . :a :p :b .", ":a :q :b ."),
    "prp-eqp2": (":p owl:equivalentProperty :q . :a :q :b .", ":a :p :b ."),
    "prp-inv1": (":p owl:inverseOf :q . :a :p :b .", ":b :q :a ."),
    "prp-inv2": (":p owl:inverseOf :q . :a :q :b .", ":b :p :a ."),
    "prp-key": (
        ":C owl:hasKey ( :p :q ) . :a a :C ; :p 1 ; :q :x . :b a :C ; :p 01 ; :q :x .",
        ":a owl:sameAs :b .",
    ),
    "cls-int1": (
        ":C owl:intersectionOf ( :D :E :F ) . :a a :D , :E , :F .",
        ":a a :C .",
    ),
    "cls-int2": (":C owl:intersectionOf ( :D :E ) . :a a :C .", ":a a :D , :E ."),
    "cls-uni": (":C owl:unionOf ( :D :E ) . :a a :E .", ":a a :C ."),
    "cls-svf1": (
        ":R owl:onProperty :p ; owl:someValuesFrom :C . :a :p :b . :b a :C .",
        ":a a :R .",
    ),
    "cls-svf2": (
        ":R owl:onProperty :p ; owl:someValuesFrom owl:Thing . :a :p :b .",
        ":a a :R .",
    ),
    "cls-avf": (
        ":R owl:onProperty :p ; owl:allValuesFrom :C . :a a :R ; :p :b .",
        ":b a :C .",
    ),
    "cls-hv1": (":R owl:onProperty :p ; owl:hasValue :b . :a a :R .", ":a :p :b ."),
    "cls-hv2": (":R owl:onProperty :p ; owl:hasValue :b . :a :p :b .", ":a a :R ."),
    "cls-maxc2": (f"{MAX} {ONE} . :a a :R ; :p :b , :c .", ":b owl:sameAs :c ."),
    "cls-maxqc3": (
        (
            f"{QUALIFIED} {ONE} ; owl:onClass :C . :a a :R ; :p :b , :c , :d ."
            " :b a :C . :c a :C ."
        ),
        ":b owl:sameAs :c .",
    ),
    "cls-maxqc4": (
        f"{QUALIFIED} {ONE} ; owl:onClass owl:Thing . :a a :R ; :p :b , :c .",
        ":b owl:sameAs :c .",
    ),
    "cls-oo": (":C owl:oneOf ( :a :b ) .", ":a a :C . :b a :C ."),
    "cax-sco": (":C rdfs:subClassOf :D . :a a :C .", ":a a :D ."),
    "cax-eqc1": (":C owl:equivalentClass :D . :a a :C .", ":a a :D ."),
    "cax-eqc2": (":C owl:equivalentClass :D . :a a :D .", ":a a :C ."),
    "scm-cls": (
        ":C a owl:Class .",
        (
            ":C rdfs:subClassOf :C , owl:Thing ; owl:equivalentClass :C ."
            " owl:Nothing rdfs:subClassOf :C ."
        ),
    ),
    "scm-sco": (
        ":C rdfs:subClassOf :D . :D rdfs:subClassOf :E .",
        ":C rdfs:subClassOf :E .",
    ),
    "scm-eqc1": (
        ":C owl:equivalentClass :D .",
        ":C rdfs:subClassOf :D . :D rdfs:subClassOf :C .",
    ),
    "scm-eqc2": (
        ":C rdfs:subClassOf :D . :D rdfs:subClassOf :C .",
        ":C owl:equivalentClass :D .",
    ),
    "scm-op": (
        ":p a owl:ObjectProperty .",
        ":p rdfs:subPropertyOf :p ; owl:equivalentProperty :p .",
    ),
    "scm-dp": (
        ":p a owl:DatatypeProperty .",
        ":p rdfs:subPropertyOf :p ; owl:equivalentProperty :p .",
    ),
    "scm-spo": (
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r .",
        ":p rdfs:subPropertyOf :r .",
    ),
    "scm-eqp1": (
        ":p owl:equivalentProperty :q .",
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p .",
    ),
    "scm-eqp2": (
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p .",
        ":p owl:equivalentProperty :q .",
    ),
    "scm-dom1": (":p rdfs:domain :C . :C rdfs:subClassOf :D .", ":p rdfs:domain :D ."),
    "scm-dom2": (
        ":q rdfs:domain :C . :p rdfs:subPropertyOf :q .",
        ":p rdfs:domain :C .",
    ),
    "scm-rng1": (":p rdfs:range :C . :C rdfs:subClassOf :D .", ":p rdfs:range :D ."),
    "scm-rng2": (
        ":q rdfs:range :C . :p rdfs:subPropertyOf :q .",
        ":p rdfs:range :C .",
    ),
    "scm-hv": (
        (
            ":R owl:onProperty :p ; owl:hasValue :a . :S owl:onProperty :q ;"
            " owl:hasValue :a . :p rdfs:subPropertyOf :q ."
        ),
        ":R rdfs:subClassOf :S .",
    ),
    "scm-svf1": (
        (
            ":R owl:onProperty :p ; owl:someValuesFrom :C . :S owl:onProperty :p ;"
            " owl:someValuesFrom :D . :C rdfs:subClassOf :D ."
        ),
        ":R rdfs:subClassOf :S .",
    ),
    "scm-svf2": (
        (
            ":R owl:onProperty :p ; owl:someValuesFrom :C . :S owl:onProperty :q ;"
            " owl:someValuesFrom :C . :p rdfs:subPropertyOf :q ."
        ),
        ":R rdfs:subClassOf :S .",
    ),
    "scm-avf1": (
        (
            ":R owl:onProperty :p ; owl:allValuesFrom :C . :S owl:onProperty :p ;"
            " owl:allValuesFrom :D . :C rdfs:subClassOf :D ."
        ),
        ":R rdfs:subClassOf :S .",
    ),
    "scm-avf2": (
        (
            ":R owl:onProperty :p ; owl:allValuesFrom :C . :S owl:onProperty :q ;"
            " owl:allValuesFrom :C . :p rdfs:subPropertyOf :q ."
        ),
        ":S rdfs:subClassOf :R .",
    ),
    "scm-int": (
        ":C owl:intersectionOf ( :D :E ) .",
        ":C rdfs:subClassOf :D , :E .",
    ),
    "scm-uni": (
        ":C owl:unionOf ( :D :E ) .",
        ":D rdfs:subClassOf :C . :E rdfs:subClassOf :C .",
    ),
    "dt-type2": (":a owl:sameAs 7 .", ":a a xsd:integer , xsd:byte , xsd:decimal ."),
    "dt-eq": (":a owl:sameAs 7 . :b owl:sameAs 7.0 .", ":a owl:sameAs :b ."),
    "dt-diff": (":a owl:sameAs 7 . :b owl:sameAs 8 .", ":a owl:differentFrom :b ."),
}

CLASHES = {
    "eq-diff1": ":a owl:sameAs :b ; owl:differentFrom :b .",
    "eq-diff2": "[] a owl:AllDifferent ; owl:members ( :a :b :c ) . :c owl:sameAs :a .",
    "eq-diff3": "[] a owl:AllDifferent ; owl:distinctMembers ( :a :b :c ) ."
    " :c owl:sameAs :a .",
    "prp-irp": ":p a owl:IrreflexiveProperty . :a :p :a .",
    "prp-asyp": ":p a owl:AsymmetricProperty . :a :p :b . :b :p :a .",
    "prp-pdw": ":p owl:propertyDisjointWith :q . :a :p :b ; :q :b .",
    "prp-adp": "[] a owl:AllDisjointProperties ; owl:members ( :p :q :r ) ."
    " :a :q :b ; :r :b .",
    "prp-npa1": "[] owl:sourceIndividual :a ; owl:assertionProperty :p ;"
    " owl:targetIndividual :b . :a :p :b .",
    "prp-npa2": "[] owl:sourceIndividual :a ; owl:assertionProperty :p ;"
    " owl:targetValue 7 . :a :p 7.0 .",
    "cls-nothing2": ":a a owl:Nothing .",
    "cls-com": ":C owl:complementOf :D . :a a :C , :D .",
    "cls-maxc1": f"{MAX} {ZERO} . :a a :R ; :p :b .",
    "cls-maxqc1": f"{QUALIFIED} {ZERO} ; owl:onClass :C . :a a :R ; :p :b . :b a :C .",
    "cls-maxqc2": f"{QUALIFIED} {ZERO} ; owl:onClass owl:Thing . :a a :R ; :p :b .",
    "cax-dw": ":C owl:disjointWith :D . :a a :C , :D .",
    "cax-adc": "[] a owl:AllDisjointClasses ; owl:members ( :C :D :E ) ."
    " :a a :D , :E .",
    "dt-not-type": ":p rdfs:range xsd:byte . :a :p 300 .",
}


@pytest.mark.parametrize(("stated", "entailed"), ENTAILMENTS.values(), ids=ENTAILMENTS)
def test_a_rule_adds_its_conclusion(stated: str, entailed: str) -> None:
    """What the rule says is inferred, without a clash, and can be proved."""
    triples = read(stated)
    reasoner = Reasoner(triples)
    inferred = set(reasoner.inferred())

    assert [] == [str(t) for t in read(entailed) if t not in inferred]
    assert () == reasoner.clashes()
    assert [] == [
        w for t in read(entailed) for w in check(reasoner.explain(t), triples)
    ]


@pytest.mark.parametrize(("name", "stated"), CLASHES.items(), ids=CLASHES)
def test_a_rule_finds_its_clash(name: str, stated: str) -> None:
    """What cannot be is told by the rule that says so, with its proof."""
    triples = read(stated)
    clashes = Reasoner(triples).clashes()

    assert name in [clash.rule for clash in clashes]
    if not name.startswith(("eq-diff", "dt-")):  # their lists and values have no triple
        assert [] == [wrong for clash in clashes for wrong in check(clash, triples)]


def test_every_rule_is_tried() -> None:
    """No rule of the table lacks an example here."""
    facts = {"prp-ap", "cls-thing", "cls-nothing1"}  # hold of every graph
    names = {rule.name for rule in templates("owl2rl")} - facts
    assert set() == names - ENTAILMENTS.keys() - CLASHES.keys()
