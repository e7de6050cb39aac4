"""The W3C OWL 2 test cases of the RL profile."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.reason import read_graph
from tests.w3c.cases import W3C
from tests.w3c.entailment import close, simply_entails, without_declarations

FOLDER = W3C / "owl2" / "tests"
KINDS = (
    "PositiveEntailmentTest",
    "NegativeEntailmentTest",
    "ConsistencyTest",
    "InconsistencyTest",
)
_NEW_NODE = "the conclusion has a blank node that the premise has not"
_DIRECT = "holds by the direct semantics only: annotations have no meaning there"
UNREACHABLE = {
    "DisjointClasses-001": _NEW_NODE,
    "New-Feature-DisjointDataProperties-002": _NEW_NODE,
    "New-Feature-DisjointObjectProperties-002": _NEW_NODE,
    "WebOnt-I4.6-005-Direct": _DIRECT,
    "WebOnt-I5.5-005": _NEW_NODE,
    "WebOnt-equivalentClass-008-Direct": _DIRECT,
}


def cases() -> list[object]:
    found: list[object] = []
    for path in sorted(FOLDER.glob("*")):
        meta = json.loads((path / "meta.json").read_text("utf-8"))
        kinds = KINDS if "RL" in meta.get("profile", ()) else ()
        found += (case(path, kind) for kind in kinds if kind in meta["type"])
    return found


def case(path: Path, kind: str) -> object:
    reason = UNREACHABLE.get(path.name) if kind == "PositiveEntailmentTest" else None
    marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
    return pytest.param(path, kind, id=f"{path.name}-{kind[:-4]}", marks=marks)


@pytest.mark.skipif(not FOLDER.exists(), reason=f"no {FOLDER}: set MENDEL_SHARED")
@pytest.mark.parametrize(("path", "kind"), cases())
def test_a_case(path: Path, kind: str) -> None:
    """The closure has what it should, lacks what it should, clashes if it should."""
    candidates = [path / "premise.rdf", path / "input.rdf"]
    premise = next((file for file in candidates if file.exists()), None)
    if premise is None:
        pytest.skip("has no RDF form")
    imports = [read_graph(p, is_alone=False) for p in path.glob("import*.rdf")]
    closure, is_consistent = close(read_graph(premise, is_alone=not imports), *imports)
    assert is_consistent == (kind != "InconsistencyTest")
    if kind == "PositiveEntailmentTest":
        conclusion = without_declarations(read_graph(path / "conclusion.rdf"))
        assert simply_entails(closure, conclusion)
    if kind == "NegativeEntailmentTest":
        conclusion = without_declarations(read_graph(path / "nonconclusion.rdf"))
        assert not simply_entails(closure, conclusion)
