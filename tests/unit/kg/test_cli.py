"""The command line: results on stdout, one line of error, exit codes 0, 1 and 2."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import RdfFormat, parse

from kg import pipeline
from kg.cli import COMMANDS, group
from kg.cli.table import table

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """ALAS2 gene

Normal Function

The ALAS2 gene provides instructions for making an enzyme called erythroid
ALA-synthase.

Health Conditions Related to Genetic Changes

X-linked sideroblastic anemia

Mutations in the ALAS2 gene cause X-linked sideroblastic anemia.
"""
ENCODED = "SELECT ?product { hgnc:397 mg:encodes ?product }"


def mendel(*arguments: object, stdin: str | None = None) -> Result:
    command = group(COMMANDS)
    return CliRunner().invoke(command, [str(a) for a in arguments], input=stdin)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("pages") / "alas2.txt"
    file.write_text(PAGE, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def location(page: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store") / "graph"
    pipeline.build([page], folder)
    return folder


def test_build_reports(page: Path, tmp_path: Path) -> None:
    """A build ends with a table, and with the same figures as JSON on request."""
    as_table = mendel("build", page, "-l", tmp_path / "graph")
    as_json = mendel("build", page, "-l", tmp_path / "graph", "--json")
    figures = json.loads(as_json.stdout)

    assert "documents read" in as_table.stdout
    assert (0, 0) == (as_table.exit_code, as_json.exit_code)
    assert ["document:alas2"] == list(figures["documents"])
    assert figures["facts"] > 0


def test_build_reads_stdin(tmp_path: Path) -> None:
    """`-` is the standard input."""
    result = mendel("build", "-", "-l", tmp_path, "--json", stdin=PAGE)

    assert 1 == len(json.loads(result.stdout)["documents"])


def test_build_may_be_strict(page: Path, tmp_path: Path) -> None:
    """A bad page of a folder is left out with the reason, or stops the build."""
    (tmp_path / "a.txt").write_bytes(page.read_bytes())
    (tmp_path / "b.txt").touch()
    given = ("build", tmp_path, "-l", tmp_path / "graph")
    lenient, strict = mendel(*given), mendel(*given, "--strict")

    assert (0, 1) == (lenient.exit_code, strict.exit_code)
    assert f"left out: {tmp_path / 'b.txt'}: is empty" in lenient.stderr
    assert f"mendel: error: {tmp_path / 'b.txt'}: is empty" in strict.stderr


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("tsv", "?product\n<http://purl.uniprot.org/uniprot/P22557>"),
        ("csv", "product\nhttp://purl.uniprot.org/uniprot/P22557"),
        ("json", '{"head":'),
        ("xml", "<?xml"),
        ("application/sparql-results+json", '{"head":'),
        ("table", "?product\n──────────────\nuniprot:P22557"),
    ],
)
def test_query_formats(location: Path, form: str, start: str) -> None:
    """Solutions come in every format, by name or media type."""
    result = mendel("query", ENCODED, "-l", location, "-f", form)

    assert result.output.startswith(start)


def test_query_from_a_file_and_stdin(location: Path, tmp_path: Path) -> None:
    """A query may stand in a file or come from the standard input."""
    file = tmp_path / "question.rq"
    file.write_text(ENCODED)
    plain = mendel("query", ENCODED, "-l", location).output

    assert plain == mendel("query", file, "-l", location).output
    assert plain == mendel("query", "-", "-l", location, stdin=ENCODED).output


def test_query_by_name(location: Path) -> None:
    """A question that comes with mendel is asked by its name, and listed with it."""
    name = "genes-needed-for-heme"

    assert name in mendel("query", "--list").output
    assert "hgnc/397" in mendel("query", "--name", name, "-l", location).output


def test_query_for_triples(location: Path) -> None:
    """CONSTRUCT gives each triple once, as Turtle with our prefixes."""
    text = "CONSTRUCT { hgnc:397 a mg:Gene } { hgnc:397 ?p ?o }"
    turtle = mendel("query", text, "-l", location).stdout
    triples = mendel("query", text, "-l", location, "-f", "nt").stdout

    assert "hgnc:397 rdf:type mg:Gene ." in turtle.replace(" a ", " rdf:type ")
    assert 1 == len(triples.splitlines())


@pytest.mark.parametrize(
    ("infer", "expected"), [("true", "true"), ("false", "false"), ("only", "true")]
)
def test_query_with_and_without_inference(
    location: Path, infer: str, expected: str
) -> None:
    """`--infer` shows or hides what was inferred."""
    text = "ASK { hgnc:397 mg:neededFor CHEBI:60344 }"
    result = mendel("query", text, "-l", location, "--infer", infer)

    assert f"{expected}\n" == result.stdout


def test_the_location_is_a_setting(
    location: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """MENDEL_LOCATION stands for -l."""
    monkeypatch.setenv("MENDEL_LOCATION", str(location))

    assert 0 == mendel("stats").exit_code


def test_evidence_shows_the_sentence(location: Path) -> None:
    """A stated triple comes with its words; terms may be labels."""
    result = mendel("evidence", "ALAS2", "encodes", "uniprot:P22557", "-l", location)

    assert "document:alas2" in result.output
    assert "“The ALAS2 gene provides instructions" in result.output


def test_evidence_of_what_is_inferred(location: Path) -> None:
    """An inferred triple points at its proof; what nobody says ends with 1."""
    inferred = mendel(
        "evidence", "ALAS2", "mg:neededFor", "CHEBI:60344", "-l", location
    )
    unsaid = mendel("evidence", "ALAS2", "mg:encodes", "CHEBI:60344", "-l", location)

    assert "mendel explain" in inferred.output
    assert (0, 1) == (inferred.exit_code, unsaid.exit_code)


def test_explain_leads_to_the_sentence(location: Path) -> None:
    """A proof ends in the sentences that it rests on, whatever its form."""
    terms = ("ALAS2", "mg:neededFor", "CHEBI:60344", "-l", location)

    assert "The ALAS2 gene provides" in mendel("explain", *terms).output
    assert json.loads(mendel("explain", *terms, "-f", "json").stdout)["proofs"]
    assert "prov:used" in mendel("explain", *terms, "-f", "ttl").stdout


def test_explain_says_what_a_triple_depends_on(location: Path) -> None:
    """With --sources there are the sets of sentences that are enough."""
    terms = ("ALAS2", "mg:neededFor", "CHEBI:60344", "-l", location)

    assert (
        "enough to show it, set 1 of" in mendel("explain", *terms, "--sources").output
    )


def test_explain_a_query(location: Path) -> None:
    """The rows of an answer have the proofs of their triples."""
    text = "SELECT ?name { ?gene mg:neededFor CHEBI:60344 ; rdfs:label ?name }"
    found = mendel("explain", "-l", location, "--query", text, "--limit", "1").stdout

    assert found.startswith("row 1: ?name = ALAD\n    ALAD · needed for · heme\n")
    assert 2 == mendel("explain", "-l", location, "hgnc:397").exit_code


def test_search_and_stats(location: Path) -> None:
    """Nodes are found by name; figures come as tables or JSON."""
    found = json.loads(mendel("search", "alas2", "--json", "-l", location).stdout)
    counts = json.loads(mendel("stats", "--json", "-l", location).stdout)

    assert "exact" == found[0]["rank"]
    assert counts["graphs"]["doc/alas2"] > 0
    assert "hgnc:397" in mendel("search", "alas2", "-l", location).output
    assert 1 == mendel("search", "no such thing", "-l", location).exit_code


def test_export_to_a_file(location: Path, tmp_path: Path) -> None:
    """The ending of the file chooses the format."""
    file = tmp_path / "graph.nq"
    mendel("export", "-l", location, file)

    assert len(list(parse(path=str(file), format=RdfFormat.N_QUADS))) > 1000
    assert "@prefix" in mendel("export", "-l", location, "-g", "doc").output


def test_validate(location: Path) -> None:
    """A built graph is valid."""
    result = mendel("validate", "-l", location)

    assert (0, "") == (result.exit_code, result.stdout)


def test_validate_names_what_is_wrong(page: Path, tmp_path: Path) -> None:
    """A quote that is no longer in its document's text is a finding; exit code 1."""
    folder = tmp_path / "graph"
    pipeline.build([page], folder)
    text = folder / "generations" / "1" / "documents" / "alas2.txt"
    text.write_text(PAGE.replace("erythroid", "arythroid"))
    result = mendel("validate", "-l", folder)

    assert 1 == result.exit_code
    assert "alas2" in result.stdout


