"""Terms that are equal to literals: what their values say of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from kg.reason.equality import Equality
from kg.reason.literals import Literals

_MOST = 1000  # things with known values that are told apart pairwise


class Values:
    """The classes of equal terms that have a literal among them."""

    def __init__(self, equality: Equality, literals: Literals) -> None:
        self.equality = equality
        self.literals = literals
        self.classes: dict[int, list[int]] = {}
        self._told = 0

    def merge(self, moved: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Look at classes that have grown; give pairs of literals that differ."""
        known = self.literals.numbers
        for number in {self.equality.one(number) for number in moved}:
            found = [m for m in self.equality.of(number) if m in known]
            if found:
                self.classes[number] = found
                yield from self._different(found)

    def _different(self, literals: list[int]) -> Iterator[tuple[int, int]]:
        first, *others = literals
        value = self.literals.value(first)
        for other in others:
            found = self.literals.value(other)
            if value is not None and found is not None and value != found:
                yield first, other

    def of(self, number: int) -> list[int]:
        """List the literals that are equal to a term."""
        alone = [number] if number in self.literals.numbers else []
        return self.classes.get(number, alone)

    def types(self) -> Iterator[tuple[int, int]]:
        """Pair what is equal to a literal with the literal's types."""
        for number in self._current():
            for type_ in self.literals.all_types(self.classes[number][0]):
                yield number, type_

    def different(self) -> Iterator[tuple[int, int]]:
        """Pair what is equal to one literal with what is equal to another.

        Where there are more than a thousand such things, they are left alone.
        """
        things = self._current()
        if len(things) <= _MOST:
            for one, two in combinations(things, 2):
                pair = [self.classes[one][0], self.classes[two][0]]
                if any(self._different(pair)):
                    yield one, two
                    yield two, one

    def _current(self) -> list[int]:
        """List representatives of classes that have another term beside literals."""
        return [
            number
            for number, found in self.classes.items()
            if self.equality.one(number) == number
            and len(self.equality.of(number)) > len(found)
        ]
