"""`mendel stats`: how much a graph holds, and how good it is."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg import quality as qualities
from kg import stats as statistics
from kg.cli.group import examples, location_option, opened
from kg.cli.look import echo_json, json_option
from kg.cli.table import table
from kg.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.quality import Card
    from kg.store import Store


@click.command(
    epilog=examples(
        "mendel stats",
        "mendel stats --json",
        "mendel stats --quality",
        "mendel stats --gold my-gold/ --json",
    )
)
@location_option
@click.option(
    "--quality",
    is_flag=True,
    help="Show what came of the pages, and precision and recall on known pages.",
)
@click.option(
    "--gold",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Compare this graph with the expected values in a folder; implies --quality.",
)
@json_option
def stats(location: Path, gold: Path | None, *, quality: bool, as_data: bool) -> None:
    """Count nodes by class, triples by predicate, quads by graph.

    With --quality, the figures of quality instead: of this graph, and as measured with
    gold on the pages that were used in development.
    """
    with opened(location) as store:
        if quality or gold:
            cards = _cards(store, location, gold)
            _show_cards(cards, as_data=as_data)
        else:
            _show_counts(asdict(statistics.stats(store)), as_data=as_data)


def _cards(store: Store, location: Path, gold: Path | None) -> tuple[Card, ...]:
    cards = qualities.read_cards(store)
    if not cards:
        problem = "has no figures of quality, an older version built it: build it again"
        raise StoreError(str(location), problem)
    if gold is None:
        return cards
    return (*cards, _compared(store, gold))


def _compared(store: Store, folder: Path) -> Card:
    gold = qualities.read_gold(folder)
    read, wanted = qualities.coverage(store, gold)
    scores = qualities.score(store, gold)
    return qualities.Card(
        title="this graph against gold",
        note=f"{folder}, of whose {wanted} pages the graph has read {read}",
        measurements=tuple(m for each in scores for m in each.measurements()),
    )


def _show_cards(cards: Sequence[Card], *, as_data: bool) -> None:
    if as_data:
        echo_json(qualities.as_json(cards))
        return
    click.echo("\n".join(line for card in cards for line in _lines(card)))


def _lines(card: Card) -> Iterator[str]:
    yield f"{card.title}: {card.note}" if card.note else card.title
    for header, rows in qualities.tables(card):
        yield ""
        yield from table(header, rows)
    yield ""


def _show_counts(counts: dict[str, dict[str, int]], *, as_data: bool) -> None:
    if as_data:
        echo_json(counts)
        return
    for title, found in counts.items():
        rows = [(name, str(count)) for name, count in found.items()]
        click.echo("\n".join([*table((title, "count"), rows), ""]))
