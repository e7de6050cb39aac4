"""A proof leads from an inferred triple down to who says what."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse

from kg.errors import TermError
from kg.explain import Explanation, Source, explain, find_form, of_triple
from kg.names import Names
from kg.reason import Proof, infer
from kg.store import Store, create
from tests.unit.kg.reason.proof_checker import check

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAMES = Names()
DEFAULT = DefaultGraph()
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


def prove(store: Store, text: str) -> Proof:
    return explain(store, triple(text)).proofs[0]


def conclusions(proofs: Iterable[Proof]) -> list[Triple]:
    return [Triple(*p.conclusion) for p in proofs if p.conclusion]  # type: ignore[arg-type]


def leaves(proof: Proof) -> list[Proof]:
    """List what a proof rests on, axioms apart."""
    axioms = {id(axiom) for part in proof.walk() for axiom in part.axioms}
    return [p for p in proof.walk() if p.rule is None and id(p) not in axioms]


def said(told: Explanation) -> list[list[str | None]]:
    return [[source.exact for source in found] for found in told.sources.values()]


def test_an_asserted_triple_is_its_own_proof(store: Store) -> None:
    """What a document says has no premises, but the words that say it."""
    asserted = triple("gene:a mg:encodes enzyme:a")
    origin = NamedNode(NAMES.prefixes["document"] + "a")
    told = explain(store, asserted)

    assert (Proof(tuple(asserted)),) == told.proofs
    assert {asserted: (Source(origin, "GENE A makes enzyme A.", 7),)} == told.sources


def test_an_inferred_triple_leads_to_what_is_asserted(store: Store) -> None:
    """A step names its rule and its axiom, and rests on the asserted triples."""
    proof = prove(store, "gene:a mg:actsInStep step:1")
    (axiom,) = proof.axioms

    assert ("prp-spo2", None) == (proof.rule, axiom.rule)
    assert read("[] mg:x mg:encodes , mg:catalyses .")[0].object == axiom.members[0]
    assert [
        triple("gene:a mg:encodes enzyme:a"),
        triple("enzyme:a mg:catalyses step:1"),
    ] == conclusions(proof.premises)


def test_facts_without_words_name_their_source(store: Store) -> None:
    """A reference fact has the source of its statement, others have their graph."""
    stated = triple("enzyme:a mg:catalyses step:1")
    bare = triple("step:1 mg:feeds step:2")
    atlas = NamedNode(NAMES.prefixes["source"] + "atlas")
    graph = NAMES.graph("reference", "atlas")

    assert (Source(atlas, triple=stated),) == explain(store, stated).sources[stated]
    assert (Source(graph, triple=bare),) == explain(store, bare).sources[bare]


def test_a_proof_never_goes_in_circles(store: Store) -> None:
    """Where everything follows from everything, a proof ends in what is stated."""
    proof = prove(store, "step:4 mg:upstreamOf step:1")

    asserted = {triple(f"step:{n} mg:feeds step:{n + 1}") for n in (1, 2, 3)}
    assert asserted == set(conclusions(leaves(proof)))


def test_a_proof_is_as_short_as_can_be(store: Store) -> None:
    """One encoded enzyme makes a gene, however many it encodes."""
    proof = prove(store, "gene:a a mg:Gene")

    assert ("prp-dom", 1, 1) == (proof.rule, len(proof.premises), proof.steps())


def test_a_transitive_property_is_followed_edge_by_edge(store: Store) -> None:
    """A path is one step with all its edges in order, however many they are."""
    proof = prove(store, "step:1 mg:upstreamOf step:4")

    assert "prp-trp" == proof.rule
    assert [
        triple(f"step:{n} mg:upstreamOf step:{n + 1}") for n in (1, 2, 3)
    ] == conclusions(proof.premises)


def test_every_inferred_triple_has_a_proof_that_holds(store: Store) -> None:
    """What the reasoner added can be explained, each step by an instance of a rule."""
    asserted = [
        q.triple for q in store.quads.quads_for_pattern(None, None, None, DEFAULT)
    ]
    for found in infer(asserted):
        told = explain(store, found)

        assert [] == check(told.proofs[0], asserted)
        assert all(told.sources.values())


def test_further_proofs_come_in_order(store: Store) -> None:
    """Each proof is another one, none is shorter than the one before."""
    told = explain(store, triple("gene:a a mg:Gene"), 5)
    steps = [proof.steps() for proof in told.proofs]

    assert sorted(steps) == steps
    assert len(set(told.proofs)) == len(told.proofs)
    assert explain(store, triple("gene:a a mg:Gene")).proofs[0] == told.proofs[0]


def test_what_a_triple_depends_on(store: Store) -> None:
    """The one sentence that a conclusion rests on is needed, with the facts beside."""
    needs = explain(store, triple("gene:a mg:actsInStep step:1"), needs=True).needs
    assert needs is not None

    encodes = triple("gene:a mg:encodes enzyme:a")
    catalyses = triple("enzyme:a mg:catalyses step:1")
    assert ({encodes, catalyses},) == tuple(map(set, needs.sets))
    assert ["GENE A makes enzyme A.", None] == [one.exact for one in needs.needed]
    assert needs.is_whole


def test_every_edge_of_a_path_is_needed(store: Store) -> None:
    """Of a path with one way only, each edge is needed."""
    needs = explain(store, triple("step:1 mg:upstreamOf step:4"), needs=True).needs
    assert needs is not None

    edges = [triple(f"step:{n} mg:feeds step:{n + 1}") for n in (1, 2, 3)]
    assert (edges, True) == ([one.triple for one in needs.needed], needs.is_whole)


def built(folder: Path, axioms: list[Triple], facts: list[Triple]) -> Store:
    """Make a graph of axioms, of what one page states, and of what follows."""
    with create(folder / "graph") as draft:
        draft.add(into(axioms, "ontology"))
        draft.add(into(facts, "doc", "a"))
        draft.add(into(infer([*axioms, *facts]), "inferred"))
        draft.commit({})
    return Store.open(folder / "graph")


def test_asserted_edges_are_needed_as_they_are(tmp_path: Path) -> None:
    """A path may be of triples that were asserted of the property itself."""
    facts = read("step:1 mg:partOf step:2 . step:2 mg:partOf step:3 .")
    axioms = read("mg:partOf a owl:TransitiveProperty .")
    small = built(tmp_path, axioms, facts)
    goal = triple("step:1 mg:partOf step:3")
    needs = explain(small, goal, needs=True).needs
    assert needs is not None

    assert [facts] == [list(one) for one in needs.sets]
    assert facts == [one.triple for one in needs.needed]


def test_two_ways_need_no_single_source(tmp_path: Path) -> None:
    """Where either of two triples is enough, neither is needed."""
    facts = read("gene:a mg:encodes enzyme:a , enzyme:b .")
    axioms = read("mg:encodes rdfs:domain mg:Gene .")
    small = built(tmp_path, axioms, facts)
    goal = triple("gene:a a mg:Gene")
    needs = explain(small, goal, needs=True).needs
    assert needs is not None

    assert [[facts[0]], [facts[1]]] == [list(one) for one in needs.sets]
    assert ((), True) == (needs.needed, needs.is_whole)


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


def write(store: Store, text: str, form: str, limit: int = 1) -> str:
    told = explain(store, triple(text), limit, needs=form == "json")
    written = find_form(form).write(store, of_triple(told))
    return written if isinstance(written, str) else written.decode()


def test_a_proof_reads_as_a_tree(store: Store) -> None:
    """The text has labels, rule, axiom, sources and quotes, one step deeper each."""
    expected = """\
