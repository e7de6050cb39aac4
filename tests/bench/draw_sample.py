"""Draw statements at random for a curator to judge, as a sheet of tab-separated values.

    mendel export -f nq > graph.nq
    python tests/bench/draw_sample.py graph.nq hasPhenotype=40 encodes=15 > sheet.tsv

How the sheet is judged and kept: tests/cases/quality/README.md.
"""

from __future__ import annotations

import csv
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TextIO

import click
from pyoxigraph import QuerySolutions, RdfFormat, Store

from kg.names import Names

# A statement of a page, with the words behind it and its nodes by label: only what
# was read from prose has a text position.
STATEMENTS = """
SELECT ?page ?relation ?subject ?object ?start ?end ?polarity ?certainty ?quote ?s ?o
WHERE {
  ?statement rdf:subject ?s ; rdf:predicate ?relation ; rdf:object ?o ;
    mg:polarity ?polarity ; mg:certainty ?certainty ;
    prov:hadPrimarySource ?page ; prov:wasQuotedFrom/oa:hasSelector ?words, ?place .
  ?words oa:exact ?quote . ?place oa:start ?start ; oa:end ?end .
  OPTIONAL { ?s rdfs:label ?subjectLabel } OPTIONAL { ?o rdfs:label ?objectLabel }
  BIND(COALESCE(?subjectLabel, STR(?s)) AS ?subject)
  BIND(COALESCE(?objectLabel, STR(?o)) AS ?object)
}
"""


class Row(NamedTuple):
    """A line of the sheet; the curator fills in the three columns after `end`."""

    page: str
    relation: str
    subject: str
    object: str
    start: int
    end: int
    verdict: str
    error: str
    reason: str
    polarity: str
    certainty: str
    quote: str
    subject_node: str
    object_node: str


def draw(
    rows: Iterable[Row], wanted: dict[str, int], seed: int, rest: int = 0
) -> list[Row]:
    """Choose so many rows of each relation, `rest` of each that is not named.

    The same rows, numbers and seed give the same choice, whatever order rows come in.
    """
    choice = random.Random(seed)  # noqa: S311 - a sample that can be drawn again
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(set(rows)):
        groups[row.relation].append(row)
    return [
        row
        for relation, group in sorted(groups.items())
        for row in sorted(
            choice.sample(group, min(wanted.get(relation, rest), len(group)))
        )
    ]


def statements(dump: Path) -> Iterator[Row]:
    """Read the statements of a dump; a relation goes by its local name."""
    names = Names()
    solutions = opened(dump).query(
        STATEMENTS, prefixes=names.prefixes, use_default_graph_as_union=True
    )
    assert isinstance(solutions, QuerySolutions)
    for found in solutions:
        text = {v.value: found[v].value for v in solutions.variables}
        yield Row(
            names.curie(text["page"]).removeprefix("document:"),
            names.curie(text["relation"]).removeprefix("mg:"),
            text["subject"],
            text["object"],
            int(text["start"]),
            int(text["end"]),
            *("", "", ""),
            text["polarity"],
            text["certainty"],
            " ".join(text["quote"].split()),
            names.curie(text["s"]),
            names.curie(text["o"]),
        )


def opened(dump: Path) -> Store:
    store = Store()
    store.bulk_load(path=dump, format=RdfFormat.N_QUADS)
    return store


def write(rows: Iterable[Row], file: TextIO) -> None:
    writer = csv.writer(
        file,
        delimiter="\t",
        lineterminator="\n",
        quoting=csv.QUOTE_NONE,
        quotechar=None,
    )
    writer.writerow(Row._fields)
    writer.writerows(rows)


def numbers(
    _context: click.Context, _parameter: click.Parameter, given: Sequence[str]
) -> dict[str, int]:
    """Read `hasPhenotype=40`."""
    pairs = (word.partition("=") for word in given)
    try:
        return {relation: int(number) for relation, _, number in pairs}
    except ValueError as error:
        raise click.BadParameter("write a number for each: encodes=15") from error


@click.command(help=(__doc__ or "").replace("\n\n    ", "\n\n\b\n    "))
@click.argument("dump", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("wanted", nargs=-1, callback=numbers)
@click.option("-s", "--seed", default=1, show_default=True, help="Another, other rows.")
@click.option("-r", "--rest", default=0, help="How many of each relation not named.")
def main(dump: Path, wanted: dict[str, int], seed: int, rest: int) -> None:
    write(draw(statements(dump), wanted, seed, rest), sys.stdout)


if __name__ == "__main__":
    main()
