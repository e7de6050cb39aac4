"""What the shapes and the quotes find, and nothing where nothing is wrong."""

from __future__ import annotations

import hashlib

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg.errors import DocumentError, ValidationError
from kg.model import Reference
from kg.names import Names
from kg.validate import quote_findings, shape_findings, text_findings, validate

NAMES = Names()
PREFIXES = "".join(f"PREFIX {p}: <{n}>\n" for p, n in NAMES.prefixes.items())
TEXT = "The 1\N{LATIN SMALL LETTER E WITH ACUTE} gene. Changes in ABC1 cause pallor."
GRAPH = f"""
hgnc:1 a mg:Gene ; rdfs:label "ABC1" ; dcterms:identifier "hgnc:1" .
mutation:abc1-x a mg:Mutation ; rdfs:label "changes" ;
    dcterms:identifier "mutation:abc1-x" ;
    mg:mutationOf hgnc:1 ; mg:causes condition:x ; mg:mutationCount 3 .
condition:x a mg:Condition ; rdfs:label "X" ; dcterms:identifier "condition:x" ;
    mg:hasInheritanceMode HP:0001417 ; mg:onset "early" .
HP:0001417 a mg:InheritanceMode ; rdfs:label "X-linked inheritance" ;
    dcterms:identifier "HP:0001417" .
document:abc1 a mg:Document ; rdfs:label "ABC1 gene" ; dcterms:title "ABC1 gene" ;
    dcterms:identifier "document:abc1" ; mg:describes hgnc:1 ;
    mg:reviewed "2009-07"^^xsd:gYearMonth ;
    mg:textHash "sha256:{hashlib.sha256(TEXT.encode()).hexdigest()}" .
statement:abc1-1 a rdf:Statement ;
    rdf:subject mutation:abc1-x ; rdf:predicate mg:causes ; rdf:object condition:x ;
    prov:hadPrimarySource document:abc1 ; prov:wasQuotedFrom quote:abc1-1 ;
    mg:polarity "positive" ; mg:certainty "stated" .
quote:abc1-1 a oa:SpecificResource ; oa:hasSource document:abc1 ;
    oa:hasSelector selector:abc1-1-quote , selector:abc1-1-position .
selector:abc1-1-quote a oa:TextQuoteSelector ;
    oa:prefix "gene. " ; oa:exact "Changes in ABC1" ; oa:suffix " cause" .
selector:abc1-1-position a oa:TextPositionSelector ; oa:start 13 ; oa:end 28 .
"""


def read(turtle: str) -> tuple[Quad, ...]:
    return tuple(parse((PREFIXES + turtle).encode(), RdfFormat.TURTLE))


def changed(old: str, new: str) -> tuple[Quad, ...]:
    assert old in GRAPH
    return read(GRAPH.replace(old, new))


def text_of(document: Reference) -> str:
    if document != Reference("document", "abc1"):
        raise DocumentError(str(document), "no such document")
    return TEXT


def test_valid_graph() -> None:
    """A graph in which all is right has no findings."""
    assert () == validate(read(GRAPH), text_of, NAMES)


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        (
            'rdfs:label "ABC1" ;',
            'rdfs:label "ABC1" , "ABC-1" ;',
            (
                "hgnc:1: give the node exactly one rdfs:label; its other names are "
                "skos:altLabel"
            ),
        ),
        (
            'dcterms:identifier "condition:x" ;',
            "",
            (
                "condition:x: give the node its CURIE as dcterms:identifier, and "
                "beside it its accession alone where it has one"
            ),
        ),
        (
            "HP:0001417 a mg:InheritanceMode ;",
            "HP:0001417",
            (
                "HP:0001417: give the node the mg: class of its kind: add it to "
                "ontology/lexicon, or mint it"
            ),
        ),
        (
            "mg:mutationCount 3",
            'mg:mutationCount "three"',
            "mutation:abc1-x: mg:mutationCount is a positive xsd:integer (found three)",
        ),
        (
            'mg:polarity "positive" ;',
            "",
            (
                "statement:abc1-1: give the statement one mg:polarity: positive or "
                "negative"
            ),
        ),
        (
            "prov:wasQuotedFrom quote:abc1-1 ;",
            "",
            (
                "statement:abc1-1: give the statement the quote that it was read in "
                "(prov:wasQuotedFrom), or a source: as its prov:hadPrimarySource"
            ),
        ),
        (
            "oa:hasSelector selector:abc1-1-quote ,",
            "oa:hasSelector",
            "quote:abc1-1: give the quote exactly one oa:TextQuoteSelector",
        ),
        (
            "oa:start 13",
            "oa:start 40",
            (
                "selector:abc1-1-position: give the text position exactly one "
                "oa:start, an xsd:integer from 0 and before oa:end (found 40)"
            ),
        ),
    ],
)
def test_shape(old: str, new: str, finding: str) -> None:
    """What breaks a shape is found, with what to do."""
    assert finding in shape_findings(changed(old, new), NAMES)


