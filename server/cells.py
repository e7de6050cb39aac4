"""RDF terms as people read them: a label, the CURIE below it, a link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import Flask
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Triple

from kg.names import named
from server.links import asked, out, page_of
from server.state import finder, store

Term = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True, slots=True)
class Cell:
    """A term on a page; `curie` is empty for what is not a node."""

    text: str
    curie: str = ""
    href: str | None = None


def init_app(app: Flask) -> None:
    """Let the templates write terms."""
    app.jinja_env.globals.update(cell=cell, curie=curie, place=place, out=outward)
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
    return asked(f"/{endpoint}", s=subject, p=predicate, o=obj)


def label(node: NamedNode) -> str | None:
    """Look the label of a node up."""
    return finder().names.label(node)


def kind(node: NamedNode) -> str:
    """Say what sort of thing of ours a node is: `Gene`; empty for another."""
    found = store().quads.quads_for_pattern(
        node, named("rdf:type"), None, DefaultGraph()
    )
    ours = (curie(quad.object) for quad in found)
    return min((name[3:] for name in ours if name.startswith("mg:")), default="")


def _node(node: NamedNode) -> Cell:
    name, short = label(node), curie(node)
    if name is not None:
        return Cell(name, short, page_of(store().names, node))
    found = store().quads.quads_for_pattern(node, None, None, DefaultGraph())
    href = page_of(store().names, node) if next(found, None) else outward(node)
    return Cell(short, short, href)


def outward(node: NamedNode) -> str | None:
    """Link to a node elsewhere: one of our own has no other place than this."""
    return None if node.value.startswith(store().names.base) else out(node)
