"""Values become quads: triples that hold, and a statement for each fact."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, Dataset, Literal, NamedNode, Quad

from kg.model import (
    Assertion,
    Certainty,
    Document,
    Entity,
    Evidence,
    Grounding,
    Kind,
    Method,
    Polarity,
    Quote,
    Reference,
    Status,
    Term,
    Value,
)
from kg.names import Names, parse_curie
from kg.rdf import (
    document_quads,
    entity_quads,
    linked,
    reference_quads,
    run_reference,
)
from kg.rdf.terms import association, iri

if TYPE_CHECKING:
    from pathlib import Path

NAMES = Names()
RUN = Reference("run", "test")
TEXT = "One. ALAS2 makes an enzyme; changes in it cause anemia. Two."
DOCUMENT = Document(
    id=Reference("document", "page"),
    title="Page",
    subject=Kind.GENE,
    url="https://example.org/page",
    text=TEXT,
    passages=(),
)
GENE = Entity(Reference("hgnc", "397"), Kind.GENE, "ALAS2")
CONDITION = Entity(Reference("condition", "x"), Kind.CONDITION, "X")
GRAPH = NAMES.graph("doc", "page")
EVIDENCE = NAMES.graph("evidence")


def assertion(predicate: str = "mg:causes") -> Assertion:
    start = TEXT.index("ALAS2")
    quote = Quote(start, TEXT.index(" Two"), TEXT[start : TEXT.index(" Two")])
    return Assertion(
        subject=Grounding(GENE, GENE, Method.LABEL),
        predicate=NAMES.parse_curie(predicate),
        object=Grounding(CONDITION, CONDITION, Method.LABEL),
        evidence=Evidence(DOCUMENT.id, quote, "causes"),
        polarity=Polarity.POSITIVE,
        certainty=Certainty.STATED,
    )


def written(*assertions: Assertion) -> Dataset:
    return Dataset(document_quads(DOCUMENT, assertions, NAMES, RUN))


def values(found: Dataset, curie: str, predicate: str) -> list[str]:
    subject = NAMES.iri(NAMES.parse_curie(curie))
    return sorted(
        NAMES.curie(quad.object.value)
        for quad in found.quads_for_subject(subject)
        if quad.predicate == iri(predicate)
        and isinstance(quad.object, NamedNode | Literal)
    )


TRIPLE = Quad(
    NAMES.iri(GENE.reference), iri("mg:causes"), NAMES.iri(CONDITION.reference), GRAPH
)


@pytest.mark.parametrize(
    ("polarity", "certainty", "expected"),
    [
        (Polarity.POSITIVE, Certainty.STATED, True),
        (Polarity.POSITIVE, Certainty.POSSIBLE, True),
        (Polarity.POSITIVE, Certainty.UNKNOWN, False),
        (Polarity.NEGATIVE, Certainty.STATED, False),
    ],
)
def test_what_does_not_hold_is_no_triple(
    polarity: Polarity, certainty: Certainty, *, expected: bool
) -> None:
    """Every fact has its statement; only what holds is a triple."""
    found = written(replace(assertion(), polarity=polarity, certainty=certainty))

    assert expected == (TRIPLE in found)
    assert [polarity] == values(found, "statement:page-1", "mg:polarity")
    assert [certainty] == values(found, "statement:page-1", "mg:certainty")


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [
        (
            "rdf:type",
            ["biolink:CausalGeneToDiseaseAssociation", "rdf:Statement"],
        ),
        ("rdf:subject", ["hgnc:397"]),
        ("rdf:predicate", ["mg:causes"]),
        ("rdf:object", ["condition:x"]),
        ("prov:hadPrimarySource", ["document:page"]),
        ("prov:wasGeneratedBy", ["run:test"]),
        ("prov:wasQuotedFrom", ["quote:page-1"]),
        ("biolink:has_evidence", ["ECO:0000203"]),
        ("biolink:knowledge_level", ["knowledge_assertion"]),
        ("biolink:agent_type", ["text_mining_agent"]),
        ("dcterms:description", ["causes"]),
    ],
)
def test_a_statement(predicate: str, expected: list[str]) -> None:
    """A statement says what, who says so, and how it was read."""
    assert expected == values(written(assertion()), "statement:page-1", predicate)


@pytest.mark.parametrize(
    ("predicate", "method", "expected"),
    [
        ("skos:narrowMatch", "ground.near", ["semapv:LexicalMatching"]),
        ("skos:exactMatch", "entries.database-keys", ["semapv:UnspecifiedMatching"]),
        ("mg:causes", "causes", []),
    ],
)
def test_a_mapping_says_how_it_was_found(
    predicate: str, method: str, expected: list[str]
) -> None:
    """A mapping that a page gives is justified like those of the lexicon (SSSOM)."""
    said = assertion(predicate)
    found = written(replace(said, evidence=replace(said.evidence, method=method)))

    assert expected == values(found, "statement:page-1", "sssom:mapping_justification")


def test_a_quote_can_be_found_again() -> None:
    """A quote is verbatim, has its surroundings, and counts code points."""
    found = written(assertion())
    selectors = values(found, "quote:page-1", "oa:hasSelector")

    exact = values(found, "selector:page-1-quote", "oa:exact")[0]
    before = values(found, "selector:page-1-quote", "oa:prefix")[0]
    after = values(found, "selector:page-1-quote", "oa:suffix")[0]
    start = int(values(found, "selector:page-1-position", "oa:start")[0])
    end = int(values(found, "selector:page-1-position", "oa:end")[0])

    assert ["selector:page-1-position", "selector:page-1-quote"] == selectors
    assert TEXT[start:end] == exact
    assert before + exact + after in TEXT
    assert ["document:page"] == values(found, "quote:page-1", "oa:hasSource")


def test_a_document_node() -> None:
    """A document has its title, its address and the hash of its text."""
    found = written()

    assert ["mg:Document"] == values(found, "document:page", "rdf:type")
    assert ["Page"] == values(found, "document:page", "dcterms:title")
    assert [DOCUMENT.url] == values(found, "document:page", "dcterms:source")
    (digest,) = values(found, "document:page", "mg:textHash")
    assert digest.startswith("sha256:")
    assert len(digest) == len("sha256:") + 64


def test_statements_are_numbered_in_order() -> None:
    """The n-th different assertion of a document is its n-th statement."""
    found = written(assertion(), assertion(), assertion("mg:modifies"))

    assert ["mg:causes"] == values(found, "statement:page-1", "rdf:predicate")
    assert ["mg:modifies"] == values(found, "statement:page-2", "rdf:predicate")
    assert [] == values(found, "statement:page-3", "rdf:predicate")


def test_a_literal() -> None:
    """A value becomes a literal with its datatype, and has its statement too."""
    count = replace(
        assertion("mg:enzymeCount"), object=Value("8", Reference("xsd", "integer"))
    )
    eight = Literal("8", datatype=iri("xsd:integer"))
    gene = NAMES.iri(GENE.reference)

    assert Quad(gene, iri("mg:enzymeCount"), eight, GRAPH) in written(count)
    assert ["8"] == values(written(count), "statement:page-1", "rdf:object")


@pytest.mark.parametrize(
    ("predicate", "subject", "expected"),
    [
        ("mg:encodes", Kind.GENE, "GeneToGeneProductRelationship"),
        ("mg:hasPhenotype", Kind.CONDITION, "DiseaseToPhenotypicFeatureAssociation"),
        ("mg:partOf", Kind.STEP, "MolecularActivityToPathwayAssociation"),
        ("mg:partOf", Kind.CHEMICAL, "Association"),
        ("mg:frequency", None, "Association"),
    ],
)
def test_the_association_class(
    predicate: str, subject: Kind | None, expected: str
) -> None:
    """The class is chosen by the predicate and its subject's kind."""
    assert iri(f"biolink:{expected}") == association(
        NAMES.parse_curie(predicate), subject
    )


