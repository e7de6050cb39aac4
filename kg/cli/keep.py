"""`mendel backup`, `restore` and `optimize`: a store as a whole."""

from __future__ import annotations

from pathlib import Path

import click

from kg import store as stores
from kg.cli.group import examples, location_option
from kg.store import Kept

_folder = click.argument("folder", type=click.Path(path_type=Path))
_MB = 1_000_000


@click.command(
    epilog=examples(
        "mendel backup /backup/monday",
        "mendel serve -l /backup/monday",
    )
)
@_folder
@location_option
def backup(folder: Path, location: Path) -> None:
    """Copy the graph to a new FOLDER, which is a store of its own.

    It may be served and changed meanwhile: the copy is of one moment. On the same disk
    it is made of links, at once and without taking room of its own.
    """
    click.echo(f"{folder}: {_told(stores.back_up(location, folder))}")


@click.command(
    epilog=examples("mendel restore /backup/monday", "mendel restore OLD -l NEW")
)
@_folder
@location_option
def restore(folder: Path, location: Path) -> None:
    """Make the graph what it is in FOLDER, made by 'mendel backup'.

    All of it is read before. A server that is running answers from it at once.
    """
    click.echo(f"{location}: {_told(stores.restore(location, folder))}")


@click.command(epilog=examples("mendel optimize", "mendel optimize -l mygraph"))
@location_option
def optimize(location: Path) -> None:
    """Write the graph's files anew, in as few as can be, after many changes.

    It may be served meanwhile, and not be changed.
    """
    before, after = stores.optimize(location)
    click.echo(f"{location}: {_told(before)}, was")
    click.echo(f"{location}: {_told(after)}, is")


def _told(kept: Kept) -> str:
    size = f"{kept.size / _MB:.1f} MB"
    return f"generation {kept.generation}, {kept.quads:,} quads, {size}"
