"""The facts of the two seed pages, asked for by SPARQL.

Over the graph of the pages as they were scraped (where the shared folder is there), and
over the graph of the bundled documents, whose pages of the same subjects say the same.
"""

import tomllib
from pathlib import Path

import pytest
from pyoxigraph import QueryBoolean

from kg.store import Infer, Store

CASES = tomllib.loads(
    (Path(__file__).parent / "cases" / "seed-facts.toml").read_text(encoding="utf-8")
)
XLSA = "condition:x-linked-sideroblastic-anemia"


@pytest.fixture(params=["seeds", "bundled"], name="graph")
def _graph(request: pytest.FixtureRequest) -> Store:
    store = request.getfixturevalue(request.param)
    assert isinstance(store, Store)
    return store


def ask(store: Store, pattern: str) -> bool:
    answer = store.query(f"ASK {{ {pattern} }}")
    return isinstance(answer, QueryBoolean) and bool(answer)


@pytest.mark.parametrize("name", CASES["stated"])
def test_the_pages_state(graph: Store, name: str) -> None:
    """Each fact that the pages state is in the graph."""
    assert ask(graph, CASES["stated"][name])


@pytest.mark.parametrize("name", CASES["unstated"])
def test_the_pages_do_not_state(graph: Store, name: str) -> None:
    """What the pages only seem to say, or deny, is not in the graph."""
    assert not ask(graph, CASES["unstated"][name])


def test_other_names(graph: Store) -> None:
    """The condition has all the other names that its page lists."""
    rows = graph.select(f"SELECT ?name {{ {XLSA} skos:altLabel ?name }}")
    names = {row["name"].value for row in rows}

    assert set(CASES["names"]["X-linked sideroblastic anemia"]) <= names


def test_references(graph: Store) -> None:
    """The condition's page cites its ten references, with the DOIs that it gives."""
    rows = graph.select(
        """SELECT ?author ?year ?journal ?doi {
          document:x-linked-sideroblastic-anemia mg:cites ?article .
          ?article dcterms:title ?title ; dcterms:creator ?author ;
            dcterms:issued ?year ; prism:publicationName ?journal .
          OPTIONAL { ?article bibo:doi ?doi } }"""
    )
    columns = ("author", "year", "journal", "doi")
    found = [[row[c].value if c in row else "" for c in columns] for row in rows]

    assert [c for c in CASES["references"]["cited"] if c not in found] == []


def test_every_stated_triple_has_its_sentence(graph: Store) -> None:
    """Each triple of a document's graph has a statement with its quote."""
    rows = graph.select(
        """SELECT ?s ?p ?o {
          GRAPH ?doc { ?s ?p ?o }
          FILTER(CONTAINS(STR(?doc), "/graph/doc/"))
          FILTER(STRSTARTS(STR(?p), STR(mg:)) && ?p != mg:textHash)
          FILTER NOT EXISTS { GRAPH ?evidence {
            ?statement rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ;
              prov:wasQuotedFrom/oa:hasSelector/oa:exact ?quote } } }"""
    )

    assert rows == []


def test_the_inferred_answer_needs_inference(graph: Store) -> None:
    """A condition affects the route to heme by inference only."""
    question = f"ASK {{ {XLSA} mg:affectsRouteTo obo:CHEBI_60344 }}"

    assert graph.query(question)
    assert not graph.query(question, infer=Infer.FALSE)
