"""What the commands share: errors in one line, the location, reading the store."""

from __future__ import annotations

import re
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from kg.errors import MendelError
from kg.judgement import Inconsistent
from kg.lexicon import default_location
from kg.names import BASE
from kg.store import Store
from kg.validate import SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator

HELP = """Read genetics pages into a knowledge graph that reasons and explains.

\b
  mendel build                          read the bundled pages
  mendel build PAGE.txt FOLDER          read your own
  mendel query --list                   see the questions that come with it
  mendel query 'SELECT ?condition { ?condition mg:affectsRouteTo CHEBI:60344 }'
  mendel explain "X-linked sideroblastic anemia" mg:affectsRouteTo CHEBI:60344

Terms are CURIEs (hgnc:397), IRIs, or labels. Every option NAME of a COMMAND may also
be given as the environment variable MENDEL_COMMAND_NAME.
"""


class RefusalError(click.ClickException):
    """A refusal of ours on its way to the user: one line, and an exit code."""

    def __init__(self, error: MendelError) -> None:
        super().__init__(" ".join(str(error).splitlines()))
        self.error = error

    @property
    def exit_code(self) -> int:  # type: ignore[override] # click sets it per class
        return self.error.exit_code

    def show(self, file: IO[Any] | None = None) -> None:
        if self.error.details:
            click.echo(self.error.details, file=file, err=file is None)
        click.echo(f"mendel: error: {self.message}", file=file, err=file is None)


class Mendel(click.Group):
    """A group of commands that words every MendelError as one line."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except MendelError as error:
            raise RefusalError(error) from error
        except BrokenPipeError:
            raise  # whoever reads has enough: click ends quietly
        except OSError as error:
            problem = error.strerror or str(error)
            raise RefusalError(MendelError(problem)) from error


def _checked_base(_ctx: click.Context, _parameter: click.Parameter, value: str) -> str:
    if re.fullmatch(r"https?://[^\s<>\"{}|^`\\]+[/#]", value):
        return value
    raise click.BadParameter(
        f"{value!r} is no absolute http(s) IRI that ends in / or #, "
        "as https://example.org/graph/ is"
    )


def group(commands: tuple[click.Command, ...]) -> Mendel:
    """Assemble the program from its commands, listed in this order."""
    program = Mendel(
        "mendel",
        commands={command.name or "": command for command in commands},
        help=HELP,
        context_settings={
            "auto_envvar_prefix": "MENDEL",
            "help_option_names": ["-h", "--help"],
        },
    )
    number = version("mendelgraph")
    return click.version_option(number, prog_name="mendel")(program)


@contextmanager
def opened(location: Path) -> Iterator[Store]:
    """Open a store to read in; raises StoreError or QueryError where that fails."""
    store = Store.open(location)
    with store.reading():
        yield store


def examples(*lines: str) -> str:
    """Write examples so that click keeps their lines."""
    return "\n".join(["\b", "Examples:", *(f"  {line}" for line in lines)])


hermit_option = click.option(
    "--hermit-seconds",
    type=click.FloatRange(min=0, min_open=True),
    default=SECONDS,
    show_default=True,
    envvar="MENDEL_HERMIT_SECONDS",
    show_envvar=True,
    help="How long HermiT may take to judge the ontology.",
)
location_option = click.option(
    "-l",
    "--location",
    type=click.Path(path_type=Path),
    default=Path("graph"),
    show_default="the folder 'graph' here",
    envvar="MENDEL_LOCATION",
    show_envvar=True,
    help="The folder of the store.",
)
base_option = click.option(
    "--base",
    default=BASE,
    callback=_checked_base,
    show_default=True,
    envvar="MENDEL_BASE",
    show_envvar=True,
    help="The start of the IRIs that we mint.",
)
inconsistent_option = click.option(
    "--inconsistent",
    type=click.Choice([choice.value for choice in Inconsistent]),
    default=Inconsistent.REFUSE.value,
    show_default=True,
    envvar="MENDEL_INCONSISTENT",
    show_envvar=True,
    help="Refuse a graph that contradicts itself, or tell so and go on.",
)
lexicon_option = click.option(
    "--lexicon",
    type=click.Path(path_type=Path),
    default=default_location,
    show_default="your data folder, on Linux ~/.local/share/mendelgraph/lexicon",
    envvar="MENDEL_LEXICON",
    show_envvar=True,
    help="The folder of the vocabularies that were added.",
)
