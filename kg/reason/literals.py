"""Literals: dt-type1, dt-type2, dt-eq, dt-diff and dt-not-type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode

from kg.reason.datatypes import Datatype, Value, datatypes, types_of, value_of
from kg.reason.terms import Terms

_STRING = NamedNode("http://www.w3.org/2001/XMLSchema#string")


class Literals:
    """What is known of the literals among the terms.

    Only types that somebody asks for are written out: those that the graph names.
    """

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.datatypes = {terms.id(iri): found for iri, found in datatypes().items()}
        self.asked: set[int] = set()
        self.numbers: set[int] = set()
        self._unlearned: list[int] = []
        self._untyped: list[int] = []
        self._done: set[int] = set()
        self._has_strings = False  # of other datatypes: plain ones are compared then
        self._first: dict[Value, int] = {}

    def meet(self, ids: Iterable[int]) -> None:
        """Take note that the graph has these terms."""
        for number in ids:
            if number not in self.numbers and isinstance(self.terms[number], Literal):
                self.numbers.add(number)
                self._unlearned.append(number)
                self._untyped.append(number)

    def forget(self, ids: Iterable[int]) -> None:
        """Take note that the graph has these literals no longer."""
        for number in ids:
            self.numbers.discard(number)
            value = self.value(number)
            if value is not None and self._first.get(value) == number:
                del self._first[value]

    def learn(self) -> list[tuple[int, int]]:
        """Give the pairs of literals with one value, as far as they are new (dt-eq)."""
        fresh, self._unlearned = self._unlearned, []
        return [pair for number in fresh for pair in self._equal(number)]

    def _equal(self, number: int) -> Iterator[tuple[int, int]]:
        if self._is_string(number) and not self._has_strings:
            return
        value = self.value(number)
        if value is None:
            return
        other = self._first.setdefault(value, number)
        if other != number:
            yield number, other
        if value.space == "string":
            self._has_strings = True
            same = self.terms.find(Literal(str(value.key)))
            if same in self.numbers and same != number:
                yield number, same

    def _is_string(self, number: int) -> bool:
        term = self.terms[number]
        if not isinstance(term, Literal) or term.language is not None:
            return False
        return term.datatype == _STRING

    def value(self, number: int) -> Value | None:
        """Give the value that a literal denotes, None where it is ill-typed."""
        term = self.terms[number]
        return value_of(term) if isinstance(term, Literal) else None

    def types(self) -> Iterator[tuple[int, int]]:
        """Pair literals with their types, as far as asked for and not yet given."""
        fresh, self._untyped = self._untyped, []
        late = self.asked - self._done
        old = sorted(self.numbers.difference(fresh)) if late else []
        self._done |= self.asked
        yield from self._pairs(fresh, self.asked)
        yield from self._pairs(old, late)

    def _pairs(
        self, ids: Iterable[int], asked: Iterable[int]
    ) -> Iterator[tuple[int, int]]:
        wanted = [(number, self.datatypes[number]) for number in asked]
        for number in ids if wanted else ():
            value = self.value(number)
            if value is not None:
                yield from ((number, i) for i, type_ in wanted if type_.has(value))

    def all_types(self, number: int) -> list[int]:
        """List all datatypes of a literal."""
        value = self.value(number)
        found: Iterable[Datatype] = types_of(value) if value else ()
        return [self.terms.id(datatype.iri) for datatype in found]

    def is_given(self, number: int, datatype: int) -> bool:
        """Tell whether a type is written out of a term that is a literal."""
        is_asked = number in self.numbers and datatype in self.asked
        return is_asked and self.is_of(number, datatype)

    def is_of(self, number: int, datatype: int) -> bool:
        """Tell whether the value of a literal is of a datatype."""
        value = self.value(number)
        return value is not None and self.datatypes[datatype].has(value)
