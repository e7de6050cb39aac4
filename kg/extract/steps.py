"""Steps: what subunits have to do with them, and which of two readings stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.extract.discourse import Discourse
from kg.extract.masking import Triple
from kg.model import Description, Fact, Kind, Reference

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
    """Tell a step that was read before the same sentence gave it a number."""
    return any(
        isinstance(step, Description)
        and step.kind is Kind.STEP
        and discourse.step_of(step.parts[0]) not in {None, step}
        for step in (fact.subject, fact.object)
    )
