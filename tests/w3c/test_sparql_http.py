"""The W3C suites for the SPARQL 1.1 Protocol and the Graph Store HTTP Protocol."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from rdflib import RDFS, Graph, Namespace
from rdflib.collection import Collection
from rdflib.term import Node
from werkzeug.test import TestResponse

from kg.change import Mode, Writer
from kg.formats import GRAPH_FORMATS, find_format
from kg.store import Store, create
from server.app import create_app
from server.settings import Settings
from tests.w3c import results
from tests.w3c.manifests import MF, Suite

HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
_CLASSES = {f"StatusCode{n}xx": range(n * 100, n * 100 + 100) for n in range(1, 6)}
_NAMES = {
    "OK": 200,
    "Created": 201,
    "NoContent": 204,
    "BadRequest": 400,
    "NotFound": 404,
    "UnsupportedMediaType": 415,
}
_TEXTS = {"boolean": "sparql-results", "tabular": "sparql-results", "RDF": ""}


def suites() -> Iterator[tuple[Suite, str, str]]:
    """List the suites with what their paths begin with, there and here."""
    yield Suite("sparql", "sparql11", "protocol"), "/sparql/", "/sparql"
    suite = Suite("sparql", "sparql11", "graph-store-protocol")
    for path in sorted(suite.folder.glob("manifest-*.ttl")):
        suite.graph.parse(path, publicID=suite.base + path.name)
    yield suite, "/gsp", "/graph-store"


def cases() -> list[object]:
    return [
        pytest.param(suite, case, action, path, id=name)
        for suite, *path in suites()
        for name, case, action in sorted(suite.entries())
    ]


@dataclass(slots=True)
class Session:
    """A store that requests change, one after the other."""

    location: Path
    place: tuple[str, str]
    variables: dict[str, str] = field(default_factory=dict)

    def send(self, graph: Graph, request: Node) -> TestResponse:
        """Send a request of a manifest to our paths."""
        path = str(graph.value(request, HT.absolutePath))
        body = graph.value(request, HT.body)
        text = str(graph.value(body, CNT.chars) or "") if body else ""
        encoding = str(graph.value(body, CNT.characterEncoding) or "utf-8")
        headers = [
            (str(graph.value(h, HT.fieldName)), str(graph.value(h, HT.fieldValue)))
            for h in _members(graph, graph.value(request, HT.headers))
        ]
        with Writer(self.location) as writer:
            app = create_app(Store.open(self.location), Settings(), writer)
            return app.test_client().open(
                self.here(path),
                base_url="http://www.example",
                method=str(graph.value(request, HT.methodName)),
                headers=headers,
                data=self.here(text).encode(encoding),
            )

    def here(self, text: str) -> str:
        """Write paths of ours for those of the manifest, and what was learnt."""
        for name, value in self.variables.items():
            text = text.replace(quote(name, safe=""), quote(value, safe=""))
            text = text.replace(name, value)
        there, ours = (f"http://www.example{path}" for path in self.place)
        text = text.replace(quote(there, safe=""), quote(ours, safe=""))
        text = text.replace(there, ours)
        start, rest = self.place[0], text.removeprefix(self.place[0])
        return text if not text.startswith(start) else self.place[1] + rest


@pytest.mark.skipif(not cases(), reason="no protocol suites: set MENDEL_SHARED")
@pytest.mark.parametrize(("suite", "case", "action", "path"), cases())
def test_a_case(
    tmp_path: Path, suite: Suite, case: Node, action: Node, path: list[str]
) -> None:
    """Each request is answered as the manifest says."""
    with create(tmp_path / "graph") as draft:
        draft.commit({"run": "run:0"})
    session = Session(tmp_path / "graph", (path[0], path[1]))
    _fill(session.location, suite, case)
    for request in _members(suite.graph, suite.graph.value(action, HT.requests)):
        answer = session.send(suite.graph, request)
        wanted = suite.graph.value(request, HT.resp)
        assert wanted is not None
        _judge(session, suite.graph, wanted, answer)
        location = suite.graph.value(wanted, MF.expectedLocation)
        if location is not None:
            session.variables[str(location)] = answer.headers["Location"]


def _fill(location: Path, suite: Suite, case: Node) -> None:
    for node in suite.graph.objects(case, UT.graphData):
        name = NamedNode(str(suite.graph.value(node, RDFS.label)))
        file = suite.file(suite.graph.value(node, UT.graph))
        with Writer(location) as writer:
            writer.write(name, (quad.triple for quad in parse(path=file)), Mode.REPLACE)


def _judge(session: Session, graph: Graph, wanted: Node, answer: TestResponse) -> None:
    statuses = [
        str(status).rpartition("#")[2]
        for status in graph.objects(wanted, MF.expectedStatus)
    ]
    allowed = [_CLASSES.get(name, (_NAMES.get(name),)) for name in statuses]
    assert any(answer.status_code in found for found in allowed), answer.text
    truth = graph.value(wanted, MF.expectedBoolean)
    if truth is not None:
        assert bool(truth) == answer.get_json()["boolean"]
    form = graph.value(wanted, MF.expectedFormat)
    assert _TEXTS.get(str(form), "") in (answer.content_type or "")
    body = graph.value(wanted, HT.body)
    if body is not None and (chars := graph.value(body, CNT.chars)) is not None:
        expected = results.graph(
            session.here(str(chars)).encode(), RdfFormat.TURTLE, "http://e/"
        )
        syntax = find_format(str(answer.content_type), GRAPH_FORMATS).syntax
        assert expected == results.graph(answer.data, syntax, "http://e/")


def _members(graph: Graph, head: Node | None) -> list[Node]:
    return list(Collection(graph, head)) if head is not None else []
