"""A query that cannot find what it asks for is told so."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from kg.cli import COMMANDS, group
from kg.names import BASE
from kg.store import Infer, Store, elsewhere, missing

MINE = f"PREFIX my: <{BASE}ontology#> "
STEPS = "SELECT ?step { hgnc:397 mg:actsInStep ?step }"


def told(word: str, meant: str = "") -> str:
    hint = f" (did you mean {meant}?)" if meant else ""
    return f"{word} is in no triple of the graph{hint}"


@pytest.mark.parametrize(
    ("text", "word", "meant"),
    [
        ("ASK { ?s mg:causedByGene ?o }", "mg:causedByGene", "mg:causedBy"),
        ("ASK { ?s mg:encodes|^mg:encods ?o }", "mg:encods", "mg:encodes"),
        ("ASK { ?s a mg:gene . }", "mg:gene", "mg:Gene"),
        (MINE + "ASK { ?s my:causedByGene ?o }", "my:causedByGene", "my:causedBy"),
        ("ASK { ?s rdfs:lable ?o }", "rdfs:lable", "rdfs:label"),
        ("ASK { ?s mg:altLabel ?o }", "mg:altLabel", "skos:altLabel"),
        ("DESCRIBE hgnc:0", "hgnc:0", ""),
        (
            f"ASK {{ ?s <{BASE}ontology#encods> ?o }}",
            f"<{BASE}ontology#encods>",
            f"<{BASE}ontology#encodes>",
        ),
    ],
)
def test_nothing_has_a_name(bundled: Store, text: str, word: str, meant: str) -> None:
    """What no triple has is told, with what is alike, in the words of the query."""
    assert (told(word, meant),) == missing(bundled, text)


def test_no_graph_has_a_name(bundled: Store) -> None:
    """Of a graph that is not there the nearest one is told."""
    text = f"ASK FROM <{BASE}graph/docs/alas2> {{ ?s ?p ?o }}"
    wrong, right = f"<{BASE}graph/docs/alas2>", f"<{BASE}graph/doc/alas2>"

    assert (f"{wrong} is no graph here (did you mean {right}?)",) == missing(
        bundled, text
    )


@pytest.mark.parametrize(
    "text",
    [
        "CONSTRUCT { ?s mg:mine ?o } WHERE { ?s mg:encodes ?o }",
        "ASK { SERVICE SILENT <http://example.org/> { ?s mg:theirs ?o } }",
        "ASK { ?s mg:stepNumber ?o FILTER(xsd:short(?o) > '1'^^xsd:short) }",
        "ASK { ?s mg:encodes 'mg:mine', \"<http://example.org/>\" } # mg:mine",
        "PREFIX ex: <http://example.org/> ASK { ?s mg:encodes ?ex }",
        "SELECT ?s { ?s mg:encodes+/^mg:encodes ?o . BIND(<relative> AS ?x) }",
        f"ASK FROM <{BASE}graph/ontology> {{ ?s ?p ?o }}",
    ],
)
def test_what_is_not_sought_is_not_missed(bundled: Store, text: str) -> None:
    """What is made, asked of others, or names a type or function need not be there."""
    assert () == missing(bundled, text)


def test_few_are_told(bundled: Store) -> None:
    """Each name is told once, and no more than three of them."""
    text = "ASK { " + " ".join(f"hgnc:0{n} ?p hgnc:0{n} ." for n in range(9)) + " }"

    assert tuple(told(f"hgnc:0{n}") for n in range(3)) == missing(bundled, text)


@pytest.mark.parametrize(
    ("text", "infer"),
    [(STEPS, Infer.FALSE), ("ASK { hgnc:397 mg:encodes ?o }", Infer.ONLY)],
)
def test_what_is_left_out_is_told(bundled: Store, text: str, infer: Infer) -> None:
    """A query that finds nothing without some triples, and something with all, is."""
    hint = f"nothing is found with infer={infer}; with infer=true there is"

    assert (hint,) == elsewhere(bundled, text, infer)
    assert () == elsewhere(bundled, text, Infer.TRUE)


def test_graphs_that_must_be_named_are_told(bundled: Store) -> None:
    """What only the evidence has is found by a query that names that graph."""
    (hint,) = elsewhere(bundled, "ASK { ?s rdf:subject ?o }", Infer.TRUE)

    assert hint.endswith(f"only if it says: FROM <{BASE}graph/evidence>")
    assert () == elsewhere(bundled, "ASK { ?s rdf:subject 1 }", Infer.TRUE)


@pytest.mark.parametrize("form", ["table", "csv", "tsv"])
@pytest.mark.parametrize(
    ("text", "infer", "hint"),
    [
        ("SELECT * { ?s mg:encods ?o }", "true", told("mg:encods", "mg:encodes")),
        (STEPS, "false", "nothing is found with infer=false; with infer=true there is"),
        (STEPS, "true", ""),
    ],
)
def test_query_says_so(
    bundled: Store, text: str, infer: str, hint: str, form: str
) -> None:
    """`mendel query` tells it on the standard error, so that the answer stays one."""
    location = str(bundled.generation.parents[1])
    words = ("query", text, "-f", form, "--infer", infer, "-l", location)
    result = CliRunner().invoke(group(COMMANDS), words)

    assert 0 == result.exit_code
    assert (f"mendel: hint: {hint}\n" if hint else "") == result.stderr
