"""A report of the W3C suites in EARL: `make conformance` writes it to MENDEL_EARL."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import rdflib
from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from kg.names import BASE

EARL = "http://www.w3.org/ns/earl#"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_FILE = os.environ.get("MENDEL_EARL", "")
_OUTCOMES = {"passed": "passed", "failed": "failed", "skipped": "untested"}
_FOUND: dict[str, str] = {}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note how each case of a W3C manifest came out; an expected failure is one."""
    report = yield
    case = _case(item)
    if case and report.when == "call":
        is_known = hasattr(report, "wasxfail")
        _FOUND[case] = "failed" if is_known else _OUTCOMES[report.outcome]
    return report


def _case(item: pytest.Item) -> str:
    """Give the IRI of a case, empty for what is none of a manifest."""
    values = getattr(item, "callspec", None)
    params = values.params if values else {}
    found = params.get("case", params.get("_case"))
    return str(found) if isinstance(found, rdflib.URIRef) else ""


def pytest_sessionfinish() -> None:
    """Write the report, if it is asked for."""
    if _FILE:
        triples = [t for case in sorted(_FOUND) for t in _assertion(case)]
        prefixes = {"earl": EARL}
        serialize(triples, Path(_FILE), RdfFormat.TURTLE, prefixes=prefixes)


def _assertion(case: str) -> Iterator[Triple]:
    """Write one outcome (EARL 1.0 Schema, section 2); no node is blank."""
    name = f"{BASE}id/earl/{quote(case, safe='')}"
    assertion, result = NamedNode(name), NamedNode(f"{name}/result")
    yield Triple(assertion, TYPE, _earl("Assertion"))
    yield Triple(assertion, _earl("subject"), NamedNode(BASE))
    yield Triple(assertion, _earl("test"), NamedNode(case))
    yield Triple(assertion, _earl("mode"), _earl("automatic"))
    yield Triple(assertion, _earl("result"), result)
    yield Triple(result, TYPE, _earl("TestResult"))
    yield Triple(result, _earl("outcome"), _earl(_FOUND[case]))


def _earl(name: str) -> NamedNode:
    return NamedNode(EARL + name)
