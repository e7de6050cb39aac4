"""Reasoning over any RDF graph by OWL 2 RL: the Python interface."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cache, partial
from itertools import chain

from pyoxigraph import Triple

from kg.errors import TermError
from kg.reason.backward import Backward
from kg.reason.budget import MOST
from kg.reason.change import Change
from kg.reason.clashes import told
from kg.reason.columns import Column, Columns, left, right
from kg.reason.compile import Rule
from kg.reason.current import Current
from kg.reason.engine import Engine
from kg.reason.proof import Proof
from kg.reason.prover import Prover
from kg.reason.table import templates
from kg.reason.terms import Term, Terms
from kg.reason.view import View
from kg.reason.written import Pairs, nameless, sayable, triples

_FULL = ("owl2rl", "rdfs", "more")


class Reasoner:
    """A graph and what follows from it by the rules of OWL 2 RL/RDF.

    With `full`, what RDF and RDFS say of every graph follows as well: that all terms
    are resources and equal to themselves, that predicates are properties, and the
    axiomatic triples of both vocabularies; and a little more that OWL entails beyond
    OWL 2 RL. Without, what follows from nothing is not given out. `only` names the
    rules to follow, where not all are wanted. Where more than `most` pairs of a
    property would follow, asking for what follows raises SizeError.

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
        most: int = MOST,
    ) -> None:
        self._full = full
        rules = templates(*_FULL) if full else templates("owl2rl")
        chosen = [rule for rule in rules if not only or rule.name in only]
        self._current = Current(chosen, is_full=full, most=most)
        self._backward = Backward(chosen, self.terms)
        self._proving: Prover | None = None  # as long as the graph stays as it is
        self._current.load(triples)

    @property
    def terms(self) -> Terms:
        return self._engine.data.terms

    @property
    def _engine(self) -> Engine:
        return self._current.engine

    def change(
        self, add: Iterable[Triple] = (), remove: Iterable[Triple] = ()
    ) -> Change:
        """Take triples out and take others in; say what that does to what follows.

        What is to be removed and to be added stays. A change that added nothing that
        was there, and removed nothing that was not, is taken back by one with the sides
        swapped.

        >>> from pyoxigraph import BlankNode, NamedNode
        >>> is_same = NamedNode("http://www.w3.org/2002/07/owl#sameAs")
        >>> same = Triple(BlankNode("a"), is_same, BlankNode("b"))
        >>> reasoner = Reasoner()
        >>> len(reasoner.change(add=[same]).inferred)
        3
        >>> len(reasoner.change(remove=[same]).withdrawn), list(reasoner.inferred())
        (3, [])
        """
        self._proving = None
        found, lost = self._current.change(add, remove)
        return Change(self._told(found), self._told(lost))

    def inferred(self) -> Iterator[Triple]:
        """Give what follows and was not asserted, ordered by ids.

        What no RDF triple can say is left out: literals as subjects, and predicates
        without an IRI. Raises SizeError where that is too much.
        """
        found = triples(list(self.columns()), self.terms)
        if not self._full:
            return found
        return chain(found, nameless(self._engine.literals, self._current.hidden()))

    def _told(self, columns: Columns) -> tuple[Triple, ...]:
        return tuple(triples(self._sayable(columns.items()), self.terms))

    def columns(self) -> Iterator[Pairs]:
        """Give what was inferred as columns of ids, by predicate."""
        return self._sayable(self._current.inferred())

    def _sayable(self, columns: Iterable[Pairs]) -> Iterator[Pairs]:
        return sayable(columns, self.terms, {} if self._full else _of_nothing())

    def programme(self) -> tuple[tuple[Rule, ...], Column]:
        """Give the rules that hold here, and the facts that they start from.

        Each fact is a row of ids: subject, predicate, object. So another evaluator can
        run the same rules; equal terms and literals aside, it finds the same.
        """
        return self._current.programme()

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
            view = View(self._engine.data, self._current.asserted)
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
