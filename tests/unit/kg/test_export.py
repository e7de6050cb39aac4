"""An export parses to the graph that it came from, and is the same every time."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
import rdflib
from pyoxigraph import Dataset, Literal, NamedNode, Quad, RdfFormat, parse

from kg.errors import StoreError, TermError
from kg.export import Selection, export, export_file
from kg.formats import GRAPH_FORMATS, Format, find_format
from kg.names import Names
from kg.store import Store, create

if TYPE_CHECKING:
    from pathlib import Path

NAMES = Names()
GENE = NamedNode("http://identifiers.org/hgnc/397")
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
CLASS = NamedNode("https://w3id.org/mendelgraph/ontology#Gene")
ONE, TWO = NAMES.graph("doc", "one"), NAMES.graph("doc", "two")
INFERRED, EVIDENCE = NAMES.graph("inferred"), NAMES.graph("evidence")
TEXT = Literal('5\'-"quoted" <δ> & tab\tline\nend\r')
QUADS = (
    Quad(GENE, LABEL, TEXT, ONE),
    Quad(GENE, TYPE, CLASS, ONE),
    Quad(GENE, TYPE, CLASS, TWO),
    Quad(NAMES.graph("x/y"), LABEL, Literal("1.50"), TWO),
    Quad(CLASS, TYPE, CLASS, INFERRED),
    Quad(EVIDENCE, TYPE, CLASS, EVIDENCE),
)


def built(location: Path, quads: tuple[Quad, ...]) -> Store:
    with create(location) as draft:
        for quad in quads:
            draft.add([quad])
        draft.commit({})
    return Store.open(location)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return built(tmp_path_factory.mktemp("one"), QUADS)


def exported(store: Store, form: Format[RdfFormat], *graphs: str) -> bytes:
    output = io.BytesIO()
    export(store, output, form, Selection(graphs))
    return output.getvalue()


def expected(form: Format[RdfFormat]) -> Dataset:
    if form.syntax.supports_datasets:
        return Dataset(QUADS)
    return Dataset(Quad(*quad.triple) for quad in QUADS if quad.graph_name != EVIDENCE)


@pytest.mark.parametrize("form", GRAPH_FORMATS, ids=lambda form: form.name)
def test_an_export_parses_again(store: Store, form: Format[RdfFormat]) -> None:
    """Datasets come with every graph; triples as what a query sees, each once."""
    found = list(parse(exported(store, form), format=form.syntax))

    assert expected(form) == Dataset(found)
    assert len(expected(form)) == len(found)


@pytest.mark.parametrize("form", GRAPH_FORMATS, ids=lambda form: form.name)
def test_an_export_is_the_same_every_time(
    store: Store, tmp_path: Path, form: Format[RdfFormat]
) -> None:
    """Byte for byte, whatever the order in which quads came in."""
    other = built(tmp_path / "other", QUADS[::-1])

    assert exported(store, form) == exported(other, form)


def test_others_can_read_it(store: Store) -> None:
    """Rdflib reads the Turtle, our prefixes included."""
    turtle = exported(store, find_format("ttl", GRAPH_FORMATS)).decode()
    graph = rdflib.Graph().parse(data=turtle, format="turtle")

    assert 4 == len(graph)
    assert "hgnc:397 a mg:Gene ;" in turtle


@pytest.mark.parametrize(
    ("names", "count"),
    [
        (["doc/one"], 2),
        (["doc"], 3),
        (["doc/one", "inferred"], 3),
        ([EVIDENCE.value], 1),
    ],
)
def test_graphs_are_chosen_by_name(store: Store, names: list[str], count: int) -> None:
    """`doc/one` is one graph, `doc` all below it, an IRI just that one."""
    found = exported(store, find_format("nt", GRAPH_FORMATS), *names)

    assert count == len(found.splitlines())


def test_an_unknown_graph(store: Store) -> None:
    """A graph that is not there is refused with those that it may be meant for."""
    with pytest.raises(TermError, match=r"no such graph; did you mean doc/one.*\?$"):
        exported(store, find_format("nt", GRAPH_FORMATS), "doc/ome")
    with pytest.raises(TermError, match=r"there are doc, evidence, inferred$"):
        exported(store, find_format("nt", GRAPH_FORMATS), "zzz")


def test_a_file_is_written_in_one_step(store: Store, tmp_path: Path) -> None:
    """A failing export leaves the old file and nothing beside it."""
    turtle = find_format("ttl", GRAPH_FORMATS)
    file = tmp_path / "graph.ttl"
    export_file(store, file, turtle)
    before = file.read_bytes()

    with pytest.raises(TermError):
        export_file(store, file, turtle, Selection(("absent",)))
    with pytest.raises(StoreError, match="cannot be written"):
        export_file(store, tmp_path / "absent" / "graph.ttl", turtle)

    assert before == file.read_bytes() == exported(store, turtle)
    assert [file] == list(tmp_path.iterdir())
