"""A proof leads from an inferred triple down to who says what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from kg.errors import TermError
from kg.explain import Proof, Source, as_json, as_text, explain
from kg.names import Names
from kg.reason import infer
from kg.store import Store, create

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAMES = Names()
HEADER = "".join(f"@prefix {p}: <{n}> .\n" for p, n in NAMES.prefixes.items())

ONTOLOGY = """
mg:catalyses rdfs:label "catalyses" . mg:encodes rdfs:label "encodes" .
mg:actsInStep rdfs:label "acts in step" ;
    owl:propertyChainAxiom ( mg:encodes mg:catalyses ) .
mg:upstreamOf a owl:TransitiveProperty , owl:SymmetricProperty .
mg:feeds rdfs:subPropertyOf mg:upstreamOf .
mg:encodes rdfs:domain mg:Gene .
"""
DOCUMENT = """
gene:a rdfs:label "GENE A" ; mg:encodes enzyme:a .
gene:b mg:encodes enzyme:a .
"""
REFERENCE = """
enzyme:a mg:catalyses step:1 .
step:1 mg:feeds step:2 . step:2 mg:feeds step:3 . step:3 mg:feeds step:4 .
"""
EVIDENCE = """
statement:a-1 rdf:subject gene:a ; rdf:predicate mg:encodes ; rdf:object enzyme:a ;
    mg:polarity "positive" ; prov:hadPrimarySource document:a ;
    prov:wasQuotedFrom quote:a-1 .
quote:a-1 oa:hasSelector selector:a-1-quote , selector:a-1-position .
selector:a-1-quote oa:exact "GENE A makes enzyme A." .
selector:a-1-position oa:start 7 .
statement:b-1 rdf:subject enzyme:a ; rdf:predicate mg:catalyses ; rdf:object step:1 ;
    mg:polarity "positive" ; prov:hadPrimarySource source:atlas .
