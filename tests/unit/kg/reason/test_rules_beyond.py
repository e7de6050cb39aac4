"""The rules of RDF and RDFS, and those that OWL 2 entails beyond OWL 2 RL/RDF."""

from __future__ import annotations

from collections import Counter

import pytest

from kg.reason import Reasoner
from kg.reason.table import templates
from tests.unit.kg.reason.ontologies import read

ONE = '"1"^^xsd:nonNegativeInteger'
SAME = ":a owl:sameAs :b ."
ALL = "[] a owl:AllDisjointProperties ; owl:members ( :p :q ) ."
MEETS = {
    "xsd:nonPositiveInteger": ("xsd:byte", "xsd:unsignedByte"),
    "xsd:byte": ("xsd:unsignedByte",),
    "xsd:short": ("xsd:unsignedShort",),
    "xsd:int": ("xsd:unsignedInt",),
    "xsd:long": ("xsd:unsignedLong",),
}

ENTAILMENTS = (
    ("rdfD2", ":a :p :b .", ":p a rdf:Property ."),
    ("rdfs4", ":a :p :b .", ":a a rdfs:Resource . :p a rdfs:Resource ."),
    ("rdf-axiom", ":a rdf:_7 :b .", "rdf:_7 a rdf:Property ."),
    ("rdfs-axiom", ":a rdf:_7 :b .", "rdf:_7 a rdfs:ContainerMembershipProperty ."),
    ("rdfs-axiom", ":a rdf:_7 :b .", "rdf:_7 rdfs:domain rdfs:Resource ."),
    ("rdfs-axiom", ":a rdf:_7 :b .", "rdf:_7 rdfs:range rdfs:Resource ."),
    ("rdfs6", ":p a rdf:Property .", ":p rdfs:subPropertyOf :p ."),
    ("rdfs8", ":C a rdfs:Class .", ":C rdfs:subClassOf rdfs:Resource ."),
    ("rdfs10", ":C a rdfs:Class .", ":C rdfs:subClassOf :C ."),
    ("rdfs12", ":a rdf:_7 :b .", ":a rdfs:member :b ."),
    ("rdfs13", ":D a rdfs:Datatype .", ":D rdfs:subClassOf rdfs:Literal ."),
    ("more-diff", ":a owl:differentFrom :b .", ":b owl:differentFrom :a ."),
    (
        "more-diff",
        ":p a owl:FunctionalProperty . :a :p :c . :b :p :d . :c owl:differentFrom :d .",
        ":a owl:differentFrom :b .",
    ),
    (
        "more-diff",
        (
            ":p a owl:InverseFunctionalProperty . :c :p :a . :d :p :b ."
            " :c owl:differentFrom :d ."
        ),
        ":a owl:differentFrom :b .",
    ),
    (
        "more-diff",
        ":p owl:propertyDisjointWith :q . :a :p :b ; :q :c .",
        ":b owl:differentFrom :c . :c owl:differentFrom :b .",
    ),
    (
        "more-diff",
        ":p owl:propertyDisjointWith :q . :a :p 1 . :b :q 01 .",
        ":a owl:differentFrom :b . :b owl:differentFrom :a .",
    ),
    ("more-diff", f"{ALL} :a :p :b ; :q :c .", ":b owl:differentFrom :c ."),
    ("more-diff", f"{ALL} :a :p :c . :b :q :c .", ":a owl:differentFrom :b ."),
    ("more-dw", ":C owl:disjointWith :D .", ":D owl:disjointWith :C ."),
    ("more-dw", ":C owl:complementOf :D .", ":C owl:disjointWith :D ."),
    ("more-com", ":C owl:complementOf :D .", ":D owl:complementOf :C ."),
    (
        "more-com",
        ":C owl:disjointWith :D . :E owl:complementOf :D .",
        ":C rdfs:subClassOf :E .",
    ),
    (
        "more-com",
        ":C rdfs:subClassOf :D . :E owl:complementOf :C . :F owl:complementOf :D .",
        ":F rdfs:subClassOf :E .",
    ),
    (
        "more-pdw",
        ":p owl:propertyDisjointWith :q .",
        ":q owl:propertyDisjointWith :p .",
    ),
    ("more-inv", ":p owl:inverseOf :q .", ":q owl:inverseOf :p ."),
    (
        "more-inv",
        ":p owl:inverseOf :q . :q owl:inverseOf :r .",
        ":p owl:equivalentProperty :r .",
    ),
    ("more-inv", ":p owl:inverseOf :p .", ":p a owl:SymmetricProperty ."),
    ("more-inv", ":p owl:inverseOf :q ; rdfs:domain :C .", ":q rdfs:range :C ."),
    ("more-inv", ":p owl:inverseOf :q ; rdfs:range :C .", ":q rdfs:domain :C ."),
    (
        "more-inv",
        ":p owl:inverseOf :q ; a owl:FunctionalProperty .",
        ":q a owl:InverseFunctionalProperty .",
    ),
    (
        "more-inv",
        ":p owl:inverseOf :q ; a owl:InverseFunctionalProperty .",
        ":q a owl:FunctionalProperty .",
    ),
    *(
        (
            "more-inv",
            f":p owl:inverseOf :q ; a owl:{kind}Property .",
            f":q a owl:{kind}Property .",
        )
        for kind in ("Transitive", "Asymmetric", "Irreflexive")
    ),
    (
        "more-spo",
        ":p rdfs:subPropertyOf :q ; owl:inverseOf :r . :q owl:inverseOf :s .",
        ":r rdfs:subPropertyOf :s .",
    ),
    *(
        (
            "more-spo",
            f":p rdfs:subPropertyOf :q . :q a owl:{kind}Property .",
            f":p a owl:{kind}Property .",
        )
        for kind in ("Functional", "InverseFunctional", "Asymmetric", "Irreflexive")
    ),
    *(
        (
            "more-eqp",
            f":p owl:equivalentProperty :q ; a owl:{kind}Property .",
            f":q a owl:{kind}Property .",
        )
        for kind in ("Symmetric", "Transitive")
    ),
    (
        "more-trp",
        ":p owl:propertyChainAxiom ( :p :p ) .",
        ":p a owl:TransitiveProperty .",
    ),
    ("more-irp", ":p a owl:AsymmetricProperty .", ":p a owl:IrreflexiveProperty ."),
    (
        "more-refl",
        ":p a owl:ReflexiveProperty . :a a owl:NamedIndividual .",
        ":a :p :a .",
    ),
    ("more-thing", "owl:Thing rdfs:subClassOf :C . :a :p :b .", ":a a :C ."),
    (
        "more-du",
        ":C owl:disjointUnionOf ( :D :E ) .",
        ":D rdfs:subClassOf :C . :E rdfs:subClassOf :C .",
    ),
    ("more-self", ":R owl:onProperty :p ; owl:hasSelf true . :a a :R .", ":a :p :a ."),
    ("more-self", ":R owl:onProperty :p ; owl:hasSelf true . :a :p :a .", ":a a :R ."),
    (
        "more-card",
        f":R owl:onProperty :p ; owl:cardinality {ONE} . :c a :R ; :p :a , :b .",
        SAME,
    ),
    (
        "more-card",
        (
            f":R owl:onProperty :p ; owl:qualifiedCardinality {ONE} ; owl:onClass :C ."
            " :c a :R ; :p :a , :b . :a a :C . :b a :C ."
        ),
        SAME,
    ),
    (
        "more-card",
        f":R owl:onProperty :p ; owl:minCardinality {ONE} . :a :p :b .",
        ":a a :R .",
    ),
    (
        "more-card",
        (
            f":R owl:onProperty :p ; owl:minQualifiedCardinality {ONE} ;"
            " owl:onClass :C . :a :p :b . :b a :C ."
        ),
        ":a a :R .",
    ),
    *(
        (
            "more-rng",
            f":p rdfs:range xsd:nonNegativeInteger , {other} .",
            f":p rdfs:range {shared} .",
        )
        for other, found in MEETS.items()
        for shared in found
    ),
)
ZERO = '"0"^^xsd:nonNegativeInteger'
CLASHES = (
    ("more-du", ":C owl:disjointUnionOf ( :D :E ) . :a a :D , :E ."),
    (
        "more-card",
        f":R owl:onProperty :p ; owl:cardinality {ZERO} . :a a :R ; :p :b .",
    ),
    (
        "more-card",
        (
            f":R owl:onProperty :p ; owl:qualifiedCardinality {ZERO} ; owl:onClass :C ."
            " :a a :R ; :p :b . :b a :C ."
        ),
    ),
)


