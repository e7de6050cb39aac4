"""Explanations as RDF: derivations in PROV-O, without blank nodes.

A triple of a proof is a prov:Entity and an rdf:Statement; a step is a prov:Activity
that used axioms (in the role of axiom) and premises, conforms to its rule, and
generated the conclusion. The same triple and the same step have the same IRI in every
proof, so that graphs of several proofs can be put together.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg.explain.answer import Answer
from kg.explain.labels import curie, label
from kg.explain.proof import Explanation, as_triple
from kg.explain.sources import Source
from kg.export import used_prefixes
from kg.names import named
from kg.reason.proof import Proof, told_axiom
from kg.reason.terms import Term
from kg.store import Store

_RULES = NamedNode("https://www.w3.org/TR/owl2-profiles/")
_A = named("rdf:type")


def as_graph(store: Store, answer: Answer, syntax: RdfFormat) -> bytes:
    """Write an answer's explanations in a syntax of RDF."""
    found: dict[Triple, None] = {}
    for told in answer.explanations():
        found.update(dict.fromkeys(_Graph(store, told).triples()))
    ordered = sorted(found, key=str)
    prefixes = used_prefixes(ordered, store.names)
    return serialize(ordered, format=syntax, prefixes=prefixes) or b""


class _Graph:
    def __init__(self, store: Store, told: Explanation) -> None:
        self._store = store
        self._told = told
        self._base = store.names.base

    def triples(self) -> Iterator[Triple]:
        """Describe every part of every proof once."""
        for proof in self._told.proofs:
            for part in proof.walk():
                yield from self._entity(part)
                yield from self._step(part) if part.rule else self._given(part)
        for source in self._told.needs.needed if self._told.needs else ():
            entity = self._triple_node(self._told.triple)
            if source.statement:
                yield Triple(entity, named("dcterms:requires"), source.statement)

    def _entity(self, part: Proof) -> Iterator[Triple]:
        node = self._node(part)
        for kind in ("prov:Entity", "rdf:Statement"):
            yield Triple(node, _A, named(kind))
        if part.conclusion:
            places = ("rdf:subject", "rdf:predicate", "rdf:object")
            for place, term in zip(places, part.conclusion, strict=True):
                yield Triple(node, named(place), self._term(term))
        yield Triple(node, named("rdfs:label"), Literal(self._label(part)))

    def _step(self, part: Proof) -> Iterator[Triple]:
        node, step = self._node(part), self._activity(part)
        rule = NamedNode(f"{self._base}id/rule/{part.rule}")
        yield Triple(node, named("prov:wasGeneratedBy"), step)
        yield Triple(step, _A, named("prov:Activity"))
        yield Triple(step, named("rdfs:label"), Literal(f"by {part.rule}"))
        yield Triple(step, named("dcterms:conformsTo"), rule)
        yield Triple(rule, named("rdfs:label"), Literal(str(part.rule)))
        yield Triple(rule, named("rdfs:isDefinedBy"), _RULES)
        for used in part.below:
            yield Triple(step, named("prov:used"), self._node(used))
            yield Triple(node, named("prov:wasDerivedFrom"), self._node(used))
        for axiom in part.axioms:
            yield from self._as_axiom(step, self._node(axiom))

    def _as_axiom(self, step: NamedNode, axiom: NamedNode) -> Iterator[Triple]:
        usage = self._made("usage", f"{step.value} {axiom.value}")
        role = NamedNode(f"{self._base}id/role/axiom")
        yield Triple(step, named("prov:qualifiedUsage"), usage)
        yield Triple(usage, _A, named("prov:Usage"))
        yield Triple(usage, named("prov:entity"), axiom)
        yield Triple(usage, named("prov:hadRole"), role)
        yield Triple(role, _A, named("prov:Role"))
        yield Triple(role, named("rdfs:label"), Literal("axiom"))

    def _given(self, part: Proof) -> Iterator[Triple]:
        node = self._node(part)
        for source in self._told.sources.get(as_triple(part.conclusion), ()):
            yield Triple(node, named("prov:hadPrimarySource"), source.origin)
            yield from self._said(node, source)

    def _said(self, node: NamedNode, source: Source) -> Iterator[Triple]:
        if source.statement:
            said = source.statement
            yield Triple(node, named("prov:wasDerivedFrom"), said)
            yield Triple(said, _A, named("prov:Entity"))
            yield Triple(said, named("prov:hadPrimarySource"), source.origin)
            if source.exact is not None:
                yield Triple(said, named("prov:value"), Literal(source.exact))

    def _node(self, part: Proof) -> NamedNode:
        return self._triple_node(part.conclusion or ())

    def _triple_node(self, terms: object) -> NamedNode:
        return self._made("triple", " ".join(map(str, terms)))  # type: ignore[call-overload] # three terms

    def _activity(self, part: Proof) -> NamedNode:
        nodes = [self._node(used).value for used in part.below]
        return self._made("derivation", " ".join((str(part.rule), *nodes)))

    def _made(self, kind: str, content: str) -> NamedNode:
        digest = sha256(content.encode()).hexdigest()[:24]
        return NamedNode(f"{self._base}id/{kind}/{digest}")

    def _term(self, term: Term) -> NamedNode | Literal | Triple:
        """Give a blank node an IRI (RDF 1.1 Concepts, section 3.5)."""
        if isinstance(term, BlankNode):
            return NamedNode(f"{self._base}.well-known/genid/{term.value}")
        assert isinstance(term, NamedNode | Literal | Triple)  # noqa: S101 - of a graph
        return term

    def _label(self, part: Proof) -> str:
        if part.members:
            return told_axiom(part, lambda term: curie(self._store, term))
        return " ".join(label(self._store, term) for term in part.conclusion or ())
