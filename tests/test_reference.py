"""The reference facts: where they come from, and what follows from them."""

from __future__ import annotations

import csv
import os
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import owlrl
import pytest
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from kg.lexicon import bundled
from kg.lexicon.schemes import SCHEMES
from kg.model import Reference
from kg.names import Names
from kg.rdf import bundled_spellings, linked
from ontology import FILES

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("MENDEL_SHARED", ROOT.parent / "shared"))
NAMES = Names()
STEPS = [Reference("step", f"heme-biosynthesis-{number}") for number in range(1, 9)]


def iri(curie: str) -> NamedNode:
    return NAMES.iri(NAMES.parse_curie(curie))


@cache
def reference() -> tuple[Quad, ...]:
    data = FILES.joinpath("reference", "heme-biosynthesis.trig").read_bytes()
    return tuple(parse(data, RdfFormat.TRIG))


@cache
def closure() -> rdflib.Graph:
    graph = rdflib.Graph()
    graph.parse(data=FILES.joinpath("genetics.ttl").read_bytes(), format="turtle")
    for quad in reference():
        line = f"{quad.subject} {quad.predicate} {quad.object} ."
        graph.parse(data=line, format="ntriples")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def follows(subject: Reference, predicate: str, value: Reference) -> bool:
    start, relation, end = (
        rdflib.URIRef(node.value)
        for node in (NAMES.iri(subject), iri(f"mg:{predicate}"), NAMES.iri(value))
    )
    return (start, relation, end) in closure()


def test_order_of_the_steps() -> None:
    """By the rules of OWL 2 RL each step is upstream of all after it, and no other."""
    expected = {(a, b) for a in range(8) for b in range(a + 1, 8)}
    actual = {
        (a, b)
        for a in range(8)
        for b in range(8)
        if follows(STEPS[a], "upstreamOf", STEPS[b])
    }
    assert expected == actual


@pytest.mark.parametrize("gene", ["396", "397", "395", "4982", "3647"])
def test_needed_for_heme(gene: str) -> None:
    """A gene whose enzyme does any step is needed for the last product."""
    assert follows(Reference("hgnc", gene), "neededFor", Reference("CHEBI", "60344"))


def test_involved_in() -> None:
    """A gene takes part in the pathway of its enzyme's step."""
    pathway = Reference("pathway", "heme-biosynthesis")
    assert follows(Reference("hgnc", "397"), "involvedIn", pathway)


def test_step_number_follows_order() -> None:
    """The numbers of the steps agree with the order that their molecules give."""
    numbers = {
        str(quad.subject): int(getattr(quad.object, "value", "0"))
        for quad in reference()
        if quad.predicate == iri("mg:stepNumber")
    }
    assert {str(NAMES.iri(step)): n for n, step in enumerate(STEPS, 1)} == numbers


def test_nothing_is_the_same() -> None:
    """The rules never make one thing of two."""
    merged = [(a, b) for a, b in closure().subject_objects(rdflib.OWL.sameAs) if a != b]
    assert [] == merged


def test_reference_nodes_have_names() -> None:
    """The lexicon knows every node of the reference facts."""
    nodes = {
        found
        for quad in reference()
        for term in (quad.subject, quad.object)
        if isinstance(term, NamedNode) and (found := NAMES.reference(term.value))
    }
    assert [] == sorted(str(node) for node in nodes if not bundled().entity(node))


def test_sources() -> None:
    """Each graph of reference facts has a source with title, version and licence."""
    store = Store()
    store.load(
        FILES.joinpath("reference", "sources.ttl").read_bytes(), RdfFormat.TURTLE
    )
    graphs = {str(quad.graph_name) for quad in reference()}
    described = {
        str(graph.subject)
        for graph in store.quads_for_pattern(None, iri("dcterms:source"), None)
        if isinstance(graph.object, NamedNode)
        and {"title", "hasVersion", "license", "source"}
        <= {
            quad.predicate.value.rpartition("/")[2]
            for quad in store.quads_for_pattern(graph.object, None, None)
        }
    }
    assert graphs == described


