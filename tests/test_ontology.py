"""The ontology: its terms, its profiles, and who names them."""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyshacl
import pytest
import rdflib
from pyoxigraph import (
    BlankNode,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
    parse,
)

from kg.model import Kind
from kg.names import Names
from kg.validate import dl_findings, profile_findings
from ontology import FILES

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("MENDEL_SHARED", ROOT.parent / "shared"))
NAMES = Names()
MG = NAMES.prefixes["mg"]
VOCABULARIES = (
    *("mg", "biolink", "faldo", "oa", "prov", "skos", "dcterms", "bibo", "prism"),
    *("RO", "BFO", "GENO", "SO"),
)
KINDS = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")


def iri(curie: str) -> NamedNode:
    return NAMES.iri(NAMES.parse_curie(curie))


@cache
def ontology() -> tuple[Triple, ...]:
    data = FILES.joinpath("genetics.ttl").read_bytes()
    return tuple(quad.triple for quad in parse(data, RdfFormat.TURTLE))


@cache
def reference() -> tuple[Quad, ...]:
    data = FILES.joinpath("reference", "heme-biosynthesis.trig").read_bytes()
    return tuple(parse(data, RdfFormat.TRIG))


@cache
def declared() -> frozenset[str]:
    kinds = {iri(f"owl:{kind}") for kind in KINDS}
    return frozenset(
        triple.subject.value
        for triple in ontology()
        if triple.predicate == iri("rdf:type")
        and triple.object in kinds
        and isinstance(triple.subject, NamedNode)
    )


@cache
def own_terms() -> tuple[str, ...]:
    return tuple(sorted(term for term in declared() if term.startswith(MG)))


def values(subject: str, *predicates: str) -> list[str]:
    wanted = {iri(predicate) for predicate in predicates}
    return [
        getattr(triple.object, "value", "")
        for triple in ontology()
        if triple.subject == NamedNode(subject) and triple.predicate in wanted
    ]


def shared(*parts: str) -> Path:
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"{path.name} is not there: set MENDEL_SHARED to its folder")
    return path


@pytest.mark.parametrize("term", own_terms())
def test_term_is_labelled_and_defined(term: str) -> None:
    """Each term of ours has one label and one definition."""
    counts = [len(values(term, name)) for name in ("rdfs:label", "skos:definition")]
    assert [1, 1] == counts


@pytest.mark.parametrize("term", own_terms())
def test_term_is_aligned(term: str) -> None:
    """Each term of ours reaches a foreign counterpart, by its parents or as related."""
    reached, found = {term}, {term}
    while reached:
        reached = {
            parent
            for child in reached
            for parent in values(
                child, "rdfs:subClassOf", "rdfs:subPropertyOf", "skos:relatedMatch"
            )
        } - found
        found |= reached
    assert [parent for parent in found if not parent.startswith(MG)]


def test_foreign_terms_are_declared() -> None:
    """What the axioms name is declared in the same file: nothing is imported."""
    axioms = {iri(f"rdfs:{name}") for name in ("subClassOf", "subPropertyOf")}
    named = {
        triple.object.value
        for triple in ontology()
        if triple.predicate in axioms and isinstance(triple.object, NamedNode)
    }
    assert set() == named - declared()


def test_profiles() -> None:
    """The ontology is in OWL 2 DL and in OWL 2 RL, with the reference facts too."""
    data = [quad.triple for quad in reference()]
    assert () == profile_findings([*ontology(), *data])


def test_consistent() -> None:
    """The ontology and the reference facts contradict nothing, nor is a class empty."""
    data = [quad.triple for quad in reference()]
    assert () == dl_findings([*ontology(), *data])


@pytest.mark.parametrize("curie", ["owl:sameAs", "owl:imports", "RO:0000053"])
def test_forbidden_term(curie: str) -> None:
    """No axiom and no fact uses a term that would merge our nodes or pull in others."""
    terms = {*_terms(ontology()), *_terms(reference())}
    assert iri(curie) not in terms


def test_blank_nodes() -> None:
    """Blank nodes stand for lists and axioms only, and not at all in the facts."""
    structural = {
        triple.subject
        for triple in ontology()
        if triple.predicate == iri("rdf:first")
        or triple.object == iri("owl:AllDisjointClasses")
    }
    blank = {term for term in _terms(ontology()) if isinstance(term, BlankNode)}
    assert structural == blank
    assert [] == [t for t in _terms(reference()) if isinstance(t, BlankNode)]


