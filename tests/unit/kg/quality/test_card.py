"""The figures of a graph: counted at the build, kept as DQV, shown as tables."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph
import pytest
from click.testing import CliRunner, Result
from pyoxigraph import DefaultGraph

from kg.cli import COMMANDS, group
from kg.errors import GoldError
from kg.model import Reason, Reference
from kg.names import Names, slug
from kg.quality import (
    BEGIN,
    END,
    METRICS,
    Card,
    Case,
    Measurement,
    as_json,
    as_markdown,
    quality_quads,
    read_adjudications,
    read_cards,
    read_sample,
    shipped_cards,
    tables,
)
from kg.quality.dqv import metric_labels
from kg.rdf import dataset_node, source_quads
from kg.store import Store, create

ROOT = Path(__file__).parents[4]
NAMES = Names()
FIGURES = (
    Measurement(metric="facts-asserted", part=3, whole=4),
    Measurement(
        metric="recall",
        part=1,
        whole=3,
        relation=Reference("mg", "causes"),
        gold="two readers",
    ),
)


def mendel(*arguments: str | Path) -> Result:
    return CliRunner().invoke(group(COMMANDS), [str(each) for each in arguments])


def test_a_build_counts_what_came_of_its_pages(bundled: Store) -> None:
    """Sentences of prose and entries of lists are told apart; all facts are there."""
    figures = {found.metric: found for found in read_cards(bundled)[0].measurements}
    facts = [found for metric, found in figures.items() if metric.startswith("facts-")]

    assert (19, 19) == (figures["pages-read"].part, figures["pages-read"].whole)
    assert {bundled.report["facts"]} == {found.whole for found in facts}
    assert bundled.report["facts"] == sum(found.part for found in facts)
    assert 0.4 < figures["sentences-with-a-fact"].value < 1
    assert 0.9 < figures["entries-with-a-fact"].value


def test_the_shipped_figures_are_in_the_metadata(bundled: Store) -> None:
    """A graph tells what was measured on other pages apart from what is its own."""
    cards = read_cards(bundled)

    assert shipped_cards() == cards[1:]


def test_figures_come_back_from_rdf() -> None:
    """What is written as DQV is read as it was, relation and gold included."""
    memory = pyoxigraph.Store()
    graph = NAMES.iri(Reference("source", "some-pages"))
    title = f'<{graph.value}> <http://purl.org/dc/terms/title> "some pages"'
    memory.update(f"INSERT DATA {{ GRAPH {NAMES.graph('metadata')} {{ {title} }} }}")
    memory.extend(quality_quads(FIGURES, graph, Reference("run", "x"), NAMES))

    found = read_cards(Store(NAMES, memory, {}, Path()))
    assert (Card("some pages", "", FIGURES),) == found


def test_a_measurement_is_one_of_the_data_quality_vocabulary() -> None:
    """Each has a metric, a value, and what it was computed on."""
    quads = quality_quads(
        FIGURES[:1], dataset_node(NAMES), Reference("run", "x"), NAMES
    )
    said = {(NAMES.curie(q.predicate.value), str(q.object)) for q in quads}

    assert {
        ("dqv:isMeasurementOf", f"<{NAMES.prefixes['metric']}facts-asserted>"),
        ("dqv:value", '"0.75"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("dqv:computedOn", str(dataset_node(NAMES))),
    } <= said


def test_every_figure_has_a_metric_with_its_definition() -> None:
    """What is measured, and each reason to refuse a fact, stands in metrics.ttl."""
    graph = pyoxigraph.Store()
    graph.extend(source_quads(METRICS, NAMES))
    complete = "a dqv:Metric ; rdfs:label ?l ; skos:definition ?d ; dqv:inDimension ?i"
    rows = Store(NAMES, graph, {}, Path()).select(
        f"SELECT ?metric {{ GRAPH ?g {{ ?metric {complete} }} }}"
    )
    refused = {f"facts-refused-{slug(reason)}" for reason in Reason}
    measured = {found.metric for card in shipped_cards() for found in card.measurements}

    described = {row["metric"].value.rpartition("/")[2] for row in rows}
    assert [*metric_labels()] == [each for each in metric_labels() if each in described]
    assert set() == (refused | measured) - described


def test_a_card_has_a_row_for_each_relation_and_each_figure() -> None:
    """Relations come first, with the numbers behind a share."""
    relation, rest = tables(Card("pages", "", FIGURES))

    assert ["relation", "recall", "gold"] == relation.header
    assert [["mg:causes", "0.333 (1/3)", "two readers"]] == relation.rows
    assert [["facts asserted", "3", "4", "0.750"]] == rest.rows


def test_the_readme_has_the_shipped_figures() -> None:
    """`make quality` wrote both the section and the file of figures."""
    readme = ROOT.joinpath("README.md").read_text(encoding="utf-8")
    written = readme[readme.index(BEGIN) : readme.index(END) + len(END)]

    assert as_markdown(shipped_cards()) == written


def test_stats_shows_the_figures(bundled: Store) -> None:
    """As tables to read, or as JSON with every number."""
    location = bundled.generation.parents[1]
    shown = mendel("stats", "--quality", "-l", location)
    data = mendel("stats", "--quality", "--json", "-l", location)

    assert "sentences that yielded a fact" in shown.stdout
    assert json.loads(data.stdout) == as_json(read_cards(bundled))


def test_stats_compares_with_gold(bundled: Store, tmp_path: Path) -> None:
    """The last card is that of the graph against the folder."""
    line = {"slug": "alas2", "modifier_gene": "FECH", "polarity": "positive"}
    tmp_path.joinpath("modifiers_hand.jsonl").write_text(json.dumps(line))
    location = bundled.generation.parents[1]

    shown = mendel("stats", "--gold", tmp_path, "--json", "-l", location)
    figures = json.loads(shown.stdout)[-1]["figures"]
    assert [("recall", "mg:modifies", 0, 1)] == [
        (each["metric"], each["relation"], each["count"], each["total"])
        for each in figures
    ]


def test_a_graph_of_an_older_version_has_no_figures(tmp_path: Path) -> None:
    """The error says to build again."""
    with create(tmp_path / "graph", NAMES.base) as draft:
        draft.commit({})
    refused = mendel("stats", "--quality", "-l", tmp_path / "graph")

    assert 1 == refused.exit_code
    assert refused.stderr.rstrip().endswith("an older version built it: build it again")


def test_a_sample_gives_precision_by_relation(tmp_path: Path) -> None:
    """A relation goes by its local name or as a CURIE."""
    file = tmp_path / "sample.tsv"
    file.write_text(
        "page\trelation\tverdict\na\tencodes\tright\nb\tmg:encodes\twrong\n"
    )
    expected = Measurement(
        metric="sampled-precision",
        part=1,
        whole=2,
        relation=Reference("mg", "encodes"),
    )

    assert (expected,) == read_sample(file)


def test_only_errors_of_gold_are_forgiven(tmp_path: Path) -> None:
    """A case that was decided against the graph changes nothing."""
    file = tmp_path / "adjudications.tsv"
    file.write_text(
        "page\trelation\tvalue\tverdict\n"
        "a\tcount\t2\tgold-wrong\nb\tcount\t3\tgold-incomplete\nc\tcount\t4\tours-wrong\n"
        "d\tcount\t5\tours-missing\n"
    )

    expected = {Case("count", "a", "2"), Case("count", "b", "3")}
    assert expected == read_adjudications(file)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("page\trelation\n", "has no column value, verdict"),
        (
            "page\trelation\tvalue\tverdict\na\tcount\t2\tmaybe\n",
            "'maybe' is no verdict",
        ),
    ],
)
def test_a_table_of_verdicts_out_of_order_is_refused(
    tmp_path: Path, text: str, problem: str
) -> None:
    """The error says what is missing, or where the unknown word stands."""
    file = tmp_path / "adjudications.tsv"
    file.write_text(text)

    with pytest.raises(GoldError, match=problem):
        read_adjudications(file)


def test_the_metadata_stays_out_of_plain_queries(bundled: Store) -> None:
    """Figures drown no `SELECT *`."""
    assert [] == bundled.select("SELECT ?m { ?m a dqv:QualityMeasurement }")
    assert DefaultGraph() not in {
        quad.graph_name
        for quad in bundled.quads.quads_for_pattern(
            None, NAMES.iri(Reference("dqv", "value")), None, None
        )
    }
