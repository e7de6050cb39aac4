"""Whatever is done to a graph: what follows from it is right, at every moment."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kg.change import Mode, Writer
from kg.errors import InconsistencyError, QueryError
from kg.store import Store
from tests.unit.kg.change import graphs

NODES = st.sampled_from(["step:a", "step:b", "step:c", "pathway:p", "enzyme:e"])
FACTS = st.one_of(
    st.builds("{} mg:partOf {} .".format, NODES, NODES),
    st.builds("{} mg:catalyses {} .".format, NODES, NODES),
    st.builds("{} owl:sameAs {} .".format, NODES, NODES),
    st.builds("{} a mg:Step .".format, NODES),
    st.sampled_from(
        [
            "mg:partOf rdfs:subPropertyOf mg:within .",
            "mg:partOf a owl:TransitiveProperty .",
            "mg:within a owl:SymmetricProperty .",
            "enzyme:e mg:mutationCount 8 .",
        ]
    ),
)
PLACES = st.sampled_from(
    [
        "{}",
        "GRAPH <http://example.org/mine> {{ {} }}",
        "GRAPH <https://w3id.org/mendelgraph/graph/ontology> {{ {} }}",
        "GRAPH <https://w3id.org/mendelgraph/graph/doc/one> {{ {} }}",
    ]
)
BLOCKS = st.builds(
    lambda place, facts: place.format(" ".join(facts)),
    PLACES,
    st.lists(FACTS, min_size=1, max_size=3),
)
UPDATES = st.one_of(
    st.builds("INSERT DATA {{ {} }}".format, BLOCKS),
    st.builds("DELETE DATA {{ {} }}".format, BLOCKS),
    st.builds("DELETE WHERE {{ GRAPH ?g {{ {} ?p ?o }} }}".format, NODES),
    st.builds("DELETE WHERE {{ {} mg:partOf ?o }}".format, NODES),
    st.builds(
        "DELETE {{ ?s mg:partOf ?o }} INSERT {{ ?o mg:partOf ?s }} "
        "WHERE {{ ?s mg:partOf ?o . {} mg:partOf ?o }}".format,
        NODES,
    ),
    st.sampled_from(
        [
            "MOVE SILENT <http://example.org/mine> TO DEFAULT",
            "ADD <https://w3id.org/mendelgraph/graph/doc/one> TO DEFAULT",
            "CLEAR SILENT DEFAULT",
        ]
    ),
)
STEPS = st.one_of(
    UPDATES.map(lambda text: partial(update, text)),
    st.builds(
        lambda *given: partial(write, *given),
        st.sampled_from(Mode),
        st.sampled_from(["mine", "new"]),
        st.lists(FACTS, max_size=3).map(" ".join),
    ),
    FACTS.map(lambda turtle: partial(rebuild, turtle)),
)


def update(text: str, writer: Writer) -> None:
    writer.update(text)


def write(mode: Mode, name: str, turtle: str, writer: Writer) -> None:
    writer.write(NamedNode(f"http://example.org/{name}"), graphs.triples(turtle), mode)


def rebuild(turtle: str, writer: Writer) -> None:
    graphs.make(writer.location, one=graphs.PAGE, two=turtle)


@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.lists(STEPS, max_size=5))
def test_after_any_changes(steps: list[Callable[[Writer], None]]) -> None:
    """What is inferred is the closure of what is asserted, and the merged copy its sum.

    That is so for whoever opens the graph after a step, and for whoever opened it
    before, too. Steps are updates, writes of graphs, and builds of other pages; one
    that is refused does nothing.
    """
    with TemporaryDirectory() as folder:
        location = Path(folder) / "graph"
        graphs.make(location, one=graphs.PAGE)
        writer = Writer(location)
        for step in steps:
            before = Store.open(location)
            with suppress(InconsistencyError, QueryError):
                step(writer)
            graphs.check(Store.open(location))
            graphs.check(before)
