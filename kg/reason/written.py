"""The closure with all equal terms written out, as columns and as triples."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import repeat
from typing import TypeAlias

import numpy as np
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.names import named
from kg.reason.columns import (
    Column,
    distinct,
    isin,
    left,
    pack,
    right,
    subtract,
    union,
    unique,
)
from kg.reason.database import Database
from kg.reason.equality import Expansion
from kg.reason.literals import Literals
from kg.reason.terms import Term, Terms

Pairs: TypeAlias = tuple[int, Column]
Given: TypeAlias = Mapping[Term, Collection[tuple[Term, Term]]]


def written_out(
    data: Database, hidden: frozenset[int], *, is_reflexive: bool
) -> Iterator[Pairs]:
    """Give predicates with all their pairs, those of owl:sameAs as well.

    Ids that are `hidden` are not written; with `is_reflexive`, each term is the same
    as itself.
    """
    expansion = Expansion(data.equality.members, hidden, data.most)
    for predicate, relation in list(data.relations.items()):
        if predicate not in data.internal and len(relation):
            codes = expansion.pairs(relation.pairs())
            yield from ((name, codes) for name in expansion.ids(predicate).tolist())
    heads = np.array(sorted(data.equality.members), np.int64)
    if is_reflexive:
        terms = data.relations[data.inner["graph:term"]]
        heads = union([heads, left(terms.pairs())])
    same = expansion.pairs(pack(heads, heads))
    for name in expansion.ids(data.name("owl:sameAs")).tolist():
        yield name, same


def sayable(columns: Iterable[Pairs], terms: Terms, given: Given) -> Iterator[Pairs]:
    """Leave out what no RDF triple can say, and the pairs of terms that are given."""
    for predicate, codes in columns:
        name, subjects = terms[predicate], distinct(left(codes))
        kinds = (isinstance(t, NamedNode | BlankNode) for t in terms.decode(subjects))
        mask = np.fromiter(kinds, np.bool_, len(subjects))
        found = codes if mask.all() else codes[isin(left(codes), subjects[mask])]
        if isinstance(name, NamedNode) and len(found):
            yield predicate, _besides(found, terms, given.get(name, ()))


def _besides(codes: Column, terms: Terms, given: Iterable[tuple[Term, Term]]) -> Column:
    ids = ((terms.find(one), terms.find(two)) for one, two in given)
    pairs = [x << 32 | y for x, y in ids if x is not None and y is not None]
    return subtract(codes, unique(np.array(pairs, np.int64)))


def triples(columns: Iterable[Pairs], terms: Terms) -> Iterator[Triple]:
    """Write columns as triples."""
    for predicate, codes in columns:
        ones, twos = terms.decode(left(codes)), terms.decode(right(codes))
        yield from map(Triple, ones, repeat(terms[predicate]), twos)  # type: ignore[arg-type]


def nameless(literals: Literals, hidden: frozenset[int]) -> Iterator[Triple]:
    """Say by blank nodes of which types literals are, one of each datatype."""
    terms, samples = literals.terms, dict[object, int]()
    for number in sorted(literals.numbers - hidden):
        term = terms[number]
        if isinstance(term, Literal):
            samples.setdefault((term.datatype, term.language is None), number)
    for number in samples.values():
        node = BlankNode()
        for type_ in literals.all_types(number):
            yield Triple(node, named("rdf:type"), terms[type_])  # type: ignore[arg-type]
