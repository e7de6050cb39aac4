"""How large a closure may become; beyond that there is an error."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import SizeError

MOST = 25_000_000  # pairs: 200 MB, and a few times that while they are made


@dataclass(frozen=True, slots=True)
class Budget:
    """The most pairs that a property may have."""

    name: str
    most: int = MOST

    def check(self, count: int) -> None:
        """Raise SizeError where there would be more pairs than that."""
        if count > self.most:
            raise SizeError(self.name, count, self.most)
