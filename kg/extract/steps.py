"""What follows from what a page says of products, and which of two readings stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.extract.discourse import Discourse
from kg.extract.masking import Triple
from kg.model import Argument, Description, Fact, Kind, Reference

_CATALYSES = Reference("mg", "catalyses")


def with_parts(triples: Iterable[Triple], discourse: Discourse) -> Iterator[Triple]:
    """Add that the subunits of an enzyme catalyse what the enzyme does.

    So do the databases: the entry of each subunit has the reaction (UniProt).
    """
    for subject, predicate, object_ in triples:
        yield subject, predicate, object_
        if predicate == _CATALYSES:
            for part in discourse.parts_of(subject):
                yield part, predicate, object_


def is_superseded(fact: Fact, discourse: Discourse) -> bool:
    """Tell what was read before the same sentence gave it a number or a name."""
    return any(
        isinstance(thing, Description) and _now(thing, discourse) != thing
        for thing in (fact.subject, fact.object)
    )


def _now(thing: Description, discourse: Discourse) -> Argument:
    """Give what a description would be now that the sentence has been read."""
    if thing.kind is Kind.STEP:
        return discourse.step_of(thing.parts[0]) or thing
    if thing == discourse.unnamed(thing.parts[0]):
        return discourse.product_of(thing.parts[0])
    return thing
