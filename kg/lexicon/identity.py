"""Which identifiers of conditions mean one and the same condition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.lexicon.folding import fold
from kg.lexicon.schemes import SCHEMES
from kg.lexicon.vocabulary import EXACT, LEXICAL, Link, Record
from kg.model import Kind, Reference

OWN = Kind.CONDITION.slug
# Two terms of one of these are two conditions, whatever else they are mapped to.
_DISTINCT = frozenset(
    {OWN, *(p for p, s in SCHEMES.items() if s.labels and s.branches)}
)
_SCHEMES = _DISTINCT | {"omim", "omimps", "mesh", "umls"}


@dataclass(slots=True)
class Groups:
    """Sets of identifiers that mean the same; each is named by one of them."""

    _leader: dict[Reference, Reference] = field(default_factory=dict)
    _members: dict[Reference, list[Reference]] = field(default_factory=dict)

    def leader(self, reference: Reference) -> Reference:
        return self._leader.get(reference, reference)

    def members(self, reference: Reference) -> list[Reference]:
        """Give all that mean the same as this one, itself included."""
        leader = self.leader(reference)
        return self._members.get(leader, [leader])

    def join(self, one: Reference, other: Reference) -> bool:
        """Make two sets one; refuse where that would merge two terms of a scheme."""
        if self.leader(one) == self.leader(other):
            return True
        kept, added = self.members(one), self.members(other)
        if _schemes(kept) & _schemes(added):
            return False
        leader = self.leader(one)
        self._members.pop(self.leader(other), None)
        self._members[leader] = kept + added
        self._leader |= dict.fromkeys(added, leader)
        return True


def group(
    records: Iterable[Record], links: Iterable[Link]
) -> tuple[Groups, list[Link]]:
    """Put together what exact mappings or equal labels say to be one condition.

    The order counts: what comes first is trusted more. Gives the groups, and the links
    that were used, those of equal labels among them.
    """
    groups = Groups()
    stated = (*_exact(links), *_equal_labels(records))
    return groups, [li for li in stated if groups.join(li.subject, li.object)]


def _exact(links: Iterable[Link]) -> Iterator[Link]:
    for link in links:
        inside = {link.subject.prefix, link.object.prefix} <= _SCHEMES
        if inside and link.predicate == EXACT:
            yield link


def _equal_labels(records: Iterable[Record]) -> Iterator[Link]:
    first: dict[str, Reference] = {}
    for record in records:
        if record.kind is not Kind.CONDITION:
            continue
        known = first.setdefault(fold(record.label), record.identity)
        if known != record.identity:
            yield Link(known, EXACT, record.identity, LEXICAL)


def _schemes(members: Iterable[Reference]) -> frozenset[str]:
    return _DISTINCT & {member.prefix for member in members}