@dataclass(frozen=True)
class Row:
    predicate: Reference
    object: Reference


@dataclass(frozen=True)
class Words:
    """A lexicon of one gene."""

    rows: tuple[Row, ...] = field(
        default=(Row(Reference("skos", "exactMatch"), Reference("omim", "301300")),)
    )

    def entity(self, reference: Reference) -> Entity | None:
        return GENE if reference == GENE.reference else None

    def terms(self, reference: Reference) -> tuple[Term, ...]:
        names = {"ALAS2": Status.LABEL, "ALAS-E": Status.SYNONYM}
        terms = tuple(Term(name, GENE, status) for name, status in names.items())
        return terms if reference == GENE.reference else ()

    def mappings(self, reference: Reference) -> tuple[Row, ...]:
        return self.rows if reference == GENE.reference else ()


SPELLINGS = {"hgnc": ("https://e.org/HGNC:",), "omim": ("https://e.org/MIM:",)}


def described(*entities: Entity) -> Dataset:
    return Dataset(entity_quads(entities, Words(), SPELLINGS, NAMES, GRAPH))


def test_a_known_entity() -> None:
    """A node has its class, one label, its other names, mappings and spellings."""
    found = described(GENE, replace(GENE, label="as the page has it"))

    assert ["mg:Gene"] == values(found, "hgnc:397", "rdf:type")
    assert ["ALAS2"] == values(found, "hgnc:397", "rdfs:label")
    assert ["ALAS-E"] == values(found, "hgnc:397", "skos:altLabel")
    assert ["397", "hgnc:397"] == values(found, "hgnc:397", "dcterms:identifier")
    assert ["omim:301300"] == values(found, "hgnc:397", "skos:exactMatch")
    assert ["https://e.org/HGNC:397"] == values(found, "hgnc:397", "rdfs:seeAlso")


