"""How a page's subject relates to the identifiers of other schemes."""

from __future__ import annotations

from collections.abc import Iterator

from kg.ground.subject import BROAD, CLOSE, NARROW
from kg.ground.widths import is_class, is_form
from kg.lexicon import Lexicon
from kg.model import Entity, Grounding, Method, Reference

EXACT = Reference("skos", "exactMatch")
RELATED = Reference("skos", "relatedMatch")
MATCHES = frozenset({EXACT, CLOSE, NARROW, BROAD, RELATED})
# Only these tell conditions apart as finely as pages do.
_SCHEMES = frozenset({"DOID", "MONDO", "omim", "omimps", "orphanet"})


def judge(
    subject: Grounding, said: Reference, key: Reference, lexicon: Lexicon
) -> Reference | tuple[Entity, ...]:
    """Give the predicate of a mapping that a page says, by what the lexicon knows.

    *said* is how the page has it. Where the key is another entity's, that is the
    answer if it is neither a form nor a class of the subject.
    """
    node = subject.entity
    for mapping in lexicon.mappings(node.reference):
        if mapping.object == key:
            return mapping.predicate
    owners = [e for e in lexicon.mapped(key) if e.kind is node.kind and e != node]
    if not owners or said == NARROW:  # one of several, each an entry of its own
        return said
    if any(is_form(owner.label, of=node.label) for owner in owners):
        return NARROW
    if any(is_class(owner.label, of=node.label) for owner in owners):
        return BROAD
    alone = said == EXACT and subject.method is Method.MINTED
    return CLOSE if alone else tuple(owners)


def near(
    found: tuple[tuple[Reference, Entity], ...], lexicon: Lexicon
) -> Iterator[tuple[Reference, Grounding | Reference]]:
    """Relate a subject to entities that are not quite it, and to their identifiers."""
    for predicate, entity in found:
        yield predicate, Grounding(entity, entity, Method.GIVEN)
        for mapping in lexicon.mappings(entity.reference):
            if mapping.predicate == EXACT and mapping.object.prefix in _SCHEMES:
                yield predicate, mapping.object