BAD = {
    "no store": (("query", ENCODED, "-l", "{tmp}/absent"), 1, "mendel build"),
    "bad query": (("query", "SELECT", "-l", "{graph}"), 1, "line 1, column"),
    "missing file": (("query", "absent.rq", "-l", "{graph}"), 1, "cannot be read"),
    "no query": (("query", "-l", "{graph}"), 2, "give one query"),
    "unknown question": (("query", "--name", "zzz", "-l", "{graph}"), 1, "--list"),
    "unknown format": (("query", ENCODED, "-l", "{graph}", "-f", "doc"), 2, "known"),
    "unknown ending": (("export", "-l", "{graph}", "{tmp}/a.xls"), 2, "known"),
    "unknown graph": (("export", "-l", "{graph}", "-g", "zzz"), 1, "no such graph"),
    "unknown term": (("evidence", "zzz", "a", "b", "-l", "{graph}"), 1, "no node"),
    "bad prefix": (("explain", "hgcn:1", "a", "b", "-l", "{graph}"), 1, "'hgnc'"),
    "no document": (("build", "{tmp}/absent", "-l", "{tmp}/g"), 1, "no such file"),
    "a file as store": (("build", "{page}", "-l", "{page}"), 1, "is a file"),
    "unwritable": (("build", "{page}", "-l", "/proc/g"), 1, "cannot be written"),
    "no such command": (("bild",), 2, "No such command"),
    "a question's typo": (
        ("query", "--name", "genes-needed-for-hem", "-l", "{graph}"),
        1,
        "did you mean 'genes-needed-for-heme'",
    ),
    "no base": (("build", "--base", "my base", "-l", "{tmp}/g"), 2, "http(s) IRI"),
    "no slash": (("build", "--base", "https://e.org/a", "-l", "{tmp}/g"), 2, "ends in"),
}


