"""RDF terms as people read them: a label, the CURIE below it, a link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import Flask, url_for
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Triple

from server.state import store

_LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
Term = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True, slots=True)
class Cell:
    """A term on a page; `curie` is empty for what is not a node."""

    text: str
    curie: str = ""
    href: str | None = None


def init_app(app: Flask) -> None:
    """Let the templates write terms."""
    app.jinja_env.globals.update(cell=cell, curie=curie, place=place)
    app.jinja_env.filters["curie"] = curie


def cell(term: Term | None) -> Cell:
    """Write a term: a node of the graph links to its page, another to itself."""
    match term:
        case None:
            return Cell("")
        case Literal():
            return Cell(term.value)
        case NamedNode():
            return _node(term)
        case _:
            return Cell(str(term))


def row(terms: Sequence[Term | None]) -> list[Cell]:
    """Write the terms of a solution; a name that stands in it is not said twice."""
    said = {term.value for term in terms if isinstance(term, Literal)}
    return [
        replace(found, text=found.curie)
        if found.curie and found.text in said
        else found
        for found in map(cell, terms)
    ]


def curie(term: Term) -> str:
    """Write a node as a CURIE, a literal as itself."""
    if isinstance(term, NamedNode):
        return store().names.curie(term.value)
    return term.value if isinstance(term, Literal) else str(term)


def place(endpoint: str, triple: Triple) -> str:
    """Link to what is known of a triple: its evidence or its proof."""
    subject, predicate, obj = map(curie, triple)
    return url_for(f"entities.{endpoint}", s=subject, p=predicate, o=obj)


def label(node: NamedNode) -> str | None:
    """Look the label of a node up."""
    found = store().quads.quads_for_pattern(node, _LABEL, None, DefaultGraph())
    labels = (quad.object.value for quad in found if isinstance(quad.object, Literal))
    return min(labels, default=None)


def _node(node: NamedNode) -> Cell:
    name, short = label(node), curie(node)
    if name is not None and short != node.value:
        return Cell(name, short, url_for("entities.entity", name=short))
    own = node.value.startswith(store().names.base)
    href = node.value if node.value.startswith("http") and not own else None
    return Cell(name or short, short, href)
