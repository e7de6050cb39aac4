"""`mendel query`: SPARQL in, solutions or triples out."""

from __future__ import annotations

import difflib
import signal
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import click
from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    serialize,
)

import queries
from kg.cli.group import examples, location_option, opened
from kg.cli.table import HEAD, solutions_table
from kg.errors import FormatError, QueryError
from kg.export import used_prefixes
from kg.formats import GRAPH_FORMATS, RESULT_FORMATS, find_format
from kg.store import Infer, elsewhere, missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import RdfFormat

    from kg.formats import Format, Syntax
    from kg.store import Store

TABLE = "table"
_LINES = (QueryResultsFormat.CSV, QueryResultsFormat.TSV)


def _list_questions(ctx: click.Context, _param: click.Parameter, value: object) -> None:
    if value:
        names = (*queries.names(), *queries.federated())
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
    wanted = query_text(text, name)
    with opened(location) as store, _interruptible():
        results = store.query(wanted, infer=Infer(infer))
        is_empty = _write(results, sys.stdout.buffer, form, store)
        hints = missing(store, wanted)
        if is_empty and not hints:
            hints = elsewhere(store, wanted, Infer(infer))
        for hint in hints:
            click.echo(f"mendel: hint: {hint}", err=True)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let SIGINT end the process: Python would see it only after the engine's work."""
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def query_text(text: str | None, name: str | None) -> str:
    """Give the query of an argument, or of a question's name; one of the two."""
    match text, name:
        case str(), None:
            return given(text)
        case None, str():
            return _named(name)
        case _:
            problem = "give one query: its text, a file, -, or --name NAME"
            raise click.UsageError(problem)


def given(text: str) -> str:
    """Read what an argument stands for: a text, a file that holds one, or the input."""
    if text == "-":
        return sys.stdin.buffer.read().decode("utf-8")
    is_file = text.endswith((".rq", ".ru")) or (
        "{" not in text and Path(text).is_file()
    )
    return _from_file(Path(text)) if is_file else text


def _named(name: str) -> str:
    known = (*queries.names(), *queries.federated())
    if name not in known:
        close = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {close[0]!r}? " if close else ""
        raise QueryError(f"{name!r}: no such question; {hint}see 'mendel query --list'")
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
) -> bool:
    """Write results; say whether they are known to be none."""
    chosen = form or (TABLE if output.isatty() else "tsv")
    if isinstance(results, QueryTriples):
        is_empty = _write_triples(results, output, form or "ttl", store)
    elif chosen != TABLE:
        is_empty = _write_results(results, output, _result_syntax(chosen))
    elif isinstance(results, QuerySolutions):
        lines = list(solutions_table(results, store.names))
        output.write("".join(f"{line}\n" for line in lines).encode())
        is_empty = len(lines) == HEAD
    else:
        output.write(b"true\n" if results else b"false\n")
        is_empty = not results
    output.flush()
    return is_empty


def _write_results(
    results: QuerySolutions | QueryBoolean,
    output: IO[bytes],
    syntax: QueryResultsFormat,
) -> bool:
    """Write solutions line by line or as a whole; say if they are known to be none."""
    counted = _Counted(output)
    results.serialize(cast("IO[bytes]", counted), syntax)
    is_boolean, is_lines = isinstance(results, QueryBoolean), syntax in _LINES
    if is_boolean or not is_lines:
        output.write(b"\n")  # the rest ends with one
    return not results if is_boolean else is_lines and counted.lines == 1


class _Counted:
    """A file that counts the lines that are written to it."""

    def __init__(self, output: IO[bytes]) -> None:
        self._output = output
        self.lines = 0

    def write(self, data: bytes) -> int:
        self.lines += data.count(b"\n")
        return self._output.write(data)

    def flush(self) -> None:
        self._output.flush()


def _write_triples(
    results: QueryTriples, output: IO[bytes], form: str, store: Store
) -> bool:
    """Write each triple once: pyoxigraph repeats them (oxigraph issue 525)."""
    triples = sorted(set(results), key=str)
    syntax = _graph_syntax(form)
    prefixes = used_prefixes(triples, store.names)
    serialize(triples, output, syntax, prefixes=prefixes)
    return not triples


def _result_syntax(form: str) -> QueryResultsFormat:
    try:
        return find_format(form, RESULT_FORMATS).syntax
    except FormatError as error:
        known = (*error.known, TABLE)
        if _is_known(form, GRAPH_FORMATS):
            problem = "for the triples of CONSTRUCT and DESCRIBE only"
            raise FormatError(form, known, problem) from error
        raise FormatError(form, known) from error


def _graph_syntax(form: str) -> RdfFormat:
    try:
        return find_format(form, GRAPH_FORMATS).syntax
    except FormatError as error:
        if form == TABLE or _is_known(form, RESULT_FORMATS):
            problem = "for the solutions of SELECT and ASK only"
            raise FormatError(form, error.known, problem) from error
        raise


def _is_known(form: str, formats: tuple[Format[Syntax], ...]) -> bool:
    try:
        find_format(form, formats)
    except FormatError:
        return False
    return True