def spellings() -> list[dict[str, str]]:
    text = FILES.joinpath("spellings.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return list(csv.DictReader(lines, delimiter="\t"))


def test_spellings() -> None:
    """A spelling belongs to a declared prefix and differs from its namespace."""
    rows = spellings()
    assert ["prefix", "namespace", "used_by", "source"] == list(rows[0])
    wrong = [
        row
        for row in rows
        if NAMES.prefixes.get(row["prefix"], row["namespace"]) == row["namespace"]
    ]
    assert [] == wrong


# An identifier of each scheme that has other spellings.
SPELT = {
    "hgnc": "397",
    "ncbigene": "212",
    "ensembl": "ENSG00000158578",
    "omim": "300751",
    "omimps": "PS301310",
    "orphanet": "75563",
    "mesh": "C536761",
    "umls": "C4551511",
    "snomedct": "22935002",
    "gard": "667",
    "doi": "10.1000/182",
    "uniprot": "P22557",
    "EC": "2.3.1.37",
    "rhea": "22824",
    "reactome": "R-HSA-189451",
    "kegg.reaction": "R00830",
    "wikipathways": "WP561",
    "wikidata": "Q283",
    "CHEBI": "60344",
    "CL": "0000764",
    "DOID": "0050554",
    "GO": "0006783",
    "HP": "0001417",
    "MONDO": "0010420",
    "NCIT": "C34443",
    "UBERON": "0000178",
}


@pytest.mark.parametrize("prefix", SPELT)
def test_each_spelling_is_told(prefix: str) -> None:
    """What is the same as an identifier leads to each spelling of it, told once."""
    reference = Reference(prefix, SPELT[prefix])
    spelled = [row["namespace"] + SPELT[prefix] for row in spellings_of(prefix)]
    assert spelled
    node = NAMES.iri(Reference("condition", "x"))
    quad = Quad(node, iri("skos:exactMatch"), NAMES.iri(reference), NAMES.graph("doc"))
    told = {
        quad.object.value
        for quad in linked([quad], bundled_spellings(), NAMES)
        if quad.predicate == iri("rdfs:seeAlso") and isinstance(quad.object, NamedNode)
    }
    assert (len(told), told) == (len(spelled), {*spelled})


def test_each_scheme_has_spellings() -> None:
    """There is an example of each, and a spelling of each scheme of the lexicon."""
    assert set(SPELT) == {row["prefix"] for row in spellings()}
    assert {*SCHEMES} - {*SPELT} == {"PW"}


def spellings_of(prefix: str) -> list[dict[str, str]]:
    return [row for row in spellings() if row["prefix"] == prefix]


def test_participants_agree_with_the_identifiers() -> None:
    """Inputs, outputs and compartments are those of the verified identifiers."""
    relations = {
        "primary input": "mg:hasPrimaryInput",
        "other input": "mg:hasInput",
        "primary output": "mg:hasPrimaryOutput",
        "other output": "mg:hasOutput",
        "compartment": "mg:occursIn",
    }
    expected = defaultdict(set)
    path = SHARED / "data" / "identifiers.tsv"
    if not path.exists():
        pytest.skip("identifiers.tsv is not there: set MENDEL_SHARED to its folder")
    with path.open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle, delimiter="\t"):
            match = re.fullmatch(r"heme biosynthesis step (\d) (.+)", row["entity"])
            if match and row["status"] == "verified":
                step = NAMES.iri(Reference("step", f"heme-biosynthesis-{match[1]}"))
                expected[step, iri(relations[match[2]])].add(iri(row["identifier"]))
    actual = defaultdict(set)
    for quad in reference():
        if quad.predicate in {iri(relation) for relation in relations.values()}:
            actual[quad.subject, quad.predicate].add(quad.object)
    assert expected == actual
