"""`mendel export` and `validate`: a graph as files, and whether it is sound."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from pyoxigraph import DefaultGraph

from kg import export as exporting
from kg.cli.group import examples, location_option, opened
from kg.formats import GRAPH_FORMATS, find_format
from kg.validate import validate as findings_of


@click.command(
    epilog=examples(
        "mendel export -o graph.ttl",
        "mendel export -f nq | gzip > graph.nq.gz",
        "mendel export -g inferred -f nt",
    )
)
@location_option
@click.option(
    "-f",
    "--format",
    "form",
    help="ttl, trig, nt, nq, rdf, jsonld, or a media type. "
    "Default: by the ending of FILE, else ttl.",
)
@click.option(
    "-g",
    "--graph",
    "graphs",
    multiple=True,
    help="Only this graph: inferred, doc/alas2, doc for all of those, or an IRI. "
    "May be repeated.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Write FILE in one step instead of the standard output.",
    metavar="FILE",
)
def export(
    location: Path,
    form: str | None,
    graphs: tuple[str, ...],
    output: Path | None,
) -> None:
    """Write the graph: the same bytes each time for the same graph.

    nq, trig and jsonld hold every graph, evidence included. ttl, nt and rdf hold what a
    query sees: documents, ontology, reference facts and what was inferred.
    """
    ending = output.suffix if output else ""
    chosen = find_format(form or ending or "ttl", GRAPH_FORMATS)
    with opened(location) as store:
        if output is None:
            exporting.export(store, sys.stdout.buffer, chosen, graphs)
        else:
            exporting.export_file(store, output, chosen, graphs)


@click.command(
    epilog=examples(
        "mendel validate",
        "mendel validate -l mygraph",
    )
)
@location_option
def validate(location: Path) -> None:
    """Check a graph again: its shapes, its quotes, and its logic.

    Writes what is wrong, a line each, and ends with 1 if there is anything.
    """
    with opened(location) as store:
        named = (quad for quad in store.quads if quad.graph_name != DefaultGraph())
        findings = findings_of(named, store.document_text, store.names)
    for finding in findings:
        click.echo(finding)
    if findings:
        raise click.exceptions.Exit(1)
    click.echo("the graph is valid", err=True)
