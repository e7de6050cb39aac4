"""A store is built aside, switched in one step, and queried by dataset."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
)

from kg.errors import DocumentError, QueryError, StoreError
from kg.model import Document, Kind, Passage, Reference, Section
from kg.names import Names
from kg.store import FORMAT, Infer, Store, create
from kg.store.dataset import has_dataset_clause

NAMES = Names()
EX = "http://example.org/"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def node(name: str) -> NamedNode:
    return NamedNode(EX + name)


def quad(subject: str, *graph: str) -> Quad:
    return Quad(node(subject), node("p"), node("o"), NAMES.graph(*graph))


QUADS = (
    quad("both", "doc", "one"),
    quad("both", "doc", "two"),
    quad("reference", "reference", "lexicon"),
    quad("ontology", "ontology"),
    quad("inferred", "inferred"),
    quad("evidence", "evidence"),
    quad("metadata", "metadata"),
)


def build(location: Path, *quads: Quad) -> None:
    with create(location) as draft:
        draft.add(quads)
        draft.commit({})


def subjects(store: Store, text: str, infer: Infer = Infer.TRUE) -> list[str]:
    solutions = store.query(text, infer=infer)
    assert isinstance(solutions, QuerySolutions)
    found = [solution["s"] for solution in solutions]
    return sorted(
        term.value.removeprefix(EX) for term in found if isinstance(term, NamedNode)
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    location = tmp_path_factory.mktemp("store") / "graph"
    build(location, *QUADS)
    return Store.open(location)


@pytest.mark.parametrize(
    ("infer", "expected"),
    [
        (Infer.TRUE, ["both", "inferred", "ontology", "reference"]),
        (Infer.FALSE, ["both", "ontology", "reference"]),
        (Infer.ONLY, ["inferred"]),
    ],
)
def test_the_default_dataset(store: Store, infer: Infer, expected: list[str]) -> None:
    """Evidence and metadata stay out; a triple of two documents counts once."""
    assert expected == subjects(store, "SELECT ?s { ?s ?p ?o }", infer)


def test_from_wins(store: Store) -> None:
    """A dataset clause in the text replaces the default dataset."""
    text = "SELECT ?s FROM <https://w3id.org/mendelgraph/graph/evidence> { ?s ?p ?o }"

    assert ["evidence"] == subjects(store, text, Infer.ONLY)


def test_the_protocol_graphs_win(store: Store) -> None:
    """Graphs given beside the text replace those of the text."""
    text = "ASK FROM <https://w3id.org/mendelgraph/graph/evidence> { ?s ?p ?o }"
    empty = [NAMES.graph("doc", "absent")]

    found = store.query(text, default_graphs=empty)

    assert isinstance(found, QueryBoolean)
    assert not found


def test_only_named_graphs_given(store: Store) -> None:
    """Named graphs alone leave the default graph empty."""
    named = [NAMES.graph("evidence")]

    assert not store.query("ASK { ?s ?p ?o }", named_graphs=named)
    assert store.query("ASK { GRAPH ?g { ?s ?p ?o } }", named_graphs=named)


def test_every_graph_has_a_name(store: Store) -> None:
    """All graphs can be asked for by GRAPH."""
    text = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"

    assert 7 == len(store.select(text))


def test_prefixes_need_no_declaration(store: Store) -> None:
    """Every prefix of the table may be used without PREFIX."""
    assert store.query("ASK { ?s ?p ?o FILTER(?s != hgnc:397) }")


def test_select_with_bindings(store: Store) -> None:
    """A projected variable can be bound from outside."""
    found = store.select("SELECT ?s ?p { ?s ?p ?o }", s=node("both"))

    assert [{"s": node("both"), "p": node("p")}] == found


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("SELECT * {\n ?s nope:x ?o }", (2, 5), "the prefix nope: is not declared"),
        ("SELECT * {\n ?s hgcn:x ?o }", (2, 5), "(did you mean hgnc:?)"),
        ("SELECT * { ?s ?p", (1, 17), "the query ends too early: a '}' is missing"),
        ("SELECT * { ?s ?p ?o } }", (1, 23), "unexpected '}': it closes nothing"),
        ("SELEC ?x {}", (1, 1), "unexpected 'SELEC' (did you mean SELECT?)"),
        (
            "ASK { FILTER(?x = ) }",
            (1, 19),
            "unexpected ')'; expected a variable, an IRI",
        ),
        ("ASK { BIND(<http://e/f>(1) AS ?x) }", (1, 12), "no function <http://e/f>"),
    ],
)
def test_a_bad_query(
    store: Store, text: str, place: tuple[int | None, int | None], words: str
) -> None:
    """A query that does not parse is refused in one line with its place."""
    with pytest.raises(QueryError) as raised:
        store.query(text)

    assert place == (raised.value.line, raised.value.column)
    assert words in str(raised.value)
    assert "\n" not in str(raised.value)
    assert "\\u" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * FROM <http://e/> { ?s ?p ?o }", True),
        ("select * from named ex:g { ?s ?p ?o }", True),
        ("SELECT * { ?s ?p ?o } # FROM <http://e/>", False),
        ('SELECT * { ?s ?p "FROM" }', False),
        ('SELECT * { ?s ?p """a " FROM""" }', False),
        ("SELECT ?from { ?from ex:from from:x }", False),
        ("SELECT * { ?s <http://e/FROM#FROM> 'it\\'s FROM' }", False),
        ("SELECT * { ?s ?p 'a'@from . FILTER(1<2 && 3 >2) }", False),
        ("SELECT (1<2 AS ?x) FROM <http://e/> {}", True),
    ],
)
def test_the_dataset_clause(text: str, *, expected: bool) -> None:
    """FROM counts as a keyword only, not in strings, names or comments."""
    assert expected == has_dataset_clause(text)