@pytest.mark.parametrize(
    ("kind", "node"),
    [
        ("Gene", "HP:0001417"),
        ("GeneProduct", "hgnc:1"),
        ("Enzyme", "hgnc:1"),
        ("Chemical", "GO:0005829"),
        ("Phenotype", "CHEBI:15377"),
        ("InheritanceMode", "CHEBI:15377"),
        ("AnatomicalEntity", "HP:0001417"),
        ("Condition", "MONDO:0020721"),
        ("Mutation", "hgnc:1"),
        ("Step", "rhea:12921"),
        ("Pathway", "CHEBI:1"),
        ("Article", "pubmed:1"),
        ("ChromosomeBand", "CHR:9606-chrX"),
    ],
)
def test_identifier_of_another_scheme(kind: str, node: str) -> None:
    """A node has an IRI of the schemes of its kind, or one of ours."""
    graph = f'{node} a mg:{kind} ; rdfs:label "x" ; dcterms:identifier "{node}" .'
    findings = shape_findings(read(graph), NAMES)
    assert [True] * len(findings) == ["write the" in finding for finding in findings]
    assert 1 <= len(findings) <= 2


def test_source_needs_no_quote() -> None:
    """A statement from a reference source stands without a quote."""
    graph = GRAPH.replace("prov:wasQuotedFrom quote:abc1-1 ;", "").replace(
        "prov:hadPrimarySource document:abc1", "prov:hadPrimarySource source:rhea"
    )
    assert () == shape_findings(read(graph), NAMES)


def test_other_base() -> None:
    """The shapes hold under any base of our own IRIs."""
    turtle = PREFIXES.replace("https://w3id.org/mendelgraph/id/", "https://e.org/id/")
    quads = parse((turtle + GRAPH).encode(), RdfFormat.TURTLE)
    assert () == shape_findings(quads, Names("https://e.org/"))


def test_blank_node() -> None:
    """A blank node is found."""
    label = Quad(
        BlankNode("a"),
        NAMES.iri(Reference("rdf", "type")),
        NAMES.iri(Reference("mg", "Gene")),
    )
    findings = shape_findings([label], NAMES)
    assert any("there are no blank nodes" in finding for finding in findings)


def test_language_tag() -> None:
    """A literal with a language tag is read as such."""
    node = NAMES.iri(Reference("condition", "x"))
    onset = Quad(node, NAMES.iri(Reference("mg", "onset")), Literal("f", language="fr"))
    expected = "condition:x: mg:onset is a plain string, as the page words it (found f)"
    assert expected in shape_findings([*read(GRAPH), onset], NAMES)


def test_triple_term() -> None:
    """A triple term, which SHACL does not know, is refused."""
    a = NamedNode("https://e.org/a")
    with pytest.raises(ValidationError, match="SHACL knows no triple terms"):
        shape_findings([Quad(a, a, Triple(a, a, a))], NAMES)


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        (
            "oa:start 13",
            "oa:start 12",
            "the words at 12-28 of document:abc1 are others",
        ),
        ("in ABC1", "in ABC2", "the words at 13-28 of document:abc1 are others"),
        (
            'oa:suffix " cause"',
            'oa:suffix " causes"',
            "other words stand around 13-28 of document:abc1",
        ),
        (
            "oa:hasSource document:abc1",
            "oa:hasSource document:abc2",
            "document:abc2: no such document",
        ),
    ],
)
def test_quote(old: str, new: str, finding: str) -> None:
    """A quote is compared, in code points, with the text that it comes from."""
    expected = (f"quote:abc1-1: {finding}",)
    assert expected == quote_findings(changed(old, new), text_of, NAMES)


@pytest.mark.parametrize(
    ("old", "new"),
    [("oa:start 13", 'oa:start "x"'), ('oa:exact "Changes in ABC1" ;', "")],
)
def test_quote_without_selection(old: str, new: str) -> None:
    """A selector that selects nothing is left to the shapes."""
    quads = changed(old, new)
    assert () == quote_findings(quads, text_of, NAMES)
    assert () != shape_findings(quads, NAMES)


def test_a_text_that_was_changed() -> None:
    """A document's text is the one whose digest stands in the graph, or it is named."""

    def other(document: Reference) -> str:
        return text_of(document) + "!"

    expected = ("document:abc1: its text is not the one that was read: build it again",)
    assert expected == text_findings(read(GRAPH), other, NAMES)
    assert expected == validate(read(GRAPH), other, NAMES)


def test_a_text_that_is_missing() -> None:
    """A document whose text is gone is named too."""
    graph = read(GRAPH)

    def nothing(document: Reference) -> str:
        raise DocumentError(str(document), "no such document")

    expected = ("document:abc1: no such document",)
    assert expected == text_findings(graph, nothing, NAMES)


def test_form_comes_before_logic() -> None:
    """A literal that no reasoner can read is found by its shape, and only there."""
    findings = validate(
        changed("mg:mutationCount 3", 'mg:mutationCount "x"^^xsd:integer'),
        text_of,
        NAMES,
    )
    expected = "mutation:abc1-x: mg:mutationCount is a positive xsd:integer (found x)"
    assert (expected,) == findings


def test_logic_after_form() -> None:
    """A graph of the right form that contradicts the ontology is found out."""
    quads = read(f"{GRAPH} hgnc:1 mg:affectsRouteTo condition:x .")
    assert () == shape_findings(quads, NAMES)
    assert 1 == len(validate(quads, text_of, NAMES))
