"""`mendel diff`: what is said otherwise in one graph than in another."""

from __future__ import annotations

from pathlib import Path

import click

from kg import diff as differences
from kg.cli.group import examples
from kg.errors import MendelError

_TROUBLE = 2  # as of diff(1): 1 says that there is a difference


@click.command(
    epilog=examples(
        "mendel diff yesterday graph",
        "mendel diff releases/2026-11-01-* graph -f html > changes.html",
        "mendel diff old.nq.gz new.nq.gz -f rdfp > changes.rdfp",
    )
)
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(differences.FORMS),
    default="text",
    show_default=True,
    help="ttl is a change set, rdfp an RDF Patch.",
)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="In text, list names, types and what was inferred instead of counting them.",
)
def diff(old: Path, new: Path, form: str, *, everything: bool) -> None:
    """Say which facts came, went or changed from OLD to NEW, with their sentences.

    Each is a store, a release, or a dump in any syntax of RDF, packed (.gz) or not. A
    file of triples (ttl, nt, rdf) has no sentences, and does not tell what is inferred.
    An RDF Patch makes NEW of OLD in all graphs, inferred and evidence as well, but not
    in .../graph/metadata, nor which run made a statement: builds write these anew.
    Ends with 0 if both say the same, 1 if not, 2 if one cannot be read.
    """
    try:
        before, after = map(differences.read_snapshot, (old, new))
        with before.store.reading(), after.store.reading():
            difference = differences.compare(before, after)
    except MendelError as error:
        error.exit_code = _TROUBLE
        raise
    click.echo(
        differences.written(form, difference, before, after, everything=everything)
    )
    if not difference.is_empty:
        raise click.exceptions.Exit(1)