def test_a_damaged_store_is_one_line(page: Path, tmp_path: Path) -> None:
    """A store whose files are gone says so, and can be built again."""
    folder = tmp_path / "graph"
    pipeline.build([page], folder)
    (folder / "generations" / "1" / "report.json").write_text("{")
    unreadable = mendel("stats", "-l", folder)
    pipeline.build([page], folder)
    for file in (folder / "generations" / "2" / "store").glob("*.sst"):
        file.unlink()
    emptied = mendel("stats", "-l", folder)

    assert (1, 1) == (unreadable.exit_code, emptied.exit_code)
    assert "is damaged" in unreadable.stderr
    assert "is damaged" in emptied.stderr


def test_a_mapping_can_be_explained(location: Path) -> None:
    """An identifier that stands in a triple is itself, not the node it maps to."""
    triple = ("hgnc:397", "skos:exactMatch", "omim:301300")
    result = mendel("explain", "-l", location, *triple)

    assert 0 == result.exit_code
    assert "omim:301300" in result.stdout


@pytest.mark.parametrize(("arguments", "code", "words"), BAD.values(), ids=BAD.keys())
def test_bad_input_is_one_line(
    page: Path,
    location: Path,
    tmp_path: Path,
    arguments: tuple[str, ...],
    code: int,
    words: str,
) -> None:
    """Every refusal is one line that says what to do, without a traceback."""
    given = [
        a.format(tmp=tmp_path, graph=location, page=page)
        if "{tmp}" in a or "{graph}" in a or "{page}" in a
        else a
        for a in arguments
    ]
    result = mendel(*given)
    error = result.stderr.strip().splitlines()

    assert code == result.exit_code
    assert words in error[-1]
    assert "" == result.stdout
    assert code == 2 or 1 == len(error)


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_every_command_has_examples(command: str) -> None:
    """`--help` of each command shows how it is used."""
    assert f"mendel {command}" in mendel(command, "--help").output


def test_a_closed_pipe_is_quiet(location: Path) -> None:
    """A reader that goes away, like `head`, causes no complaint."""
    with subprocess.Popen(
        [sys.executable, "-m", "kg", "export", "-f", "nq", "-l", location],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()

        assert b"" == process.stderr.read()


def test_the_program_in_a_process(location: Path) -> None:
    """The program as a user starts it: a refusal has no traceback."""
    command = [sys.executable, "-m", "kg", "query", "SELECT", "-l", str(location)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)

    assert 1 == result.returncode
    assert result.stderr.startswith("mendel: error: line 1, column")
    assert 1 == len(result.stderr.splitlines())


def test_a_table() -> None:
    """Columns are as wide as their widest cell."""
    assert ["a   b", "──  ─", "xx  y"] == list(table(("a", "b"), [("xx", "y")]))
