"""The closure with all equal terms written out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kg.reason.columns import Column, left, pack, union
from kg.reason.database import Database
from kg.reason.equality import Expansion


def written_out(
    data: Database, hidden: frozenset[int], *, is_reflexive: bool
) -> Iterator[tuple[int, Column]]:
    """Give predicates with all their pairs, those of owl:sameAs as well.

    Ids that are `hidden` are not written; with `is_reflexive`, each term is the same
    as itself.
    """
    expansion = Expansion(data.equality, hidden)
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
