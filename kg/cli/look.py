"""`mendel evidence` and `search`: looking into a graph."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg import evidence as evidences
from kg import search as searching
from kg.cli.group import examples, location_option, opened
from kg.cli.table import shorten, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.evidence import Statement, Support
    from kg.search import Hit
    from kg.store import Store

json_option = click.option("--json", "as_data", is_flag=True, help="Write JSON.")


def _of_a_triple(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command SUBJECT, PREDICATE and OBJECT, and the options of its like."""
    for part in (
        json_option,
        location_option,
        click.argument("object_", metavar="OBJECT"),
        click.argument("predicate"),
        click.argument("subject"),
    ):
        command = part(command)
    return command


def echo_json(data: object) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


@click.command(
    epilog=examples(
        "mendel evidence hgnc:397 mg:encodes uniprot:P22557",
        'mendel evidence "X-linked sideroblastic anemia" mg:hasPhenotype fatigue',
    )
)
@_of_a_triple
def evidence(
    subject: str,
    predicate: str,
    object_: str,
    location: Path,
    *,
    as_data: bool,
) -> None:
    """Show the sentences behind a triple, or those that deny it."""
    with opened(location) as store:
        triple = searching.resolve_triple(store, subject, predicate, object_)
        support = evidences.evidence(store, *triple)
    if as_data:
        echo_json(evidences.as_json(store, support))
    for line in () if as_data else _support_lines(support, store):
        click.echo(line)
    if not support.statements and not support.inferred:
        click.echo("mendel: nothing in the graph says so", err=True)
        raise click.exceptions.Exit(1)


def _support_lines(support: Support, store: Store) -> Iterator[str]:
    if support.inferred:
        yield "inferred: see its proof with 'mendel explain', same terms"
    for found in support.statements:
        yield " ".join((store.names.curie(found.source.value), *_place(found)))
        yield f"    {found.title}"
        if found.exact is not None:
            yield f"    “{' '.join(found.exact.split())}”"
        for slot, values in evidences.slots(store, found):
            yield f"    {slot.replace('_', ' ')}: {', '.join(values)}"


def _place(found: Statement) -> Iterator[str]:
    if found.start is not None:
        yield f"{found.start}-{found.end}"
    if found.method is not None:
        yield f"by {found.method}"
    yield f"({found.polarity}, {found.certainty})"


@click.command(
    epilog=examples(
        "mendel search sideroblastic anemia",
        "mendel search OMIM:300751",
    )
)
@click.argument("words", nargs=-1, required=True)
@location_option
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    help="How many at most.",
)
@json_option
def search(
    words: tuple[str, ...], location: Path, limit: int, *, as_data: bool
) -> None:
    """Find nodes by label, other name or identifier, in any spelling."""
    with opened(location) as store:
        hits = searching.search(store, " ".join(words), limit)
    rows = [
        (store.names.curie(hit.node), shorten(hit.label), _found_as(hit))
        for hit in hits
    ]
    if as_data:
        echo_json([asdict(hit) | {"rank": hit.rank.name.lower()} for hit in hits])
    elif rows:
        click.echo("\n".join(table(("node", "label", "found as"), rows)))
    if not rows:
        click.echo("mendel: no node has such a name", err=True)
        raise click.exceptions.Exit(1)


def _found_as(hit: Hit) -> str:
    return "" if hit.name == hit.label else shorten(hit.name)
