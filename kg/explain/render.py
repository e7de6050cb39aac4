"""Writing a proof: an indented tree for people, JSON for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import BlankNode, Triple

    from kg.explain.proof import Proof, Source
    from kg.rules import Axiom
    from kg.store import Store

    Term = NamedNode | BlankNode | Literal | Triple
    Json = str | list["Json"] | dict[str, "Json"]

_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


def as_text(store: Store, proof: Proof) -> str:
    """Write a proof as a tree: what holds, why, and below it what that rests on."""
    return "\n".join(_lines(store, proof))


def _lines(store: Store, proof: Proof) -> Iterator[str]:
    yield " · ".join(_label(store, term) for term in proof.conclusion)
    for source in proof.sources:
        yield "    " + _said(store, source)
    if proof.rule:
        axiom = f": {_axiom(store, proof.axiom)}" if proof.axiom else ""
        yield f"    by {proof.rule}{axiom}"
    for premise in proof.premises:
        yield from (f"    {line}" for line in _lines(store, premise))


def _said(store: Store, source: Source) -> str:
    name = store.names.curie(source.origin.value)
    words = " ".join((source.exact or "").split())
    return f"{name}: “{words}”" if words else f"stated by {name}"


def _axiom(store: Store, axiom: Axiom) -> str:
    """Write an axiom as Turtle, its objects as a list where there are several."""
    curies = [store.names.curie(node.value) for node in axiom.objects]
    objects = curies[0] if len(curies) == 1 else f"( {' '.join(curies)} )"
    subject, predicate = (
        store.names.curie(node.value) for node in (axiom.subject, axiom.predicate)
    )
    return f"{subject} {predicate} {objects}"


def _label(store: Store, term: Term) -> str:
    """Call a node by its label, else by its CURIE; a literal by its value."""
    if isinstance(term, Literal):
        return term.value
    if not isinstance(term, NamedNode):
        return str(term)
    labels = store.quads.quads_for_pattern(
        term, NamedNode(_LABEL), None, DefaultGraph()
    )
    names = (quad.object.value for quad in labels if isinstance(quad.object, Literal))
    return min(names, default=store.names.curie(term.value))


def as_json(store: Store, proof: Proof) -> dict[str, Json]:
    """Write a proof as JSON values; terms as in SPARQL 1.1 Query Results JSON."""
    conclusion: dict[str, Json] = {"conclusion": _triple(store, proof.conclusion)}
    if proof.rule is None:
        return conclusion | {"sources": [_source(source) for source in proof.sources]}
    axiom: dict[str, Json] = (
        {"axiom": _axiom(store, proof.axiom)} if proof.axiom else {}
    )
    premises: list[Json] = [as_json(store, premise) for premise in proof.premises]
    return conclusion | {"rule": proof.rule} | axiom | {"premises": premises}


def _triple(store: Store, triple: Triple) -> dict[str, Json]:
    parts = zip(("subject", "predicate", "object"), triple, strict=True)
    return {name: _term(store, term) for name, term in parts}


def _term(store: Store, term: Term) -> dict[str, Json]:
    match term:
        case NamedNode():
            return {"type": "uri", "value": term.value, "label": _label(store, term)}
        case Literal(language=None):
            datatype = term.datatype.value
            return {"type": "literal", "value": term.value, "datatype": datatype}
        case Literal(language=str() as language):
            return {"type": "literal", "value": term.value, "xml:lang": language}
        case _:
            return {"type": "bnode", "value": str(term)}


def _source(source: Source) -> dict[str, Json]:
    exact: dict[str, Json] = {"exact": source.exact} if source.exact else {}
    return {"origin": source.origin.value, **exact}
