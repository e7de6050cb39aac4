"""`mendel release`: a graph as a folder that travels."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import click

from kg import release as releases
from kg.cli.group import examples, location_option, opened


def day(
    _context: click.Context | None, _option: click.Parameter | None, value: str | None
) -> date | None:
    """Read a day as ISO 8601 has it, or as the seconds of SOURCE_DATE_EPOCH."""
    try:
        if value and value.isdecimal():
            return datetime.fromtimestamp(int(value), UTC).date()
        return date.fromisoformat(value) if value else None
    except (ValueError, OverflowError, OSError) as error:
        problem = f"{value!r} is no day: write it as 2026-11-01"
        raise click.BadParameter(problem) from error


@click.command(
    epilog=examples(
        "mendel release releases",
        "cd releases/2026-11-01-*/ && sha256sum --check SHA256SUMS",
        "mendel diff releases/2026-11-01-0123456789ab graph",
    )
)
@click.argument("folder", type=click.Path(path_type=Path))
@location_option
@click.option(
    "--date",
    "issued",
    callback=day,
    metavar="YYYY-MM-DD",
    envvar=("MENDEL_RELEASE_DATE", "SOURCE_DATE_EPOCH"),
    show_envvar=True,
    help="The day of the release, instead of that of the build.",
)
def release(folder: Path, location: Path, issued: date | None) -> None:
    """Write a release of the graph to a new folder below FOLDER: DATE-VERSION.

    It holds dumps (RDF, KGX, SSSOM, nanopublications), ontology, descriptions (VoID,
    DCAT, RO-Crate), quality, the list of sources, licence, citation and sums. The
    version is the hash of what is asserted: the same input gives the same one anywhere,
    and with the same date the same bytes.
    """
    with opened(location) as store:
        made = releases.release(store, folder, issued)
    click.echo(f"{made.folder}: version {made.version}")
