"""`mendel validate`: whether a graph is sound."""

from __future__ import annotations

from pathlib import Path

import click
from pyoxigraph import DefaultGraph, Triple

from kg.cli.group import examples, hermit_option, location_option, opened
from kg.cli.logic import judge
from kg.reason import read_graph
from kg.validate import validate as findings_of


@click.command(
    epilog=examples(
        "mendel validate",
        "mendel validate -l mygraph",
        "mendel validate --dl",
        "mendel validate --dl my-ontology.owl imported.owl",
    )
)
@click.argument(
    "files",
    nargs=-1,
    type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True),
    metavar="[FILE...]",
)
@click.option(
    "--dl",
    is_flag=True,
    help="Have HermiT (OWL 2 DL) classify the ontology of the graph, or FILEs.",
)
@hermit_option
@location_option
def validate(
    files: tuple[Path, ...], location: Path, hermit_seconds: float, *, dl: bool
) -> None:
    """Check a graph again: its shapes, its quotes, and its logic.

    Writes what is wrong, a line each, and ends with 1 if there is anything. With --dl,
    classes that can have no member are wrong, each with the axioms that say so; if
    there are none, what follows by OWL 2 DL and not by OWL 2 RL is written.
    """
    if files and not dl:
        raise click.UsageError("FILE is for --dl: a graph is checked at its --location")
    if dl:
        judge(_axioms(files, location), hermit_seconds)
        return
    with opened(location) as store:
        named = (quad for quad in store.quads if quad.graph_name != DefaultGraph())
        findings = findings_of(named, store.document_text, store.names)
    for finding in findings:
        click.echo(finding)
    if findings:
        raise click.exceptions.Exit(1)
    click.echo("the graph is valid", err=True)


def _axioms(files: tuple[Path, ...], location: Path) -> list[Triple]:
    """Read files, or the ontology of a graph."""
    if files:
        is_alone = len(files) == 1
        return [t for file in files for t in read_graph(file, is_alone=is_alone)]
    with opened(location) as store:
        graph = store.names.graph("ontology")
        quads = store.quads.quads_for_pattern(None, None, None, graph)
        return [quad.triple for quad in quads]
