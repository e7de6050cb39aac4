"""What is asserted of each subject, and the statements behind it, one by one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Triple

from kg.model import Certainty, Polarity
from kg.names import named
from kg.store import Infer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    def is_denied(self) -> bool:
        return self.text("mg:polarity") == Polarity.NEGATIVE

    @property
    def is_open(self) -> bool:
        return self.text("mg:certainty") == Certainty.UNKNOWN


@dataclass(frozen=True, slots=True)
class Subject:
    """A node, what is asserted and inferred of it, and who says what."""

    node: NamedNode
    asserted: tuple[Triple, ...]
    inferred: tuple[Triple, ...]
    told: Mapping[Ends, tuple[Told, ...]]


def subjects(store: Store, infer: Infer = Infer.TRUE) -> Iterator[Subject]:
    """Read the graph subject by subject, in the order of the store."""
    find = store.quads.quads_for_pattern
    inferred = store.names.graph("inferred")
    quads = find(None, None, None, DefaultGraph())
    for node, group in groupby(quads, key=lambda quad: quad.subject):
        if isinstance(node, NamedNode):
            triples = tuple(quad.triple for quad in group)
            more = () if infer is Infer.FALSE else find(node, None, None, inferred)
            followed = tuple(quad.triple for quad in more)
            told = {} if infer is Infer.ONLY else _told(store, node)
            asserted = () if infer is Infer.ONLY else triples
            yield Subject(node, asserted, followed, told)


def _told(store: Store, subject: NamedNode) -> dict[Ends, tuple[Told, ...]]:
    graph = store.names.graph("evidence")
    found: defaultdict[Ends, list[Told]] = defaultdict(list)
    quads = store.quads.quads_for_pattern(None, named("rdf:subject"), subject, graph)
    for quad in quads:
        if isinstance(quad.subject, NamedNode):
            told = _statement(store, quad.subject)
            predicate = told.values.get(named("rdf:predicate"))
            last = told.values.get(named("rdf:object"))
            if isinstance(predicate, NamedNode) and last is not None:
                found[predicate, last].append(told)
    return {
        ends: tuple(sorted(each, key=lambda told: told.node.value))
        for ends, each in found.items()
    }


def _statement(store: Store, node: NamedNode) -> Told:
    graph = store.names.graph("evidence")
    quads = list(store.quads.quads_for_pattern(node, None, None, graph))
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
    return {
        each.predicate: each.object
        for quad in find(quote, named("oa:hasSelector"), None, graph)
        if isinstance(quad.object, NamedNode)
        for each in find(quad.object, None, None, graph)
    }
