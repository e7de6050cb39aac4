"""How merged entities relate to other schemes; each mapping says how it was found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from collections.abc import Mapping as Table
from typing import Protocol

from kg.lexicon.identity import OWN, Groups
from kg.lexicon.tables import Mapping
from kg.lexicon.vocabulary import (
    BROAD,
    CHAINED,
    CLOSE,
    EXACT,
    LEXICAL,
    NARROW,
    PARENT,
    REPLACED,
    Link,
    Record,
)
from kg.model import Entity, Kind, Reference

_SERIES = "omimps"
_INVERSE = {BROAD: NARROW, NARROW: BROAD}
Known = tuple[Reference, Mapping]


class Entities(Protocol):
    """What tells which entity an identifier means."""

    groups: Groups

    def entity(self, identity: Reference, /) -> Entity | None: ...


def mappings_between(
    entities: Entities,
    known: Iterable[Known],
    said: Iterable[tuple[Record, str]],
    links: Table[Link, str],
    used: Collection[Link],
) -> Iterator[Known]:
    """Give the known mappings, and those that follow; each pair once, the exact first.

    *said* are the records and *links* the links with their sources; *used* are the
    links that made several identifiers one condition. A looser link into a scheme that
    has an exact match for a condition is left out: there, vocabularies draw the line
    between a condition and its like in different places.
    """
    exact = list(
        _unique([*known, *_same(entities, links, used), *_own(entities, said)])
    )
    met = {(s, m.object.prefix) for s, m in exact if m.predicate == EXACT}
    loose = (
        (subject, mapping)
        for subject, mapping in _linked(entities, links, used)
        if subject.prefix != OWN or (subject, mapping.object.prefix) not in met
    )
    yield from _unique([*exact, *loose, *_broader(entities, links)])


def _unique(mappings: Iterable[Known]) -> Iterator[Known]:
    """Give the first mapping of each pair, and none of a thing to itself."""
    seen: set[tuple[Reference, Reference]] = set()
    for subject, mapping in mappings:
        pair = (subject, mapping.object)
        if pair not in seen and subject != mapping.object:
            seen.add(pair)
            yield subject, mapping


def _same(
    entities: Entities, links: Table[Link, str], used: Iterable[Link]
) -> Iterator[Known]:
    """Map a condition to every identifier that was found to mean it."""
    for link in used:
        entity = entities.entity(link.subject)
        source = links.get(link, "")
        for end in (link.subject, link.object):
            if entity and end.prefix != OWN:
                how = Mapping(EXACT, end, link.justification, source)
                yield entity.reference, how


def _own(entities: Entities, said: Iterable[tuple[Record, str]]) -> Iterator[Known]:
    """Map a condition to the terms that it was made of: its IRI is their label."""
    for record, source in said:
        entity = entities.entity(record.identity)
        if entity and record.kind is Kind.CONDITION:
            yield entity.reference, Mapping(EXACT, record.identity, LEXICAL, source)


def _linked(
    entities: Entities, links: Table[Link, str], used: Collection[Link]
) -> Iterator[Known]:
    """Map entities by all other links, in whichever direction they were stated."""
    used = frozenset(used)
    for link, source in links.items():
        if link.predicate == PARENT or link in used:
            continue
        predicate = _predicate(link, entities)
        for end, other, how in (
            (link.subject, link.object, predicate),
            (link.object, link.subject, _INVERSE.get(predicate, predicate)),
        ):
            entity = entities.entity(end)
            if entity:
                mapping = Mapping(how, other, link.justification, source)
                yield entity.reference, mapping
                break


def _predicate(link: Link, entities: Entities) -> Reference:
    """Weaken what was not taken at its word: terms of one scheme stay apart."""
    if link.predicate == REPLACED:
        return CLOSE
    entity = entities.entity(link.subject)
    refused = entity is not None and entity.kind is Kind.CONDITION
    return CLOSE if refused and link.predicate == EXACT else link.predicate


def _broader(entities: Entities, links: Table[Link, str]) -> Iterator[Known]:
    """Map conditions to the terms right above them, and to the series next above."""
    parents: dict[Reference, dict[Reference, str]] = defaultdict(dict)
    for link, source in links.items():
        if link.predicate == PARENT:
            parents[entities.groups.leader(link.subject)][link.object] = source
    for child, above in parents.items():
        entity = entities.entity(child)
        if entity and entity.kind is Kind.CONDITION:
            for parent, source in above.items():
                if entities.entity(parent) not in {None, entity}:
                    yield entity.reference, Mapping(BROAD, parent, CHAINED, source)
            for series, source in _series(child, parents, entities.groups):
                yield entity.reference, Mapping(BROAD, series, CHAINED, source)


def _series(
    child: Reference, parents: Table[Reference, Table[Reference, str]], groups: Groups
) -> Iterator[tuple[Reference, str]]:
    """Find the phenotypic series of a condition: the nearest on each way up."""
    waiting, seen = [] if _series_of(child, groups) else [child], {child}
    while waiting:
        for parent, source in parents.get(waiting.pop(), {}).items():
            series = _series_of(parent, groups)
            yield from ((one, source) for one in series)
            leader = groups.leader(parent)
            if not series and leader not in seen:
                waiting.append(leader)
                seen.add(leader)


def _series_of(identity: Reference, groups: Groups) -> list[Reference]:
    return [same for same in groups.members(identity) if same.prefix == _SERIES]
