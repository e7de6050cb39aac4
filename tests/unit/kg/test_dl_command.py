"""`mendel validate --dl`: HermiT on any ontology."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from kg.cli import COMMANDS, group

HEADER = """
@prefix : <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:C a owl:Class . :D a owl:Class . :p a owl:ObjectProperty ; rdfs:domain :D .
"""
SOME = ":C rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom"


def run(folder: Path, text: str, *options: str) -> Result:
    path = folder / "own.ttl"
    path.write_text(HEADER + text)
    arguments = ["validate", "--dl", str(path), *options]
    return CliRunner().invoke(group(COMMANDS), arguments)


def test_new_subsumptions_are_written(tmp_path: Path) -> None:
    """What OWL 2 RL does not derive is on the standard output."""
    result = run(tmp_path, f"{SOME} :C ] .")
    expected = "http://example.org/C rdfs:subClassOf http://example.org/D\n"
    assert (expected, 0) == (result.stdout, result.exit_code)
    assert "consistent; 1 axiom beyond OWL 2 RL\n" == result.stderr


def test_an_empty_class_is_told_with_its_axioms(tmp_path: Path) -> None:
    """A class that can have no member is wrong, and the proof shows by which axioms."""
    result = run(tmp_path, ":C rdfs:subClassOf :D ; owl:disjointWith :D .")
    assert 1 == result.exit_code
    assert result.stdout.startswith(
        "http://example.org/C: this class can have no member"
    )
    assert "by cax-dw" in result.stdout


def test_a_time_limit(tmp_path: Path) -> None:
    """HermiT is stopped when its time is over, and that is a finding."""
    result = run(tmp_path, "", "--hermit-seconds", "0.01")
    assert (1, True) == (result.exit_code, "did not decide in 0.01 s" in result.stdout)
