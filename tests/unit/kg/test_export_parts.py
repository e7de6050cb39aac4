"""A part of the graph for those who read no RDF."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, parse
from pyoxigraph import Store as Quads

from kg.errors import TermError
from kg.export import Selection
from kg.export.nanopubs import NP
from kg.export.table import EXPORTERS, find_exporter
from kg.names import Names, named
from kg.store import Infer, Store

NAMES = Names()
ALAS2 = NamedNode(NAMES.prefixes["hgnc"] + "397")
OTHERS = [found.name for found in EXPORTERS if not found.is_rdf]


def written(store: Store, form: str, wanted: Selection) -> bytes:
    output = io.BytesIO()
    find_exporter(form, None).write(store, output, wanted)
    return output.getvalue()


def unzipped(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def kgx(store: Store, wanted: Selection) -> tuple[list[Any], list[Any]]:
    files = unzipped(written(store, "kgx-jsonl", wanted))
    nodes, edges = (files[f"{name}.jsonl"] for name in ("nodes", "edges"))
    return list(map(json.loads, nodes.splitlines())), list(
        map(json.loads, edges.splitlines())
    )


@pytest.mark.parametrize("form", [name for name in OTHERS if name != "parquet"])
def test_the_bytes_depend_on_the_graph_only(bundled: Store, form: str) -> None:
    """A store that has the quads in another order gives the same bytes."""
    quads = Quads()
    for quad in sorted(bundled.quads, key=str, reverse=True):
        quads.add(quad)
    other = replace(bundled, quads=quads)

    assert written(bundled, form, Selection()) == written(other, form, Selection())


def test_edges_about_a_node_are_all_of_its_edges(bundled: Store) -> None:
    """They are those of the whole graph that it is an end of, with both their ends."""
    nodes, edges = kgx(bundled, Selection(about=ALAS2))
    every_node, every_edge = kgx(bundled, Selection())
    touching = [e for e in every_edge if "hgnc:397" in {e["subject"], e["object"]}]
    ends = {edge[end] for edge in edges for end in ("subject", "object")}

    assert touching == edges
    assert [node for node in every_node if node["id"] in ends] == nodes


def test_edges_of_a_page_are_what_it_says(bundled: Store) -> None:
    """Each has a sentence of the page; what it denies is among them."""
    _, edges = kgx(bundled, Selection(graphs=("doc/alas2",)))
    _, every_edge = kgx(bundled, Selection())
    said = [e for e in every_edge if e.get("publications") == ["document:alas2"]]

    assert said == [edge for edge in edges if "publications" in edge]
    assert {True, False} == {edge["negated"] for edge in said}
    assert "logical_entailment" not in {edge["knowledge_level"] for edge in edges}


def test_edges_of_the_inferred_graph_are_those_inferred(bundled: Store) -> None:
    """To name the graph is to want nothing else; nodes have their names anyway."""
    nodes, edges = kgx(bundled, Selection(graphs=("inferred",)))
    agents = {(edge["knowledge_level"], edge["agent_type"]) for edge in edges}
    ends = {edge[end] for edge in edges for end in ("subject", "object")}

    assert (nodes, edges) == kgx(bundled, Selection(infer=Infer.ONLY))
    assert {("logical_entailment", "automated_agent")} == agents
    assert ends == {node["id"] for node in nodes}
    assert all("name" in node for node in nodes)


def test_tables_of_a_page_have_what_its_graph_has(bundled: Store) -> None:
    """Each triple of the graph in a relation of ours is a row, and nothing else is."""
    wanted = Selection(graphs=("doc/alas2",))
    tables = unzipped(written(bundled, "csv", wanted))
    rows = [r for text in tables.values() for r in csv.DictReader(io.StringIO(text))]
    graph = bundled.names.graph("doc", "alas2")
    quads = bundled.quads.quads_for_pattern(None, None, None, graph)
    ours = [q for q in quads if q.predicate.value.startswith(NAMES.prefixes["mg"])]

    assert len(ours) == len(rows)
    assert {f"{NAMES.curie(q.predicate.value)[3:]}.csv" for q in ours} == set(tables)
    assert {"false"} == {row["inferred"] for row in rows}


def test_nanopublications_of_a_page_are_from_it(bundled: Store) -> None:
    """Each has the page as its source."""
    content = written(bundled, "nanopubs", Selection(graphs=("doc/alas2",)))
    quads = list(parse(content, format=RdfFormat.TRIG))
    sources = [q.object for q in quads if q.predicate == named("prov:hadPrimarySource")]
    heads = [q for q in quads if q.object == NamedNode(f"{NP}Nanopublication")]

    assert {NAMES.iri(NAMES.parse_curie("document:alas2"))} == set(sources)
    assert len(heads) == len(sources)


def test_mappings_about_a_node_are_those_it_has(bundled: Store) -> None:
    """The rows of the whole set that have it as subject or object."""
    part, whole = (
        [x for x in written(bundled, "sssom", s).decode().splitlines() if x[0] != "#"]
        for s in (Selection(about=ALAS2), Selection())
    )
    cells = {line: line.split("\t") for line in whole[1:]}
    touching = [line for line, row in cells.items() if "hgnc:397" in {row[0], row[3]}]

    assert [whole[0], *touching] == part
    assert touching != []


def test_what_is_only_denied_has_a_name(bundled: Store) -> None:
    """The ends of a denied edge are described, though no triple speaks of them."""
    nodes, edges = kgx(bundled, Selection())
    default = DefaultGraph()
    denied = {e["subject"] for e in edges if e["negated"]}
    spoken = {
        end
        for end in denied
        if not any(
            bundled.quads.quads_for_pattern(
                NAMES.iri(NAMES.parse_curie(end)), None, None, default
            )
        )
    }
    names = {node["id"]: node.get("name") for node in nodes}

    assert spoken != set()
    assert None not in {names[end] for end in spoken}


@pytest.mark.parametrize("form", [name for name in OTHERS if name != "parquet"])
def test_a_graph_that_is_not_there_is_told(bundled: Store, form: str) -> None:
    """By its name, with those that may have been meant."""
    with pytest.raises(
        TermError, match=r"'doc/alas3': no such graph; did you mean doc/"
    ):
        written(bundled, form, Selection(graphs=("doc/alas3",)))
