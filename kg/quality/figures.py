"""The values of a quality card: how many of how many, by which measure, of what."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kg.model import Reference

_DIGITS = Decimal("0.0001")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """So many of so many: what *metric* (ontology/quality/metrics.ttl) counts.

    `relation` is the property that it was measured for, if for one; `gold` says where
    the right answers were taken from, if any were.
    """

    metric: str
    part: int
    whole: int
    relation: Reference | None = None
    gold: str = ""

    @property
    def value(self) -> Decimal:
        """Give the share, to four digits.

        >>> Measurement(metric="precision", part=2, whole=3).value
        Decimal('0.6667')
        """
        return (Decimal(self.part) / Decimal(self.whole)).quantize(_DIGITS)


@dataclass(frozen=True, slots=True)
class Card:
    """What was measured on one graph: its title, how it was made, the figures."""

    title: str
    note: str
    measurements: tuple[Measurement, ...]


def measured(*measurements: Measurement) -> tuple[Measurement, ...]:
    """Keep those that measure something: there is no share of nothing."""
    return tuple(found for found in measurements if found.whole)
