"""Cards as tables for people, and as what `json` can write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kg.names import parse_curie
from kg.quality.dqv import metric_labels
from kg.quality.score import relations

if TYPE_CHECKING:
    from kg.model import Reference
    from kg.quality.figures import Card, Measurement

BEGIN = "<!-- begin: made by `make quality` -->"
END = "<!-- end: made by `make quality` -->"


class Table(NamedTuple):
    """Rows below a header."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]


def tables(card: Card) -> Iterator[Table]:
    """Lay out a card: the relations with what was measured of each, then the rest."""
    compared = [found for found in card.measurements if found.relation]
    if compared:
        yield _by_relation(compared)
    whole = [found for found in card.measurements if not found.relation]
    if whole:
        yield _by_metric(whole)


def as_json(cards: Iterable[Card]) -> list[dict[str, object]]:
    """Give cards as what `json` can write."""
    return [
        {
            "title": card.title,
            "note": card.note,
            "figures": [_entry(found) for found in _ordered(card.measurements)],
        }
        for card in cards
    ]


def as_markdown(cards: Iterable[Card]) -> str:
    """Write cards as the README has them, from one marker to the other."""
    parts = [part for card in cards for part in _paragraphs(card)]
    return "\n\n".join([BEGIN, *parts, END])


def _paragraphs(card: Card) -> Iterator[str]:
    yield f"{card.title}: {card.note}" if card.note else card.title
    for header, rows in tables(card):
        lines = (header, ["---"] * len(header), *rows)
        yield "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _by_relation(measurements: Iterable[Measurement]) -> Table:
    found = {(each.relation, each.metric): each for each in measurements}
    used = {metric for _, metric in found}
    metrics = [metric for metric in metric_labels() if metric in used]
    rows = [
        [
            str(relation),
            *(_share(found.get((relation, metric))) for metric in metrics),
            next((each.gold for key, each in found.items() if key[0] == relation), ""),
        ]
        for relation in sorted({key[0] for key in found}, key=_place)
    ]
    return Table(["relation", *map(_label, metrics), "gold"], rows)


def _by_metric(measurements: Iterable[Measurement]) -> Table:
    rows = [
        [_label(found.metric), str(found.part), str(found.whole), _shown(found)]
        for found in _ordered(measurements)
    ]
    return Table(["what", "count", "of", "share"], rows)


def _share(found: Measurement | None) -> str:
    if found is None:
        return "\N{EN DASH}"
    return f"{_shown(found)} ({found.part}/{found.whole})"


def _shown(found: Measurement) -> str:
    return f"{found.part / found.whole:.3f}"


def _label(metric: str) -> str:
    return metric_labels().get(metric, metric)


def _place(relation: Reference | None) -> tuple[int, str]:
    """Put relations that gold is at hand for first, in the order of their file."""
    known = [parse_curie(spec["property"]) for spec in relations().values()]
    return known.index(relation) if relation in known else len(known), str(relation)


def _ordered(measurements: Iterable[Measurement]) -> list[Measurement]:
    order = [*metric_labels()]
    return sorted(
        measurements,
        key=lambda found: (
            _place(found.relation) if found.relation else (-1, ""),
            order.index(found.metric) if found.metric in order else len(order),
        ),
    )


def _entry(found: Measurement) -> dict[str, object]:
    return {
        "metric": found.metric,
        "relation": str(found.relation) if found.relation else None,
        "value": float(found.value),
        "count": found.part,
        "total": found.whole,
        "gold": found.gold or None,
    }
