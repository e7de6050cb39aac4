"""A writer changes a graph whole or not at all, and what follows with it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.change import Mode, Writer
from kg.errors import (
    InconsistencyError,
    MendelError,
    QueryError,
    StoreError,
    ValidationError,
)
from kg.evidence import evidence
from kg.judgement import Inconsistent
from kg.store import Store, Tally, amend
from tests.unit.kg.change import graphs

DEFAULT = graphs.NAMES.graph("default")
MINE = NamedNode("http://example.org/mine")
PAGE = graphs.NAMES.graph("doc", "one")
CLASH = "INSERT DATA { enzyme:e mg:catalyses step:a . enzyme:e a mg:Step }"


@pytest.fixture(name="location")
def _location(tmp_path: Path) -> Path:
    location = tmp_path / "graph"
    graphs.make(location, one=graphs.PAGE)
    return location


def triple(turtle: str) -> Triple:
    (found,) = graphs.triples(turtle + " .")
    return found


def holds(location: Path, text: str) -> bool:
    return bool(Store.open(location).query(f"ASK {{ {text} }}"))


def test_what_follows_follows(location: Path) -> None:
    """An update says how many triples came and went, by graph, and what it entailed."""
    with Writer(location) as writer:
        added = writer.update("INSERT DATA { pathway:p mg:partOf pathway:q }")
        removed = writer.update(
            f"DELETE DATA {{ GRAPH {PAGE} {{ step:a mg:partOf step:b }} }}"
        )

    assert {DEFAULT: Tally(1, 0)} == added.asserted
    assert Tally(2, 0) == added.inferred
    assert {PAGE: Tally(0, 1)} == removed.asserted
    assert Tally(0, 2) == removed.inferred
    assert not holds(location, "step:a mg:partOf ?x")
    assert holds(location, "step:b mg:partOf pathway:q")
    graphs.check(Store.open(location))


def test_a_schema_change(location: Path) -> None:
    """An axiom that comes or goes changes the rules."""
    schema = graphs.NAMES.graph("ontology")
    symmetric = f"GRAPH {schema} {{ mg:partOf a owl:SymmetricProperty }}"
    with Writer(location) as writer:
        writer.update(f"INSERT DATA {{ {symmetric} }}")
        assert holds(location, "pathway:p mg:partOf step:a")
        graphs.check(Store.open(location))

        writer.update(f"DELETE DATA {{ {symmetric} }}")
        assert not holds(location, "pathway:p mg:partOf step:a")
        graphs.check(Store.open(location))


def test_a_triple_of_several_graphs(location: Path) -> None:
    """It is there until the last graph that states it lets it go."""
    fact = "step:a mg:partOf step:b"
    with Writer(location) as writer:
        first = writer.update(f"INSERT DATA {{ {fact} }}")
        second = writer.update(f"DELETE DATA {{ {fact} }}")
        third = writer.update(f"DELETE DATA {{ {fact} }}")

        assert (Tally(), {}) == (first.inferred, first.remains)
        assert {triple(fact): (PAGE,)} == second.remains
        assert ({}, {triple(fact): (PAGE,)}) == (third.asserted, third.remains)
        assert holds(location, fact)

        writer.update(f"DELETE DATA {{ GRAPH {PAGE} {{ {fact} }} }}")
    assert not holds(location, fact)


@pytest.mark.parametrize("name", ["inferred", "evidence", "metadata"])
@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA {{ GRAPH {} {{ step:a mg:partOf step:z }} }}",
        "WITH {} DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
        "CLEAR GRAPH {}",
        "COPY DEFAULT TO {}",
    ],
)
def test_graphs_that_are_made_of_others(location: Path, name: str, text: str) -> None:
    """They are not written to; the error says what to do instead."""
    graph = graphs.NAMES.graph(name)
    with Writer(location) as writer:
        writer.update("INSERT DATA { step:z mg:partOf step:a }")

        with pytest.raises(QueryError, match=r"change those|build again|by itself"):
            writer.update(text.format(graph))

    assert holds(location, "step:z mg:partOf pathway:p")


def test_a_variable_graph_is_one_that_may_be_written(location: Path) -> None:
    """What is made of other graphs follows them, and is no reason to refuse."""
    with Writer(location) as writer:
        outcome = writer.update("DELETE WHERE { GRAPH ?g { step:a ?p ?o } }")

    assert ({PAGE: Tally(0, 1)}, Tally(0, 1)) == (outcome.asserted, outcome.inferred)


def test_a_clash_is_refused_with_its_proof(location: Path) -> None:
    """The old graph stays; the writer goes on from it."""
    with Writer(location) as writer:
        writer.update("INSERT DATA { step:c mg:partOf step:a }")
        with pytest.raises(InconsistencyError) as raised:
            writer.update(CLASH)
        outcome = writer.update("INSERT DATA { step:d mg:partOf step:a }")

    (proof,) = raised.value.proofs
    assert "by cax-dw: mg:Enzyme owl:disjointWith mg:Step" in proof
    assert f"stated in {DEFAULT.value}" in proof
    assert Tally(2, 0) == outcome.inferred
    assert not holds(location, "enzyme:e a ?class")
    graphs.check(Store.open(location))


def test_a_clash_is_reported(location: Path) -> None:
    """The change is made, and what mends it later is made, too."""
    with Writer(location, inconsistent=Inconsistent.REPORT) as writer:
        clashing = writer.update(CLASH)
    with Writer(location) as strict:
        other = strict.update("INSERT DATA { step:d mg:partOf step:a }")
        mended = strict.update("DELETE DATA { enzyme:e a mg:Step }")
        with pytest.raises(InconsistencyError):
            strict.update("INSERT DATA { enzyme:e a mg:Step }")

    assert (1, 1, 0) == tuple(len(o.clashes) for o in (clashing, other, mended))


def test_a_broken_shape(location: Path) -> None:
    """It is told, and refused by a strict writer."""
    text = "INSERT DATA { gene:h a mg:Gene }"
    with pytest.raises(ValidationError, match="rdfs:label"):
        Writer(location, strict=True).update(text)
    outcome = Writer(location).update(text)

    assert any("rdfs:label" in finding for finding in outcome.findings)
    assert holds(location, "gene:h a mg:Gene")


def test_several_requests_are_one_change(location: Path) -> None:
    """If one of them fails, none is done; each sees what those before have done."""
    good = "INSERT DATA { step:c mg:partOf step:d }"
    with Writer(location) as writer:
        with pytest.raises(QueryError, match="holds no triples"):
            writer.update(good, "DROP GRAPH <http://example.org/none>")
        assert not holds(location, "step:c ?p ?o")
        outcome = writer.update(good, "DELETE WHERE { step:c mg:partOf ?x }")

    assert (False, {}) == (outcome.committed, outcome.asserted)


def test_a_dry_run_changes_nothing(location: Path) -> None:
    """It says the same as the change itself."""
    text = "INSERT DATA { pathway:p mg:partOf pathway:q }"
    with Writer(location) as writer:
        dry = writer.update(text, dry_run=True)
        assert not holds(location, "pathway:p ?p ?o")
        done = writer.update(text)

    assert (False, True) == (dry.committed, done.committed)
    assert (dry.asserted, dry.inferred) == (done.asserted, done.inferred)
    assert Tally(2, 0) == done.inferred


def test_what_others_did_is_seen(location: Path) -> None:
    """A writer whose graph somebody else has changed begins from the new one."""
    one, other = Writer(location), Writer(location)
    one.update("INSERT DATA { step:c mg:partOf step:d }")
    other.update("INSERT DATA { step:d mg:partOf step:e }")
    outcome = one.update("INSERT DATA { step:e mg:partOf step:f }")

    assert Tally(2, 0) == outcome.inferred
    graphs.check(Store.open(location))


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (Mode.REPLACE, {"step:c mg:partOf step:d"}),
        (Mode.MERGE, {"step:c mg:partOf step:d", "step:a mg:partOf step:c"}),
        (Mode.DELETE, {"step:a mg:partOf step:c"}),
    ],
)
@pytest.mark.parametrize("graph", [MINE, DefaultGraph()])
def test_writing_a_graph(
    location: Path, graph: NamedNode | DefaultGraph, mode: Mode, expected: set[str]
) -> None:
    """A graph is replaced, added to, or taken from, as Graph Store requests do."""
    name = DEFAULT if isinstance(graph, DefaultGraph) else graph
    first = "step:a mg:partOf step:c . step:c mg:partOf step:d ."
    if mode is not Mode.DELETE:
        first = "step:a mg:partOf step:c ."
    with Writer(location) as writer:
        writer.write(graph, graphs.triples(first))
        writer.write(graph, graphs.triples("step:c mg:partOf step:d ."), mode)
    store = Store.open(location)

    assert set(map(triple, expected)) == graphs.content(store, name)
    graphs.check(store)


def test_the_description_stays_true(location: Path) -> None:
    """Metadata and report count what is there, and say when it was changed."""
    with Writer(location) as writer:
        writer.update(
            "INSERT DATA { step:c mg:partOf step:d . step:d mg:partOf step:e }"
        )
        writer.update(f"DELETE DATA {{ GRAPH {PAGE} {{ step:a mg:partOf step:b }} }}")
    store = Store.open(location)
    text = """SELECT ?graph ?n { GRAPH <https://w3id.org/mendelgraph/graph/metadata> {
        ?all void:subset ?graph ; dcterms:modified ?time . ?graph void:triples ?n } }"""
    counted = {str(row["graph"]): int(row["n"].value) for row in store.select(text)}

    assert len(graphs.content(store, DEFAULT)) == counted[str(DEFAULT)]
    report = json.loads((store.generation / "report.json").read_text("utf-8"))
    assert 2 == report["graphs"]["default"]


def test_a_graph_that_is_emptied_is_gone(location: Path) -> None:
    """Neither its name nor its description is left."""
    with Writer(location) as writer:
        writer.write(MINE, graphs.triples("step:c mg:partOf step:d ."))
        writer.write(MINE, [], Mode.REPLACE)
    store = Store.open(location)

    assert MINE not in set(store.quads.named_graphs())
    assert MINE not in {term for quad in store.quads for term in quad}


def test_a_triple_without_a_sentence(location: Path) -> None:
    """What a user states has no evidence, and is not inferred."""
    Writer(location).update("INSERT DATA { gene:g mg:mutationCount 8 }")
    store = Store.open(location)
    number = Literal("8", datatype=NamedNode(graphs.NAMES.prefixes["xsd"] + "integer"))
    gene = NamedNode(graphs.NAMES.prefixes["gene"] + "g")
    count = NamedNode(graphs.NAMES.prefixes["mg"] + "mutationCount")
    support = evidence(store, gene, count, number)

    assert ((), False) == (support.statements, support.inferred)
    assert Quad(gene, count, number, DEFAULT) in store.quads


def test_a_reader_of_the_graph_before(location: Path) -> None:
    """Whoever has a graph open goes on with it, whatever is changed meanwhile."""
    reader = Store.open(location)
    with Writer(location) as writer:
        for number in range(5):
            writer.update(f"INSERT DATA {{ step:a mg:partOf step:x{number} }}")

    assert not reader.query("ASK { step:a mg:partOf step:x0 }")
    graphs.check(reader)


KILLED = """
import os, signal, sys
from pathlib import Path
from kg import change
from kg.change import Writer
from kg.store import Draft

