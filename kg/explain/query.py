"""Why the rows of a query's answer are there: the triples of its patterns, proved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

import rdflib
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    Triple,
)

from kg.errors import QueryError, TermError
from kg.explain.answer import Answer, Row
from kg.explain.patterns import Parts, Pattern, bound, take_apart, variables
from kg.explain.proof import Explainer, Explanation
from kg.explain.solutions import Query, Values, read_query
from kg.reason.terms import Term
from kg.store import Store

_GROUPED = "a group of solutions, which GROUP BY or an aggregate made"


def explain_query(
    store: Store, text: str, limit: int = 10, *, needs: bool = False
) -> Answer:
    """Explain the first rows of a SELECT, or an ASK that is true.

    For each row there are the triples that the patterns of the query come to, each with
    its proof; what of the query is no triple pattern is named in the notes. Raises
    QueryError for a query that cannot be evaluated or explained.
    """
    results = store.query(text)
    parts, query = take_apart(text, store.names), read_query(text)
    rows = list(islice(_rows(results), limit + 1))
    explainer = _Explainer(store, parts, query, needs=needs)
    found = tuple(explainer.row(row) for row in rows[:limit])
    return Answer(found, tuple(_notes(parts, rows, limit)))


def _rows(results: object) -> Iterator[dict[str, Term]]:
    match results:
        case QuerySolutions():
            names = [variable.value for variable in results.variables]
            for one in results:
                values = ((name, one[name]) for name in names)
                yield {name: value for name, value in values if value is not None}
        case QueryBoolean():
            yield from [{}] if results else []
        case _:
            raise QueryError("only SELECT and ASK can be explained")


def _notes(parts: Parts, rows: list[dict[str, Term]], limit: int) -> Iterator[str]:
    if not rows:
        yield "no row: there is nothing to explain"
    if len(rows) > limit:
        yield f"there are more rows: raise the limit, which is {limit}"
    yield from (f"not explained: {note}" for note in parts.notes)


class _Explainer:
    def __init__(
        self, store: Store, parts: Parts, query: Query, *, needs: bool
    ) -> None:
        self._store = store
        self._parts = parts
        self._query = query
        self._needs = needs
        self._explainer = Explainer(store)
        self._known: dict[Triple, Explanation | None] = {}

    def row(self, row: Values) -> Row:
        """Explain one row."""
        if self._parts.is_grouped:
            return Row((), row, (_GROUPED,))
        solution = self._query.solution(self._store, row)
        if solution is None:
            return Row((), row, ("no solution of the pattern is like this row",))
        triples = dict.fromkeys(self._triples(solution))
        found = [(triple, self._explained(triple)) for triple in triples]
        missing = (self._name(triple) for triple, told in found if told is None)
        return Row(tuple(told for _, told in found if told), row, tuple(missing))

    def _triples(self, solution: Values) -> Iterator[Triple]:
        """Put the values of a solution into the patterns that it matches."""
        for group in self._parts.groups:
            names = {name for pattern in group for name in variables(pattern)}
            if all(n in solution or n.startswith("mendel_") for n in names):
                yield from self._matched(group, solution)

    def _matched(
        self, group: tuple[Pattern, ...], solution: Values
    ) -> Iterator[Triple]:
        """Find the triples of a group; none where it is not part of the solution."""
        values = {name: str(value) for name, value in solution.items()}
        usable = {n: v for n, v in values.items() if not v.startswith("_:")}
        where = " . ".join(bound(pattern, usable) for pattern in group)
        found = self._store.query(f"SELECT * {{ {where} }} LIMIT 1")
        for one in _rows(found):
            known = {**one, **solution}
            for pattern in group:
                triple = _triple([_term(node, known) for node in pattern])
                if triple:
                    yield triple

    def _explained(self, triple: Triple) -> Explanation | None:
        if triple not in self._known:
            try:
                found = self._explainer.explain(triple, needs=self._needs)
            except TermError:  # as what stands in a graph that queries name
                self._known[triple] = None
            else:
                self._known[triple] = found
        return self._known[triple]

    def _name(self, triple: Triple) -> str:
        names = self._store.names
        words = (
            names.curie(t.value) if isinstance(t, NamedNode) else str(t) for t in triple
        )
        return f"{' '.join(words)}: neither asserted nor inferred in the default graph"


def _term(node: rdflib.term.Node, known: Mapping[str, Term]) -> Term | None:
    match node:
        case rdflib.Variable():
            return known.get(str(node))
        case rdflib.BNode():
            return known.get(f"mendel_{node}")
        case rdflib.URIRef():
            return NamedNode(str(node))
        case rdflib.Literal(language=str() as language):
            return Literal(str(node), language=language)
        case rdflib.Literal(datatype=rdflib.URIRef() as datatype):
            return Literal(str(node), datatype=NamedNode(str(datatype)))
        case _:
            return Literal(str(node))


def _triple(terms: list[Term | None]) -> Triple | None:
    match terms:
        case [
            NamedNode() | BlankNode() as one,
            NamedNode() as two,
            NamedNode() | BlankNode() | Literal() as three,
        ]:
            return Triple(one, two, three)
        case _:
            return None
