"""What a search for proofs asks of a graph: the engine's relations answer, or a store.

All triples are of ids. Where a graph leaves out of its closure what nobody asks for,
it says of such a triple that it may hold: the search finds out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import NamedTuple, Protocol

from kg.reason.terms import Term, Terms


class Role(IntEnum):
    """How a triple is to be shown."""

    WHOLE = 0  # by any rule
    EDGE = 1  # by any but that its predicate is transitive: an edge of a path
    REST = 2  # as what is left of a path, which is no step of its own


class Fact(NamedTuple):
    """A triple of ids."""

    subject: int
    predicate: int
    object: int
    role: Role = Role.WHOLE


class Lookup(Protocol):
    """A graph and what follows from it; None stands for any term."""

    @property
    def terms(self) -> Terms: ...

    def find(self, term: Term) -> int | None:
        """Give the id of a term, None if the graph cannot have it."""

    def match(
        self, predicate: int, subject: int | None, object_: int | None
    ) -> Iterable[tuple[int, int]]:
        """Find the pairs of a predicate in the closure."""

    def asserted(
        self, predicate: int, subject: int | None, object_: int | None
    ) -> Iterable[tuple[int, int]]:
        """Find the pairs of a predicate that were given; one side at least is bound."""

    def holds(self, predicate: int, subject: int, object_: int) -> bool:
        """Tell whether a triple is in the closure, or may be."""

    def is_asserted(self, fact: Fact) -> bool:
        """Tell whether a triple was given."""

    def same(self, number: int) -> Sequence[int]:
        """List what is equal to a term, itself included."""

    def size(self, predicate: int) -> int:
        """Tell roughly how many pairs a predicate has."""
