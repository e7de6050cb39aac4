"""A statement, with the words that it was read in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.model import Certainty, Polarity
from kg.names import named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.store import Store

Term = NamedNode | BlankNode | Literal | Triple
Ends = tuple[NamedNode, Term]


@dataclass(frozen=True, slots=True)
class Told:
    """One statement, with the words that it was read in."""

    node: NamedNode
    values: Mapping[NamedNode, Term]
    kinds: tuple[str, ...]
    quote: Mapping[NamedNode, Term]

    def text(self, key: str) -> str | None:
        """Give a literal of the statement or of its quote."""
        term = self.values.get(named(key)) or self.quote.get(named(key))
        return term.value if isinstance(term, Literal) else None

    def iri(self, key: str) -> str | None:
        term = self.values.get(named(key))
        return term.value if isinstance(term, NamedNode) else None

    @property
    def ends(self) -> Ends | None:
        """Give the predicate and the object of what is said, where it is whole."""
        predicate = self.values.get(named("rdf:predicate"))
        last = self.values.get(named("rdf:object"))
        if isinstance(predicate, NamedNode) and last is not None:
            return predicate, last
        return None

    @property
    def is_denied(self) -> bool:
        return self.text("mg:polarity") == Polarity.NEGATIVE

    @property
    def is_open(self) -> bool:
        return self.text("mg:certainty") == Certainty.UNKNOWN


def statement(store: Store, node: NamedNode) -> Told:
    """Read a statement and its quote."""
    graph = store.names.graph("evidence")
    quads = sorted(store.quads.quads_for_pattern(node, None, None, graph), key=str)
    values = {quad.predicate: quad.object for quad in quads}
    kinds = (q.object for q in quads if q.predicate == named("rdf:type"))
    quote = _selected(store, values.get(named("prov:wasQuotedFrom")))
    return Told(
        node,
        values,
        tuple(sorted(k.value for k in kinds if isinstance(k, NamedNode))),
        quote,
    )


def _selected(store: Store, quote: Term | None) -> dict[NamedNode, Term]:
    """Read the selectors of a quote, all in one."""
    find, graph = store.quads.quads_for_pattern, store.names.graph("evidence")
    if not isinstance(quote, NamedNode):
        return {}
    found = (
        each
        for quad in find(quote, named("oa:hasSelector"), None, graph)
        if isinstance(quad.object, NamedNode)
        for each in find(quad.object, None, None, graph)
    )
    return {each.predicate: each.object for each in sorted(found, key=str)}