"""


def read(turtle: str) -> list[Triple]:
    return [quad.triple for quad in parse(HEADER + turtle, format=RdfFormat.TURTLE)]


def triple(text: str) -> Triple:
    return read(f"{text} .")[0]


def into(triples: Iterable[Triple], *graph: str) -> Iterator[Quad]:
    for subject, predicate, object_ in triples:
        yield Quad(subject, predicate, object_, NAMES.graph(*graph))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    location = tmp_path_factory.mktemp("explain") / "graph"
    unfounded = triple("step:7 mg:upstreamOf step:8")
    inferred = (*infer(read(ONTOLOGY + DOCUMENT + REFERENCE)), unfounded)
    with create(location) as draft:
        draft.add(into(read(ONTOLOGY), "ontology"))
        draft.add(into(read(DOCUMENT), "doc", "a"))
        draft.add(into(read(REFERENCE), "reference", "atlas"))
        draft.add(into(read(EVIDENCE), "evidence"))
        draft.add(into(inferred, "inferred"))
        draft.commit({})
    return Store.open(location)


def leaves(proof: Proof) -> list[Proof]:
    if not proof.premises:
        return [proof]
    return [leaf for premise in proof.premises for leaf in leaves(premise)]


def test_an_asserted_triple_is_its_own_proof(store: Store) -> None:
    """What a document says has no premises, but the words that say it."""
    asserted = triple("gene:a mg:encodes enzyme:a")
    origin = NamedNode(NAMES.prefixes["document"] + "a")

    expected = Proof(asserted, sources=(Source(origin, "GENE A makes enzyme A."),))

    assert expected == explain(store, asserted)


def test_an_inferred_triple_leads_to_what_is_asserted(store: Store) -> None:
    """A step names its rule and its axiom, and rests on the asserted triples."""
    proof = explain(store, triple("gene:a mg:actsInStep step:1"))

    assert proof.axiom is not None
    assert "prp-spo2" == proof.rule
    assert [
        triple("gene:a mg:encodes enzyme:a"),
        triple("enzyme:a mg:catalyses step:1"),
    ] == [premise.conclusion for premise in proof.premises]


def test_facts_without_words_name_their_source(store: Store) -> None:
    """A reference fact has the source of its statement, others have their graph."""
    stated = explain(store, triple("enzyme:a mg:catalyses step:1"))
    bare = explain(store, triple("step:1 mg:feeds step:2"))

    assert (Source(NamedNode(NAMES.prefixes["source"] + "atlas")),) == stated.sources
    assert (Source(NAMES.graph("reference", "atlas")),) == bare.sources


def test_a_proof_never_goes_in_circles(store: Store) -> None:
    """Where everything follows from everything, a proof ends in what is stated."""
    proof = explain(store, triple("step:4 mg:upstreamOf step:1"))

    asserted = {triple(f"step:{n} mg:feeds step:{n + 1}") for n in (1, 2, 3)}
    assert asserted == {leaf.conclusion for leaf in leaves(proof)}


def test_a_proof_is_as_short_as_can_be(store: Store) -> None:
    """One encoded enzyme makes a gene, however many it encodes."""
    proof = explain(store, triple("gene:a a mg:Gene"))

    assert ("prp-dom", 1) == (proof.rule, len(proof.premises))


def test_a_transitive_property_is_followed_edge_by_edge(store: Store) -> None:
    """A path is one step with all its edges in order, however many they are."""
    proof = explain(store, triple("step:1 mg:upstreamOf step:4"))

    assert "prp-trp" == proof.rule
    assert [triple(f"step:{n} mg:upstreamOf step:{n + 1}") for n in (1, 2, 3)] == [
        premise.conclusion for premise in proof.premises
    ]


def test_every_inferred_triple_has_a_proof(store: Store) -> None:
    """What the reasoner added can be explained, whatever it is."""
    for found in infer(read(ONTOLOGY + DOCUMENT + REFERENCE)):
        assert all(leaf.sources for leaf in leaves(explain(store, found)))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("gene:a mg:encodes enzyme:z", "the graph holds no such triple"),
        ("step:7 mg:upstreamOf step:8", "inferred, yet follows from nothing"),
    ],
)
def test_what_cannot_be_proved_is_refused(
    store: Store, text: str, problem: str
) -> None:
    """A triple that is absent or unfounded has no proof, and the error says which."""
    with pytest.raises(TermError, match=problem):
        explain(store, triple(text))


def test_a_proof_reads_as_a_tree(store: Store) -> None:
    """The text has labels, rule, axiom, sources and quotes, one step deeper each."""
    proof = explain(store, triple("gene:a mg:actsInStep step:1"))

    expected = """\
GENE A · acts in step · step:1
    by prp-spo2: mg:actsInStep owl:propertyChainAxiom ( mg:encodes mg:catalyses )
    GENE A · encodes · enzyme:a
        document:a: “GENE A makes enzyme A.”
    enzyme:a · catalyses · step:1
        stated by source:atlas"""
    assert expected == as_text(store, proof)


def test_a_proof_is_written_as_json(store: Store) -> None:
    """The JSON has the same tree, with terms as SPARQL results have them."""
    asserted = triple("gene:a mg:encodes enzyme:a")

    expected = {
        "conclusion": {
            "subject": {
                "type": "uri",
                "value": NAMES.prefixes["gene"] + "a",
                "label": "GENE A",
            },
            "predicate": {
                "type": "uri",
                "value": NAMES.prefixes["mg"] + "encodes",
                "label": "encodes",
            },
            "object": {
                "type": "uri",
                "value": NAMES.prefixes["enzyme"] + "a",
                "label": "enzyme:a",
            },
        },
        "sources": [
            {
                "origin": NAMES.prefixes["document"] + "a",
                "exact": "GENE A makes enzyme A.",
            }
        ],
    }
    assert expected == as_json(store, explain(store, asserted))


def test_a_step_in_json_has_rule_axiom_and_premises(store: Store) -> None:
    """An inferred conclusion says by which rule, which axiom and from what."""
    written = as_json(store, explain(store, triple("step:1 mg:upstreamOf step:2")))

    assert ["conclusion", "rule", "axiom", "premises"] == list(written)
    assert "mg:feeds rdfs:subPropertyOf mg:upstreamOf" == written["axiom"]
