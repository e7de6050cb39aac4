"""What Biolink calls our classes, properties and statements, as the ontology has it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode

from kg.names import named

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.export.told import Told
    from kg.store import Store

ANYTHING, RELATED, PLAIN = "NamedThing", "related_to", "Association"
# what Biolink allows other predicates for than those that ours have above them
_NARROW = frozenset(
    (
        "VariantToGeneAssociation",
        "InformationContentEntityToNamedThingAssociation",
        "DiseaseToDiseaseAssociation",
    )
)


def association(told: Told) -> str:
    """Choose the association of a statement that Biolink allows its predicate for."""
    start = named("biolink:Association").value.removesuffix(PLAIN)
    found = (k.removeprefix(start) for k in told.kinds if k.startswith(start))
    fit = (name for name in found if name not in _NARROW)
    return f"biolink:{next(fit, PLAIN)}"


def kind_of(store: Store, node: NamedNode) -> NamedNode | None:
    """Give what of our vocabulary a node is, as it was asserted."""
    start = named("mg:Gene").value.removesuffix("Gene")
    find = store.quads.quads_for_pattern
    # what is only spoken of has its kind beside the statement
    graphs = (DefaultGraph(), store.names.graph("evidence"))
    quads = (q for g in graphs for q in find(node, named("rdf:type"), None, g))
    found = (q.object for q in quads if isinstance(q.object, NamedNode))
    ours = sorted((t for t in found if t.value.startswith(start)), key=str)
    return ours[0] if ours else None


def above(store: Store, link: str, default: str) -> Callable[[NamedNode], str]:
    """Look up the nearest term of Biolink that the ontology puts above a term."""
    start = named("biolink:Gene").value.removesuffix("Gene")
    graph = store.names.graph("ontology")

    @cache
    def nearest(term: NamedNode) -> str:
        level = {term: None}
        seen: set[NamedNode] = set()
        while level:
            names = sorted(t.value[len(start) :] for t in level if start in t.value)
            if fit := [name for name in names if not name.endswith("Mixin")]:
                return fit[0]
            seen |= set(level)
            quads = (
                quad
                for each in level
                for quad in store.quads.quads_for_pattern(
                    each, named(link), None, graph
                )
            )
            found = {q.object: None for q in quads if isinstance(q.object, NamedNode)}
            level = {each: None for each in found if each not in seen}
        return default

    return nearest
