"""`mendel release`: a graph as a folder that travels."""

from __future__ import annotations

from pathlib import Path

import click

from kg import release as releases
from kg.cli.group import examples, location_option, opened


@click.command(
    epilog=examples(
        "mendel release releases",
        "cd releases/2026-11-01-*/ && sha256sum --check SHA256SUMS",
        "mendel diff releases/2026-11-01-0123456789ab graph",
    )
)
@click.argument("folder", type=click.Path(path_type=Path))
@location_option
def release(folder: Path, location: Path) -> None:
    """Write a release of the graph to a new folder below FOLDER: DATE-VERSION.

    It holds dumps, ontology, descriptions (VoID, DCAT, RO-Crate), quality, the list of
    sources, licence, citation and sums. The version is the hash of what is asserted:
    the same input gives the same one anywhere.
    """
    with opened(location) as store:
        made = releases.release(store, folder)
    click.echo(f"{made.folder}: version {made.version}")
