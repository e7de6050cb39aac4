"""Documents become a graph, whole or not at all."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest

from kg import pipeline
from kg.change import Writer
from kg.errors import (
    DocumentError,
    InconsistencyError,
    StoreError,
    ValidationError,
)
from kg.export import export
from kg.formats import GRAPH_FORMATS, find_format
from kg.judgement import Inconsistent
from kg.names import Names
from kg.pipeline import build
from kg.report import as_json, remarks, rows
from kg.store import Infer, Store, create

if TYPE_CHECKING:
    from pathlib import Path

    from kg.report import Report

NAMES = Names()
PAGE = """ALAS2 gene

Normal Function

The ALAS2 gene provides instructions for making an enzyme called erythroid
ALA-synthase.

Health Conditions Related to Genetic Changes

X-linked sideroblastic anemia

Mutations in the ALAS2 gene cause X-linked sideroblastic anemia.
"""
CAUSE = "ASK { [] mg:causes ?condition ; mg:mutationOf hgnc:397 }"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("pages") / "alas2.txt"
    file.write_text(PAGE, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def built(page: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Store]:
    location = tmp_path_factory.mktemp("graph")
    return build([page], location), Store.open(location)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the checks of a valid graph out: they are not what the test is about."""
    monkeypatch.setattr(pipeline, "form_findings", lambda *_: ())
    no_axioms = nullcontext(lambda _run: ())
    monkeypatch.setattr(pipeline, "classified", lambda *_: no_axioms)


def nquads(store: Store) -> bytes:
    output = io.BytesIO()
    export(store, output, find_format("nq", GRAPH_FORMATS))
    return output.getvalue()


def test_what_a_page_says_can_be_asked(built: tuple[Report, Store]) -> None:
    """A sentence of a page answers a query."""
    assert built[1].query(CAUSE)


def test_what_follows_can_be_asked(built: tuple[Report, Store]) -> None:
    """A gene of the first step is needed for heme, which no page says here."""
    text = "ASK { hgnc:397 mg:neededFor CHEBI:60344 }"

    assert built[1].query(text)
    assert not built[1].query(text, infer=Infer.FALSE)


def test_nothing_asserted_is_inferred(built: tuple[Report, Store]) -> None:
    """The inferred graph and the asserted ones have no triple in common."""
    text = """ASK { GRAPH <https://w3id.org/mendelgraph/graph/inferred> { ?s ?p ?o }
                    GRAPH ?g { ?s ?p ?o } FILTER(!STRENDS(STR(?g), "/inferred")) }"""

    assert not built[1].query(text)


@pytest.mark.usefixtures("quick")
def test_the_same_input_gives_the_same_bytes(
    built: tuple[Report, Store], page: Path, tmp_path: Path
) -> None:
    """Every graph, evidence and metadata included, is the same after a second build."""
    build([page], tmp_path)

    assert nquads(built[1]) == nquads(Store.open(tmp_path))


def test_the_report(built: tuple[Report, Store]) -> None:
    """Every fact is asserted, withheld or refused, and the store keeps the report."""
    report, store = built

    assert report.facts == (
        report.asserted + report.withheld + sum(report.refused.values())
    )
    assert list(report.documents) == ["document:alas2"]
    assert report.inferred == report.graphs["inferred"]
    assert json.loads(json.dumps(as_json(report))).items() <= store.report.items()
    assert ("documents read", "1") in list(rows(report))
    assert all("\n" not in remark for remark in remarks(report))


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\0\1\2", "binary"),
        (b"caf\xe9 ALAS2 gene", "not UTF-8"),
        (b"Nothing here\n\nThis is about the weather.\n", r"page\.txt"),
    ],
)
def test_a_bad_document_leaves_the_old_graph(
    page: Path, tmp_path: Path, content: bytes, words: str
) -> None:
    """A document that cannot be used is refused in a line that names it."""
    location = tmp_path / "graph"
    build([page], location)
    bad = tmp_path / "page.txt"
    bad.write_bytes(content)

    with pytest.raises(DocumentError, match=words) as raised:
        build([page, bad], location)

    assert str(bad) in str(raised.value)
    assert Store.open(location).query(CAUSE)


@pytest.mark.usefixtures("quick")
def test_a_bad_page_among_others_is_left_out(tmp_path: Path) -> None:
    """The rest is built; the report names the page and the reason, in a table too."""
    unknown = "Qqq\n\nDescription\n\nQqq is a thing.\n\nCauses\n\nNobody knows.\n"
    for name, content in {"a": PAGE, "b": "", "c": unknown}.items():
        (tmp_path / f"{name}.txt").write_text(content, encoding="utf-8")

    report = build([tmp_path], tmp_path / "graph")

    assert ["document:alas2"] == list(report.documents)
    assert [str(tmp_path / "b.txt"), f"{tmp_path / 'c.txt'} (document:qqq)"] == [
        left_out.page for left_out in report.left_out
    ]
    assert ("pages left out", "2") in list(rows(report))
    assert 2 == sum(line.startswith("left out: ") for line in remarks(report))
    assert Store.open(tmp_path / "graph").query(CAUSE)


