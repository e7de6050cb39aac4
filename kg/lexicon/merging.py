"""Make one lexicon of many vocabularies: each thing once, with all its names.

A condition that several vocabularies know is one entity, under an IRI of ours; so is
what the bundled lexicon knows already. Everything else keeps its identifier.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.lexicon import wording
from kg.lexicon.folding import is_symbol
from kg.lexicon.identity import OWN, Groups, group
from kg.lexicon.mapping import Known, mappings_between
from kg.lexicon.schemes import SCHEMES
from kg.lexicon.vocabulary import EXACT, REPLACED, Link, Record, Vocabulary
from kg.model import Entity, Kind, Reference, Status, Term
from kg.names import slug

_PREFERENCE = {
    Status.LABEL: 0,
    Status.SYNONYM: 1,
    Status.SYMBOL: 1,
    Status.RELATED: 2,
}
# Different things of these kinds go by one symbol, and only a page can tell which is
# meant; any other name means what it means in the bundled lexicon.
_SHARED = frozenset({Kind.GENE, Kind.CONDITION})
Said = tuple[Record, str]
"""A record, and the name of its source."""


@dataclass(slots=True)
class Directory:
    """Which entity an identifier means."""

    groups: Groups
    replaced: Mapping[Reference, Reference]
    _entities: dict[Reference, Entity] = field(default_factory=dict)
    _aliases: dict[tuple[Kind, Reference], Entity] = field(default_factory=dict)
    _taken: set[Reference] = field(default_factory=set)

    def entity(self, identity: Reference) -> Entity | None:
        return self._entities.get(self.groups.leader(identity))

    def adopt(self, entities: Iterable[Entity], mappings: Iterable[Known]) -> None:
        """Take over what is known already, and what that is exactly elsewhere."""
        for entity in entities:
            self._entities[self.groups.leader(entity.reference)] = entity
            self._taken.add(entity.reference)
        for reference, mapping in mappings:
            known = self.entity(reference)
            if known and mapping.predicate == EXACT:
                self._aliases.setdefault((known.kind, mapping.object), known)

    def add(self, record: Record) -> Entity:
        """Give the entity of a record, a new one if nothing known is the same."""
        identity = self.replaced.get(record.identity, record.identity)
        known = self.entity(identity) or self._aliases.get((record.kind, identity))
        entity = known or self._new(record, identity)
        self._taken.add(entity.reference)
        self._entities[self.groups.leader(identity)] = entity
        return entity

    def _new(self, record: Record, identity: Reference) -> Entity:
        if record.kind is not Kind.CONDITION:
            return Entity(identity, record.kind, record.label)
        own = Reference(OWN, slug(record.label) or slug(str(identity)))
        if own in self._taken:  # two terms of a scheme share a label
            own = Reference(OWN, f"{own.identifier}-{slug(str(identity))}")
        return Entity(own, record.kind, record.label)


def merge(
    terms: Sequence[Term], mappings: Sequence[Known], vocabularies: Sequence[Vocabulary]
) -> tuple[list[Term], list[Known]]:
    """Merge vocabularies into terms and mappings that are there already.

    The terms come out in order of preference.
    """
    links = _links(vocabularies)
    records = _records(vocabularies)
    known = {term.entity.reference: term.entity for term in terms}
    groups, used = group(
        [*_conditions(known.values()), *(r for r, _ in records)],
        [*_exact(mappings), *links],
    )
    directory = Directory(groups, _replaced(records, links))
    directory.adopt(known.values(), mappings)
    # Those that are replaced come last: a molecule's label is that of its pH 7.3 form.
    records.sort(key=lambda said: said[0].identity in directory.replaced)
    merged = [*terms, *_terms(records, directory, terms)]
    merged.sort(key=lambda term: _PREFERENCE[term.status])
    named = {term.entity.reference for term in merged}
    found = mappings_between(directory, mappings, records, links, used)
    return merged, [(entity, mapping) for entity, mapping in found if entity in named]


def _links(vocabularies: Iterable[Vocabulary]) -> dict[Link, str]:
    """List all links, tables of mappings first: they are made by comparing schemes."""
    links: dict[Link, str] = {}
    for vocabulary in sorted(vocabularies, key=_is_ontology):
        for link in vocabulary.links:
            links.setdefault(link, vocabulary.source.name)
    return links


def _is_ontology(vocabulary: Vocabulary) -> bool:
    return any(record.names for record in vocabulary.records)


def _records(vocabularies: Iterable[Vocabulary]) -> list[Said]:
    """List all records, the preferred first: by scheme, from its own files, newest."""
    newest = sorted(vocabularies, key=lambda v: v.source.version, reverse=True)
    said = [(record, v.source.name) for v in newest for record in v.records]
    return sorted(said, key=_rank)


def _rank(said: Said) -> tuple[int, bool]:
    record, source = said
    scheme = SCHEMES[record.identity.prefix]
    own = source.startswith(tuple(spelled.lower() for spelled in scheme.spelled))
    return scheme.rank, not own


def _conditions(entities: Iterable[Entity]) -> Iterator[Record]:
    for entity in entities:
        if entity.kind is Kind.CONDITION:
            yield Record(entity.reference, entity.kind, entity.label)


def _exact(mappings: Iterable[Known]) -> Iterator[Link]:
    for subject, mapping in mappings:
        if mapping.predicate == EXACT:
            yield Link(subject, EXACT, mapping.object, mapping.justification)


def _replaced(
    records: Iterable[Said], links: Iterable[Link]
) -> dict[Reference, Reference]:
    """Say which molecule stands for another, where both are known."""
    known = {record.identity for record, _ in records}
    return {
        link.subject: link.object
        for link in links
        if link.predicate == REPLACED and link.object in known
    }


def _terms(
    records: Iterable[Said], directory: Directory, terms: Iterable[Term]
) -> Iterator[Term]:
    """Give every name of the records that its entity does not have yet."""
    names = _Names()
    for term in terms:
        names.settle(term)
    for record, source in records:
        entity = directory.add(record)
        for name, said in ((record.label, Status.LABEL), *record.names):
            status = names.admit(name.strip(), entity, said)
            if status:
                yield Term(name.strip(), entity, status, source)


@dataclass(slots=True)
class _Names:
    """Which names are there already."""

    _seen: set[tuple[Reference, wording.Key]] = field(default_factory=set)
    _labelled: set[Reference] = field(default_factory=set)
    _settled: set[tuple[Kind, wording.Key]] = field(default_factory=set)
    _labels: set[tuple[Kind, wording.Key]] = field(default_factory=set)

    def settle(self, term: Term) -> None:
        """Note a bundled name: nothing else of its kind is to have it."""
        kind, key = term.entity.kind, wording.key(term.name)
        self._seen.add((term.entity.reference, key))
        self._labelled.add(term.entity.reference)
        if not (kind in _SHARED and is_symbol(term.name)):
            self._settled.add((kind, key))

    def admit(self, name: str, entity: Entity, said: Status) -> Status | None:
        """Give the status of a name; None if it is there already, or of no use.

        Of two things of a kind with one label, the preferred one has it.
        """
        key = wording.key(name)
        place = (entity.reference, key)
        meant = (entity.kind, key)
        label = said is Status.LABEL
        lost = meant in self._settled or (label and meant in self._labels)
        if (
            lost
            or place in self._seen
            or not wording.is_usable(name, entity.kind, said)
        ):
            return None
        self._seen.add(place)
        if not label:
            return wording.status(name, said)
        self._labels.add(meant)
        if entity.reference in self._labelled:
            return wording.status(name, Status.SYNONYM)
        self._labelled.add(entity.reference)
        return Status.LABEL
