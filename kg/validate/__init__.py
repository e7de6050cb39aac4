"""What is wrong with a graph: its form, its quotes, its logic.

shapes    the form that ontology/shapes.ttl asks for (SHACL)
quotes    each text is the one that was read, and each quote stands where it says
dl        no contradiction with the ontology (HermiT)
profiles  the ontology is in OWL 2 DL and RL: for those who change it
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import Quad, RdfFormat, Triple, parse

from kg.model import Reference
from kg.names import Names
from kg.validate.dl import SECONDS, Classification, classifying, dl_findings
from kg.validate.profiles import profile_findings
from kg.validate.quotes import quote_findings, text_findings
from kg.validate.shapes import shape_findings
from ontology import FILES

__all__ = [
    "SECONDS",
    "Classification",
    "classifying",
    "dl_findings",
    "form_findings",
    "profile_findings",
    "quote_findings",
    "shape_findings",
    "text_findings",
    "validate",
]


def validate(
    quads: Iterable[Quad], text_of: Callable[[Reference], str], names: Names
) -> tuple[str, ...]:
    """Say what is wrong with a graph, one line each; nothing where it is valid.

    `text_of` gives a document's text. HermiT works beside the other checks, on the
    graph with the ontology and without its evidence and metadata; what it says of a
    graph that is not of the right form does not count.
    Raises ValidationError where a checker itself fails.
    """
    graph = tuple(quads)
    with classifying(_reasoned(graph, names)) as classified:
        return form_findings(graph, text_of, names) or classified().findings


def form_findings(
    quads: Iterable[Quad], text_of: Callable[[Reference], str], names: Names
) -> tuple[str, ...]:
    """Say where a graph is not of the right form, or does not quote its documents."""
    graph = tuple(quads)
    return (
        *shape_findings(graph, names),
        *text_findings(graph, text_of, names),
        *quote_findings(graph, text_of, names),
    )


def _reasoned(graph: Iterable[Quad], names: Names) -> Iterator[Triple]:
    aside = {names.graph("evidence"), names.graph("metadata")}
    with FILES.joinpath("genetics.ttl").open("rb") as ontology:
        yield from (quad.triple for quad in parse(ontology, RdfFormat.TURTLE))
    yield from (quad.triple for quad in graph if quad.graph_name not in aside)