def _terms(facts: tuple[Triple, ...] | tuple[Quad, ...]) -> Iterator[object]:
    for fact in facts:
        yield from (fact.subject, fact.predicate, fact.object)


@pytest.mark.parametrize("kind", Kind)
def test_kind_is_a_class(kind: Kind) -> None:
    """Each kind of node is a class of the ontology, and the other way round."""
    assert MG + kind.value in declared()


def test_mentioned_terms_are_declared() -> None:
    """Code, patterns, tables and queries name no term that is not declared here."""
    sources = [
        path
        for folder, suffix in (
            *(("kg", suffix) for suffix in ("py", "toml", "tsv", "rq")),
            *(("server", suffix) for suffix in ("py", "html")),
            ("server/ui/src", "js"),
            ("queries", "rq"),
            ("ontology", "md"),
        )
        for path in (ROOT / folder).rglob(f"*.{suffix}")
        if path.name != "prov.py"  # writes proofs in PROV-O, and no graph of ours
        and path.parent.name != "federated"  # asks others, in their words
    ]
    prefixes = "|".join(VOCABULARIES)
    mention = re.compile(
        rf"""(?<![\w:-])({prefixes}):(\w+)|Reference\(\s*"({prefixes})",\s*"(\w+)"\s*\)"""
    )
    unknown = {
        f"{path.relative_to(ROOT)}: {prefix}:{name}"
        for path in sources
        for match in mention.findall(path.read_text(encoding="utf-8"))
        for prefix, name in [[part for part in match if part]]
        if NAMES.prefixes[prefix] + name not in declared()
    }
    assert set() == unknown


def test_readme_lists_each_term() -> None:
    """The table of terms is complete."""
    readme = FILES.joinpath("README.md").read_text(encoding="utf-8")
    listed = {MG + name for name in re.findall(r"`mg:(\w+)`", readme)}
    assert set(own_terms()) == listed


def test_shapes_are_shacl() -> None:
    """The shapes are well-formed by the shapes of SHACL itself."""
    data = FILES.joinpath("shapes.ttl").read_bytes()
    shapes = rdflib.Graph().parse(data=data, format="turtle")
    conforms, _, text = pyshacl.validate(
        rdflib.Graph(), shacl_graph=shapes, meta_shacl=True
    )
    assert conforms, text


@pytest.mark.parametrize(
    ("file", "prefixes"),
    [("ro", ("RO", "BFO")), ("so", ("SO",)), ("geno", ("GENO",)), ("biolink", ())],
)
def test_foreign_terms_are_as_published(file: str, prefixes: tuple[str, ...]) -> None:
    """Labels and hierarchy of a copied term are those of its own ontology."""
    store = _published(file)
    namespaces = tuple(NAMES.prefixes[name] for name in prefixes or ("biolink",))
    wrong = [
        str(triple)
        for triple in ontology()
        if isinstance(triple.subject, NamedNode)
        and triple.subject.value.startswith(namespaces)
        and not _is_published(triple, store)
    ]
    assert [] == wrong


def _published(name: str) -> Store:
    files = {"biolink": ("biolink_model.owl.ttl.gz", RdfFormat.TURTLE)}
    file, form = files.get(name, (f"{name}.owl.gz", RdfFormat.RDF_XML))
    store = Store()
    data = gzip.decompress(shared("data", "ontologies", file).read_bytes())
    store.bulk_load(data, form, base_iri=NAMES.base)
    return store


def _is_published(triple: Triple, store: Store) -> bool:
    """Whether a label stands in the store, or a parent is an ancestor there."""
    if triple.predicate == iri("rdfs:label"):
        value = getattr(triple.object, "value", "")
        labels = store.quads_for_pattern(triple.subject, triple.predicate, None)
        return value in {getattr(quad.object, "value", "") for quad in labels}
    if triple.predicate not in {iri("rdfs:subClassOf"), iri("rdfs:subPropertyOf")}:
        return True
    path = f"ASK {{ {triple.subject} {triple.predicate}+ {triple.object} }}"
    return bool(store.query(path))
