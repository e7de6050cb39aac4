"""`mendel build`: documents in, a graph out."""

from __future__ import annotations

import json
import os
import shlex
from contextlib import ExitStack
from pathlib import Path

import click

from kg import pipeline
from kg.cli.bar import progress_bar
from kg.cli.group import (
    base_option,
    examples,
    hermit_option,
    inconsistent_option,
    lexicon_option,
    location_option,
)
from kg.judgement import Inconsistent
from kg.lexicon import current
from kg.report import Report, as_json, remarks, rows


@click.command(
    epilog=examples(
        "mendel build",
        "mendel build pages/ extra.txt -l mygraph",
        "mendel build - --json < page.txt",
    )
)
@click.argument("documents", nargs=-1, metavar="[DOCUMENT...]")
@location_option
@base_option
@lexicon_option
@click.option(
    "--strict", is_flag=True, help="Stop at the first page that cannot be used."
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    default=lambda: os.cpu_count() or 1,
    show_default="the number of cores",
    envvar="MENDEL_JOBS",
    show_envvar=True,
    help="How many processes read pages at once.",
)
@hermit_option
@inconsistent_option
@click.option("--json", "as_data", is_flag=True, help="Write the report as JSON.")
def build(  # noqa: PLR0913 - one per option
    documents: tuple[str, ...],
    location: Path,
    base: str,
    lexicon: Path,
    *,
    strict: bool,
    jobs: int,
    hermit_seconds: float,
    inconsistent: str,
    as_data: bool,
) -> None:
    """Read DOCUMENTs into a graph: files, folders, or - for the standard input.

    Pages may be XML, JSON, HTML or plain text, packed or not, one or many in a file.
    A page among those of a folder or of a packed file that cannot be used is left out,
    and the report says why; a file named here that holds no page to use is an error.
    Without any DOCUMENT, the bundled demonstration pages.

    The graph at the location is replaced in one step at the end; a build that fails or
    is killed leaves it as it was. Pages that have not changed are not read again, and
    graphs that were written by updates, and by no build, are kept.
    """
    with ExitStack() as stack:
        report = pipeline.build(
            documents,
            location,
            base=base,
            lexicon=current(lexicon),
            strict=strict,
            jobs=jobs,
            hermit_seconds=hermit_seconds,
            inconsistent=Inconsistent(inconsistent),
            progress=progress_bar(stack),
        )
    click.echo(_data(report) if as_data else _table(report))
    for remark in remarks(report):
        click.echo(remark, err=True)
    where = "" if location == Path("graph") else f" -l {shlex.quote(str(location))}"
    click.echo(
        f"the graph is in {location}: ask it with 'mendel query{where}'", err=True
    )


def _data(report: Report) -> str:
    return json.dumps(as_json(report), ensure_ascii=False, indent=2)


def _table(report: Report) -> str:
    found = list(rows(report))
    width = max(len(what) for what, _ in found)
    return "\n".join(f"{what.ljust(width)}  {count:>7}" for what, count in found)