@pytest.mark.parametrize(
    ("relation", "place"),
    [("skos:exactMatch", "hgnc:397"), ("skos:closeMatch", "omim:301300")],
)
def test_mappings_are_linked(relation: str, place: str) -> None:
    """What a node maps to is identified; its spellings stand where they are exact."""
    gene, entry = (NAMES.iri(parse_curie(c)) for c in ("hgnc:397", "omim:301300"))
    quad = Quad(gene, iri(relation), entry, GRAPH)
    found = Dataset(linked([quad], SPELLINGS, NAMES))
    identifiers = values(found, "omim:301300", "dcterms:identifier")
    spelled = values(found, place, "rdfs:seeAlso")
    assert ["301300", "omim:301300"] == identifiers
    assert ["https://e.org/MIM:301300"] == spelled
    assert 1 + 2 + 1 == len(found)


@pytest.mark.parametrize("graph", ["ontology", "doc"])
def test_only_identifiers_elsewhere_are_linked(graph: str) -> None:
    """Neither nodes of ours nor the terms of the ontology are told of as mappings."""
    ours = NAMES.iri(CONDITION.reference)
    quad = Quad(ours, iri("skos:broadMatch"), ours, NAMES.graph(graph))
    found = list(linked([quad], SPELLINGS, NAMES))
    assert [quad] == found


def test_a_minted_entity() -> None:
    """A node that no lexicon knows has the first of its names as its one label."""
    found = described(CONDITION, replace(CONDITION, label="x"))

    assert ["X"] == values(found, "condition:x", "rdfs:label")
    assert ["x"] == values(found, "condition:x", "skos:altLabel")


def test_reference_facts_have_their_source(tmp_path: Path) -> None:
    """A reference fact stands in its source's graph and names it in a statement."""
    graph = NAMES.graph("reference", "rhea").value
    file = tmp_path / "facts.trig"
    file.write_text(f"<{graph}> {{ {str(TRIPLE).rpartition('<')[0]} . }}")

    found = Dataset(reference_quads(file, Words(), NAMES, RUN))

    assert TRIPLE.triple in [
        quad.triple for quad in found.quads_for_graph_name(NamedNode(graph))
    ]
    assert ["source:rhea"] == values(found, "statement:rhea-1", "prov:hadPrimarySource")
    assert ["manual_agent"] == values(found, "statement:rhea-1", "biolink:agent_type")
    assert [] == values(found, "statement:rhea-1", "prov:wasQuotedFrom")


def test_reference_facts_follow_the_base(tmp_path: Path) -> None:
    """Nodes and graphs of ours move with the base; others stay."""
    graph = NAMES.graph("reference", "rhea").value
    file = tmp_path / "facts.trig"
    file.write_text(f"<{graph}> {{ {str(TRIPLE).rpartition('<')[0]} . }}")
    other = Names("https://example.org/")

    found = set(reference_quads(file, Words(), other, RUN))

    moved = Quad(
        NAMES.iri(GENE.reference),
        iri("mg:causes"),
        NamedNode("https://example.org/id/condition/x"),
        other.graph("reference", "rhea"),
    )
    assert moved in found


def test_the_run_is_its_inputs() -> None:
    """A run is identified by the version and the inputs, in order."""
    assert run_reference("1", [b"a", b"b"]) == run_reference("1", [b"a", b"b"])
    assert run_reference("1", [b"a", b"b"]) != run_reference("1", [b"ab"])
    assert run_reference("1", [b"a"]) != run_reference("2", [b"a"])


def test_no_blank_nodes() -> None:
    """Everything we write has an IRI."""
    terms = [term for quad in written(assertion()) for term in quad]

    assert not [term for term in terms if isinstance(term, BlankNode)]
