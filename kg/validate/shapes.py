"""Does a graph have the form of ontology/shapes.ttl? Where in doubt, pySHACL judges."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from functools import cache
from itertools import chain

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse
from pyoxigraph import Triple as TripleTerm
from rdflib import BNode, Graph, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.namespace import SH, XSD
from rdflib.term import Node

from kg.errors import ValidationError
from kg.names import Names
from kg.validate.index import Index, Term, indexed
from kg.validate.screening import suspects
from ontology import FILES


def shape_findings(
    quads: Iterable[Quad], names: Names, focus: Container[Term] | None = None
) -> tuple[str, ...]:
    """Say which nodes break a shape: `hgnc:397: give the node ...`, sorted.

    Graph names do not count. Subclasses do: the ontology is read along. pySHACL is
    asked about the nodes that are not clearly right, and gets what stands about them.
    With a `focus`, nothing is said of other nodes, since not all about them is given.
    Raises ValidationError where the validator itself fails.
    """
    graph = tuple(quads)
    found = suspects(indexed(chain(_parsed("genetics.ttl"), graph)), _shapes())
    doubtful = frozenset(node for node in found if focus is None or node in focus)
    if not doubtful:
        return ()
    return tuple(sorted(set(_judged(_around(doubtful, graph), doubtful, names))))


def _around(nodes: frozenset[Term], graph: Iterable[Quad]) -> Iterator[Quad]:
    """Give what a shape can ask of nodes: their triples, and those of their values."""
    values = {quad.object for quad in graph if quad.subject in nodes}
    for quad in graph:
        if quad.subject in nodes or quad.object in nodes or quad.subject in values:
            yield quad


def _judged(
    quads: Iterable[Quad], nodes: Iterable[Term], names: Names
) -> Iterator[str]:
    # Loaded late: most graphs are right, and it takes longer than most commands.
    import pyshacl  # noqa: PLC0415

    _conforms, report, text = pyshacl.validate(
        _data(quads),
        shacl_graph=_bundled("shapes.ttl"),
        inplace=True,
    )
    if not isinstance(report, Graph):
        raise ValidationError((f"pySHACL failed: {text}",))
    yield from _findings(report, {_rdflib(node) for node in nodes}, names)


def _findings(report: Graph, nodes: Container[Node], names: Names) -> Iterator[str]:
    for result in report.objects(None, SH.result):
        focus = report.value(result, SH.focusNode)
        if focus not in nodes:
            continue  # one of their values: not all that is known of it was given
        value = report.value(result, SH.value)
        message = report.value(result, SH.resultMessage)
        found = "" if value in (None, focus) else f" (found {_curie(value, names)})"
        yield f"{_curie(focus, names)}: {message}{found}"


def _curie(term: Node | None, names: Names) -> str:
    return names.curie(str(term)) if isinstance(term, URIRef) else str(term)


def _data(quads: Iterable[Quad]) -> Graph:
    graph = Graph()
    graph += _bundled("genetics.ttl")
    for quad in quads:
        graph.add(
            (_rdflib(quad.subject), _rdflib(quad.predicate), _rdflib(quad.object))
        )
    return graph


def _rdflib(term: NamedNode | BlankNode | Literal | TripleTerm) -> Node:
    match term:
        case NamedNode():
            return URIRef(term.value)
        case BlankNode():
            return BNode(term.value)
        case Literal(value=value, language=str() as language):
            return RdflibLiteral(value, lang=language)
        case Literal(value=value, datatype=NamedNode(value=datatype)):
            # to rdflib "a" and "a"^^xsd:string differ, and shapes say "a"
            kind = None if datatype == str(XSD.string) else URIRef(datatype)
            return RdflibLiteral(value, datatype=kind, normalize=False)
        case TripleTerm():  # `indexed` has refused it
            raise TypeError(term)


@cache
def _bundled(name: str) -> Graph:
    return Graph().parse(data=FILES.joinpath(name).read_bytes(), format="turtle")


def _parsed(name: str) -> Iterator[Quad]:
    with FILES.joinpath(name).open("rb") as file:
        yield from parse(file, RdfFormat.TURTLE)


@cache
def _shapes() -> Index:
    return indexed(_parsed("shapes.ttl"))