def test_a_document_text(tmp_path: Path) -> None:
    """A store gives a text and its passages back as they were read, line ends too."""
    document = Document(
        id=Reference("document", "one"),
        title="One",
        subject=Kind.GENE,
        url=None,
        text="a\r\nb\rc δ",
        passages=(Passage(Section.CAUSES, 3, "b\rc δ"),),
    )
    with create(tmp_path) as draft:
        draft.keep(document)
        draft.commit({})
    store = Store.open(tmp_path)

    assert document.text == store.document_text(document.id)
    assert document.passages == store.passages(document.id)
    with pytest.raises(DocumentError, match="does not hold this document"):
        store.document_text(Reference("document", "two"))


def test_a_failed_build_leaves_the_old_graph(tmp_path: Path) -> None:
    """What was not committed is gone, and the old answers stay."""
    build(tmp_path, quad("old", "doc", "one"))

    def fail() -> None:
        with create(tmp_path) as draft:
            draft.add([quad("new", "doc", "one")])
            raise DocumentError("page.txt", "is empty")

    with pytest.raises(DocumentError):
        fail()

    assert ["old"] == subjects(Store.open(tmp_path), "SELECT ?s { ?s ?p ?o }")
    assert ["1"] == [path.name for path in (tmp_path / "generations").iterdir()]


def test_a_reader_goes_on(tmp_path: Path) -> None:
    """A reader of the old graph keeps it while the new one takes its place."""
    build(tmp_path, quad("old", "doc", "one"))
    reader = Store.open(tmp_path)
    for name in ("new", "newer", "newest"):
        build(tmp_path, quad(name, "doc", "one"))

    assert ["old"] == subjects(reader, "SELECT ?s { ?s ?p ?o }")
    assert ["newest"] == subjects(Store.open(tmp_path), "SELECT ?s { ?s ?p ?o }")
    assert {"3", "4"} == {path.name for path in (tmp_path / "generations").iterdir()}


