"""`mendel reason`: what follows from any RDF, by OWL 2 RL."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from pyoxigraph import RdfFormat, Triple, serialize

from kg.cli.group import examples
from kg.cli.table import table
from kg.export import used_prefixes
from kg.formats import GRAPH_FORMATS, find_format
from kg.names import Names
from kg.reason import Reasoner, outside, read_graph

_MOST_PROOFS = 10
_IMPORTS = "http://www.w3.org/2002/07/owl#imports"
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(
    epilog=examples(
        "mendel reason pathway.ttl -o inferred.ttl",
        "mendel reason data.nt --ontology ro.owl -o all.nt --closure",
        "mendel reason data.ttl -f nt | wc -l",
    )
)
@click.argument("files", nargs=-1, required=True, type=_FILE, metavar="FILE...")
@click.option(
    "--ontology",
    "ontologies",
    multiple=True,
    type=_FILE,
    metavar="FILE",
    help="More axioms. May be repeated; --closure does not write them again.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="OUT",
    help="Write OUT in one step instead of the standard output.",
)
@click.option("--closure", is_flag=True, help="Write what is asserted, too.")
@click.option(
    "--brief",
    is_flag=True,
    help="Leave out what RDFS says of every graph: that terms are resources, that each "
    "is the same as itself, and the axiomatic triples.",
)
@click.option(
    "-f",
    "--format",
    "form",
    help="ttl, trig, nt, nq, rdf, jsonld, or a media type. "
    "Default: by the ending of OUT, else nt.",
)
def reason(
    files: tuple[Path, ...],
    ontologies: tuple[Path, ...],
    output: Path | None,
    form: str | None,
    *,
    closure: bool,
    brief: bool,
) -> None:
    """Write what follows from RDF files by OWL 2 RL (and RDFS).

    The files are read as one graph: Turtle, TriG, N-Triples, N-Quads, RDF/XML, JSON-LD,
    packed by gzip or not. Nothing is fetched: an ontology that another one imports is
    to be given as a file. If the graph is inconsistent, the proof of it comes on the
    standard error, and the exit code is 1.
    """
    ending = output.suffix if output else ""
    syntax = find_format(form or ending or "nt", GRAPH_FORMATS).syntax
    is_alone = len(files) + len(ontologies) == 1
    data = [t for path in files for t in read_graph(path, is_alone=is_alone)]
    axioms = [t for path in ontologies for t in read_graph(path, is_alone=is_alone)]
    reasoner = Reasoner([*axioms, *data], full=not brief)
    given = dict.fromkeys(data) if closure else ()
    _write([*given, *reasoner.inferred()], output, syntax)
    for line in (*_imports([*axioms, *data]), *_outside([*axioms, *data])):
        click.echo(line, err=True)
    _judge(reasoner)


def _write(triples: Iterable[Triple], output: Path | None, syntax: RdfFormat) -> None:
    found = list(triples)
    has_prefixes = syntax in (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.RDF_XML)
    prefixes = used_prefixes(found, Names()) if has_prefixes else None
    if output is None:
        serialize(found, sys.stdout.buffer, syntax, prefixes=prefixes)
        return
    draft = output.with_name(f".{output.name}.part")
    serialize(found, str(draft), syntax, prefixes=prefixes)
    draft.replace(output)


def _imports(triples: Iterable[Triple]) -> Iterator[str]:
    found = (t.object for t in triples if t.predicate.value == _IMPORTS)
    names = " ".join(dict.fromkeys(map(str, found)))
    if names:
        yield f"mendel: owl:imports are not fetched (give --ontology FILE): {names}"


def _outside(triples: Iterable[Triple]) -> Iterator[str]:
    rows = [
        (f"{row.term} ({row.place})", str(row.count), row.reason, str(row.example))
        for row in outside(triples)
    ]
    if rows:
        yield "mendel: not in OWL 2 RL, and not followed there:"
        yield from table(("what (place)", "count", "why", "one of them"), rows)


def _judge(reasoner: Reasoner) -> None:
    clashes = reasoner.clashes()
    for proof in clashes[:_MOST_PROOFS]:
        click.echo(proof.text(), err=True)
    if clashes:
        click.echo("mendel: the graph is inconsistent, see the proofs above", err=True)
        raise click.exceptions.Exit(1)
