"""Nodes are found by name, triples by their sentences, and everything is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import PrefixError, TermError
from kg.evidence import evidence
from kg.model import (
    Assertion,
    Certainty,
    Document,
    Entity,
    Evidence,
    Grounding,
    Kind,
    Method,
    Polarity,
    Quote,
    Reference,
    Value,
)
from kg.names import Names
from kg.rdf import document_quads
from kg.rdf.terms import iri
from kg.search import Rank, resolve, resolve_triple, search
from kg.stats import stats
from kg.store import Store, create

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = Names()
TEXT = "ALAS2 may be behind X. ALAS2 is not behind Y. X has 8 forms."
PAGE = Document(
    id=Reference("document", "page"),
    title="The Gene",
    subject=Kind.GENE,
    url=None,
    text=TEXT,
    passages=(),
)
GENE = Entity(Reference("hgnc", "397"), Kind.GENE, "ALAS2")
X = Entity(Reference("condition", "x"), Kind.CONDITION, "X disease")
Y = Entity(Reference("condition", "y"), Kind.CONDITION, "Disease of X and Y")
CAUSES, FORMS = Reference("mg", "causes"), Reference("mg", "enzymeCount")


def said(
    subject: Entity,
    predicate: Reference,
    obj: Entity | Value,
    exact: str,
    polarity: Polarity = Polarity.POSITIVE,
) -> Assertion:
    start = TEXT.index(exact)
    return Assertion(
        subject=Grounding(subject, subject, Method.LABEL),
        predicate=predicate,
        object=obj if isinstance(obj, Value) else Grounding(obj, obj, Method.LABEL),
        evidence=Evidence(
            PAGE.id, Quote(start, start + len(exact), exact), "a pattern"
        ),
        polarity=polarity,
        certainty=Certainty.POSSIBLE,
    )


def described() -> Iterator[Quad]:
    graph = NAMES.graph("reference", "lexicon")
    rows = (
        ("hgnc:397", "mg:Gene", "ALAS2", "HGNC:397-like"),
        ("condition:x", "mg:Condition", "X disease", "the X"),
        ("condition:y", "mg:Condition", "Disease of X and Y", "the X"),
    )
    for curie, kind, label, other in rows:
        node = iri(curie)
        yield Quad(node, iri("rdf:type"), iri(kind), graph)
        yield Quad(node, iri("rdfs:label"), Literal(label), graph)
        yield Quad(node, iri("skos:altLabel"), Literal(other), graph)
        yield Quad(node, iri("dcterms:identifier"), Literal(curie), graph)
    yield Quad(iri("hgnc:397"), iri("skos:altLabel"), Literal("The gene"), graph)
    yield Quad(iri("hgnc:397"), iri("skos:exactMatch"), iri("omim:301300"), graph)
    entry = iri("omim:301300")
    yield Quad(entry, iri("dcterms:identifier"), Literal("301300"), graph)
    spelling = NamedNode("https://identifiers.org/hgnc:397")
    yield Quad(iri("hgnc:397"), iri("rdfs:seeAlso"), spelling, graph)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    location = tmp_path_factory.mktemp("graph")
    assertions = (
        said(GENE, CAUSES, Y, "ALAS2 is not behind Y.", Polarity.NEGATIVE),
        said(GENE, CAUSES, X, "ALAS2 may be behind X."),
        said(X, FORMS, Value("8", Reference("xsd", "integer")), "X has 8 forms."),
    )
    inferred = Quad(iri("condition:x"), CAUSES_BY, iri("hgnc:397"), INFERRED)
    with create(location) as draft:
        draft.add(described())
        draft.add(document_quads(PAGE, assertions, NAMES, Reference("run", "test")))
        draft.add([inferred])
        draft.commit({})
    return Store.open(location)


CAUSES_BY = iri("mg:causedBy")
INFERRED = NAMES.graph("inferred")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("alas2", [(Rank.EXACT, "ALAS2", "hgnc:397")]),
        ("HGNC:397", [(Rank.EXACT, "ALAS2", "hgnc:397")]),
        ("omim:301300", [(Rank.EXACT, "ALAS2", "hgnc:397")]),
        ("https://identifiers.org/hgnc:397", [(Rank.EXACT, "ALAS2", "hgnc:397")]),
        (
            "x dis",
            [
                (Rank.PREFIX, "X disease", "condition:x"),
                (Rank.WORDS, "Disease of X and Y", "condition:y"),
            ],
        ),
        ("of y disease", [(Rank.WORDS, "Disease of X and Y", "condition:y")]),
        ("alsa2", [(Rank.CLOSE, "ALAS2", "hgnc:397")]),
        ("mim 301300", [(Rank.EXACT, "ALAS2", "hgnc:397")]),
        (
            "genenames.org/#!/hgnc_id/HGNC:397",
            [(Rank.EXACT, "ALAS2", "hgnc:397")],
        ),
        (
            "disease",
            [
                (Rank.PREFIX, "Disease of X and Y", "condition:y"),
                (Rank.WORD, "X disease", "condition:x"),
            ],
        ),
        ("wholly unheard", []),
    ],
)
def test_search(
    store: Store, words: str, expected: list[tuple[Rank, str, str]]
) -> None:
    """Exact names come first, then beginnings, then words; any spelling will do."""
    hits = search(store, words)

    assert expected == [(hit.rank, hit.label, NAMES.curie(hit.node)) for hit in hits]


@pytest.mark.parametrize(
    "text",
    [
        "hgnc:397",
        "HGNC:397",
        "http://identifiers.org/hgnc/397",
        "<http://identifiers.org/hgnc/397>",
        "omim:301300",
        "MIM:301300",
        "hgnc_397",
        "https://identifiers.org/hgnc/397/",
        "https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/HGNC:397",
        "http://purl.uniprot.org/mim/301300",
        "https://omim.org/entry/301300",
        "HGNC:397-like",
        "ALAS2",
        '"alas2"',
        "The Gene",
    ],
)
def test_a_term_is_a_curie_an_iri_or_a_label(store: Store, text: str) -> None:
    """Every way to write a term leads to its node."""
    assert iri("hgnc:397") == resolve(store, text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the X", r"more than one node: choose .*condition:y .*condition:x"),
        ("disease", "did you mean condition:y"),
        ("zzz", "try another spelling"),
        ("hgnc:1", "no node of this graph: try its name"),
        ("hgnc:\ufffd", "write an IRI, a CURIE or a label"),
        ("<not an IRI>", "write an IRI, a CURIE or a label"),
    ],
)
def test_a_term_that_names_no_node(store: Store, text: str, words: str) -> None:
    """What names none or several says what to write instead."""
    with pytest.raises(TermError, match=words):
        resolve(store, text)


def test_an_undeclared_prefix(store: Store) -> None:
    """A CURIE with a prefix that nobody declared is refused with a guess."""
    with pytest.raises(PrefixError, match="did you mean 'hgnc'"):
        resolve(store, "hgcn:397")


@pytest.mark.parametrize("text", ["8", '"8"', '"8"^^xsd:integer'])
def test_an_object_may_be_a_literal(store: Store, text: str) -> None:
    """The object of a triple may be given as the literal that the page states."""
    eight = Literal("8", datatype=iri("xsd:integer"))

    found = resolve_triple(store, "X disease", "mg:enzymeCount", text)

    assert (iri("condition:x"), iri("mg:enzymeCount"), eight) == found


def test_the_sentence_behind_a_triple(store: Store) -> None:
    """A triple's statement has the words, their place, and how sure they are."""
    support = evidence(store, iri("hgnc:397"), iri("mg:causes"), iri("condition:x"))
    (statement,) = support.statements

    assert not support.inferred
    assert "The Gene" == statement.title
    assert "ALAS2 may be behind X." == statement.exact
    assert statement.exact == TEXT[statement.start : statement.end]
    assert (Polarity.POSITIVE, Certainty.POSSIBLE) == (
        statement.polarity,
        statement.certainty,
    )
    assert "a pattern" == statement.method


def test_what_is_denied_has_evidence_too(store: Store) -> None:
    """A negated fact is no triple, yet its sentence can be asked for."""
    support = evidence(store, iri("hgnc:397"), iri("mg:causes"), iri("condition:y"))

    assert [Polarity.NEGATIVE] == [s.polarity for s in support.statements]
    assert not store.query("ASK { hgnc:397 mg:causes condition:y }")


def test_an_inferred_triple_has_no_statement(store: Store) -> None:
    """An inferred triple says that it is one."""
    support = evidence(store, iri("condition:x"), CAUSES_BY, iri("hgnc:397"))

    assert support.inferred
    assert () == support.statements


def test_counts(store: Store) -> None:
    """Nodes by class, triples by predicate, quads by graph; the largest first."""
    found = stats(store)

    assert {"mg:Condition": 2, "mg:Document": 1, "mg:Gene": 1} == found.classes
    assert 1 == found.predicates["mg:causes"]
    assert 1 == found.graphs["inferred"]
    assert list(found.graphs.values()) == sorted(found.graphs.values(), reverse=True)
