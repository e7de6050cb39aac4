"""`mendel import`: reference facts from a file."""

from __future__ import annotations

from pathlib import Path

import click

from kg.change import Writer
from kg.cli.group import (
    examples,
    inconsistent_option,
    lexicon_option,
    location_option,
)
from kg.imports import Meaning, bring_in, read_file, take_out
from kg.judgement import Inconsistent
from kg.lexicon import current
from kg.store import Store


@click.command(
    "import",
    epilog=examples(
        "mendel import WP561.gpml --name wp561",
        "mendel import hp.obo --name hp --dry-run",
        "mendel import edges.tsv --name my-edges",
        "mendel import --remove --name my-edges",
    ),
)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--name", required=True, help="What to call it: .../graph/reference/NAME")
@location_option
@lexicon_option
@inconsistent_option
@click.option("--remove", is_flag=True, help="Take out what came by this name.")
@click.option("--strict", is_flag=True, help="Refuse what breaks a shape, too.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and leave it.")
def import_(  # noqa: PLR0913 - options, given by their names
    file: Path | None,
    name: str,
    location: Path,
    lexicon: Path,
    inconsistent: str,
    *,
    remove: bool,
    strict: bool,
    dry_run: bool,
) -> None:
    """Add what FILE says as reference facts; what follows from them follows.

    FILE is RDF in any syntax (so an ontology in OWL), an ontology in OBO, a pathway of
    WikiPathways (GPML), or nodes or edges in KGX, as a table or as lines of JSON;
    packed (.gz, .zst) or not. What came by this name before is replaced. Builds keep
    it, until --remove takes it out with its evidence and all that followed from it.
    """
    if remove is bool(file):
        raise click.UsageError("give a FILE, or --remove and no FILE")
    left: tuple[tuple[str, int], ...] = ()
    with Writer(
        location, inconsistent=Inconsistent(inconsistent), strict=strict
    ) as writer:
        names = writer.names
        if file:
            meaning = Meaning(Store.open(location), current(lexicon))
            found = read_file(file, meaning, name)
            outcome, left = (
                bring_in(writer, file, name, found, dry_run=dry_run),
                found.left,
            )
        else:
            outcome = take_out(writer, name, dry_run=dry_run)
    click.echo("\n".join(outcome.lines(names)))
    for what, count in left:
        click.echo(f"left out: {count} {what}", err=True)
    for remark in outcome.remarks():
        click.echo(remark, err=True)
    if dry_run:
        click.echo("nothing was changed (--dry-run)", err=True)