GENE A · acts in step · step:1
    by prp-spo2: mg:actsInStep owl:propertyChainAxiom ( mg:encodes mg:catalyses )
    GENE A · encodes · enzyme:a
        document:a: “GENE A makes enzyme A.”
    enzyme:a · catalyses · step:1
        stated by source:atlas
"""
    assert expected == write(store, "gene:a mg:actsInStep step:1", "text")


def test_a_proof_reads_as_markdown(store: Store) -> None:
    """The same tree as nested lists, axioms as code."""
    expected = """\
- **step:1 · upstream · step:2**
    - by prp-spo1: `mg:feeds rdfs:subPropertyOf mg:upstreamOf`
    - **step:1 · mg:feeds · step:2**
        - stated by https://w3id.org/mendelgraph/graph/reference/atlas
"""
    found = write(store, "step:1 mg:upstreamOf step:2", "md")
    assert expected == found.replace("mg:upstreamOf · step", "upstream · step")


def test_a_proof_is_written_as_json(store: Store) -> None:
    """Terms are as SPARQL results have them; steps have rule, axioms, premises."""
    written = json.loads(write(store, "gene:a mg:actsInStep step:1", "json"))
    (proof,) = written["proofs"]

    assert {
        "type": "uri",
        "value": NAMES.prefixes["gene"] + "a",
        "label": "GENE A",
    } == written["triple"]["subject"]
    assert ("prp-spo2", 1) == (proof["rule"], proof["steps"])
    assert [
        {
            "origin": NAMES.prefixes["document"] + "a",
            "exact": "GENE A makes enzyme A.",
            "start": 7,
        }
    ] == proof["premises"][0]["sources"]
    assert ["sets", "needed", "whole"] == list(written["needs"])


def test_a_proof_is_written_as_prov(store: Store) -> None:
    """Every step of the derivation is an activity, and nothing is a blank node."""
    found = write(store, "step:1 mg:upstreamOf step:4", "ttl", 2)
    graph = rdflib.Graph().parse(data=found, format="turtle")
    derived = graph.query(
        """ASK { ?triple a prov:Entity ; rdf:predicate mg:upstreamOf ;
          prov:wasGeneratedBy ?step ; prov:wasDerivedFrom ?axiom .
          ?step a prov:Activity ; prov:used ?axiom ; dcterms:conformsTo ?rule ;
            prov:qualifiedUsage [ prov:entity ?axiom ; prov:hadRole/rdfs:label "axiom" ]
          . ?rule rdfs:label "prp-trp" .
          ?axiom rdf:object owl:TransitiveProperty ; prov:hadPrimarySource ?graph }""",
        initNs=NAMES.prefixes,
    )

    assert derived.askAnswer
    assert [] == [
        term for triple in graph for term in triple if "BNode" in str(type(term))
    ]


def test_a_proof_is_drawn(store: Store) -> None:
    """The drawing has a box for each triple, joined by rules, and balanced quotes."""
    lines = write(store, "gene:a mg:actsInStep step:1", "dot").splitlines()

    assert ("digraph proof {", "}") == (lines[0], lines[-1])
    assert 4 == sum("shape=box" in line for line in lines)
    assert 1 == sum("style=dashed" in line for line in lines)
    assert [] == [line for line in lines if line.replace('\\"', "").count('"') % 2]
