"""Reading the manifests of the W3C suites, and the rules that each regime follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.term import Node

from tests.w3c.cases import W3C

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
_ORIGIN = "https://w3c.github.io/rdf-tests/"
_RDF = ("rdfD2", "rdf-axiom")
_RDFS = (
    *(*_RDF, "rdfs4", "rdfs6", "rdfs8", "rdfs10", "rdfs12", "rdfs13", "rdfs-axiom"),
    *("prp-dom", "prp-rng", "prp-spo1", "cax-sco", "scm-sco", "scm-spo"),
)
RULES: dict[str, tuple[str, ...]] = {
    "simple": ("no rule",),
    "RDF": _RDF,
    "RDFS": _RDFS,
    "D": _RDFS,
    "OWL-RDF-Based": (),  # all of them
}
"""The rules of the reasoner that make up an entailment regime."""


class Suite:
    """A manifest of entailment cases in a folder of `rdf-tests`."""

    def __init__(self, *folder: str) -> None:
        self.folder = W3C.joinpath("rdf-tests", *folder)
        self.base = _ORIGIN + "/".join(folder) + "/"
        self.graph = rdflib.Graph()
        if (path := self.folder / "manifest.ttl").exists():
            self.graph.parse(path, publicID=self.base + "manifest")

    def entries(self) -> Iterator[tuple[str, Node, Node]]:
        """List the cases: name, node, and action."""
        for case, action in self.graph.subject_objects(MF.action):
            yield str(case).rpartition("#")[2], case, action

    def values(self, subject: Node, predicate: rdflib.URIRef) -> list[str]:
        """Read the local names of a value, or of the members of a list."""
        found = self.graph.value(subject, predicate)
        nodes: list[Node | None] = [found]
        if isinstance(found, rdflib.BNode):
            nodes = list(Collection(self.graph, found))
        return [str(node).rpartition("/")[2] for node in nodes if node is not None]

    def file(self, node: Node | None) -> Path:
        """Find the file that an IRI of the manifest names."""
        return self.folder / str(node).removeprefix(self.base)


def parameter(name: str, unreachable: Iterable[str], *values: object) -> object:
    """Make a case of a parametrised test; it fails for the first reason there is."""
    reason = next(iter(unreachable), None)
    marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
    return pytest.param(*values, id=name, marks=marks)
