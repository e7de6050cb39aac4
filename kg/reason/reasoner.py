"""Reasoning over any RDF graph by OWL 2 RL: the Python interface."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cache

import numpy as np
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import TermError
from kg.reason.clashes import Clash, told
from kg.reason.columns import (
    EMPTY,
    Column,
    Mask,
    isin,
    left,
    right,
    subtract,
    unique,
)
from kg.reason.database import by_predicate
from kg.reason.engine import Engine
from kg.reason.proof import Proof, Search, build
from kg.reason.relation import Relation
from kg.reason.retract import Retraction
from kg.reason.steps import Steps
from kg.reason.table import templates
from kg.reason.terms import Term, Terms, named
from kg.reason.view import Fact, View
from kg.reason.written import written_out

_FULL = ("owl2rl", "rdfs", "more")


class Reasoner:
    """A graph and what follows from it by the rules of OWL 2 RL/RDF.

    With `full`, what RDF and RDFS say of every graph follows as well: that all terms
    are resources and equal to themselves, that predicates are properties, and the
    axiomatic triples of both vocabularies; and a little more that OWL entails beyond
    OWL 2 RL. Without, what follows from nothing is not
    given out. `only` names the rules to follow, where not all are wanted.

    >>> from pyoxigraph import NamedNode, RdfFormat, Triple, parse
    >>> text = '''
    ... prefix : <http://example.org/> prefix owl: <http://www.w3.org/2002/07/owl#>
    ... :partOf a owl:TransitiveProperty . :toe :partOf :foot . :foot :partOf :leg .
    ... '''
    >>> reasoner = Reasoner(quad.triple for quad in parse(text, RdfFormat.TURTLE))
    >>> for triple in reasoner.inferred():
    ...     print(triple)
    <http://example.org/toe> <http://example.org/partOf> <http://example.org/leg>
    >>> reasoner.clashes()
    ()
    """

    def __init__(
        self,
        triples: Iterable[Triple] = (),
        *,
        full: bool = False,
        only: Collection[str] = (),
    ) -> None:
        self._full = full
        rules = templates(*_FULL) if full else templates("owl2rl")
        self._rules = [rule for rule in rules if not only or rule.name in only]
        self._engine = Engine(self._rules)
        self.asserted: defaultdict[int, Relation] = defaultdict(Relation)
        self.add(triples)

    @property
    def terms(self) -> Terms:
        return self._engine.data.terms

    def add(self, triples: Iterable[Triple]) -> None:
        """Take triples; what follows is worked out when it is asked for."""
        subjects, predicates, objects = self.terms.encode(triples)
        for predicate, codes in by_predicate(subjects, predicates, objects):
            self.asserted[predicate].add(
                self.asserted[predicate].without(unique(codes))
            )
        self._take(subjects, predicates, objects)

    def remove(self, triples: Iterable[Triple]) -> None:
        """Take triples out, and what follows from them only.

        >>> same = Triple(BlankNode("a"), named("owl:sameAs"), BlankNode("b"))
        >>> reasoner = Reasoner([same])
        >>> reasoner.remove([same])
        >>> list(reasoner.inferred())
        []
        """
        self._engine.run()
        known = (t for t in triples if all(self.terms.find(x) is not None for x in t))
        removed: dict[int, Column] = {}
        for predicate, codes in by_predicate(*self.terms.encode(known)):
            found = unique(codes[self.asserted[predicate].contains(codes)])
            self.asserted[predicate].remove(found)
            removed[predicate] = found
        if self._full or not Retraction(self._engine, self._kept).apply(removed):
            self._begin_anew()

    def _kept(self, predicate: int, codes: Column) -> Column:
        """Say which pairs are asserted, or hold in every graph."""
        fixed = self._engine.axioms.get(predicate, EMPTY)
        return codes[self.asserted[predicate].contains(codes) | isin(codes, fixed)]

    def _begin_anew(self) -> None:
        self._engine = Engine(self._rules, self.terms)
        for predicate, relation in self.asserted.items():
            codes = relation.pairs()
            predicates = np.full(len(codes), predicate, np.int64)
            self._take(left(codes), predicates, right(codes))

    def _take(self, subjects: Column, predicates: Column, objects: Column) -> None:
        self._engine.insert(subjects, predicates, objects)
        self._engine.ask_types(unique(np.concatenate([subjects, objects])))

    def inferred(self) -> Iterator[Triple]:
        """Give what follows and was not asserted, ordered by ids.

        What no RDF triple can say is left out: literals as subjects, and predicates
        without an IRI.
        """
        for predicate, codes in self.columns():
            name = self.terms[predicate]
            for one, two in zip(
                left(codes).tolist(), right(codes).tolist(), strict=True
            ):
                yield Triple(self.terms[one], name, self.terms[two])  # type: ignore[arg-type]
        if self._full:
            yield from self._nameless()

    def _nameless(self) -> Iterator[Triple]:
        """Say by blank nodes of which types the literals are, one of each datatype."""
        literals, samples = self._engine.literals, dict[object, int]()
        for number in sorted(literals.numbers - self._hidden()):
            term = self.terms[number]
            if isinstance(term, Literal):
                samples.setdefault((term.datatype, term.language is None), number)
        for number in samples.values():
            node = BlankNode()
            for type_ in literals.all_types(number):
                yield Triple(node, named("rdf:type"), self.terms[type_])  # type: ignore[arg-type]

    def columns(self) -> Iterator[tuple[int, Column]]:
        """Give what was inferred as columns of ids, by predicate."""
        given = _of_nothing() if not self._full else {}
        sayable = self._sayable()
        for predicate, codes in self._closure():
            name = self.terms[predicate]
            new = self.asserted[predicate].without(codes)
            new = new[sayable[left(new)]]
            if isinstance(name, NamedNode) and len(new):
                yield predicate, self._besides(new, given.get(name, ()))

    def _sayable(self) -> Mask:
        """Tell of each term whether it can be a subject."""
        kinds = (isinstance(t, NamedNode | BlankNode) for _, t in self.terms.since(0))
        return np.fromiter(kinds, np.bool_, len(self.terms))

    def _besides(self, codes: Column, given: Iterable[tuple[Term, Term]]) -> Column:
        """Leave out pairs of terms."""
        find = self.terms.find
        ids = ((find(one), find(two)) for one, two in given)
        pairs = [x << 32 | y for x, y in ids if x is not None and y is not None]
        return subtract(codes, unique(np.array(pairs, np.int64)))

    def _closure(self) -> Iterator[tuple[int, Column]]:
        self._engine.run()
        data = self._engine.data
        return written_out(data, self._hidden(), is_reflexive=self._full)

    def _hidden(self) -> frozenset[int]:
        """List the literals of the rules that the graph itself does not have."""
        engine = self._engine
        own = {n for n in engine.literals.numbers if n < engine.data.vocabulary}
        ids = np.array(sorted(own), np.int64)
        found = (right(r.touching(ids)).tolist() for r in self.asserted.values())
        return frozenset(own.difference(*found))

    def explain(self, triple: Triple) -> Proof:
        """Prove a triple of the closure from what was asserted.

        Raises TermError where it does not follow.

        >>> from pyoxigraph import RdfFormat, parse
        >>> text = '''
        ... prefix : <http://example.org/> prefix owl: <http://www.w3.org/2002/07/owl#>
        ... :a owl:sameAs :b . :b :knows :c .
        ... '''
        >>> first, last = [quad.triple for quad in parse(text, RdfFormat.TURTLE)]
        >>> proof = Reasoner([first, last]).explain(
        ...     Triple(first.subject, last.predicate, last.object)
        ... )
        >>> print(proof.text())
        <http://example.org/a> <http://example.org/knows> <http://example.org/c>
            by eq-rep-s
            <http://example.org/b> owl:sameAs <http://example.org/a>
                by eq-sym
                <http://example.org/a> owl:sameAs <http://example.org/b>
                    given
            <http://example.org/b> <http://example.org/knows> <http://example.org/c>
                given
        """
        self._engine.run()
        ids = [self.terms.find(term) for term in triple]
        goal = Fact(*(-1 if number is None else number for number in ids))
        search = self._search()
        if min(goal) < 0 or not search.solve(goal):
            raise TermError(" ".join(map(str, triple)), "it does not follow")
        return build(search, goal, self.terms.__getitem__)

    def clashes(self) -> tuple[Proof, ...]:
        """Prove what cannot be true together; nothing, if the graph is consistent."""
        self._engine.run()
        search = self._search() if self._engine.clashes else None
        return tuple(self._clash(c, search) for c in self._engine.clashes if search)

    def _view(self) -> View:
        return View(self._engine.data, self.asserted)

    def _search(self) -> Search:
        view = self._view()
        return Search(Steps(self._engine, view), view.is_asserted)

    def _clash(self, clash: Clash, search: Search) -> Proof:
        facts = [
            fact
            for fact in told(clash, self._engine.data, self._view())
            if search.solve(fact)
        ]
        proofs = (build(search, fact, self.terms.__getitem__) for fact in facts)
        return Proof(None, clash.rule, tuple(proofs))


@cache
def _of_nothing() -> dict[Term, list[tuple[Term, Term]]]:
    """Work out what follows from nothing."""
    empty = Reasoner(full=True)
    return {
        empty.terms[predicate]: [
            (empty.terms[x], empty.terms[y])
            for x, y in zip(left(codes).tolist(), right(codes).tolist(), strict=True)
        ]
        for predicate, codes in empty.columns()
    }
