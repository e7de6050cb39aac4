"""`mendel query`: SPARQL in, solutions or triples out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click
from pyoxigraph import QuerySolutions, QueryTriples, serialize

import queries
from kg.cli.group import examples, location_option
from kg.cli.table import solutions_table
from kg.errors import QueryError
from kg.export import used_prefixes
from kg.formats import GRAPH_FORMATS, RESULT_FORMATS, find_format
from kg.store import Infer, Store

if TYPE_CHECKING:
    from pyoxigraph import QueryBoolean

TABLE = "table"


def _list_questions(ctx: click.Context, _param: click.Parameter, value: object) -> None:
    if value:
        names = queries.names()
        width = max(map(len, names), default=0)
        for name in names:
            click.echo(f"{name.ljust(width)}  {queries.summary(name)}")
        ctx.exit()


@click.command(
    epilog=examples(
        "mendel query 'SELECT ?gene { ?gene mg:neededFor CHEBI:60344 }'",
        "mendel query --name genes-needed-for-heme -f csv",
        "mendel query question.rq --infer false",
    )
)
@click.argument("text", required=False, metavar="[QUERY|FILE|-]")
@location_option
@click.option("--name", help="Ask the question of this name (see --list).")
@click.option(
    "--list",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_questions,
    help="List the questions that come with mendel, and stop.",
)
@click.option(
    "-f",
    "--format",
    "form",
    help="table, json, xml, csv, tsv; for triples ttl, nt, rdf, jsonld. "
    "Default: a table on a terminal, else tsv; for triples ttl.",
)
@click.option(
    "--infer",
    type=click.Choice([choice.value for choice in Infer]),
    default=Infer.TRUE.value,
    show_default=True,
    help="Whether to see what was inferred; 'only' shows nothing else.",
)
def query(
    text: str | None,
    location: Path,
    name: str | None,
    form: str | None,
    infer: str,
) -> None:
    """Ask the graph by SPARQL: a query, a file that holds one, or - for the input.

    Every prefix of the table may be used undeclared. A query without FROM sees
    documents, ontology, reference facts and what was inferred from them.
    """
    wanted = _text(text, name)
    store = Store.open(location)
    results = store.query(wanted, infer=Infer(infer))
    output = sys.stdout.buffer
    try:
        _write(results, output, form, store)
    except RuntimeError as error:  # found while the solutions were read
        raise QueryError(str(error).splitlines()[0]) from error


def _text(text: str | None, name: str | None) -> str:
    match text, name:
        case str(), None:
            return _given(text)
        case None, str():
            return _named(name)
        case _:
            problem = "give one query: its text, a file, -, or --name NAME"
            raise click.UsageError(problem)


def _given(text: str) -> str:
    if text == "-":
        return sys.stdin.buffer.read().decode("utf-8")
    is_file = text.endswith(".rq") or ("{" not in text and Path(text).exists())
    return _from_file(Path(text)) if is_file else text


def _named(name: str) -> str:
    known = queries.names()
    if name not in known:
        raise QueryError(f"{name!r}: no such question; see 'mendel query --list'")
    return queries.text(name)


def _from_file(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "is not UTF-8"
        raise QueryError(f"{path}: cannot be read ({reason})") from error


def _write(
    results: QuerySolutions | QueryBoolean | QueryTriples,
    output: IO[bytes],
    form: str | None,
    store: Store,
) -> None:
    chosen = form or (TABLE if output.isatty() else "tsv")
    if isinstance(results, QueryTriples):
        _write_triples(results, output, form or "ttl", store)
    elif chosen != TABLE:
        results.serialize(output, find_format(chosen, RESULT_FORMATS).syntax)
    elif isinstance(results, QuerySolutions):
        lines = "\n".join(solutions_table(results, store.names))
        output.write(f"{lines}\n".encode())
    else:
        output.write(b"true\n" if results else b"false\n")
    output.flush()


def _write_triples(
    results: QueryTriples, output: IO[bytes], form: str, store: Store
) -> None:
    """Write each triple once: pyoxigraph repeats them (oxigraph issue 525)."""
    triples = sorted(set(results), key=str)
    syntax = find_format(form, GRAPH_FORMATS).syntax
    prefixes = used_prefixes(triples, store.names)
    serialize(triples, output, syntax, prefixes=prefixes)
