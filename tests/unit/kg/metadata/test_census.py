"""What the metadata count is so: as SPARQL counts it, and after every change."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions

from kg.change import Writer
from kg.metadata import census
from kg.metadata.census import Census
from kg.metadata.void import MEASURES
from kg.rdf import dataset_node
from kg.store import Journal, Store
from tests.unit.kg.change import graphs

NAMES = graphs.NAMES
VOID = NAMES.prefixes["void"]
METADATA = NAMES.graph("metadata")
DATASET = f"<{dataset_node(NAMES).value}>"
FROM = f"FROM <{METADATA.value}>"
PARTS = (
    *MEASURES,
    "class",
    "property",
    "classPartition",
    "propertyPartition",
    "linkPredicate",
    "objectsTarget",
    "subjectsTarget",
)
ONTOLOGY = """
mg:partOf a owl:TransitiveProperty .
mg:Enzyme rdfs:subClassOf mg:GeneProduct .
mg:catalyses rdfs:domain mg:Enzyme ; rdfs:range mg:Step .
"""
STATEMENTS = (
    "enzyme:e mg:catalyses step:a",
    "enzyme:e a mg:GeneProduct",
    "enzyme:e a mg:Enzyme",
    "enzyme:f mg:catalyses step:b",
    "step:a mg:partOf step:b",
    "step:b mg:partOf step:c",
    "step:a mg:partOf step:c",
    "step:a rdfs:label 'a' , 'a'@en , 5",
    "mg:Step rdfs:subClassOf biolink:MolecularActivity",
    "step:b skos:exactMatch rhea:1 , GO:0000001 , omim:1",
    "gene:g mg:encodes enzyme:e , enzyme:f",
    "_:x mg:partOf step:a",
)


@pytest.mark.parametrize("seed", range(4))
def test_a_change_is_counted_as_all_of_it_would_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Whatever comes, goes, moves or changes its class, in whichever graph."""
    monkeypatch.setattr(census, "_COSTLY", 0)  # nothing is counted from scratch
    graphs.make(tmp_path / "graph", one=ONTOLOGY)
    draw = random.Random(seed)  # noqa: S311 - no secret
    with Writer(tmp_path / "graph") as writer:
        writer.update("INSERT DATA { step:a mg:stepNumber 1 }")
        for _ in range(5):
            writer.update(change(draw))
            store = Store.open(tmp_path / "graph")

            assert from_scratch(store) == counted(store.quads)


def change(draw: random.Random) -> str:
    """Make an update of some statements, in some of three graphs."""
    updates = []
    for _ in range(draw.randint(1, 4)):
        how = draw.choice(["INSERT DATA", "INSERT DATA", "DELETE DATA"])
        statement = draw.choice(STATEMENTS)
        if how == "DELETE DATA" and statement.startswith("_:"):
            statement = STATEMENTS[0]
        graph = draw.choice(["doc/one", "doc/two", "default"])
        updates.append(
            f"{how} {{ GRAPH <{NAMES.graph(graph).value}> {{ {statement} }} }}"
        )
    return " ; ".join(updates)


def from_scratch(store: Store) -> set[Quad]:
    """Count a copy that nobody has described."""
    copy = pyoxigraph.Store()
    copy.extend(quad for quad in store.quads if quad.graph_name != METADATA)
    Census(Journal(copy), NAMES).count()
    return counted(copy)


def counted(quads: pyoxigraph.Store) -> set[Quad]:
    """Give what metadata say of numbers and parts; their own size is left out."""
    found = quads.quads_for_pattern(None, None, None, METADATA)
    names = {VOID + name for name in PARTS}
    return {q for q in found if q.predicate.value in names and q.subject != METADATA}


def test_a_large_change_is_counted_from_scratch(tmp_path: Path) -> None:
    """What changes most of a graph leaves no figure of what it was."""
    graphs.make(tmp_path / "graph", one=ONTOLOGY)
    with Writer(tmp_path / "graph") as writer:
        for statement in STATEMENTS:
            writer.update(f"INSERT DATA {{ {statement} }}")
        writer.update("CLEAR DEFAULT")
    store = Store.open(tmp_path / "graph")

    assert from_scratch(store) == counted(store.quads)


def test_the_size_of_the_metadata_includes_itself(bundled: Store) -> None:
    """The graph that counts is counted, too."""
    found = bundled.quads.quads_for_pattern(None, None, None, METADATA)
    text = f"SELECT ?n {FROM} {{ <{METADATA.value}> void:triples ?n }}"

    assert [{"n": integer(sum(1 for _ in found))}] == ask(bundled, text)


