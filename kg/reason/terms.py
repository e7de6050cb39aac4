"""Terms as small integers: the dictionary of the engine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.reason.columns import Column


@dataclass(frozen=True, slots=True)
class Internal:
    """A predicate that the engine has for itself; no graph can name it."""

    name: str


Term: TypeAlias = NamedNode | BlankNode | Literal | Triple | Internal


_MEMBER = re.compile(r"http://www\.w3\.org/1999/02/22-rdf-syntax-ns#_[1-9]\d*")


class _Ids(dict[Term, int]):
    """Gives a new id to a term that has none: looking up costs no call of Python."""

    __slots__ = ("_terms",)

    def __init__(self, terms: list[Term]) -> None:
        self._terms = terms

    def __missing__(self, term: Term) -> int:
        found = self[term] = len(self._terms)
        self._terms.append(term)
        return found


class Terms:
    """An id for every term, in the order in which they come.

    >>> terms = Terms()
    >>> terms.id(NamedNode("http://example.org/a")), terms[0].value
    (0, 'http://example.org/a')
    """

    def __init__(self) -> None:
        self._terms: list[Term] = []
        self.ids = _Ids(self._terms)
        self._vocabulary = 0

    @property
    def vocabulary(self) -> int:
        """Count the terms that were there when this was first asked."""
        self._vocabulary = self._vocabulary or len(self._terms)
        return self._vocabulary

    def __len__(self) -> int:
        return len(self._terms)

    def __getitem__(self, number: int) -> Term:
        return self._terms[number]

    def id(self, term: Term) -> int:
        """Give the id of a term, a new one if it has none."""
        return self.ids[term]

    def find(self, term: Term) -> int | None:
        """Give the id of a term, None if it has none."""
        return self.ids.get(term)

    def is_member(self, number: int) -> bool:
        """Tell whether a term is rdf:_1, rdf:_2 ..."""
        term = self._terms[number]
        return isinstance(term, NamedNode) and bool(_MEMBER.fullmatch(term.value))

    def decode(self, ids: Column) -> Iterator[Term]:
        """Give the terms of ids."""
        return map(self._terms.__getitem__, ids.tolist())

    def since(self, start: int) -> Iterator[tuple[int, Term]]:
        """List ids and terms from an id on."""
        yield from enumerate(self._terms[start:], start)

    def encode(self, triples: Iterable[Triple]) -> tuple[Column, Column, Column]:
        """Turn triples into three arrays of ids."""
        ids = self.ids
        flat = (ids[term] for triple in triples for term in triple)
        table = np.fromiter(flat, np.int64).reshape(-1, 3)
        return table[:, 0], table[:, 1], table[:, 2]
