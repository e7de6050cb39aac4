"""`mendel export`: a graph as files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg import search as searching
from kg.cli.ask import given
from kg.cli.ending import tidily
from kg.cli.group import examples, location_option, opened
from kg.export import Evidence, Selection, packed, written_whole
from kg.export.table import EXPORTERS, find_exporter
from kg.store import Infer

if TYPE_CHECKING:
    from kg.export.table import Exporter
    from kg.store import Store


def _table() -> str:
    names = [(f.name, f".{f.endings[0]}") for f in EXPORTERS]
    widths = [max(map(len, column)) for column in zip(*names, strict=True)]
    lines = (
        f"  {name.ljust(widths[0])}  {ending.ljust(widths[1])}  {found.what}"
        for (name, ending), found in zip(names, EXPORTERS, strict=True)
    )
    return "\n".join(["\b", "Formats, and how their files end:", *lines])


@click.command(
    epilog="\n\n".join(
        (
            _table(),
            examples(
                "mendel export graph.ttl",
                "mendel export graph.nq.gz",
                "mendel export -g inferred -f nt",
                "mendel export --about ALAS2 --labels --evidence rdf12",
                "mendel export --construct genes.rq genes.rdf",
                "mendel export -f kgx mendelgraph.zip",
                "mendel export -g doc/alas2 alas2.csv.zip",
                "mendel export mappings.sssom.tsv",
            ),
        )
    )
)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@location_option
@click.option(
    "-f",
    "--format",
    "form",
    help="One of the formats below, or a media type. "
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
    "--infer",
    type=click.Choice([choice.value for choice in Infer]),
    default=Infer.TRUE.value,
    show_default=True,
    help="Whether to write what was inferred; 'only' writes nothing else.",
)
@click.option("--about", metavar="NODE", help="Only a node and its neighbours.")
@click.option(
    "--construct",
    metavar="QUERY",
    help="Only what a CONSTRUCT or DESCRIBE gives: its text, or a file with it.",
)
@click.option(
    "--evidence",
    type=click.Choice([choice.value for choice in Evidence]),
    help="The sentences behind triples, as statements, as annotations of RDF 1.2, or "
    "not at all. Default: none for triples, statements with every graph.",
)
@click.option("--labels", is_flag=True, help="In ttl and trig, labels as comments.")
def export(  # noqa: PLR0913 - one per option
    file: Path | None,
    location: Path,
    *,
    form: str | None,
    graphs: tuple[str, ...],
    infer: str,
    about: str | None,
    construct: str | None,
    evidence: str | None,
    labels: bool,
) -> None:
    """Write the graph to FILE or the standard output, the same bytes each time.

    A FILE that ends in .gz or .zst is packed. It is there as a whole or not at all.
    """
    if sum(map(bool, (graphs, about, construct))) > 1:
        raise click.UsageError("give one of --graph, --about and --construct")
    chosen = find_exporter(form, file)
    limits = {"--construct": construct, "--evidence": evidence, "--labels": labels}
    _check(chosen, Infer(infer), [name for name, given in limits.items() if given])
    with opened(location) as store:
        wanted = Selection(
            graphs=graphs,
            infer=Infer(infer),
            about=None if about is None else searching.resolve(store, about),
            construct=None if construct is None else given(construct),
            evidence=None if evidence is None else Evidence(evidence),
            has_labels=labels,
        )
        _write(chosen, store, wanted, file)


def _check(chosen: Exporter, infer: Infer, limits: list[str]) -> None:
    """Refuse what a format cannot be limited to, with what to do instead."""
    if chosen.is_rdf:
        return
    if limits:
        name = limits[0]
        raise click.UsageError(f"{chosen.name} {_REFUSED[name]}")
    if infer is Infer.ONLY and chosen.name in _STATED:
        problem = "has only what somebody states, and nobody states what was inferred"
        instead = "write that in a syntax of RDF, as -f ttl"
        raise click.UsageError(f"{chosen.name} {problem}: {instead}")


_STATED = {"nanopubs", "sssom"}
_REFUSED = {
    "--construct": "needs the statements behind triples, which the result of a query "
    "does not have: choose by --graph, --about or --infer, or write -f ttl",
    "--evidence": "has its own way to tell who says what: leave out --evidence",
    "--labels": "has labels where it has a place for them: leave out --labels",
}


def _write(
    chosen: Exporter, store: Store, wanted: Selection, file: Path | None
) -> None:
    if file is None:
        chosen.write(store, sys.stdout.buffer, wanted)
        sys.stdout.buffer.flush()
    else:
        with (
            tidily(),
            written_whole(file) as whole,
            packed(whole, file.suffix) as output,
        ):
            chosen.write(store, output, wanted)