FIGURES = {
    "triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "entities": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a ?class }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
    "classes": "SELECT (COUNT(DISTINCT ?class) AS ?n) { ?s a ?class }",
}


@pytest.mark.parametrize("measure", FIGURES)
def test_figures_of_the_dataset_are_what_a_query_sees(
    bundled: Store, measure: str
) -> None:
    """The queries by which VoID defines its statistics give the same numbers."""
    text = f"SELECT ?n {FROM} {{ {DATASET} void:{measure} ?n }}"

    assert ask(bundled, FIGURES[measure]) == ask(bundled, text)


@pytest.mark.parametrize("measure", FIGURES)
def test_figures_of_named_graphs_are_what_they_hold(
    bundled: Store, measure: str
) -> None:
    """So they are for each graph."""
    head, body = FIGURES[measure].replace("SELECT", "SELECT ?g").split("{", 1)
    counting = f"{head} {{ GRAPH ?g {{ {body} }} GROUP BY ?g"
    text = f"SELECT ?g ?n {FROM} {{ ?g a sd:NamedGraph ; void:{measure} ?n }}"
    expected = [row for row in ask(bundled, counting) if row["g"] != METADATA]

    assert by_text(expected) == by_text(
        row for row in ask(bundled, text) if row["g"] != METADATA
    )


PARTITIONS = {
    "SELECT ?c (COUNT(?s) AS ?n) { ?s a ?c } GROUP BY ?c": """
        void:classPartition [ void:class ?c ; void:entities ?n ]""",
    "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p": """
        void:propertyPartition [ void:property ?p ; void:triples ?n ]""",
    "SELECT ?p (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o } GROUP BY ?p": """
        void:propertyPartition [ void:property ?p ; void:distinctObjects ?n ]""",
    "SELECT ?c ?p (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o } GROUP BY ?c ?p": """
        void:classPartition [ void:class ?c ; void:propertyPartition [
            void:property ?p ; void:triples ?n ] ]""",
    """SELECT ?c ?p ?d (COUNT(*) AS ?n) {
        ?s a ?c ; ?p ?o . ?o a ?d
    } GROUP BY ?c ?p ?d""": """
        void:classPartition [ void:class ?c ; void:propertyPartition [
            void:property ?p ;
            void:classPartition [ void:class ?d ; void:triples ?n ] ] ]""",
    """SELECT ?c ?p ?d (COUNT(*) AS ?n) {
        ?s a ?c ; ?p ?o FILTER(isLiteral(?o)) BIND(DATATYPE(?o) AS ?d)
    } GROUP BY ?c ?p ?d""": """
        void:classPartition [ void:class ?c ; void:propertyPartition [
            void:property ?p ;
            void-ext:datatypePartition [
                void-ext:datatype ?d ; void:triples ?n ] ] ]""",
}


@pytest.mark.parametrize("counting", PARTITIONS)
def test_partitions_are_what_a_query_sees(bundled: Store, counting: str) -> None:
    """Each part of the dataset has the number of triples that SPARQL counts in it."""
    columns = counting.partition("(")[0]
    text = f"{columns} ?n {FROM} {{ {DATASET} {PARTITIONS[counting]} }}"

    assert by_text(ask(bundled, counting)) == by_text(ask(bundled, text))


def test_linksets_are_what_a_query_sees(bundled: Store) -> None:
    """A linkset counts the triples that lead into the IRIs of another dataset."""
    text = f"""SELECT ?p ?space ?n {FROM} {{ {DATASET} void:subset [
        void:linkPredicate ?p ; void:triples ?n ;
        void:objectsTarget/void:uriSpace ?space ] }}"""
    found = ask(bundled, text)

    assert ["omim", "hgnc", "uniprot"] == [
        name
        for name in ("omim", "hgnc", "uniprot")
        if NAMES.prefixes[name] in {row["space"].value for row in found}
    ]
    assert by_text(found) == by_text(
        {**row, "n": integer(links(bundled, row["p"], row["space"].value))}
        for row in found
    )


def links(store: Store, predicate: NamedNode | Literal, space: str) -> int:
    rows = ask(store, f"SELECT ?o {{ ?s <{predicate.value}> ?o FILTER(isIRI(?o)) }}")
    return sum(row["o"].value.startswith(space) for row in rows)


def integer(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(NAMES.prefixes["xsd"] + "integer"))


def by_text(rows: Iterable[dict[str, NamedNode | Literal]]) -> list[str]:
    return sorted(map(str, rows))


def ask(store: Store, text: str) -> list[dict[str, NamedNode | Literal]]:
    """Ask as a client does, who sees the default graph or what FROM names."""
    found = store.query(text)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{n: row[n] for n in names} for row in found]
