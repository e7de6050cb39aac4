"""Does a graph have the form of ontology/shapes.ttl? pySHACL answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import pyshacl
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from pyoxigraph import Triple as TripleTerm
from rdflib import BNode, Graph, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.namespace import SH, XSD
from rdflib.term import Node

from kg.errors import ValidationError
from kg.names import Names
from ontology import FILES


def shape_findings(quads: Iterable[Quad], names: Names) -> tuple[str, ...]:
    """Say which nodes break a shape: `hgnc:397: give the node ...`, sorted.

    Graph names do not count. Subclasses do: the ontology is read along.
    Raises ValidationError where the validator itself fails.
    """
    _conforms, report, text = pyshacl.validate(
        _data(quads), shacl_graph=_bundled("shapes.ttl"), inplace=True
    )
    if not isinstance(report, Graph):
        raise ValidationError((f"pySHACL failed: {text}",))
    return tuple(sorted(set(_findings(report, names))))


def _findings(report: Graph, names: Names) -> Iterator[str]:
    for result in report.objects(None, SH.result):
        focus = report.value(result, SH.focusNode)
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
        case TripleTerm():
            raise ValidationError((f"{term}: SHACL knows no triple terms",))


@cache
def _bundled(name: str) -> Graph:
    return Graph().parse(data=FILES.joinpath(name).read_bytes(), format="turtle")
