"""`mendel reason`: what follows from any RDF, by OWL 2 RL."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path

import click
from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from kg.cli.group import examples
from kg.cli.table import shorten, table
from kg.export import used_prefixes, written_whole
from kg.formats import GRAPH_FORMATS, find_format
from kg.names import Names, named
from kg.reason import MOST, Reasoner, outside, read_graph

_MOST_PROOFS = 10
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True)


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
@click.option(
    "--base",
    metavar="IRI",
    help="What relative IRIs are relative to. Default: the place of their file.",
)
@click.option("--closure", is_flag=True, help="Write what is asserted, too.")
@click.option(
    "--brief",
    is_flag=True,
    help="Leave out what RDFS says of every graph: that terms are resources, that each "
    "is the same as itself, and the axiomatic triples.",
)
@click.option(
    "--most",
    type=click.IntRange(min=1),
    default=MOST,
    show_default=True,
    help="How many pairs of one property may follow: 8 bytes each, and several times "
    "that while they are made.",
)
@click.option(
    "-f",
    "--format",
    "form",
    help="ttl, trig, nt, nq, rdf, jsonld, or a media type. "
    "Default: by the ending of OUT, else nt.",
)
def reason(  # noqa: PLR0913 - one per option
    files: tuple[Path, ...],
    ontologies: tuple[Path, ...],
    output: Path | None,
    base: str | None,
    form: str | None,
    most: int,
    *,
    closure: bool,
    brief: bool,
) -> None:
    """Write what follows from RDF files by OWL 2 RL (and RDFS).

    The files (-: the standard input) are read as one graph: Turtle, TriG, N-Triples,
    N-Quads, RDF/XML, JSON-LD, packed by gzip or not. Nothing is fetched: an ontology
    that another one imports is to be given as a file. What is outside OWL 2 RL, or
    malformed, is listed on the standard error. If the graph is inconsistent, the proof
    of it comes there, too, and the exit code is 1.
    """
    ending = output.suffix if output else ""
    syntax = find_format(form or ending or "nt", GRAPH_FORMATS).syntax
    is_alone = len(files) + len(ontologies) == 1
    read = partial(read_graph, is_alone=is_alone, base=base)
    data, axioms = (
        [t for p in paths for t in read(p)] for paths in (files, ontologies)
    )
    reasoner = Reasoner([*axioms, *data], full=not brief, most=most)
    given = dict.fromkeys(data) if closure else ()
    _write(chain(given, reasoner.inferred()), output, syntax)
    for line in (*_imports([*axioms, *data]), *_outside([*axioms, *data])):
        click.echo(line, err=True)
    _judge(reasoner)


def _write(triples: Iterable[Triple], output: Path | None, syntax: RdfFormat) -> None:
    has_prefixes = syntax in (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.RDF_XML)
    found = list(triples) if has_prefixes else triples
    prefixes = used_prefixes(found, Names()) if has_prefixes else None
    if output is None:
        serialize(found, sys.stdout.buffer, syntax, prefixes=prefixes)
        return
    with written_whole(output) as file:
        serialize(found, file, syntax, prefixes=prefixes)


def _imports(triples: Sequence[Triple]) -> Iterator[str]:
    """Name the ontologies that are imported and not there."""
    imports = named("owl:imports")
    found = dict.fromkeys(t.object for t in triples if t.predicate == imports)
    names = " ".join(map(str, found.keys() - _headers(triples)))
    if names:
        yield f"mendel: owl:imports are not fetched (give --ontology FILE): {names}"


def _headers(triples: Sequence[Triple]) -> set[object]:
    """List the ontologies that are there, under each of their names."""
    ontology, version = named("owl:Ontology"), named("owl:versionIRI")
    own = {t.subject for t in triples if t.object == ontology}
    versions = {t.object for t in triples if t.predicate == version}
    return {*own, *versions}


def _outside(triples: Iterable[Triple]) -> Iterator[str]:
    names = Names()
    rows = [
        (
            f"{row.term} ({row.place})",
            str(row.count),
            shorten(_name(row.example, names)),
            row.reason,
        )
        for row in outside(triples)
    ]
    if rows:
        yield "mendel: not in OWL 2 RL, or malformed:"
        yield from table(("what (place)", "count", "one of them", "why"), rows)


def _name(term: object, names: Names) -> str:
    return names.curie(term.value) if isinstance(term, NamedNode) else str(term)


def _judge(reasoner: Reasoner) -> None:
    clashes = reasoner.clashes()
    for proof in clashes[:_MOST_PROOFS]:
        click.echo(proof.text(), err=True)
    if clashes:
        click.echo("mendel: the graph is inconsistent, see the proofs above", err=True)
        raise click.exceptions.Exit(1)
