"""A language model's client, over the standard input and output."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from mcp.types import CallToolResult, TextContent

from kg.store import Store

START = "from server.cli import main; main()"
GENES = "SELECT ?gene { ?gene mg:neededFor CHEBI:60344 } ORDER BY ?gene"
LABEL = "CONSTRUCT { hgnc:397 rdfs:label ?n } { hgnc:397 rdfs:label ?n }"
CONDITION = {"subject": "X-linked sideroblastic anemia"}
STEP = {"predicate": "mg:impairsStep", "object": "step:heme-biosynthesis-1"}
MODE = {"predicate": "mg:hasInheritanceMode", "object": "X-linked recessive"}
SENTENCE = "X-linked sideroblastic anemia has an X-linked recessive pattern of"
CALLS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "search": ("search", {"words": "ALAS2", "limit": 3}),
    "describe": ("describe", {"node": "X-linked sideroblastic anemia"}),
    "select": ("query", {"sparql": GENES, "limit": 2, "sentences": 1}),
    "construct": ("query", {"sparql": LABEL}),
    "explain": ("explain", CONDITION | STEP),
    "evidence": ("evidence", CONDITION | MODE),
    "did you mean": ("describe", {"node": "X-linked siderblastic anemai"}),
    "line 1, column": ("query", {"sparql": "SELECT ?s { ?s mgg:causes ?o }"}),
    "write a SELECT": ("query", {"sparql": "INSERT DATA { <urn:a> <urn:b> 1 }"}),
    "leave SERVICE out": ("query", {"sparql": "ASK { SERVICE <urn:a> { ?s ?p ?o } }"}),
}
ADVICE = ("did you mean", "line 1, column", "write a SELECT", "leave SERVICE out")
Answers = Mapping[str, CallToolResult]


async def ask(location: Path) -> tuple[Mapping[str, str], Answers]:
    """Ask a server everything; give what its tools say of themselves, too."""
    command = ["-c", START, "mcp", "-l", str(location)]
    async with Client(StdioServerParameters(command=sys.executable, args=command)) as c:
        tools = {t.name: t.description or "" for t in (await c.list_tools()).tools}
        calls = CALLS.items()
        return tools, {
            name: await c.call_tool(tool, dict(given)) for name, (tool, given) in calls
        }


@pytest.fixture(scope="module", name="asked")
def _asked(bundled: Store) -> tuple[Mapping[str, str], Answers]:
    return asyncio.run(ask(bundled.generation.parents[1]))


@pytest.fixture(name="answers")
def _answers(asked: tuple[Mapping[str, str], Answers]) -> Answers:
    return asked[1]


def text(result: CallToolResult) -> str:
    content = result.content[0]
    assert isinstance(content, TextContent)
    return content.text


def data(result: CallToolResult) -> dict[str, Any]:
    assert isinstance(result.structured_content, dict), text(result)
    return result.structured_content


def test_the_tools_say_what_they_are_for(
    asked: tuple[Mapping[str, str], Answers],
) -> None:
    """There are five, each described."""
    tools = asked[0]

    assert ["describe", "evidence", "explain", "query", "search"] == sorted(tools)
    assert all(tools.values())


def test_a_name_leads_to_a_node(answers: Answers) -> None:
    """What is found by a name can be used in the other tools."""
    (first, *_) = data(answers["search"])["result"]

    assert {"node": "hgnc:397", "label": "ALAS2", "name": "ALAS2"} == first


def test_a_node_is_described_with_its_sentences(answers: Answers) -> None:
    """Each triple that pages state has the words of the page."""
    (mode,) = (
        each
        for each in data(answers["describe"])["stated"]
        if each["predicate"].startswith("mg:hasInheritanceMode")
    )

    assert [f"{SENTENCE} inheritance."] == [s["sentence"] for s in mode["sentences"]]


def test_a_query_is_answered_with_its_sentences(answers: Answers) -> None:
    """Rows have CURIEs, the first ones their proof down to the sentence."""
    told = data(answers["select"])

    assert (["gene"], 2, True) == (told["columns"], len(told["rows"]), told["more"])
    assert "“" in told["why"]


def test_triples_are_answered_too(answers: Answers) -> None:
    """What a CONSTRUCT makes comes as Turtle."""
    assert 'hgnc:397 rdfs:label "ALAS2" .' in data(answers["construct"])["triples"]


def test_an_inferred_triple_is_proved(answers: Answers) -> None:
    """The proof ends in the words of pages."""
    proof = text(answers["explain"])

    assert "owl:propertyChainAxiom" in proof
    assert "document:alas2: “At least 50 mutations" in proof


def test_a_sentence_is_evidence(answers: Answers) -> None:
    """It comes with its page and its place there."""
    (said,) = data(answers["evidence"])["statements"]

    assert "document:x-linked-sideroblastic-anemia" == said["source"]
    assert said["end"] - said["start"] == len(said["exact"])


@pytest.mark.parametrize("advice", ADVICE)
def test_an_error_says_what_to_do(answers: Answers, advice: str) -> None:
    """The model reads what is wrong with what it asked, and how to ask instead."""
    assert answers[advice].is_error
    assert advice in text(answers[advice])


def test_without_the_package_it_says_how_to_get_it(bundled: Store) -> None:
    """The extra is not needed for anything else."""
    hidden = f"import sys; sys.modules['mcp'] = None; {START}"
    location = str(bundled.generation.parents[1])
    command = [sys.executable, "-c", hidden, "mcp", "-l", location]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert 1 == done.returncode
    assert "pip install 'mcp>=2.3'" in done.stderr
