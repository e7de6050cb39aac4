"""What is chosen for an export, how statements are written, how files are packed."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import owlready2
import pytest
import rdflib
import zstandard
from click.testing import CliRunner, Result
from pyoxigraph import Dataset, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg.cli import COMMANDS, group
from kg.errors import FormatError, QueryError
from kg.export import Evidence, Selection, context, export
from kg.export.records import Records
from kg.formats import GRAPH_FORMATS, find_format
from kg.names import Names, named
from kg.store import Infer, Store, create

NAMES = Names()
EX = "http://example.org/"
REIFIES = named("rdf:reifies")


def exported(store: Store, form: str, selection: Selection) -> bytes:
    output = io.BytesIO()
    export(store, output, find_format(form, GRAPH_FORMATS), selection)
    return output.getvalue()


def read(store: Store, selection: Selection, form: str = "nq") -> Dataset:
    syntax = find_format(form, GRAPH_FORMATS).syntax
    return Dataset(parse(exported(store, form, selection), format=syntax))


def graphs(found: Dataset) -> set[str]:
    return {str(quad.graph_name).rsplit("graph/", 1)[-1][:-1] for quad in found}


def small(location: Path, *quads: Quad) -> Store:
    with create(location) as draft:
        draft.add(quads)
        draft.commit({})
    return Store.open(location)


def run(*words: object) -> Result:
    return CliRunner().invoke(group(COMMANDS), [str(word) for word in words])


@pytest.mark.parametrize("form", ["ttl", "rdf"])
def test_triples_of_a_real_graph_are_read_by_others(bundled: Store, form: str) -> None:
    """Rdflib finds as many as pyoxigraph does, whose lines are the simplest."""
    lines = exported(bundled, "nt", Selection()).splitlines()
    text = exported(bundled, form, Selection()).decode()

    assert len(lines) == len(rdflib.Graph().parse(data=text, format=form_of(form)))
    assert read(bundled, Selection(), "nt") == read(bundled, Selection(), form)


def form_of(form: str) -> str:
    return {"ttl": "turtle", "rdf": "xml"}[form]


# rdflib warns of itself
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("form", ["trig", "jsonld"])
def test_datasets_of_a_real_graph_are_read_by_others(bundled: Store, form: str) -> None:
    """Named graphs come back with their names, in rdflib and in pyoxigraph."""
    chosen = Selection(("doc/alas2", "inferred"))
    data = rdflib.Dataset()
    data.parse(
        data=exported(bundled, form, chosen).decode(),
        format={"trig": "trig", "jsonld": "json-ld"}[form],
    )

    assert read(bundled, chosen) == read(bundled, chosen, form)
    assert len(read(bundled, chosen)) == len(data)


def test_owlready2_reads_rdf_xml(bundled: Store, tmp_path: Path) -> None:
    """The classes and individuals that it finds are those of the graph."""
    file = tmp_path / "graph.rdf"
    file.write_bytes(exported(bundled, "rdf", Selection()))
    world = owlready2.World()
    world.get_ontology(file.as_uri()).load()
    count = len(list(bundled.quads.quads_for_pattern(None, TYPE, GENE, None)))
    default = bundled.select("SELECT ?g { ?g a mg:Gene }")

    assert count >= len(default)
    assert len(default) == len(list(world[GENE.value].instances()))


TYPE, GENE = named("rdf:type"), named("mg:Gene")


@pytest.mark.parametrize(
    ("infer", "evidence", "shown", "hidden"),
    [
        (Infer.TRUE, None, {"inferred", "evidence", "ontology"}, set[str]()),
        (Infer.FALSE, None, {"evidence", "ontology"}, {"inferred"}),
        (Infer.ONLY, None, {"inferred"}, {"ontology", "evidence", "metadata"}),
        (Infer.TRUE, Evidence.NONE, {"inferred", "ontology"}, {"evidence"}),
    ],
)
def test_graphs_are_chosen_by_what_is_wanted(
    bundled: Store,
    infer: Infer,
    evidence: Evidence | None,
    shown: set[str],
    hidden: set[str],
) -> None:
    """A dataset has inferences and evidence as wanted, and all else."""
    found = graphs(read(bundled, Selection(infer=infer, evidence=evidence)))

    assert shown == shown & found
    assert set() == hidden & found


def test_inferred_and_asserted_make_the_whole(bundled: Store) -> None:
    """No triple is in both: what is inferred is asserted by nobody."""
    whole, asserted, inferred = (
        set(exported(bundled, "nt", Selection(infer=infer)).splitlines())
        for infer in (Infer.TRUE, Infer.FALSE, Infer.ONLY)
    )

    assert whole == asserted | inferred
    assert set() == asserted & inferred


def test_annotations_say_what_statements_say(bundled: Store) -> None:
    """Each rdf:Statement becomes one reifier of its triple, and keeps all else."""
    plain = read(bundled, Selection(("evidence",)))
    short = read(bundled, Selection(("evidence",), evidence=Evidence.RDF12))
    parts = {named(f"rdf:{part}") for part in ("subject", "predicate", "object")}
    statements = list(plain.quads_for_object(named("rdf:Statement")))
    kept = {q for q in plain if q.predicate not in parts} - set(statements)
    reified = list(short.quads_for_predicate(REIFIES))

    assert {q.subject for q in statements} == {q.subject for q in reified}
    assert kept == set(short) - set(reified)
    assert all(isinstance(quad.object, Triple) for quad in reified)


def test_annotations_are_the_same_in_turtle(bundled: Store) -> None:
    """Triple terms are written and read in each syntax that has them."""
    wanted = Selection(evidence=Evidence.RDF12)

    assert read(bundled, wanted, "nt") == read(bundled, wanted, "ttl")
    with pytest.raises(FormatError, match="cannot hold the triple terms"):
        exported(bundled, "jsonld", wanted)


def test_a_neighbourhood(bundled: Store) -> None:
    """Every triple of a node, and the label of whatever stands beside it."""
    node = NamedNode("http://identifiers.org/hgnc/397")
    found = read(bundled, Selection(about=node), "nt")
    own = {q for q in found if node in (q.subject, q.object)}
    whole = read(bundled, Selection(), "nt")
    near = {q.object for q in own if q.predicate == named("mg:encodes")}
    labelled = {q.subject for q in found.quads_for_predicate(named("rdfs:label"))}

    assert own == {q for q in whole if node in (q.subject, q.object)}
    assert near == near & labelled


def test_a_neighbourhood_with_its_sentences(bundled: Store) -> None:
    """Statements come down to the words and their places."""
    node = NamedNode("http://identifiers.org/hgnc/397")
    wanted = Selection(about=node, evidence=Evidence.STATEMENTS)
    found = read(bundled, wanted, "nt")
    quotes = {q.object for q in found.quads_for_predicate(named("prov:wasQuotedFrom"))}
    selected = {q.subject for q in found.quads_for_predicate(named("oa:hasSelector"))}

    assert quotes == selected
    assert set() != quotes


def test_a_query(bundled: Store) -> None:
    """A CONSTRUCT is written in any format, each triple once."""
    text = "CONSTRUCT { ?g a mg:Gene } { ?g mg:encodes ?p ; skos:altLabel ?n }"
    found = exported(bundled, "ttl", Selection(construct=text)).decode()
    count = bundled.select("SELECT DISTINCT ?g { ?g mg:encodes ?p ; skos:altLabel ?n }")

    assert len(count) == found.count(" a mg:Gene .\n")
    with pytest.raises(QueryError, match="CONSTRUCT or DESCRIBE"):
        exported(bundled, "ttl", Selection(construct="ASK { ?s ?p ?o }"))


def test_a_graph_alone_is_a_graph_in_json_ld(bundled: Store) -> None:
    """Who reads JSON-LD as a graph finds one that is written alone: it has no name."""
    alone = Selection(graphs=("doc/alas2",))
    assert read(bundled, alone, "nt") == read(bundled, alone, "jsonld")


def test_labels_are_comments(bundled: Store) -> None:
    """They change nothing of what is read, and stand beside each node."""
    found = exported(bundled, "ttl", Selection(("doc/alas2",), has_labels=True))
    plain = read(bundled, Selection(("doc/alas2",)), "nt")

    assert plain == Dataset(parse(found, format=RdfFormat.TURTLE))
    assert b"\nhgnc:397  # ALAS2\n" in found


def test_terms_that_look_like_syntax(tmp_path: Path) -> None:
    """Separators in literals and IRIs are no separators; objects come sorted."""
    node, relation = NamedNode(EX + "a,b"), NamedNode(EX + "p")
    texts = ['x , "y', " .\n", " ;\n\t", "\\", "a , b", "@prefix x: <y> .\n"]
    terms = [Literal(text) for text in texts]
    first, second = NAMES.graph("doc", "1"), NAMES.graph("doc", "2")
    quads = [Quad(node, relation, term, first) for term in terms]
    same = [Quad(node, relation, term, second) for term in terms[::2]]
    store = small(tmp_path / "g", *quads, *same)

    for form in ("ttl", "nt", "rdf"):
        wanted = Selection(("doc",))
        syntax = find_format(form, GRAPH_FORMATS).syntax
        found = list(parse(exported(store, form, wanted), format=syntax))
        assert {quad.triple for quad in quads} == {quad.triple for quad in found}
        assert len(terms) == len(found)


@pytest.mark.parametrize(
    ("triple", "problem"),
    [
        (Triple(GENE, NamedNode(EX + "1"), GENE), "does not end in an XML name"),
        (Triple(GENE, NamedNode(EX + "a\u00b2"), GENE), "does not end in an XML name"),
        (Triple(GENE, named("rdf:li"), GENE), "another meaning"),
        (Triple(GENE, NamedNode(EX + "p"), Literal("\x01")), "control character"),
        (Triple(GENE, NamedNode(EX + "p"), Literal("\\\b")), "control character"),
        (
            Triple(GENE, REIFIES, Triple(GENE, NamedNode(EX + "1"), GENE)),
            "does not end in an XML name",
        ),
    ],
)
def test_what_xml_cannot_hold(tmp_path: Path, triple: Triple, problem: str) -> None:
    """It is refused, where the engine writes what nobody can read."""
    graph = NAMES.graph("default")
    quad = Quad(triple.subject, triple.predicate, triple.object, graph)
    store = small(tmp_path / "g", quad)

    with pytest.raises(FormatError, match=problem):
        exported(store, "rdf", Selection())
    assert 1 == len(read(store, Selection(), "ttl"))


def test_runs_that_are_set_aside() -> None:
    """What does not fit into memory comes out in the same order, each record once."""
    texts = [f'<{a}> <{b}> "{c}"'.encode() for a, b, c in permutations("abcdef", 3)]
    few, many = Records(run=1 << 20), Records(run=100)
    for text in [*texts[::-1], *texts]:
        for records in (few, many):
            records.write(text + b" .")
            records.write(b"\n")

    assert sorted(texts) == list(few) == list(many)


def test_files_are_packed_by_their_ending(bundled: Store, tmp_path: Path) -> None:
    """`.gz` and `.zst` hold what the bare file holds, the same bytes each time."""
    location = bundled.generation.parent.parent
    unpack: dict[str, Callable[[bytes], bytes]] = {
        "": bytes,
        ".gz": gzip.decompress,
        ".zst": lambda found: zstandard.ZstdDecompressor().stream_reader(found).read(),
    }
    found = {}
    for ending in unpack:
        for name in ("one", "two"):
            file = tmp_path / f"{name}.ttl{ending}"
            assert 0 == run("export", "-l", location, file).exit_code
            found[name, ending] = file.read_bytes()

    assert all(found["one", e] == found["two", e] for e in unpack)
    assert 1 == len({undo(found["one", end]) for end, undo in unpack.items()})


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full")
def test_a_full_disk(bundled: Store) -> None:
    """It is told in one line."""
    location = bundled.generation.parent.parent
    result = run("export", "-l", location, "/dev/full")

    assert 1 == result.exit_code
    assert "No space left on device" in result.stderr
    assert 1 == len(result.stderr.splitlines())


@pytest.mark.parametrize("form", GRAPH_FORMATS, ids=lambda form: form.name)
def test_a_failure_leaves_the_old_file(
    bundled: Store, tmp_path: Path, form: object
) -> None:
    """Whatever the format: not even the part that was written."""
    file = tmp_path / f"graph.{form.name}"  # type: ignore[attr-defined] # a Format
    file.write_text("old")
    location = bundled.generation.parent.parent
    result = run(
        "export",
        "-l",
        location,
        file,
        "--construct",
        "CONSTRUCT { ?s ?p ?o } { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    )

    assert 1 == result.exit_code
    assert "old" == file.read_text()
    assert [file] == list(tmp_path.iterdir())


def test_selections_that_exclude_each_other(bundled: Store) -> None:
    """A query has its own graphs; who gives two is told."""
    location = bundled.generation.parent.parent
    result = run("export", "-l", location, "-g", "inferred", "--about", "ALAS2")

    assert 2 == result.exit_code
    assert "give one of --graph, --about and --construct" in result.stderr


def test_the_context_has_the_table() -> None:
    """Every prefix of ours is in it, and object properties lead to nodes."""
    found = context(NAMES)

    assert set(NAMES.prefixes) < set(found)
    assert {"@type": "@id"} == found["mg:encodes"]
    assert "mg:stepNumber" not in found
