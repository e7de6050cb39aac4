"""`mendel explain`: why a triple holds, or why the rows of an answer are there."""

from __future__ import annotations

from pathlib import Path

import click
from pyoxigraph import Triple

from kg import explain as explanations
from kg import search as searching
from kg.cli.ask import query_text
from kg.cli.group import examples, location_option, opened
from kg.explain import Answer, find_form
from kg.store import Store

_ROWS = 10


@click.command(
    epilog=examples(
        'mendel explain "X-linked sideroblastic anemia" mg:affectsRouteTo CHEBI:60344',
        "mendel explain hgnc:397 mg:neededFor CHEBI:60344 --sources",
        "mendel explain hgnc:397 mg:neededFor CHEBI:60344 --limit 3 -f ttl",
        "mendel explain --query 'SELECT ?gene { ?gene mg:neededFor CHEBI:60344 }'",
        "mendel explain --name x-linked-conditions --limit 2 -f md",
    )
)
@click.argument("terms", nargs=-1, metavar="[SUBJECT PREDICATE OBJECT]")
@location_option
@click.option(
    "--query",
    "text",
    metavar="QUERY|FILE|-",
    help="Explain the rows of this query's answer instead.",
)
@click.option("--name", help="Explain the answer to the question of this name.")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    show_default=f"1 proof, or {_ROWS} rows",
    help="How many proofs, the shortest first, or rows.",
)
@click.option(
    "--sources",
    is_flag=True,
    help="Say as well which sets of sentences are enough, and which sentence, "
    "if it were wrong, would take the triple away.",
)
@click.option(
    "-f",
    "--format",
    "form",
    default="text",
    show_default=True,
    help="text, json, md, dot (Graphviz), or PROV-O as ttl, trig, nt, nq, rdf, jsonld.",
)
def explain(  # noqa: PLR0913 - options, given by their names
    terms: tuple[str, ...],
    location: Path,
    text: str | None,
    name: str | None,
    limit: int | None,
    form: str,
    *,
    sources: bool,
) -> None:
    """Prove a triple, by the rules of the ontology, from what sentences say.

    Or prove the rows of a query's answer: the triples that its patterns come to.
    """
    chosen = find_form(form)
    is_query = bool(text or name)
    if is_query == bool(terms) or len(terms) not in (0, 3):
        problem = "give SUBJECT PREDICATE OBJECT, or --query QUERY, or --name NAME"
        raise click.UsageError(problem)
    with opened(location) as store:
        if is_query:
            wanted = query_text(text, name)
            rows = limit or _ROWS
            answer = explanations.explain_query(store, wanted, rows, needs=sources)
        else:
            answer = _of_triple(store, terms, limit or 1, needs=sources)
        click.echo(chosen.write(store, answer), nl=False)


def _of_triple(
    store: Store, terms: tuple[str, ...], limit: int, *, needs: bool
) -> Answer:
    triple = Triple(*searching.resolve_triple(store, *terms))
    found = explanations.explain(store, triple, limit, needs=needs)
    return explanations.of_triple(found)
