"""A store as what proofs are searched in: no loading, no closure, only look-ups.

What was asserted stands in the unnamed graph, what was inferred in its own. Terms get
ids as they are met.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.names import named
from kg.reason.datatypes import datatypes
from kg.reason.lookup import Fact
from kg.reason.terms import Term, Terms
from kg.store import Store

_TYPE, _SAME = named("rdf:type"), named("owl:sameAs")
_VOCABULARIES = tuple(named(f"{p}:").value for p in ("rdf", "rdfs", "owl", "xsd"))
_UNSAID = {named("owl:Thing"), named("rdfs:Resource"), *datatypes()}
_DATA = (_SAME, named("owl:differentFrom"), named("rdf:first"), named("rdf:rest"))


class Quads:
    """The asserted and the inferred triples of a store, by ids."""

    def __init__(self, store: Store) -> None:
        self.terms = Terms()
        self._quads = store.quads
        self._given = (DefaultGraph(),)
        self._all = (DefaultGraph(), store.names.graph("inferred"))
        self._type, self._same = self.terms.id(_TYPE), self.terms.id(_SAME)
        self._classes: dict[int, tuple[int, ...]] = {}

    def find(self, term: Term) -> int:
        """Give the id of a term."""
        return self.terms.id(term)

    def match(
        self, predicate: int, subject: int | None, object_: int | None
    ) -> Iterator[tuple[int, int]]:
        """Find the pairs of a predicate."""
        return self._find(predicate, subject, object_, self._all)

    def asserted(
        self, predicate: int, subject: int | None, object_: int | None
    ) -> Iterator[tuple[int, int]]:
        """Find the pairs of a predicate that were given."""
        return self._find(predicate, subject, object_, self._given)

    def _find(
        self,
        predicate: int,
        subject: int | None,
        object_: int | None,
        graphs: tuple[NamedNode | DefaultGraph, ...],
    ) -> Iterator[tuple[int, int]]:
        one, two, three = (
            None if n is None else self.terms[n] for n in (subject, predicate, object_)
        )
        if not _can_stand(one, two):
            return
        for graph in graphs:
            for quad in self._quads.quads_for_pattern(one, two, three, graph):  # type: ignore[arg-type] # just seen
                yield self.terms.id(quad.subject), self.terms.id(quad.object)

    def holds(self, predicate: int, subject: int, object_: int) -> bool:
        """Tell whether a triple stands in the store, or may follow nevertheless."""
        found = any(True for _ in self.match(predicate, subject, object_))
        return found or self._may_hold(predicate, subject, object_)

    def _may_hold(self, predicate: int, subject: int, object_: int) -> bool:
        """Tell what nobody asks for and is therefore not written into the store.

        That is what follows about vocabularies and class expressions, and what no
        triple can say since a literal would be its subject.
        """
        if isinstance(self.terms[subject], Literal):
            return True
        if predicate == self._type:
            class_ = self.terms[object_]
            return isinstance(class_, BlankNode) or class_ in _UNSAID
        if predicate == self._same:
            return subject == object_
        name = self.terms[predicate]
        return name not in _DATA and _is_vocabulary(name)

    def is_asserted(self, fact: Fact) -> bool:
        """Tell whether a triple was given."""
        one, two, three = (self.terms[number] for number in fact[:3])
        if not _can_stand(one, two):
            return False
        return Quad(one, two, three, DefaultGraph()) in self._quads  # type: ignore[arg-type] # just seen

    def same(self, number: int) -> tuple[int, ...]:
        """List what is equal to a term, itself included."""
        if number not in self._classes:
            found = [two for _, two in self.match(self._same, number, None)]
            found += (one for one, _ in self.match(self._same, None, number))
            self._classes[number] = tuple(dict.fromkeys((number, *found)))
        return self._classes[number]

    def size(self, predicate: int) -> int:
        """Guess: schema before data, and types last."""
        if predicate == self._type:
            return 2
        return int(not _is_vocabulary(self.terms[predicate]))


def _can_stand(subject: Term | None, predicate: Term | None) -> bool:
    """Tell whether a triple may have such a subject and predicate."""
    if not isinstance(predicate, NamedNode):
        return False
    return subject is None or isinstance(subject, NamedNode | BlankNode | Triple)


def _is_vocabulary(term: Term) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(_VOCABULARIES)
