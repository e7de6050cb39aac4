"""Reasoning over any RDF graph by OWL 2 RL: the Python interface."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cache, partial

from pyoxigraph import BlankNode, Literal, Triple

from kg.errors import TermError
from kg.reason.asserted import Asserted
from kg.reason.backward import Backward
from kg.reason.change import Change, Difference, besides, together
from kg.reason.clashes import told
from kg.reason.columns import EMPTY, Column, Columns, isin, left, right
from kg.reason.engine import Engine
from kg.reason.proof import Proof
from kg.reason.prover import Prover
from kg.reason.retract import Retraction
from kg.reason.table import templates
from kg.reason.terms import Term, Terms, named
from kg.reason.view import View
from kg.reason.written import Pairs, sayable, triples, written_out

_FULL = ("owl2rl", "rdfs", "more")


class Reasoner:
    """A graph and what follows from it by the rules of OWL 2 RL/RDF.

    With `full`, what RDF and RDFS say of every graph follows as well: that all terms
    are resources and equal to themselves, that predicates are properties, and the
    axiomatic triples of both vocabularies; and a little more that OWL entails beyond
    OWL 2 RL. Without, what follows from nothing is not given out. `only` names the
    rules to follow, where not all are wanted.

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
        self._backward = Backward(self._rules, self.terms)
        self._proving: Prover | None = None  # as long as the graph stays as it is
        self._asserted = Asserted(self.terms, self._engine.literals.numbers)
        given = self._asserted.columns(triples)
        self._asserted.add(given)
        self._engine.insert(given)

    @property
    def terms(self) -> Terms:
        return self._engine.data.terms

    def change(
        self, add: Iterable[Triple] = (), remove: Iterable[Triple] = ()
    ) -> Change:
        """Take triples out and take others in; say what that does to what follows.

        What is to be removed and to be added stays. A change that added nothing that
        was there, and removed nothing that was not, is taken back by one with the sides
        swapped.

        >>> same = Triple(BlankNode("a"), named("owl:sameAs"), BlankNode("b"))
        >>> reasoner = Reasoner()
        >>> len(reasoner.change(add=[same]).inferred)
        3
        >>> len(reasoner.change(remove=[same]).withdrawn), list(reasoner.inferred())
        (3, [])
        """
        self._engine.run()
        self._proving = None
        asserted, hidden = self._asserted, self._hidden()
        added = asserted.columns(add)
        gone, more = besides(asserted.present(remove), added), asserted.absent(added)
        asserted.remove(gone)
        asserted.add(more)
        came, went = self._follow(more, gone, hidden)
        kept = besides(besides(went, asserted.absent(went)), more)  # x owl:sameAs x
        lost, found = besides(went, together(gone, kept)), asserted.absent(came)
        return Change(
            self._told(together(found, self._left(besides(gone, went)))),
            self._told(together(lost, self._left(besides(more, came)))),
        )

    def _left(self, columns: Columns) -> Columns:
        """Keep what is in the closure."""
        holds, full = self._engine.data.holds, self._full
        return {
            predicate: codes[holds(predicate, codes, is_reflexive=full)]
            for predicate, codes in columns.items()
        }

    def _follow(
        self, more: Columns, gone: Columns, hidden: frozenset[int]
    ) -> tuple[Columns, Columns]:
        """Bring the closure up to date; give what is new in it, and what is gone."""
        data = self._engine.data
        data.record(is_on=True)
        if self._full or not Retraction(self._engine, self._kept).apply(gone):
            before = dict(written_out(data, hidden, is_reflexive=self._full))
            self._begin_anew()
            now = dict(self._closure())
            return besides(now, before), besides(before, now)
        self._engine.insert(more)
        self._engine.run()
        found = Difference(data, (hidden, self._hidden())).columns()
        data.record(is_on=False)
        return found

    def _kept(self, predicate: int, codes: Column) -> Column:
        """Say which pairs are asserted, or hold in every graph."""
        fixed = self._engine.axioms.get(predicate, EMPTY)
        return codes[
            self._asserted.relations[predicate].contains(codes) | isin(codes, fixed)
        ]

    def _begin_anew(self) -> None:
        asserted = self._asserted.relations
        self._engine = Engine(self._rules, self.terms)
        self._engine.insert({p: found.pairs() for p, found in asserted.items()})

    def inferred(self) -> Iterator[Triple]:
        """Give what follows and was not asserted, ordered by ids.

        What no RDF triple can say is left out: literals as subjects, and predicates
        without an IRI.
        """
        yield from triples(self.columns(), self.terms)
        if self._full:
            yield from self._nameless()

    def _told(self, columns: Columns) -> tuple[Triple, ...]:
        return tuple(triples(self._sayable(columns.items()), self.terms))

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

    def columns(self) -> Iterator[Pairs]:
        """Give what was inferred as columns of ids, by predicate."""
        closure, asserted = self._closure(), self._asserted.relations
        return self._sayable((p, asserted[p].without(c)) for p, c in closure)

    def _sayable(self, columns: Iterable[Pairs]) -> Iterator[Pairs]:
        return sayable(columns, self.terms, {} if self._full else _of_nothing())

    def _closure(self) -> Iterator[Pairs]:
        self._engine.run()
        data = self._engine.data
        return written_out(data, self._hidden(), is_reflexive=self._full)

    def _hidden(self) -> frozenset[int]:
        """List the literals of the rules that the graph itself does not have."""
        return self._asserted.watched - self._asserted.seen

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
        proof = self._prover().proof((triple.subject, triple.predicate, triple.object))
        if proof is None:
            raise TermError(" ".join(map(str, triple)), "it does not follow")
        return proof

    def proofs(self, triple: Triple) -> Iterator[Proof]:
        """Find all proofs of a triple, the shortest first, while nothing changes."""
        return self._prover().proofs((triple.subject, triple.predicate, triple.object))

    @property
    def is_consistent(self) -> bool:
        """Tell whether there are no clashes, without proving them."""
        self._engine.run()
        return not self._engine.clashes

    def clashes(self) -> tuple[Proof, ...]:
        """Prove what cannot be true together; nothing, if the graph is consistent."""
        self._engine.run()
        if not self._engine.clashes:
            return ()
        prover, data = self._prover(), self._engine.data
        told_by = partial(told, data=data, view=prover.lookup)
        return tuple(prover.clash(c.rule, told_by(c)) for c in self._engine.clashes)

    def _prover(self) -> Prover:
        """Look at the closure as it is now."""
        self._engine.run()
        if self._proving is None:
            view = View(self._engine.data, self._asserted.relations)
            self._proving = Prover(self._backward, view, self._engine.literals)
        return self._proving


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