KILLED = """
import os, signal, sys
from pathlib import Path
from pyoxigraph import NamedNode, Quad
from kg.names import Names
from kg.store import create

node = NamedNode("http://example.org/new")
with create(Path(sys.argv[1])) as draft:
    draft.add([Quad(node, node, node, Names().graph("doc", "one"))])
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_build_leaves_the_old_graph(tmp_path: Path) -> None:
    """After a SIGKILL the old answers stay and the next build cleans up."""
    build(tmp_path, quad("old", "doc", "one"))
    killed = subprocess.run([sys.executable, "-c", KILLED, tmp_path], check=False)

    assert -signal.SIGKILL == killed.returncode
    assert ["old"] == subjects(Store.open(tmp_path), "SELECT ?s { ?s ?p ?o }")
    assert (tmp_path / "generations" / "2").exists()

    build(tmp_path, quad("next", "doc", "one"))

    assert ["next"] == subjects(Store.open(tmp_path), "SELECT ?s { ?s ?p ?o }")
    assert {"1", "2"} == {path.name for path in (tmp_path / "generations").iterdir()}


def test_two_builds_at_once(tmp_path: Path) -> None:
    """The second build on a location is refused at once."""

    def second() -> None:
        with create(tmp_path):
            pass

    with (
        create(tmp_path),
        pytest.raises(StoreError, match="another build or update is at"),
    ):
        second()


def test_nothing_built(tmp_path: Path) -> None:
    """Opening an empty place says how to make a store."""
    with pytest.raises(StoreError, match="mendel build"):
        Store.open(tmp_path / "absent")


def test_places_that_are_no_store(tmp_path: Path) -> None:
    """A file, a folder of somebody else's and an unwritable place are refused."""
    file = tmp_path / "file"
    file.write_text("x")
    for location, words in (
        (file, "is a file"),
        (tmp_path, "holds other files"),
        (file / "below", "cannot be written"),
        (Path("/proc/store"), "cannot be written"),
    ):
        with pytest.raises(StoreError, match=words), create(location):
            pass

    assert "x" == file.read_text()


def test_a_newer_store(tmp_path: Path) -> None:
    """A store of a newer version is neither read nor overwritten."""
    build(tmp_path)
    report = tmp_path / "generations" / "1" / "report.json"
    report.write_text(json.dumps({"format": FORMAT + 1}))

    with pytest.raises(StoreError, match=r"newer version .* upgrade"):
        Store.open(tmp_path)
    with pytest.raises(StoreError, match="newer version"):
        build(tmp_path)


@pytest.mark.parametrize("damage", ["CURRENT", "report.json", "store"])
def test_a_damaged_store(tmp_path: Path, damage: str) -> None:
    """A damaged store is one line, and can be built again where that is safe."""
    build(tmp_path)
    generation = tmp_path / "generations" / "1"
    if damage == "store":
        (generation / "store" / "CURRENT").unlink()
    else:
        path = tmp_path / damage if damage == "CURRENT" else generation / damage
        path.write_text("?")

    with pytest.raises(StoreError, match=r"damaged"):
        Store.open(tmp_path)


def test_literals_are_kept(tmp_path: Path) -> None:
    """A literal comes back with its datatype."""
    number = Literal("8", datatype=NAMES.iri(Reference("xsd", "integer")))
    build(tmp_path, Quad(node("s"), node("p"), number, NAMES.graph("doc", "one")))

    assert [{"o": number}] == Store.open(tmp_path).select("SELECT ?o { ?s ?p ?o }")


def test_a_store_knows_its_base(tmp_path: Path) -> None:
    """A store is read with the base that it was built with, and no other."""
    base = "https://example.org/"
    with create(tmp_path, base) as draft:
        draft.commit({})

    assert base == Store.open(tmp_path).names.base
    with pytest.raises(StoreError, match="built with the base"):
        Store.open(tmp_path, "https://example.com/")
