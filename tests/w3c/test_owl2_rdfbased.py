"""The test collection for the OWL 2 RDF-based semantics: OWL 2 RL and RDFS cases.

By Michael Schneider and Kai Mainzer (FZI, 2009).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.w3c.cases import W3C
from tests.w3c.entailment import close, read, simply_entails

FOLDER = W3C / "owl2-rdfbased"
UNREACHABLE = {
    "rdfbased-sem-rdfs-container-highval-axiom": "infinitely many axiomatic triples: "
    "rdf:_2 and the others are there as far as a graph has them",
}


def cases() -> list[object]:
    return [
        pytest.param(
            path,
            id=f"{path.parent.name}-{path.name}",
            marks=[pytest.mark.xfail(strict=True, reason=UNREACHABLE[path.name])]
            if path.name in UNREACHABLE
            else [],
        )
        for path in sorted(FOLDER.glob("*/*"))
    ]


@pytest.mark.skipif(not cases(), reason=f"no cases in {FOLDER}: set MENDEL_SHARED")
@pytest.mark.parametrize("path", cases())
def test_a_case(path: Path) -> None:
    """What the conclusion says is in the closure; what is inconsistent clashes."""
    premise = path / "premisegraph.ttl"
    if premise.exists():
        closure, is_consistent = close(read(premise))
        assert is_consistent
        assert simply_entails(closure, read(path / "conclusiongraph.ttl"))
    else:
        assert not close(read(path / "graph.ttl"))[1]
