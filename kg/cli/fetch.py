"""`mendel fetch`: pages and vocabularies from the web."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click

from kg.cli.group import examples
from kg.cli.table import table
from kg.errors import FetchError
from kg.fetch import ITEMS, Connection, Folder, Item, Progress, find, silent
from kg.fetch import fetch as fetch_item

_NEXT = {
    "pages": "read the pages with 'mendel build {}'",
    "vocabularies": "use the vocabularies with 'mendel lexicon add {}/*'",
}


@click.command(
    epilog=examples(
        "mendel fetch --list",
        "mendel fetch ghr-summaries -o material",
        "mendel fetch condition/x-linked-sideroblastic-anemia gene/alas2",
        "mendel fetch vocabularies --dry-run",
    )
)
@click.argument("names", nargs=-1, metavar="[NAME...]")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("material"),
    show_default="the folder 'material' here",
    help="The folder to bring them to.",
    metavar="DIR",
)
@click.option("--list", "as_list", is_flag=True, help="Show what can be fetched.")
@click.option("--dry-run", is_flag=True, help="Show what would be asked for.")
@click.option(
    "--mirror",
    metavar="URL",
    help="Take https://HOST/PATH from URL/HOST/PATH instead.",
)
def fetch(
    names: tuple[str, ...],
    output: Path,
    mirror: str | None,
    *,
    as_list: bool,
    dry_run: bool,
) -> None:
    """Bring pages and vocabularies from the web, by NAME.

    What was cut goes on where it stopped, and what is there is fetched again only if
    it has changed. SHA256SUMS in the folder has the checksums.
    """
    if as_list:
        click.echo("\n".join(_list()))
        return
    if not names:
        raise click.UsageError("name what to fetch: --list shows what there is")
    folder = Folder(output)
    found = find(names, folder.known_pages())
    items = [item.at(mirror) for item in found] if mirror else list(found)
    if dry_run:
        click.echo("\n".join(_plan(items, folder)))
    elif not _fetch(items, folder):
        raise click.exceptions.Exit(1)


def _list() -> Iterator[str]:
    rows = [(i.name, i.size, i.licence, i.what) for i in ITEMS.values()]
    return table(("name", "size", "licence", "what"), rows)


def _plan(items: list[Item], folder: Folder) -> Iterator[str]:
    rows = [(i.name, _asked(i, folder), i.address, str(folder.path(i))) for i in items]
    return table(("name", "asks for", "address", "file"), rows)


def _asked(item: Item, folder: Folder) -> str:
    question = folder.question(item)
    if "Range" in question:
        return f"the rest, from byte {folder.part_size(item)}"
    return "a newer version" if question else "the file"


def _fetch(items: list[Item], folder: Folder) -> bool:
    """Fetch one after the other, and tell whether all of them came."""
    connection = Connection(tell=lambda message: click.echo(message, err=True))
    with folder.lock(), closing(connection):
        came = [item for item in items if _comes(item, folder, connection)]
    for group in dict.fromkeys(item.group for item in came):
        click.echo(_NEXT[group].format(folder.root / group), err=True)
    return len(came) == len(items)


def _comes(item: Item, folder: Folder, connection: Connection) -> bool:
    try:
        with _bar(item) as progress:
            outcome = fetch_item(item, folder, connection, progress)
    except FetchError as error:
        click.echo(f"mendel: error: {error}", err=True)
        return False
    click.echo(f"{outcome}  {folder.path(item)}")
    return True


@contextmanager
def _bar(item: Item) -> Iterator[Progress]:
    """Show a bar on a terminal, and nothing elsewhere."""
    if not sys.stderr.isatty():
        yield silent
        return
    with click.progressbar(length=1, label=item.name, file=sys.stderr) as bar:

        def progress(done: int, total: int | None) -> None:
            bar.length = total or done + 1
            bar.update(done - bar.pos)

        yield progress