def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)

name, location = sys.argv[1:]
setattr(*{
    "reasoning": (change.writer.Entailment, "follow", kill),
    "judging": (change.writer, "judge", kill),
    "committing": (Draft, "commit", kill),
}[name])
Writer(Path(location)).update("INSERT DATA { step:b mg:partOf step:c }")
"""


@pytest.mark.parametrize("moment", ["reasoning", "judging", "committing"])
def test_a_killed_writer(location: Path, moment: str) -> None:
    """The graph stays as it was, and the next change cleans up."""
    command = [sys.executable, "-c", KILLED, moment, str(location)]
    done = subprocess.run(command, check=False, env=dict(os.environ))

    assert -signal.SIGKILL == done.returncode
    assert not holds(location, "step:b mg:partOf step:c")

    Writer(location).update("INSERT DATA { step:b mg:partOf step:c }")

    graphs.check(Store.open(location))
    folders = sorted(path.name for path in (location / "generations").iterdir())
    assert ["1", "2"] == folders


def test_a_full_disk(location: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the system is one line, and the graph stays as it was."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kg.change.writer.Record", full)
    with pytest.raises(StoreError, match="no space left"):
        Writer(location).update("INSERT DATA { step:b mg:partOf step:c }")

    assert not holds(location, "step:b mg:partOf step:c")


def test_no_graph(tmp_path: Path) -> None:
    """Where nothing was built there is nothing to change."""
    with pytest.raises(MendelError, match="mendel build"):
        Writer(tmp_path / "absent").update("CLEAR ALL")


@pytest.mark.parametrize("extra", ["", "step:x mg:partOf step:y ."])
def test_prepared_or_not(location: Path, extra: str) -> None:
    """What follows is right, also where the inferred graph was not when it was seen."""
    with amend(location) as draft:
        inferred = graphs.NAMES.graph("inferred")
        draft.add(
            Quad(t.subject, t.predicate, t.object, inferred)
            for t in graphs.triples(extra)
        )
        draft.commit(draft.report)
    with Writer(location) as writer:
        writer.prepare()
        outcome = writer.update("INSERT DATA { pathway:p mg:partOf pathway:q }")

    graphs.check(Store.open(location))
    assert Tally(2, 1 if extra else 0) == outcome.inferred
