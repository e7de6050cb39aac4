"""`mendel reason`: what it writes, and what it says beside."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import RdfFormat, parse

from kg.cli import COMMANDS, group

HEADER = """
@prefix : <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
TREE = HEADER + ":Cat rdfs:subClassOf :Animal . :tom a :Cat ."
INFERRED = (
    "<http://example.org/tom> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    "<http://example.org/Animal> .\n"
)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(group(COMMANDS), ["reason", *map(str, arguments)])


@pytest.fixture(name="tree")
def _tree(tmp_path: Path) -> Path:
    path = tmp_path / "tree.ttl"
    path.write_text(TREE)
    return path


def test_what_follows_is_written(tree: Path) -> None:
    """Inferred triples come as N-Triples on the standard output."""
    result = run(tree, "--brief")
    assert (INFERRED, 0) == (result.stdout, result.exit_code)


def test_axioms_may_come_from_elsewhere(tmp_path: Path) -> None:
    """Data and ontology in two files are one graph; --closure writes the data."""
    data, terms = tmp_path / "data.nt", tmp_path / "terms.ttl"
    data.write_text(INFERRED.replace("Animal", "Cat"))
    terms.write_text(HEADER + ":Cat rdfs:subClassOf :Animal .")
    result = run(data, "--ontology", terms, "--brief", "--closure")

    assert data.read_text() + INFERRED == result.stdout


def test_more_than_is_asked_for_by_most(tree: Path) -> None:
    """Unless --brief, what RDFS says of every term is there as well."""
    lines = run(tree).stdout.splitlines()
    same = "<http://example.org/tom> <http://www.w3.org/2002/07/owl#sameAs>"
    assert f"{same} <http://example.org/tom> ." in lines


@pytest.mark.parametrize("ending", ["ttl", "nt", "rdf", "jsonld", "trig", "nq"])
def test_the_ending_of_the_output_is_its_format(tree: Path, ending: str) -> None:
    """OUT is written in one piece, in the format of its name."""
    output = tree.with_name(f"out.{ending}")
    result = run(tree, "--brief", "-o", output)
    found = parse(path=output, format=RdfFormat.from_extension(ending))

    assert ("", 0) == (result.output, result.exit_code)
    assert [INFERRED] == [f"{quad.triple} .\n" for quad in found]


def test_an_inconsistent_graph_is_told_with_its_proof(tree: Path) -> None:
    """The exit code is 1, the word and the proof are on the standard error."""
    tree.write_text(TREE + " :Cat owl:disjointWith :Animal .")
    result = run(tree, "--brief")

    assert 1 == result.exit_code
    assert "mendel: the graph is inconsistent, see the proofs above" in result.stderr
    assert "    by cax-dw: " in result.stderr


def test_what_is_outside_is_told_once(tree: Path) -> None:
    """Axioms that OWL 2 RL leaves out are listed with the reason, imports are named."""
    tree.write_text(
        TREE
        + " :Cat rdfs:subClassOf [ owl:onProperty :eats ; owl:someValuesFrom :Fish ]"
        " . :o owl:imports <http://example.org/other> ."
    )
    told = run(tree, "--brief").stderr

    assert "owl:someValuesFrom (super)  1 " in told
    assert "not fetched (give --ontology FILE): <http://example.org/other>\n" in told


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("bad.ttl", ":a :b", "The prefix : has not been declared (line 1)"),
        ("bad.rdf", "<rdf:RDF", "error"),
        ("page.html", "plain words", "plain is not a valid subject"),
        ("cut.ttl.gz", gzip.compress(b"x" * 999, mtime=0)[:20], "ended before"),
    ],
)
def test_what_is_no_rdf_is_refused_in_one_line(
    tmp_path: Path, name: str, content: str | bytes, problem: str
) -> None:
    """A file that does not parse is named, with the line where that is known."""
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    result = run(path)

    assert (1, 1) == (result.exit_code, len(result.output.splitlines()))
    assert f"{path}: " in result.output
    assert problem in result.output


def test_entities_of_rdf_xml_are_known(tmp_path: Path) -> None:
    """An RDF/XML file may declare entities in any quotes."""
    path = tmp_path / "cat.owl"
    path.write_text(
        "<!DOCTYPE rdf:RDF [<!ENTITY e 'http://example.org/'>]>"
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#">'
        '<rdf:Description rdf:about="&e;Cat">'
        '<rdfs:subClassOf rdf:resource="&e;Animal"/></rdf:Description>'
        '<rdf:Description rdf:about="&e;tom">'
        '<rdf:type rdf:resource="&e;Cat"/></rdf:Description></rdf:RDF>'
    )
    assert INFERRED == run(path, "--brief").stdout


def test_how_much_may_follow(tmp_path: Path) -> None:
    """More pairs than are allowed are refused in a line that says what to do."""
    path = tmp_path / "same.ttl"
    row = " . ".join(f":x{n} owl:sameAs :x{n + 1}" for n in range(50))
    path.write_text(f"{HEADER} {row} .")
    refused, allowed = run(path, "--most", "100"), run(path, "--most", "3000")

    assert (1, 0) == (refused.exit_code, allowed.exit_code)
    assert "or allow more (--most)" in refused.stderr
