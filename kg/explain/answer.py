"""Explanations of an answer: of one triple, or of the rows of a query."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.explain.proof import Explanation
from kg.reason.terms import Term


@dataclass(frozen=True, slots=True)
class Row:
    """A solution: its values, the triples that it rests on, and what is not explained.

    A single triple is a row without values.
    """

    explanations: tuple[Explanation, ...]
    values: Mapping[str, Term] = field(default_factory=dict)
    unexplained: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows, and what is to be said of all."""

    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    def explanations(self) -> Iterator[Explanation]:
        """List the explanations of all rows."""
        for row in self.rows:
            yield from row.explanations


def of_triple(explanation: Explanation) -> Answer:
    """Take one triple as an answer."""
    return Answer((Row((explanation,)),))
