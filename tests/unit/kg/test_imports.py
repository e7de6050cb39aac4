"""`mendel import`: any file of facts as a reference graph, kept and accounted for."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from click.testing import CliRunner, Result
from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    Triple,
)

from kg.cli import COMMANDS, group
from kg.entailment import Entailment
from kg.names import Names, named
from kg.store import Store, create
from tests.unit.kg.change.graphs import check, content, make, triples

FILES = Path(__file__).parents[2] / "cases" / "imports"
NAMES = Names()
PATHWAY = (FILES / "pathway.ttl").read_text(encoding="utf-8")
OF_2013 = f"{PATHWAY} hgnc:395 rdfs:seeAlso ncbigene:210 ."
OF_2021 = f"""{PATHWAY} hgnc:395 mg:encodes uniprot:P13716 ;
  rdfs:seeAlso ensembl:ENSG00000148218 . uniprot:P13716 a mg:GeneProduct ."""
EDGE = "hgnc:395 biolink:causes MONDO:0013000 ."
EDGE_TERMS = ("hgnc:395", "biolink:causes", "MONDO:0013000")
STEP_TERMS = ("hgnc:395", "mg:actsInStep", "step:blood-conversion-1")
NODE = """MONDO:0013000 a biolink:Disease ; rdfs:label "porphyria of ALAD" ;
  skos:altLabel "Doss porphyria" , "ALAD porphyria" ."""


def mendel(*arguments: object) -> Result:
    return CliRunner().invoke(group(COMMANDS), [str(a) for a in arguments])


@pytest.fixture(name="location")
def _location(tmp_path: Path) -> Path:
    make(tmp_path / "graph", one='gene:g rdfs:label "g" .')
    return tmp_path / "graph"


def bring(file: Path, location: Path, name: str = "blood") -> Result:
    return mendel("import", file, "--name", name, "-l", location)


def imported(location: Path, name: str = "blood") -> set[Triple]:
    return content(Store.open(location), NAMES.graph("reference", name))


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("pathway.gpml", OF_2013),
        ("pathway-2021.gpml", OF_2021),
        ("edges.tsv", EDGE),
        ("edges.jsonl", EDGE),
        ("nodes.tsv", NODE),
    ],
)
def test_what_is_read(location: Path, file: str, expected: str) -> None:
    """A file becomes the reference graph of its name, and what follows follows."""
    told = bring(FILES / file, location)
    assert (0, set(triples(expected))) == (told.exit_code, imported(location))
    check(Store.open(location))


def test_ontologies_in_obo(location: Path) -> None:
    """Terms are classes, relations properties, as OBO 1.4 has them in OWL."""
    bring(FILES / "blood.obo", location)
    expected = (FILES / "blood-obo.ttl").read_text(encoding="utf-8")
    wanted = Dataset(Quad(*triple) for triple in triples(expected))
    found = Dataset(Quad(*triple) for triple in imported(location))
    for each in (wanted, found):
        each.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    assert set(wanted) == set(found)


def test_denied_edges(location: Path, tmp_path: Path) -> None:
    """An edge that is negated is no triple: it is kept as what is denied."""
    file = tmp_path / "edges.tsv"
    text = (FILES / "edges.tsv").read_text(encoding="utf-8")
    head, edge = text.splitlines()
    file.write_text(f"{head}\tnegated\n{edge}\ttrue\n", encoding="utf-8")
    bring(FILES / "pathway.gpml", location, "known")
    bring(FILES / "nodes.tsv", location, "too")
    bring(file, location)
    told = mendel("evidence", *EDGE_TERMS, "-l", location)
    assert (set(), 0, True) == (
        imported(location),
        told.exit_code,
        "(negative, stated)" in told.stdout,
    ), told.output


def test_what_is_denied_is_meant_before_what_it_maps_to(location: Path) -> None:
    """A denial is found by its own terms, though another node is the same as one."""
    file = location.parent / "edges.tsv"
    text = (FILES / "edges.tsv").read_text(encoding="utf-8")
    head, edge = text.splitlines()
    file.write_text(f"{head}\tnegated\n{edge}\ttrue\n", encoding="utf-8")
    turtle = "gene:g skos:exactMatch MONDO:0013000 . hgnc:395 rdfs:label 'ALAD' ."
    make(location, one=turtle)
    bring(file, location)
    told = mendel("evidence", *EDGE_TERMS, "-l", location)
    assert (0, True) == (told.exit_code, "(negative, stated)" in told.stdout)


@pytest.mark.parametrize(
    ("file", "terms", "place"),
    [
        ("edges.jsonl", EDGE_TERMS, "edges.jsonl, line 1"),
        ("pathway.gpml", STEP_TERMS, "pathway.gpml, line 11"),
        ("blood.obo", ("HP:0001935", "rdfs:subClassOf", "HP:0001903"), "blood.obo ("),
    ],
)
def test_each_fact_has_its_source(
    location: Path, file: str, terms: tuple[str, ...], place: str
) -> None:
    """`mendel evidence` says which file a fact is from, and where it stands there."""
    bring(FILES / file, location)
    told = mendel("evidence", *terms, "-l", location)
    first = told.stdout.splitlines()[0]
    assert first.startswith("source:blood by import of "), told.output
    assert place in first


def test_what_an_edge_says_beside_its_triple(location: Path) -> None:
    """Qualifiers, publications and sources stand at the statement, as in Biolink."""
    bring(FILES / "edges.jsonl", location)
    store = Store.open(location)
    graph, statement = NAMES.graph("evidence"), named("statement:import-blood-1")
    found = store.quads.quads_for_pattern(statement, None, None, graph)
    told = {(quad.predicate, quad.object) for quad in found}
    expected = """statement:import-blood-1 a biolink:CausalGeneToDiseaseAssociation ;
      biolink:knowledge_level "prediction" ; biolink:agent_type "automated_agent" ;
      biolink:qualified_predicate biolink:causes ;
      biolink:object_aspect_qualifier "activity" ;
      biolink:publications pubmed:1 , "journal of things" ;
      biolink:primary_knowledge_source "infores:somebody" ."""
    assert {(t.predicate, t.object) for t in triples(expected)} <= told


def test_evidence_is_replaced_and_kept(location: Path) -> None:
    """Statements go with the file that had them; builds take over what is there."""
    bring(FILES / "pathway.gpml", location)
    bring(FILES / "edges.tsv", location)
    with create(location) as draft:
        entailment = Entailment()
        entailment.begin(draft)
        entailment.take_over(draft)
        draft.commit({"graphs": {}})
    store = Store.open(location)
    graph, origin = NAMES.graph("evidence"), named("prov:hadPrimarySource")
    found = store.quads.quads_for_pattern(None, origin, None, graph)
    assert ["statement:import-blood-1"] == [
        NAMES.curie(quad.subject.value)  # type: ignore[union-attr] # an IRI
        for quad in found
    ]


@pytest.mark.parametrize(
    ("ending", "pack"),
    [(".gz", gzip.compress), (".zst", zstandard.compress), ("", bytes)],
)
def test_rdf_is_read_against_the_graph(
    location: Path, tmp_path: Path, ending: str, pack: Callable[[bytes], bytes]
) -> None:
    """RDF is read packed or not; relative IRIs do not tell where the file lay."""
    file = tmp_path / f"some.ttl{ending}"
    file.write_bytes(pack(b"<#a> <http://example.org/p> <#b> ."))
    bring(file, location)
    base = NAMES.graph("reference", "blood").value
    ends = [NamedNode(f"{base}#{name}") for name in "ab"]
    found = Triple(ends[0], NamedNode("http://example.org/p"), ends[1])
    assert {found} == imported(location)


def test_where_it_comes_from(location: Path) -> None:
    """The metadata say which file it was, in which form, and its hash."""
    bring(FILES / "pathway.gpml", location)
    store = Store.open(location)
    found = store.quads.quads_for_pattern(
        named("source:blood"), None, None, NAMES.graph("metadata")
    )
    told = {quad.predicate: quad.object for quad in found}
    assert (
        Literal("pathway.gpml"),
        Literal("GPML"),
        Literal("20310101"),
        "sha256",
    ) == (
        told[named("dcterms:source")],
        told[named("dcterms:description")],
        told[named("dcterms:hasVersion")],
        str(told[named("mg:textHash")])[1:7],
    )


def test_again_replaces(location: Path) -> None:
    """What came by a name before is replaced, and so is what is told of it."""
    bring(FILES / "pathway.gpml", location)
    bring(FILES / "edges.tsv", location)
    store = Store.open(location)
    forms = store.quads.quads_for_pattern(
        named("source:blood"), named("dcterms:description"), None, None
    )
    assert (set(triples(EDGE)), ["KGX"]) == (
        imported(location),
        [quad.object.value for quad in forms],  # type: ignore[union-attr] # a literal
    )


def test_builds_keep_it(location: Path) -> None:
    """What replaces a graph takes imports over, with where they come from."""
    bring(FILES / "edges.tsv", location)
    with create(location) as draft:
        entailment = Entailment()
        entailment.begin(draft)
        entailment.take_over(draft)
        draft.commit({"graphs": {}})
    again = bring(FILES / "edges.tsv", location)
    assert (set(triples(EDGE)), "+0 -0 asserted") == (
        imported(location),
        again.stdout.partition(",")[0],
    )


def test_one_label(location: Path, tmp_path: Path) -> None:
    """A node that has a label keeps it: another one is another name."""
    file = tmp_path / "names.ttl"
    node = NAMES.prefixes["gene"] + "g"
    label = NAMES.prefixes["rdfs"] + "label"
    file.write_text(f'<{node}> <{label}> "G one" , "g" .', encoding="utf-8")
    bring(file, location)
    assert set(triples('gene:g skos:altLabel "G one" .')) == imported(location)


@pytest.mark.parametrize("file", ["pathway.gpml", "blood.obo"])
def test_what_was_imported_is_taken_out(location: Path, file: str) -> None:
    """With a graph goes its evidence, where it came from, and what followed from it."""
    mendel("update", "INSERT DATA { hgnc:1 rdfs:label 'x' }", "-l", location)
    before = set(Store.open(location).quads)
    bring(FILES / file, location)
    told = mendel("import", "--remove", "--name", "blood", "-l", location)
    after = set(Store.open(location).quads)
    unlike = {q for q in before ^ after if q.predicate != named("dcterms:modified")}
    unlike = {q for q in unlike if q.subject != NAMES.graph("metadata")}  # its size
    assert (0, set()) == (told.exit_code, unlike), told.output
    check(Store.open(location))


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--remove", "--name", "none"), "no import has this name; there are: blood"),
        (("--remove", "--name", "No!"), "name the graph by letters"),
        (("--name", "blood"), "give a FILE"),
        (("x.ttl", "--remove", "--name", "blood"), "give a FILE"),
    ],
)
def test_what_cannot_be_taken_out(
    location: Path, arguments: tuple[str, ...], problem: str
) -> None:
    """A name that nobody gave, or a file beside it, is refused; nothing changes."""
    bring(FILES / "edges.tsv", location)
    before = imported(location)
    told = mendel("import", *arguments, "-l", location)
    assert (True, before) == (problem in told.output, imported(location)), told.output


def test_dry_run(location: Path) -> None:
    """With --dry-run, all is told and nothing is there."""
    file = FILES / "pathway.gpml"
    told = mendel("import", file, "--name", "x", "-l", location, "--dry-run")
    assert (0, True, set()) == (
        told.exit_code,
        told.stdout.startswith(f"+{len(triples(OF_2013))} -0 asserted"),
        imported(location, "x"),
    )


BOMB = """<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>
<Pathway xmlns="http://pathvisio.org/GPML/2013a" Name="&d;&d;&d;&d;&d;&d;&d;&d;"/>"""


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("a.ttl", "<urn:a> <urn:b> .", "line"),
        ("a.gpml", '<Pathway xmlns="http://pathvisio.org/GPML/2013a">', "line 1"),
        ("a.tsv", "subject\tpredicate\tobject\nHGMC:1\tmg:x\thgnc:2\n", "line 2"),
        ("a.tsv", "subject\tpredicate\tobject\nhgnc:1\t\thgnc:2\n", "line 2"),
        ("a.obo", "format-version: 1.2\n\n[Term]\nid HP:1\n", "line 4"),
        ("a.nt", "", "holds no triple"),
        ("a.gpml", BOMB, "line 1"),
        ("a.jsonl", '{"subject": "hgnc:1", "predicate": "mg:x", "object"', "line 1"),
        ("a.ttl.zst", "\x28\xb5", "line 1"),
        ("a.tsv", "from\tto\nhgnc:1\thgnc:2\n", "subject, predicate, object"),
        ("a.tsv", "# x\nsubject_id\tpredicate_id\tobject_id\n", "mendel lexicon add"),
        ("a.docx", "Some words.", ".ttl"),
    ],
)
def test_errors_say_where(
    location: Path, tmp_path: Path, name: str, text: str, problem: str
) -> None:
    """What cannot be read is one line, with the file and its line."""
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    told = bring(file, location)
    assert (1, 1, True, True) == (
        told.exit_code,
        len(told.stderr.splitlines()),
        name in told.stderr,
        problem in told.stderr,
    )


@pytest.mark.parametrize(
    ("file", "problem"), [("", "one by one"), ("none.ttl", "no such file")]
)
def test_what_is_no_file(
    location: Path, tmp_path: Path, file: str, problem: str
) -> None:
    """A folder, or a file that is not there, is one line that says what to do."""
    told = bring(tmp_path / file, location)
    assert (1, True, 1) == (
        told.exit_code,
        problem in told.stderr,
        len(told.stderr.splitlines()),
    )


@pytest.mark.parametrize("name", ["Two Words", "../x", ""])
def test_names(location: Path, name: str) -> None:
    """A name that is no part of an IRI is refused, with one that is."""
    told = bring(FILES / "edges.tsv", location, name)
    assert (1, True) == (told.exit_code, "letters, digits and hyphens" in told.stderr)


@pytest.mark.parametrize("name", ["rhea", "lexicon", "hermit"])
def test_graphs_of_builds(location: Path, name: str) -> None:
    """A graph that builds make is not replaced, nor is its name taken beforehand."""
    told = bring(FILES / "edges.tsv", location, name)
    assert (1, True) == (told.exit_code, "choose another name" in told.stderr)


def test_what_of_a_pathway_is_left_out(location: Path) -> None:
    """Nodes of a pathway that are in no fact are counted and named."""
    told = bring(FILES / "pathway.gpml", location)
    assert "left out: 1 nodes that no line led to a step: a note" in told.stderr


def test_what_was_inferred_before(location: Path) -> None:
    """What was inferred and is asserted now is told to be no loss."""
    part = "step:a mg:partOf step:b . step:b mg:partOf step:c ."
    make(location, one=f"mg:partOf a owl:TransitiveProperty . {part}")
    file = location.parent / "a.ttl"
    node, part_of = NAMES.prefixes["step"], named("mg:partOf")
    file.write_text(f"<{node}a> {part_of} <{node}c> .", encoding="utf-8")
    told = bring(file, location).stdout.splitlines()
    assert [
        "+1 -0 asserted, +0 -1 inferred",
        "  1 inferred before are asserted now: none lost",
    ] == told[:2]


def test_the_words_behind_an_edge(location: Path) -> None:
    """`mendel evidence` shows the supporting text of an edge, and what else it says."""
    file = location.parent / "edges.jsonl"
    edge = dict(zip(("subject", "predicate", "object"), EDGE_TERMS, strict=True))
    beside = {"publications": ["PMID:2", "PMID:1"], "p_value": 0.5}
    words = {"supporting_text": ["ALAD is the cause.", "It was seen twice."]}
    file.write_text(json.dumps(edge | beside | words), encoding="utf-8")
    bring(file, location)
    text = mendel("evidence", *EDGE_TERMS, "-l", location).stdout.splitlines()
    told = mendel("evidence", *EDGE_TERMS, "-l", location, "--json").stdout
    said = json.loads(told)["statements"][0]
    assert [
        "    “ALAD is the cause. […] It was seen twice.”",
        "    p value: 0.5",
        "    publications: pubmed:1, pubmed:2",
    ] == text[2:]
    assert {
        "exact": "ALAD is the cause. […] It was seen twice.",
        "slots": {"p_value": ["0.5"], "publications": ["pubmed:1", "pubmed:2"]},
    }.items() <= said.items()