@pytest.mark.usefixtures("quick")
def test_a_strict_build_refuses_any_bad_page(page: Path, tmp_path: Path) -> None:
    """Nothing is built, and the error is that of the page."""
    (tmp_path / "a.txt").write_bytes(page.read_bytes())
    (tmp_path / "b.txt").touch()

    with pytest.raises(DocumentError, match=r"b\.txt: is empty"):
        build([tmp_path], tmp_path / "graph", strict=True)

    with pytest.raises(StoreError):
        Store.open(tmp_path / "graph")


def test_an_invalid_graph_is_not_committed(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What validation finds stops the build; the old graph stays."""
    build([page], tmp_path)
    monkeypatch.setattr(
        pipeline, "form_findings", lambda *_: ("hgnc:397: has no label",)
    )

    with pytest.raises(ValidationError, match="has no label"):
        build([page], tmp_path)

    assert Store.open(tmp_path).query(CAUSE)


@pytest.mark.usefixtures("quick")
def test_what_users_wrote_stays(page: Path, tmp_path: Path) -> None:
    """A build takes over the graphs that no build makes, and what follows from them."""
    build([page], tmp_path)
    page_graph = NAMES.graph("doc", "alas2")
    text = f"""INSERT DATA {{ hgnc:397 mg:encodes enzyme:x .
      GRAPH <http://example.org/mine> {{ enzyme:x mg:catalyses step:x }} .
      GRAPH {page_graph} {{ step:x mg:stepNumber 1 }} }}"""
    Writer(tmp_path).update(text)
    report = build([page], tmp_path)
    store = Store.open(tmp_path)

    assert store.query("ASK { hgnc:397 mg:actsInStep step:x }")
    assert not store.query(
        "ASK { GRAPH ?g { step:x mg:stepNumber 1 } FILTER(STRENDS(STR(?g), 'alas2')) }"
    )
    assert (1, 1) == (
        report.graphs["default"],
        report.graphs["http://example.org/mine"],
    )


@pytest.mark.usefixtures("quick")
def test_a_contradiction_is_refused(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its proof names rule, axiom and sentences; it may be reported only."""
    build([page], tmp_path / "graph")
    file = tmp_path / "ontology.ttl"
    axiom = "mg:causes rdfs:range mg:Gene ."
    file.write_text(pipeline.ONTOLOGY.read_text("utf-8") + axiom, "utf-8")
    monkeypatch.setattr(pipeline, "ONTOLOGY", file)
    with pytest.raises(InconsistencyError) as raised:
        build([page], tmp_path / "graph")

    assert "by prp-rng: mg:causes rdfs:range mg:Gene" in raised.value.details
    assert "document:alas2: “Mutations in the ALAS2 gene cause" in raised.value.details
    assert not Store.open(tmp_path / "graph").query(
        "ASK { mg:causes rdfs:range mg:Gene }"
    )

    report = build([page], tmp_path / "graph", inconsistent=Inconsistent.REPORT)
    assert report.clashes
    assert ("contradictions", str(len(report.clashes))) in list(rows(report))


def test_the_location_is_checked_first(tmp_path: Path) -> None:
    """A location that is taken is refused before any document is read."""
    with create(tmp_path), pytest.raises(StoreError, match="another build or update"):
        build([tmp_path / "absent"], tmp_path)


KILLED = """
import os, signal, sys
from pathlib import Path
from kg.judgement import Inconsistent
from kg.names import Names
from kg.pipeline import build

def progress(what, number, total):
    if what == sys.argv[3]:
        os.kill(os.getpid(), signal.SIGKILL)

build([sys.argv[1]], Path(sys.argv[2]), progress=progress)
"""


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("stage", ["write", "infer", "validate"])
def test_a_killed_build_leaves_the_old_graph(
    page: Path, tmp_path: Path, stage: str
) -> None:
    """Whenever a build is killed, the old answers stay and the next build works."""
    build([page], tmp_path)
    before = nquads(Store.open(tmp_path))
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, page, tmp_path, stage], check=False
    )

    assert killed.returncode == -signal.SIGKILL
    assert before == nquads(Store.open(tmp_path))

    build([page], tmp_path)

    assert before == nquads(Store.open(tmp_path))
