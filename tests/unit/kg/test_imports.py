"""`mendel import`: any file of facts as a reference graph, kept and accounted for."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import Literal, NamedNode, Triple

from kg.cli import COMMANDS, group
from kg.entailment import Entailment
from kg.names import Names, named
from kg.store import Store, create
from tests.unit.kg.change.graphs import check, content, make, triples

FILES = Path(__file__).parents[2] / "cases" / "imports"
NAMES = Names()
PATHWAY = (FILES / "pathway.ttl").read_text(encoding="utf-8")
EDGE = "hgnc:395 biolink:causes MONDO:0013000 ."
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
    [("pathway.gpml", PATHWAY), ("edges.tsv", EDGE), ("nodes.tsv", NODE)],
)
def test_what_is_read(location: Path, file: str, expected: str) -> None:
    """A file becomes the reference graph of its name, and what follows follows."""
    told = bring(FILES / file, location)
    assert (0, set(triples(expected))) == (told.exit_code, imported(location))
    check(Store.open(location))


def test_ontologies_in_obo(location: Path) -> None:
    """Terms are classes, relationships restrictions; what is gone is deprecated."""
    bring(FILES / "blood.obo", location)
    found = imported(location)
    classes = """
    HP:0001903 a owl:Class ; rdfs:label "Anemia" ; skos:altLabel "Anaemia" ;
      obo:IAO_0000115 "Too few red cells." .
    HP:0001935 a owl:Class ; rdfs:label "Microcytic anemia" ;
      rdfs:subClassOf HP:0001903 .
    HP:9999999 a owl:Class ; rdfs:label "gone" ; owl:deprecated true .
    """
    some = Triple(
        next(t.subject for t in found if t.predicate == named("owl:onProperty")),
        named("owl:someValuesFrom"),
        named("UBERON:0000178"),
    )
    assert ({*triples(classes)}, True) == ({*triples(classes)} & found, some in found)
    assert len(triples(classes)) + 4 == len(found)


def test_rdf_is_read_against_the_graph(location: Path, tmp_path: Path) -> None:
    """RDF is read packed or not; relative IRIs do not tell where the file lay."""
    file = tmp_path / "some.ttl.gz"
    file.write_bytes(gzip.compress(b"<#a> <http://example.org/p> <#b> ."))
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


def test_dry_run(location: Path) -> None:
    """With --dry-run, all is told and nothing is there."""
    file = FILES / "pathway.gpml"
    told = mendel("import", file, "--name", "x", "-l", location, "--dry-run")
    assert (0, True, set()) == (
        told.exit_code,
        told.stdout.startswith(f"+{len(triples(PATHWAY))} -0 asserted"),
        imported(location, "x"),
    )


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("a.ttl", "<urn:a> <urn:b> .", "line"),
        ("a.gpml", '<Pathway xmlns="http://pathvisio.org/GPML/2013a">', "line 1"),
        ("a.tsv", "subject\tpredicate\tobject\nHGMC:1\tmg:x\thgnc:2\n", "line 2"),
        ("a.tsv", "subject\tpredicate\tobject\nhgnc:1\t\thgnc:2\n", "line 2"),
        ("a.obo", "format-version: 1.2\n\n[Term]\nid HP:1\n", "line 4"),
        ("a.nt", "", "holds no triple"),
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


@pytest.mark.parametrize("name", ["Two Words", "../x", ""])
def test_names(location: Path, name: str) -> None:
    """A name that is no part of an IRI is refused, with one that is."""
    told = bring(FILES / "edges.tsv", location, name)
    assert (1, True) == (told.exit_code, "letters, digits and hyphens" in told.stderr)


def test_graphs_of_builds(bundled: Store) -> None:
    """A graph that builds make is not replaced."""
    location = bundled.generation.parents[1]
    told = bring(FILES / "edges.tsv", location, "rhea")
    assert (1, True) == (told.exit_code, "choose another name" in told.stderr)