@pytest.mark.parametrize(
    ("stated", "entailed"), [case[1:] for case in ENTAILMENTS], ids=str
)
def test_a_rule_adds_its_conclusion(stated: str, entailed: str) -> None:
    """What the rule says is inferred, without a clash."""
    reasoner = Reasoner(read(stated), full=True)
    inferred = set(reasoner.inferred())

    assert [] == [str(t) for t in read(entailed) if t not in inferred]
    assert () == reasoner.clashes()


@pytest.mark.parametrize(("name", "stated"), CLASHES)
def test_a_rule_finds_its_clash(name: str, stated: str) -> None:
    """What cannot be is told by the rule that says so."""
    clashes = Reasoner(read(stated), full=True).clashes()
    assert name in [clash.rule for clash in clashes]


def test_every_rule_is_tried() -> None:
    """Each line of the two files that is no axiom has its example here."""
    rules = [rule for rule in templates("rdfs", "more") if rule.axioms or rule.body]
    tried = Counter(case[0] for case in (*ENTAILMENTS, *CLASHES))
    assert Counter(rule.name for rule in rules) == tried


@pytest.mark.parametrize(
    ("stated", "claimed"),
    [
        (":C owl:unionOf ( :D :E ) . :a a :C .", ":a a :D ."),
        (
            ":R owl:onProperty :p ; owl:allValuesFrom :C . :a :p :b . :b a :C .",
            ":a a :R .",
        ),
        (":p rdfs:domain :C . :C rdfs:subClassOf :D . :a a :D .", ":a a :C ."),
        (":p a owl:FunctionalProperty . :a :p :b . :c :p :b .", ":a owl:sameAs :c ."),
        (
            ":p rdfs:subPropertyOf :q . :q a owl:TransitiveProperty .",
            ":p a owl:TransitiveProperty .",
        ),
        (
            ":p rdfs:subPropertyOf :q . :q a owl:SymmetricProperty .",
            ":p a owl:SymmetricProperty .",
        ),
        (":C owl:hasKey ( :p ) . :a a :C ; :p 1 . :b :p 1 .", ":a owl:sameAs :b ."),
        (":a :p :b . :b :p :c .", ":a :p :c ."),
        (":R owl:onProperty :p ; owl:minCardinality 2 . :a :p :b , :c .", ":a a :R ."),
        (":R owl:onProperty :p ; owl:hasSelf false . :a a :R .", ":a :p :a ."),
        (":C owl:disjointWith :D . :a a :C .", ":a a :D ."),
        (
            ":p owl:inverseOf :q ; a owl:FunctionalProperty .",
            ":q a owl:FunctionalProperty .",
        ),
    ],
)
def test_nothing_more_is_inferred(stated: str, claimed: str) -> None:
    """What does not follow is not said."""
    inferred = set(Reasoner(read(stated), full=True).inferred())
    assert [] == [str(triple) for triple in read(claimed) if triple in inferred]
