"""`mendel update`: SPARQL Update in, what it changed out."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kg.change import Writer
from kg.cli.ask import given
from kg.cli.group import examples, inconsistent_option, location_option
from kg.judgement import Inconsistent
from kg.store import Elsewhere


@click.command(
    epilog=examples(
        "mendel update 'INSERT DATA { hgnc:397 mg:expressedIn CL:0000764 }'",
        "mendel update 'DELETE WHERE { GRAPH <http://example.org/mine> { ?s ?p ?o } }'",
        "mendel update corrections.ru --dry-run",
        "mendel update 'LOAD <https://example.org/a.ttl> INTO GRAPH <http://example.org/a>'"
        " --network",
    )
)
@click.argument("texts", nargs=-1, required=True, metavar="UPDATE|FILE|-...")
@location_option
@inconsistent_option
@click.option("--strict", is_flag=True, help="Refuse what breaks a shape, too.")
@click.option("--network", is_flag=True, help="Let LOAD and SERVICE read from the web.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and leave it.")
@click.option("--json", "as_data", is_flag=True, help="Write what changed as JSON.")
def update(  # noqa: PLR0913 - one per option
    texts: tuple[str, ...],
    location: Path,
    inconsistent: str,
    *,
    strict: bool,
    network: bool,
    dry_run: bool,
    as_data: bool,
) -> None:
    """Change the graph by SPARQL 1.1 Update: a text, a file that holds one, or -.

    What follows from the graph follows the change. Several are one change: all of it is
    done, or none, and nobody sees it half done.

    A triple that is written without GRAPH stands in .../graph/default. What pages
    state stands in .../graph/doc/<page>: name that graph to delete it. A pattern sees
    what is asserted; to see what was inferred, ask for GRAPH .../graph/inferred.
    GRAPH ?g writes to any graph but those that are made of others (inferred, evidence,
    metadata).
    Every prefix of the table may be used undeclared.
    """
    with Writer(
        location, inconsistent=Inconsistent(inconsistent), strict=strict
    ) as writer:
        names = writer.names
        outcome = writer.update(
            *map(given, texts),
            elsewhere=_everyone() if network else None,
            dry_run=dry_run,
        )
    if as_data:
        click.echo(json.dumps(outcome.as_json(names), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(outcome.lines(names)))
    for remark in outcome.remarks():
        click.echo(remark, err=True)
    if dry_run:
        click.echo("nothing was changed (--dry-run)", err=True)


def _everyone() -> Elsewhere:
    """Let the one at the keyboard read from wherever that one could."""
    # What speaks HTTP is not loaded for commands that do without.
    from kg.remote import Remote, Targets  # noqa: PLC0415

    return Remote(Targets(everyone=True, private=True))
