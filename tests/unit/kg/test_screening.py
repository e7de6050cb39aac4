"""What the quick check of the shapes clears, pySHACL clears too."""

from __future__ import annotations

from random import Random

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from kg.errors import ValidationError
from kg.names import Names
from kg.validate import shape_findings, shapes
from kg.validate.index import Index, Term, indexed
from kg.validate.screening import suspects
from ontology import FILES

NAMES = Names()
PREFIXES = "".join(f"PREFIX {p}: <{n}>\n" for p, n in NAMES.prefixes.items())
GRAPH = """
hgnc:1 a mg:Gene ; rdfs:label "ABC1" ; dcterms:identifier "hgnc:1" ;
    mg:encodes uniprot:P12345 ; faldo:location <https://e.org/id/location/abc1> .
uniprot:P12345 a mg:Enzyme ; rdfs:label "E" ; dcterms:identifier "uniprot:P12345" ;
    mg:catalyses step:e-1 .
step:e-1 a mg:Step ; rdfs:label "1" ; dcterms:identifier "step:e-1" ;
    mg:stepNumber 1 ; mg:hasInput CHEBI:1 .
CHEBI:1 a mg:Chemical ; rdfs:label "C" ; dcterms:identifier "CHEBI:1" .
mutation:abc1-x a mg:Mutation ; rdfs:label "changes" ;
    dcterms:identifier "mutation:abc1-x" ; mg:countQualifier "about" ;
    mg:mutationOf hgnc:1 ; mg:causes condition:x ; mg:mutationCount 3 .
condition:x a mg:Condition ; rdfs:label "X" ; dcterms:identifier "condition:x" ;
    skos:altLabel "Y" ; mg:onset "early" .
<https://e.org/id/location/abc1> a mg:Location ; rdfs:label "L" ;
    dcterms:identifier "e:1" ; faldo:begin position:b ; faldo:end position:b .
position:b a mg:Position ; rdfs:label "B" ; dcterms:identifier "e:2" ;
    faldo:position 7 .
document:abc1 a mg:Document ; rdfs:label "ABC1" ; dcterms:title "ABC1" ;
    dcterms:identifier "document:abc1" ; mg:describes hgnc:1 ;
    mg:textHash "sha256:%s" .
statement:abc1-1 a rdf:Statement ;
    rdf:subject mutation:abc1-x ; rdf:predicate mg:causes ; rdf:object condition:x ;
    prov:hadPrimarySource document:abc1 ; prov:wasQuotedFrom quote:abc1-1 ;
    mg:polarity "positive" ; mg:certainty "stated" .
quote:abc1-1 a oa:SpecificResource ; oa:hasSource document:abc1 ;
    oa:hasSelector selector:abc1-1-quote , selector:abc1-1-position .
selector:abc1-1-quote a oa:TextQuoteSelector ; oa:exact "Changes" .
selector:abc1-1-position a oa:TextPositionSelector ; oa:start 13 ; oa:end 28 .
""" % ("0" * 64)
INTEGER = NamedNode(NAMES.prefixes["xsd"] + "integer")
TERMS: tuple[NamedNode | BlankNode | Literal, ...] = (
    *(NamedNode("https://e.org/id/condition/x"), BlankNode("b")),
    *(Literal(""), Literal("early"), Literal("früh", language="de")),
    *(Literal("5", datatype=INTEGER), Literal("-0", datatype=INTEGER)),
    *(Literal("5.0", datatype=INTEGER), Literal("x", datatype=INTEGER)),
    Literal("5", datatype=NamedNode(NAMES.prefixes["xsd"] + "decimal")),
)


def read(turtle: str) -> tuple[Quad, ...]:
    return tuple(parse((PREFIXES + turtle).encode(), RdfFormat.TURTLE))


VALID = read(GRAPH)


def wrong(number: int) -> tuple[Quad, ...]:
    """Give the valid graph with up to three triples gone, doubled or changed."""
    dice = Random(number)  # noqa: S311 - no secret
    quads = list(VALID)
    for quad in dice.sample(quads, dice.randint(1, 3)):
        if dice.random() < 0.7:
            quads.remove(quad)
        if dice.random() < 0.8:
            quads.append(Quad(quad.subject, quad.predicate, dice.choice(TERMS)))
    return tuple(quads)


def everything(data: Index, _shapes: Index) -> frozenset[Term]:
    """Suspect every node: what pySHACL says of all of them is what is right."""
    subjects = {s for by_subject in data.values() for s in by_subject}
    objects = (o for by in data.values() for found in by.values() for o in found)
    return frozenset(subjects | set(objects))


def test_a_valid_graph_leaves_no_suspect() -> None:
    """Nothing is left for pySHACL where all is right."""
    ontology = parse(FILES.joinpath("genetics.ttl").read_bytes(), RdfFormat.TURTLE)
    data = indexed([*ontology, *VALID])
    forms = parse(FILES.joinpath("shapes.ttl").read_bytes(), RdfFormat.TURTLE)

    assert frozenset() == suspects(data, indexed(forms))


@pytest.mark.parametrize("number", range(60))
def test_nothing_wrong_is_cleared(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The findings are those of pySHACL over the whole graph, to the letter."""
    quads = wrong(number)
    found = shape_findings(quads, NAMES)
    monkeypatch.setattr(shapes, "suspects", everything)

    assert shape_findings(quads, NAMES) == found


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ("sh:targetClass mg:Gene ; sh:hasValue 1", "add sh:hasValue to"),
        ("sh:targetClass mg:Gene ; sh:targetNode hgnc:1", "add sh:targetNode to"),
        (
            "sh:targetClass mg:Gene ; sh:property [ sh:path ( mg:a mg:b ) ]",
            "not a path",
        ),
        (
            "sh:targetClass mg:Gene ; sh:property [ sh:path mg:a ; sh:property [] ]",
            "give the values a node shape",
        ),
    ],
)
def test_a_constraint_nobody_checks(shape: str, words: str) -> None:
    """A shape that says more than is checked is refused, and not half of it kept."""
    forms = indexed(read(f"<https://e.org/shape> {shape} ."))

    with pytest.raises(ValidationError, match=words):
        suspects(indexed(VALID), forms)


def test_the_wrong_graphs_are_wrong() -> None:
    """Most of the graphs that are compared do break a shape."""
    broken = sum(bool(shape_findings(wrong(number), NAMES)) for number in range(20))

    assert broken > 10
