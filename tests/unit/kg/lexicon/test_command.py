"""`mendel lexicon` as it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import COMMANDS, group

CASES = Path(__file__).parents[3] / "cases" / "lexicon"
LICENCES = """
SELECT ?title ?version ?licence FROM <https://w3id.org/mendelgraph/graph/metadata> {
    ?run a prov:Activity ; prov:used ?source .
    ?source a dcat:Dataset ; dcterms:title ?title ; dcterms:hasVersion ?version
    { ?source dcterms:license ?licence } UNION { ?source dcterms:rights ?licence }
} ORDER BY ?title
"""
PAGE = """Glass bone disease 1

What is glass bone disease 1?
Glass bone disease 1 is a disorder of the bones.

What genes are related to glass bone disease 1?
Mutations in the GLB1X gene cause glass bone disease 1.
"""


def mendel(*arguments: str | Path, folder: Path) -> Result:
    environment = {"MENDEL_LEXICON": str(folder)}
    return CliRunner().invoke(
        group(COMMANDS), [str(part) for part in arguments], env=environment
    )


def test_add_ends_with_tables(tmp_path: Path) -> None:
    """Sources come with version and licence, kinds with their numbers of names."""
    result = mendel(
        "lexicon", "add", CASES / "mondo.obo", CASES / "ordo.obo", folder=tmp_path
    )
    assert 0 == result.exit_code
    assert (
        "mondo       Mondo Disease Ontology          2031-05-06  "
        "https://creativecommons.org/licenses/by/4.0/  5\n"
        "ordo-en     Orphanet Rare Disease Ontology  9.1         "
        "CC BY 4.0                                     6\n"
    ) in result.stdout
    assert "Gene              24      51\n" in result.stdout
    assert result.stdout == mendel("lexicon", "list", folder=tmp_path).stdout


def test_remove_takes_out(tmp_path: Path) -> None:
    """The last vocabulary taken out leaves the bundled lexicon."""
    mendel("lexicon", "add", CASES / "hp.obo", folder=tmp_path)
    result = mendel("lexicon", "remove", "hp", folder=tmp_path)
    assert (0, "") == (result.exit_code, result.stdout)
    assert "nothing was added: the bundled lexicon serves\n" == result.stderr


def test_a_bad_file_is_one_line(tmp_path: Path) -> None:
    """A refusal is worded in one line, with exit code 1."""
    result = mendel("lexicon", "add", CASES / "bad" / "words.txt", folder=tmp_path)
    assert 1 == result.exit_code
    assert result.stderr.startswith("mendel: error: ")
    assert 1 == len(result.stderr.splitlines())


def test_a_file_of_no_use_is_left_out(tmp_path: Path) -> None:
    """Among others it is named and left out; alone it is refused."""
    useless = CASES / "bad" / "other.obo"
    words = f"{useless}: names and maps nothing of a scheme that is read: hgnc, MONDO"
    alone = mendel("lexicon", "add", useless, folder=tmp_path)
    assert (1, True) == (alone.exit_code, f"error: {words}" in alone.stderr)
    result = mendel("lexicon", "add", useless, CASES / "cl.owl", folder=tmp_path)
    assert (0, True) == (result.exit_code, f"left out: {words}" in result.stderr)
    assert "Cell Ontology" in result.stdout


def test_a_missing_file_is_misuse(tmp_path: Path) -> None:
    """A file that is not there is a mistake in the command: exit code 2."""
    assert 2 == mendel("lexicon", "add", tmp_path / "no.obo", folder=tmp_path).exit_code


@pytest.mark.parametrize("added", [False, True])
def test_build_knows_the_added_names(tmp_path: Path, *, added: bool) -> None:
    """Added names are tied to their entities, and mapped; their licences are told."""
    page, graph, folder = (tmp_path / name for name in ("page.txt", "graph", "lexicon"))
    page.write_text(PAGE + "It is treated with iron.\n", encoding="utf-8")
    if added:
        mendel("lexicon", "add", CASES / "mondo.obo", CASES / "ordo.obo", folder=folder)
    built = mendel("build", page, "-l", graph, folder=folder)
    assert 0 == built.exit_code, built.stderr
    query = "ASK { ?c mg:hasCausalGene hgnc:90003 ; skos:exactMatch omim:900011 }"
    asked = mendel("query", query, "-l", graph, folder=folder)
    assert added == ("true" in asked.stdout), asked.output
    rows = (
        "Mondo Disease Ontology,2031-05-06,https://creativecommons.org/licenses/by/4.0/",
        "Orphanet Rare Disease Ontology,9.1,CC BY 4.0",
    )
    told = mendel("query", "-f", "csv", LICENCES, "-l", graph, folder=folder)
    assert (rows if added else ()) == tuple(told.stdout.splitlines()[1:])
