"""The ontology, and the facts that no document states: each with its source."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pyoxigraph import (
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

from kg.model import Reference
from kg.names import BASE, Names
from kg.rdf.statements import Provenance, statement_quads
from kg.rdf.terms import association

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.resources.abc import Traversable

    from kg.rdf.entities import Glossary

AGENT = "manual_agent"
_HERMIT = "hermit"


def ontology_quads(file: Traversable, names: Names) -> Iterator[Quad]:
    """Read the ontology into its graph."""
    graph = names.graph("ontology")
    with file.open("rb") as handle:
        parsed = Dataset(parse(handle, format=RdfFormat.TURTLE))
    # Labels of blank nodes that depend on the content alone: dumps can be compared.
    parsed.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    for quad in parsed:
        yield Quad(quad.subject, quad.predicate, quad.object, graph)


def source_quads(file: Traversable, names: Names) -> Iterator[Quad]:
    """Read where reference facts come from into the metadata graph."""
    graph = names.graph("metadata")
    for quad in _parsed(file, RdfFormat.TURTLE, names):
        yield Quad(quad.subject, quad.predicate, quad.object, graph)


def reference_quads(
    file: Traversable, glossary: Glossary, names: Names, run: Reference
) -> Iterator[Quad]:
    """Read reference facts with their graphs, and write a statement for each.

    Statements are numbered by source in the order of their triples' text, so that the
    order in the file does not count.
    """
    numbers: dict[str, int] = {}
    for quad in sorted(_parsed(file, RdfFormat.TRIG, names), key=str):
        yield quad
        graph = quad.graph_name
        if isinstance(graph, NamedNode):
            source = graph.value.rpartition("/")[2]
            numbers[source] = numbers.get(source, 0) + 1
            key = Reference("statement", f"{source}-{numbers[source]}")
            origin = _origin(source, names, run)
            yield from _statement(quad, key, glossary, names, origin)


def hermit_quads(
    axioms: Iterable[Triple],
    file: Traversable,
    glossary: Glossary,
    names: Names,
    run: Reference,
) -> Iterator[Quad]:
    """Write axioms that HermiT found as reference facts, each with its statement.

    `file` describes HermiT; it is written where there is an axiom.
    """
    agent, level = "automated_agent", "logical_entailment"
    origin = replace(_origin(_HERMIT, names, run), agent=agent, level=level)
    found = tuple(axioms)
    for number, axiom in enumerate(found, start=1):
        subject, predicate, object_ = axiom
        quad = Quad(subject, predicate, object_, names.graph("reference", _HERMIT))
        yield quad
        key = Reference("statement", f"{_HERMIT}-{number}")
        yield from _statement(quad, key, glossary, names, origin)
    if found:
        yield from source_quads(file, names)


def _parsed(file: Traversable, syntax: RdfFormat, names: Names) -> Iterator[Quad]:
    with file.open("rb") as handle:
        for quad in parse(handle, format=syntax):
            terms = (_rebased(term, names) for term in quad)
            yield Quad(*terms)  # type: ignore[arg-type] # kinds stay as they are


def _rebased(
    term: NamedNode | BlankNode | Literal | Triple | None, names: Names
) -> NamedNode | BlankNode | Literal | Triple | None:
    """Move a node or graph of ours under the base that was set."""
    if not isinstance(term, NamedNode):
        return term
    local = term.value.removeprefix(BASE)
    ours = local.startswith(("id/", "graph/", ".well-known/"))
    return NamedNode(names.base + local) if ours else term


def _origin(source: str, names: Names, run: Reference) -> Provenance:
    return Provenance(
        source=names.iri(Reference("source", source)), run=names.iri(run), agent=AGENT
    )


def _statement(
    quad: Quad,
    key: Reference,
    glossary: Glossary,
    names: Names,
    provenance: Provenance,
) -> Iterator[Quad]:
    subject, predicate, value = quad.subject, quad.predicate, quad.object
    if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode | Literal):
        raise TypeError(quad)  # reference facts have no blank nodes: a test sees to it
    reference = names.reference(subject.value)
    entity = glossary.entity(reference) if reference else None
    relation = names.reference(predicate.value) or Reference("rdf", "predicate")
    yield from statement_quads(
        names.iri(key),
        (subject, predicate, value),
        association(relation, entity.kind if entity else None),
        provenance,
        names.graph("evidence"),
    )
