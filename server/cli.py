"""The `mendel` command: what `kg` can do, and `serve`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import COMMANDS, examples, group, location_option


@click.command(epilog=examples("mendel serve", "mendel serve --port 8080 -l mygraph"))
@location_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The interface.")
@click.option("--port", default=7878, show_default=True, help="The port.")
def serve(location: Path, host: str, port: int) -> None:
    """Serve the graph over HTTP: SPARQL at /sparql, a page with questions at /."""
    # Flask and the server are not loaded for commands that do without.
    from server.serve import serve as run  # noqa: PLC0415

    run(location, host=host, port=port)


def main() -> None:
    group((*COMMANDS, serve))()
