"""`mendel lexicon`: vocabularies whose names are known besides the bundled ones."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import click

from kg.cli.bar import progress_bar
from kg.cli.group import examples, lexicon_option
from kg.cli.table import table
from kg.lexicon import Summary, add, remove, summary


@click.group()
def lexicon() -> None:
    """Add vocabularies of genes, conditions, molecules, findings and anatomy."""


@lexicon.command(
    "add",
    epilog=examples(
        "mendel lexicon add hgnc_complete_set.txt mondo.obo hp.owl.gz",
        "mendel lexicon add mondo_exactmatch_*.sssom.tsv chebi_pH7_3_mapping.tsv",
    ),
)
@click.argument(
    "files",
    nargs=-1,
    metavar="[FILE...]",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
@lexicon_option
def add_command(files: tuple[Path, ...], lexicon: Path) -> None:
    r"""Add the names and mappings of FILEs, each in place of its older version.

    \b
    Known by their content, packed with gzip or not:
      HGNC's complete set, TSV or JSON
      ontologies in OBO or OWL (RDF/XML, Turtle): Mondo, DOID, ORDO, HPO,
        ChEBI, GO, CL, UBERON
      mappings in SSSOM; ChEBI's forms at pH 7.3; hierarchies as KGX edges

    If one of them cannot be read, none is added; one that is of no use is left out, and
    named. Without any FILE, what was added is
    merged anew, as it must be when MendelGraph itself has changed.
    """
    with ExitStack() as stack:
        useless = add(files, lexicon, progress_bar(stack))
    for error in useless:
        click.echo(f"left out: {error}", err=True)
    _show(summary(lexicon))
    click.echo(f"'mendel build' knows these names from now on: {lexicon}", err=True)


@lexicon.command("list")
@lexicon_option
def list_command(lexicon: Path) -> None:
    """List what was added: versions, licences, and how many names of each kind."""
    _show(summary(lexicon))


@lexicon.command("remove", epilog=examples("mendel lexicon remove hp"))
@click.argument("name")
@lexicon_option
def remove_command(name: str, lexicon: Path) -> None:
    """Take the vocabulary NAME out again; `list` tells the names."""
    remove(name, lexicon)
    _show(summary(lexicon))


def _show(found: Summary) -> None:
    if not found.sources:
        click.echo("nothing was added: the bundled lexicon serves", err=True)
        return
    sources = [
        (said.name, said.title, said.version, said.licence, f"{names:,}")
        for said, names in found.sources
    ]
    kinds = [(kind, f"{things:,}", f"{names:,}") for kind, things, names in found.kinds]
    lines = (
        *table(("vocabulary", "title", "version", "licence", "names"), sources),
        "",
        *table(("kind", "things", "names"), kinds),
    )
    click.echo("\n".join(lines))
