"""What on a page speaks for each of the entities that it may be about."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.ground.widths import is_class
from kg.lexicon import fold
from kg.model import Entity, Reference, Status, Term


@dataclass(slots=True)
class Backing:
    """What on a page speaks for an entity: names, symbols and keys.

    `wider` are those that lack a word of the title: pages list classes as well.
    """

    title: Status | None = None
    names: set[str] = field(default_factory=set)
    symbols: set[str] = field(default_factory=set)
    keys: set[Reference] = field(default_factory=set)
    wider: set[str] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)

    def note(self, term: Term, title: str, name: str) -> None:
        """Note that a page has a name, and what that is to the entity."""
        if name == title:
            self.title = self.title or term.status
        if term.status is Status.SYMBOL:
            self.symbols.add(fold(name))
        elif term.status is not Status.RELATED:
            names = self.wider if is_class(name, of=title) else self.names
            names.add(fold(name))
        if term.status is Status.LABEL:
            self.labels.add(fold(name))

    @property
    def weight(self) -> tuple[int, ...]:
        """Order by how much is said; symbols mean other things too often to count."""
        names = len(self.names)
        return names + len(self.keys), names, len(self.labels), len(self.symbols)


Candidates = dict[Entity, Backing]


def heaviest(candidates: Candidates) -> Entity | None:
    """Give the entity for which more speaks than for any other."""
    ranked = sorted(candidates, key=lambda e: candidates[e].weight, reverse=True)
    tied = ranked[1:] and candidates[ranked[0]].weight == candidates[ranked[1]].weight
    return ranked[0] if ranked and not tied else None
