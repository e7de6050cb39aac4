"""The `mendel` command: what `kg` can do, and `serve`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import click

from kg.cli import COMMANDS, examples, group, location_option
from kg.store import Store
from server.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])


def setting_options(command: Command) -> Command:
    """Make an option of every setting of the server."""
    for setting in reversed(fields(Settings)):
        name = "--" + setting.name.replace("_", "-")
        text = setting.metadata["help"]
        least = setting.metadata.get("min")
        option = click.option(
            name,
            type=None if least is None else click.IntRange(min=least),
            default=setting.default,
            show_default=setting.default not in {(), False},
            multiple=setting.default == (),
            is_flag=setting.default is False,
            help=text,
        )
        command = option(command)
    return command


@click.command(epilog=examples("mendel serve", "mendel serve --port 8080 -l mygraph"))
@location_option
@setting_options
def serve(location: Path, **settings: Any) -> None:  # noqa: ANN401 - as the options are
    """Serve the graph over HTTP: SPARQL at /sparql, a page with questions at /."""
    # Flask and the server are not loaded for commands that do without.
    from server.serve import serve as run  # noqa: PLC0415

    run(Store.open(location), Settings(**settings))


@click.command(epilog=examples("mendel mcp", "mendel mcp -l mygraph"))
@location_option
def mcp(location: Path) -> None:
    """Offer the graph to a language model, by the Model Context Protocol over stdio.

    Tools: search, describe, query, explain, evidence; answers carry their sentences.
    """
    try:
        from server.assistant import run  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "mcp":
            raise
        problem = "mendel mcp needs the package mcp: pip install 'mcp>=2.3'"
        raise click.ClickException(problem) from error
    Store.open(location)
    run(location)


@click.command(
    epilog=examples(
        "mendel token ada >> tokens.txt",
        "mendel token bob --reads doc/alas2 >> tokens.txt",
    )
)
@click.argument("name")
@click.option(
    "--reads",
    multiple=True,
    metavar="GRAPH",
    help="Have it read this private graph, and change nothing; an IRI, or a path as "
    "doc/alas2; with all below it. May be given more than once.",
)
def token(name: str, reads: tuple[str, ...]) -> None:
    """Make a token for someone who may change what is served, or read what is private.

    Without --reads, it changes everything and reads everything. The line to keep is for
    the file of 'mendel serve --credentials FILE', and holds a hash only; the token is
    shown once, on the standard error.
    """
    from server.credentials import make  # noqa: PLC0415 - as above

    secret, line = make(name, reads)
    click.echo(line)
    click.echo(f"the token of {name}, shown this once: {secret}", err=True)


def main() -> None:
    group((*COMMANDS, serve, mcp, token))()
