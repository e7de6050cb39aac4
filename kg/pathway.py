"""The steps of a pathway in their order, with all that takes part in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg.model import Kind
from kg.names import named, slug

if TYPE_CHECKING:
    from kg.store import Store

_ROLES = {
    "enzymes": ("to", "mg:catalyses"),
    "genes": ("to", "mg:actsInStep"),
    "inputs": ("from", "mg:hasPrimaryInput"),
    "outputs": ("from", "mg:hasPrimaryOutput"),
    "other_inputs": ("from", "mg:hasInput"),
    "other_outputs": ("from", "mg:hasOutput"),
    "places": ("from", "mg:occursIn"),
    "impairing": ("to", "mg:impairsStep"),
    "overactivating": ("to", "mg:overactivatesStep"),
    "affecting": ("to", "mg:affectsStep"),
}
# What one list has is left out of the other: it says the same, and less.
_BESIDES = {
    "other_inputs": ("inputs",),
    "other_outputs": ("outputs",),
    "affecting": ("impairing", "overactivating"),
}
_EDGES = {
    "enzymes": ("catalyses", True),
    "inputs": ("input", True),
    "other_inputs": ("sideInput", True),
    "outputs": ("output", False),
    "other_outputs": ("sideOutput", False),
    "impairing": ("impairs", True),
    "overactivating": ("overactivates", True),
    "affecting": ("affects", True),
}
"""How an edge of a drawing is called, and whether it leads to the step."""

Json = dict[str, object]
Nodes = tuple[NamedNode, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: what does it, what goes in and comes out, where, what disturbs it."""

    node: NamedNode
    number: str
    label: str
    enzymes: Nodes
    genes: Nodes
    inputs: Nodes
    outputs: Nodes
    other_inputs: Nodes
    other_outputs: Nodes
    places: Nodes
    impairing: Nodes
    overactivating: Nodes
    affecting: Nodes


def steps(store: Store, pathway: NamedNode) -> tuple[Step, ...]:
    """List the steps of a pathway by their numbers; those without one come last."""
    kind = named("mg:Step")
    nodes = _ends(store, pathway, "to", "mg:partOf")
    found = (
        _step(store, node, pathway)
        for node in nodes
        if kind in _ends(store, node, "from", "rdf:type")
    )
    return tuple(sorted(found, key=lambda step: _order(store, step)))


def drawing(store: Store, pathway: NamedNode, href: Callable[[NamedNode], str]) -> Json:
    """Describe a pathway for whoever draws it: nodes with their pages, and edges."""
    found = steps(store, pathway)
    edges = [edge for step in found for edge in _edges(store, step)]
    shorter = {_curie(store, step.node): step.label for step in found}
    ends = (str(edge[end]) for edge in edges for end in ("from", "to"))
    curies = dict.fromkeys([*(_curie(store, step.node) for step in found), *ends])
    return {
        "nodes": [
            _node(store, curie, href) | _named(shorter.get(curie)) for curie in curies
        ],
        "edges": edges,
    }


def _step(store: Store, node: NamedNode, pathway: NamedNode) -> Step:
    roles = {role: _ends(store, node, *how) for role, how in _ROLES.items()}
    for role, others in _BESIDES.items():
        known = {end for other in others for end in roles[other]}
        roles[role] = tuple(end for end in roles[role] if end not in known)
    # "heme biosynthesis, step 1: ..." need not say of which pathway, here
    label = _label(store, node).removeprefix(f"{_label(store, pathway)}, ")
    return Step(node=node, number=_number(store, node), label=label, **roles)


def _named(label: str | None) -> Json:
    return {"label": label} if label else {}


def _edges(store: Store, step: Step) -> Iterator[Json]:
    for role, (kind, inward) in _EDGES.items():
        predicate = named(_ROLES[role][1])
        # water and the like would tie all steps together: they are drawn only where
        # nothing else goes in, or comes out
        main = _BESIDES.get(role, ()) if kind.startswith("side") else ()
        for end in () if any(getattr(step, m) for m in main) else getattr(step, role):
            ends = (end, step.node) if inward else (step.node, end)
            triple = ends if _ROLES[role][0] == "to" else (step.node, end)
            yield _edge(store, ends, kind, (triple[0], predicate, triple[1]))
    encodes = named("mg:encodes")
    for gene in step.genes:
        products = _ends(store, gene, "from", "mg:encodes")
        enzymes = [end for end in step.enzymes if end in products]
        for enzyme in enzymes:
            yield _edge(store, (gene, enzyme), "encodes", (gene, encodes, enzyme))
        if not enzymes:
            acts = (gene, named("mg:actsInStep"), step.node)
            yield _edge(store, (gene, step.node), "actsIn", acts)


def _edge(
    store: Store,
    ends: tuple[NamedNode, NamedNode],
    kind: str,
    triple: tuple[NamedNode, NamedNode, NamedNode],
) -> Json:
    first, second = (_curie(store, end) for end in ends)
    found: Json = {
        "from": first,
        "to": second,
        "label": _label(store, triple[1]),
        "kind": kind,
    }
    if Quad(*triple, store.names.graph("inferred")) in store.quads:
        found["inferred"] = True
    return found


def _node(store: Store, curie: str, href: Callable[[NamedNode], str]) -> Json:
    node = store.names.iri(store.names.parse_curie(curie))
    kinds = (_curie(store, k) for k in _ends(store, node, "from", "rdf:type"))
    ours = (kind.removeprefix("mg:") for kind in kinds if kind.startswith("mg:"))
    return {
        "id": curie,
        "label": _label(store, node),
        "kind": min(map(_slug, ours), default=""),
        "href": href(node),
    }


def _ends(store: Store, node: NamedNode, direction: str, predicate: str) -> Nodes:
    """List what a relation leads to from a node, or comes from, by their names."""
    outward = direction == "from"
    subject, obj = (node, None) if outward else (None, node)
    found: dict[NamedNode, None] = {}
    for graph in (DefaultGraph(), store.names.graph("inferred")):
        for quad in store.quads.quads_for_pattern(
            subject, named(predicate), obj, graph
        ):
            end = quad.object if outward else quad.subject
            if isinstance(end, NamedNode):
                found[end] = None
    return tuple(sorted(found, key=lambda end: (_label(store, end), end.value)))


def _literals(store: Store, node: NamedNode, predicate: str) -> Iterable[str]:
    quads = store.quads.quads_for_pattern(node, named(predicate), None, DefaultGraph())
    return (q.object.value for q in quads if isinstance(q.object, Literal))


def _slug(kind: str) -> str:
    """Name a kind as our IRIs do."""
    return Kind(kind).slug if kind in set(Kind) else slug(kind)


def _label(store: Store, node: NamedNode) -> str:
    return min(_literals(store, node, "rdfs:label"), default=_curie(store, node))


def _number(store: Store, node: NamedNode) -> str:
    return min(_literals(store, node, "mg:stepNumber"), default="")


def _curie(store: Store, node: NamedNode) -> str:
    return store.names.curie(node.value)


def _order(store: Store, step: Step) -> tuple[float, int, str]:
    """Put a step by its number, else after those that come before it."""
    number = int(step.number) if step.number.isdecimal() else float("inf")
    before = len(_ends(store, step.node, "to", "mg:upstreamOf"))
    return number, before, step.label
