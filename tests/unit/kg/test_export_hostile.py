"""Graphs that are hard to write: each export parses to what it came from."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BaseDirection,
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)

from kg.errors import FormatError
from kg.export.selection import Section, listed
from kg.export.syntaxes import write
from kg.names import Names, named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NAMES = Names()
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
PIECES = st.sampled_from(
    [*"aéδ1.-_#/:'()~!$*+,;=@²·", "\U00010000", "%20", "a.b", "1a", "?x=1&y"]
)
KNOWN = [NAMES.prefixes[prefix] for prefix in ("hgnc", "mg", "rdf", "obo", "wikidata")]
STARTS = st.sampled_from([*KNOWN, "urn:x:", "http://example.org/", "doi:10.1/", "mg:"])
IRIS = (
    st.builds(
        lambda start, pieces: start + "".join(pieces),
        STARTS,
        st.lists(PIECES, max_size=3),
    )
    .filter(lambda iri: iri.count("#") < 2)  # RFC 3987: one fragment
    .map(NamedNode)
)
NODES = st.builds(BlankNode, st.sampled_from(["a", "b", "1a", "b_1a", "a.b", "é"]))
LOOKS = st.sampled_from(
    (
        *(" .\n", " ;\n\t", " , ", '"', "\\", "]]>", "<&>", " \r\n ", "\x85\u2028"),
        *("@prefix x: <y> .\n", "<<( <a> <1> ", " hgnc:1 ", '" , "', "\\b", "@en"),
    )
)
STRINGS = st.one_of(TEXT, LOOKS, st.builds(str.__add__, LOOKS, TEXT))
KINDS = st.one_of(
    st.sampled_from([named(f"xsd:{kind}") for kind in ("integer", "date", "double")]),
    IRIS,
).filter(lambda kind: kind not in {named("rdf:langString"), named("rdf:dirLangString")})
LANGUAGES = st.sampled_from(["en", "ar", "zh-hant", "de-1996"])
LITERALS = st.one_of(
    st.builds(Literal, STRINGS),
    st.builds(lambda text, kind: Literal(text, datatype=kind), STRINGS, KINDS),
    st.builds(lambda text, tag: Literal(text, language=tag), STRINGS, LANGUAGES),
)
DIRECTED = st.builds(
    lambda text, tag, way: Literal(text, language=tag, direction=way),
    STRINGS,
    LANGUAGES,
    st.sampled_from([BaseDirection.LTR, BaseDirection.RTL]),
)
PREDICATES = st.one_of(IRIS, st.just(named("rdf:type")))
PLAIN = st.builds(
    Triple, st.one_of(IRIS, NODES), PREDICATES, st.one_of(IRIS, NODES, LITERALS)
)
NEWER = st.builds(
    Triple, st.one_of(IRIS, NODES), PREDICATES, st.one_of(DIRECTED, PLAIN, PLAIN)
)
GRAPHS = st.lists(PLAIN, max_size=8)
GRAPHS_12 = st.lists(st.one_of(PLAIN, NEWER), max_size=8)


def written(triples: Sequence[Triple], syntax: RdfFormat) -> bytes:
    output = io.BytesIO()
    write((Section(None, (listed(triples),)),), output, syntax, NAMES)
    return output.getvalue()


def canonical(triples: Sequence[Triple]) -> Dataset:
    """Name blank nodes by what is said of them: equal where isomorphic."""
    found = Dataset(Quad(t.subject, t.predicate, t.object) for t in triples)
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return found


def read(text: bytes, syntax: RdfFormat) -> Dataset:
    return canonical([quad.triple for quad in parse(text, format=syntax)])


@given(GRAPHS_12)
@settings(deadline=None, max_examples=50)
def test_turtle_and_lines(triples: list[Triple]) -> None:
    """Turtle, TriG, N-Triples and N-Quads hold every graph of RDF 1.2."""
    for syntax in (
        *(RdfFormat.TURTLE, RdfFormat.TRIG),
        *(RdfFormat.N_TRIPLES, RdfFormat.N_QUADS),
    ):
        assert canonical(triples) == read(written(triples, syntax), syntax)


@given(GRAPHS)
@settings(deadline=None, max_examples=50)
def test_jsonld(triples: list[Triple]) -> None:
    """JSON-LD holds every graph of RDF 1.1."""
    assert canonical(triples) == read(
        written(triples, RdfFormat.JSON_LD), RdfFormat.JSON_LD
    )


def fits(triple: Triple) -> bool:
    """Tell whether RDF/XML can hold it."""
    try:
        return bool(written([triple], RdfFormat.RDF_XML))
    except FormatError:
        return False


@given(GRAPHS_12)
@settings(deadline=None, max_examples=50)
def test_xml(triples: list[Triple]) -> None:
    """RDF/XML holds what it can, and what it cannot is refused, whatever is beside."""
    held = [triple for triple in triples if fits(triple)]

    assert canonical(held) == read(written(held, RdfFormat.RDF_XML), RdfFormat.RDF_XML)
    if held != triples:
        with pytest.raises(FormatError, match="cannot hold this graph"):
            written(triples, RdfFormat.RDF_XML)


@pytest.fixture(autouse=True, scope="module")
def _as_it_stands() -> Iterator[None]:
    """Have rdflib keep literals as they are written."""
    rdflib.NORMALIZE_LITERALS = False
    yield
    rdflib.NORMALIZE_LITERALS = True


def read_by_rdflib(text: bytes, form: str) -> Dataset:
    graph = rdflib.Graph().parse(data=text, format=form)
    return read(graph.serialize(format="nt", encoding="utf-8"), RdfFormat.N_TRIPLES)


def has_dot(triple: Triple) -> bool:
    r"""Tell whether the name of an IRI is to be written as `\.`, or ends so."""
    iris = (term for term in triple if isinstance(term, NamedNode))
    kinds = (t.datatype for t in triple if isinstance(t, Literal))
    return any(iri.value.endswith(".") for iri in (*iris, *kinds))


@given(st.lists(PLAIN.filter(lambda triple: not has_dot(triple)), max_size=8))
@settings(deadline=None, max_examples=50)
def test_rdflib_reads_turtle(triples: list[Triple]) -> None:
    r"""Another reader finds the same graph, but for a name that ends in `\.`.

    Rdflib 7 does not read that, which is Turtle 1.1 (PN_LOCAL_ESC).
    """
    found = read_by_rdflib(written(triples, RdfFormat.TURTLE), "turtle")

    assert canonical(triples) == found


@given(GRAPHS)
@settings(deadline=None, max_examples=50)
def test_rdflib_reads_xml(triples: list[Triple]) -> None:
    """Another reader finds the same graph, white space and all."""
    held = [triple for triple in triples if fits(triple)]
    text = written(held, RdfFormat.RDF_XML)

    assert canonical(held) == read_by_rdflib(text, "xml")
