"""What cannot be true together, and how to say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product, starmap

from kg.reason.database import Database
from kg.reason.listed import Listed
from kg.reason.lookup import Fact, Lookup


@dataclass(frozen=True, slots=True)
class Clash:
    """Triples, as ids, that cannot all be true, and the rule that says so."""

    rule: str
    triples: tuple[tuple[int, int, int], ...]


def told(clash: Clash, data: Database, view: Lookup) -> Iterator[Fact]:
    """List the triples of a clash that a proof is to show, list cells aside."""
    for fact in starmap(Fact, clash.triples):
        if fact.predicate == data.inner["list:twice"]:
            yield from _equal_elements(fact, data, view)
        elif fact.predicate not in data.internal:
            is_alone = len(clash.triples) == 1
            yield from _different(fact, data, view) if is_alone else [fact]


def _equal_elements(fact: Fact, data: Database, view: Lookup) -> Iterator[Fact]:
    """Write that two elements of a list are equal, where that needs to be said."""
    elements = Listed(view).elements(fact.subject)
    one, two = [e for e in elements if e in view.same(fact.object)][:2]
    if one != two:
        yield Fact(one, data.name("owl:sameAs"), two)


def _different(fact: Fact, data: Database, view: Lookup) -> Iterator[Fact]:
    """Write that something differs from itself as it was asserted."""
    if fact.predicate == data.name("owl:differentFrom"):
        equal = product(view.same(fact.subject), repeat=2)
        pairs = (Fact(one, fact.predicate, two) for one, two in equal)
        fact = next(filter(view.is_asserted, pairs), fact)
        yield fact._replace(predicate=data.name("owl:sameAs"))
    yield fact
