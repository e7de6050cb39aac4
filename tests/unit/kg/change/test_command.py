"""`mendel update`: what it prints, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import COMMANDS, group
from tests.unit.kg.change import graphs


@pytest.fixture(name="location")
def _location(tmp_path: Path) -> Path:
    location = tmp_path / "graph"
    graphs.make(location, one=graphs.PAGE)
    return location


def update(location: Path, *given: str, stdin: str | None = None) -> Result:
    command = ["update", "-l", str(location), *given]
    return CliRunner().invoke(group(COMMANDS), command, input=stdin)


def test_it_says_what_changed(location: Path) -> None:
    """The sum, and each graph, on the standard output."""
    result = update(location, "INSERT DATA { pathway:p mg:partOf pathway:q }")

    assert (0, "+1 -0 asserted, +2 -0 inferred\n  +1 -0 in default\n") == (
        result.exit_code,
        result.stdout,
    )


def test_as_json(location: Path) -> None:
    """The same as data, with the number of the graph that is current now."""
    text = "INSERT DATA { GRAPH <http://example.org/g> { step:a mg:partOf step:b } }"
    found = json.loads(update(location, text, "--json").stdout)

    assert {
        "generation": 2,
        "committed": True,
        "asserted": {"http://example.org/g": {"added": 1, "removed": 0}},
        "inferred": {"added": 0, "removed": 0},
        "remains": {},
        "findings": [],
        "clashes": [],
    } == found


def test_from_files_and_the_input(location: Path, tmp_path: Path) -> None:
    """Texts, files and - are one change, in this order."""
    file = tmp_path / "more.ru"
    file.write_text("DELETE WHERE { step:x mg:partOf ?y }", encoding="utf-8")
    result = update(
        location,
        "INSERT DATA { step:x mg:partOf step:y }",
        str(file),
        "-",
        stdin="INSERT DATA { step:x mg:partOf step:z }",
    )

    assert "+1 -0 asserted, +0 -0 inferred\n  +1 -0 in default\n" == result.stdout


def test_a_dry_run(location: Path) -> None:
    """It says that nothing was changed."""
    result = update(location, "CLEAR ALL", "--dry-run")

    assert "nothing was changed (--dry-run)" in result.stderr
    assert "1" == (location / "CURRENT").read_text().strip()


def test_what_remains_is_told(location: Path) -> None:
    """Whoever deletes without a graph hears which graphs state it still."""
    result = update(location, "DELETE DATA { step:a mg:partOf step:b }")

    assert "stands in https://w3id.org/mendelgraph/graph/doc/one" in result.stderr


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("INSERT DATA {\n step:a mg:partOf }", "line 2, column 19: unexpected '}'"),
        ("INSERT DATA { nope:a a 1 }", "line 1, column 15: the prefix nope: is not"),
        ("INSERT DATA { step:a a step:b", "the update ends too early: a '}' is"),
        ("SELECT * { ?s ?p ?o }", "unexpected 'SELECT', where an operation begins"),
        ("LOAD <http://example.org/a.ttl>", "read from the web: allow it (--network)"),
        ("INSERT { ?s a 1 } WHERE { SERVICE <http://e/> { ?s ?p 1 } }", "--network"),
        ("CREATE GRAPH <https://w3id.org/mendelgraph/graph/doc/one>", "CREATE SILENT"),
        ("LOAD <file:///etc/hosts.ttl>", "(--network)"),
        ("absent.ru", "absent.ru: cannot be read (No such file or directory)"),
    ],
)
def test_a_bad_update(location: Path, text: str, words: str) -> None:
    """It is refused in one line, with its place where it does not parse."""
    result = update(location, text)

    assert (1, "") == (result.exit_code, result.stdout)
    assert words in result.stderr
    assert 1 == len(result.stderr.splitlines())


def test_files_are_not_loaded(location: Path, tmp_path: Path) -> None:
    """LOAD reads from the web, never from the disk."""
    file = tmp_path / "a.ttl"
    file.write_text("<urn:a> <urn:b> <urn:c> .")
    result = update(location, f"LOAD <{file.as_uri()}>", "--network")

    assert (1, "") == (result.exit_code, result.stdout)
    assert "no address of the web" in result.stderr


def test_a_clash(location: Path) -> None:
    """Its proof comes before the line that says what to do; it may be told only."""
    text = "INSERT DATA { enzyme:e mg:catalyses step:a . enzyme:e a mg:Step }"
    refused = update(location, text)
    told = update(location, text, "--inconsistent", "report")

    assert (1, 0) == (refused.exit_code, told.exit_code)
    proof = "inconsistent\n    by cax-dw: mg:Enzyme owl:disjointWith mg:Step\n"
    assert refused.stderr.startswith(proof)
    assert proof in told.stderr
