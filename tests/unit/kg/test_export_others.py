"""What others read: KGX, SSSOM, nanopublications, drawn graphs, tables."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml
from click.testing import CliRunner, Result
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from kg.cli import COMMANDS, group
from kg.errors import FormatError, StoreError
from kg.export import Selection
from kg.export.nanopubs import NP
from kg.export.table import EXPORTERS, find_exporter
from kg.names import Names, named
from kg.store import Infer, Store

NAMES = Names()
OTHERS = [found.name for found in EXPORTERS if not found.is_rdf]
NOT_BIOLINK = {"kind", "relation", "text_start", "text_end"}


def written(store: Store, form: str, infer: Infer = Infer.TRUE) -> bytes:
    output = io.BytesIO()
    find_exporter(form, None).write(store, output, Selection(infer=infer))
    return output.getvalue()


def unzipped(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def lines(store: Store, name: str, infer: Infer = Infer.TRUE) -> list[dict[str, Any]]:
    text = unzipped(written(store, "kgx-jsonl", infer))[f"{name}.jsonl"]
    return [json.loads(line) for line in text.splitlines()]


def run(*words: object) -> Result:
    return CliRunner().invoke(group(COMMANDS), [str(word) for word in words])


@pytest.mark.parametrize("form", [name for name in OTHERS if name != "parquet"])
def test_others_are_the_same_every_time(bundled: Store, form: str) -> None:
    """Byte for byte, zip files and generated identifiers too."""
    assert written(bundled, form) == written(bundled, form)


@pytest.mark.parametrize("name", ["nodes", "edges"])
def test_kgx_is_valid_by_biolink(bundled: Store, name: str) -> None:
    """Each line is an instance of the class that its category names."""
    biolink = pytest.importorskip(
        "biolink_model.datamodel.pydanticmodel_v2",
        reason="pip install biolink-model: not pinned, it needs some without wheels",
    )
    for line in lines(bundled, name):
        (category,) = line["category"]
        kind = getattr(biolink, category.removeprefix("biolink:"))
        kind(**{k: v for k, v in line.items() if k not in NOT_BIOLINK})


def test_kgx_edges_have_their_ends(bundled: Store) -> None:
    """No edge leads to a node that is not listed, and no identifier comes twice."""
    nodes = [node["id"] for node in lines(bundled, "nodes")]
    edges = lines(bundled, "edges")
    ends = {edge[end] for edge in edges for end in ("subject", "object")}

    assert set() == ends - set(nodes)
    assert len(nodes) == len(set(nodes))
    assert len(edges) == len({edge["id"] for edge in edges})


def test_kgx_edges_have_their_sentences(bundled: Store) -> None:
    """What a page states has its words; the offsets are where they stand in it."""
    stated = [edge for edge in lines(bundled, "edges") if "supporting_text" in edge]
    for edge in stated:
        (document,), (words,) = edge["publications"], edge["supporting_text"]
        text = bundled.document_text(NAMES.parse_curie(document))
        start, end = int(str(edge["text_start"])), int(str(edge["text_end"]))
        assert words == " ".join(text[start:end].split())

    assert {"text_mining_agent"} == {edge["agent_type"] for edge in stated}


def test_kgx_tells_what_was_inferred(bundled: Store) -> None:
    """It is a logical entailment of an automated agent, and can be left out."""
    levels = {
        infer: {str(edge["knowledge_level"]) for edge in lines(bundled, "edges", infer)}
        for infer in Infer
    }

    assert {"logical_entailment"} == levels[Infer.ONLY]
    assert {"knowledge_assertion"} == levels[Infer.FALSE]
    assert levels[Infer.TRUE] == levels[Infer.ONLY] | levels[Infer.FALSE]


def test_kgx_tables_have_the_rows_of_the_lines(bundled: Store) -> None:
    """TSV and JSONL are the same edges; a denied one is `negated`."""
    text = unzipped(written(bundled, "kgx"))["edges.tsv"]
    rows = list(csv.DictReader(io.StringIO(text), delimiter="\t"))
    edges = lines(bundled, "edges")

    assert [edge["id"] for edge in edges] == [row["id"] for row in rows]
    assert [str(edge["negated"]).lower() for edge in edges] == [
        row["negated"] for row in rows
    ]


def test_sssom_is_as_its_specification_says(bundled: Store) -> None:
    """The head is YAML with the prefixes of every CURIE, and required slots are there.

    SSSOM 1.0: subject_id, predicate_id, object_id and mapping_justification of each
    mapping, mapping_set_id and license of the set.
    """
    text = written(bundled, "sssom").decode().splitlines()
    head = yaml.safe_load("\n".join(x[1:] for x in text if x.startswith("#")))
    rows = list(
        csv.DictReader((x for x in text if not x.startswith("#")), delimiter="\t")
    )
    keys = ("subject_id", "predicate_id", "object_id", "mapping_justification")
    used = {row[key].partition(":")[0] for row in rows for key in keys}
    bound = bundled.select(
        "SELECT ?s ?p ?o { VALUES ?p { skos:exactMatch skos:closeMatch skos:broadMatch"
        " skos:narrowMatch skos:relatedMatch } ?s ?p ?o }"
    )
    mapped = {tuple(str(NAMES.curie(r[k].value)) for k in "spo") for r in bound}

    assert used <= set(head["curie_map"])
    assert {"mapping_set_id", "license"} <= set(head)
    assert mapped == {tuple(row[key] for key in keys[:3]) for row in rows}
    assert {"semapv"} == {row[keys[3]].partition(":")[0] for row in rows}


def test_nanopublications_have_four_graphs(bundled: Store) -> None:
    """Each head names its three graphs; the assertion is one triple that holds."""
    quads = list(parse(written(bundled, "nanopubs"), format=RdfFormat.TRIG))
    count: dict[str, int] = {}
    for quad in quads:
        count[str(quad.graph_name)] = count.get(str(quad.graph_name), 0) + 1
    parts = ("hasAssertion", "hasProvenance", "hasPublicationInfo")
    named_by = {
        part: [str(q.object) for q in quads if q.predicate == NamedNode(NP + part)]
        for part in parts
    }
    heads = [graph for graph in count if graph.endswith("#Head>")]
    dates = {
        str(q.object.value)
        for q in quads
        if q.predicate == named("dcterms:created") and isinstance(q.object, Literal)
    }
    asserted = [q for q in quads if str(q.graph_name) in set(named_by["hasAssertion"])]
    default = DefaultGraph()

    assert all(len(heads) == len(found) for found in named_by.values())
    assert {bundled.written.replace(microsecond=0).isoformat()} == dates
    assert {1} == {count[graph] for graph in named_by["hasAssertion"]}
    assert set(count) == set(heads) | {g for found in named_by.values() for g in found}
    assert all(
        Quad(q.subject, q.predicate, q.object, default) in bundled.quads
        for q in asserted
    )


def test_drawn_graphs_have_the_same_nodes_and_edges(bundled: Store) -> None:
    """GraphML, Cytoscape and OBO Graphs are well formed, and nothing is lost.

    What is denied is marked so; OBO Graphs, which cannot, leave it out.
    """
    ids = [str(node["id"]) for node in lines(bundled, "nodes")]
    told = lines(bundled, "edges")
    edges, denied = len(told), [edge["id"] for edge in told if edge["negated"]]
    xml = ET.fromstring(written(bundled, "graphml"))  # noqa: S314 # our own
    space = "{http://graphml.graphdrawing.org/xmlns}"
    drawn = json.loads(written(bundled, "cyjs"))["elements"]
    (obo,) = json.loads(written(bundled, "obographs"))["graphs"]

    assert ids == [node.get("id") for node in xml.iter(f"{space}node")]
    assert ids == [node["data"]["id"] for node in drawn["nodes"]]
    assert len(ids) == len(obo["nodes"])
    assert edges == len(list(xml.iter(f"{space}edge"))) == len(drawn["edges"])
    assert denied == [d["data"]["id"] for d in drawn["edges"] if "negated" in d["data"]]
    assert edges - len(denied) == len(obo["edges"])
    assert {"sub", "pred", "obj"} == {key for edge in obo["edges"] for key in edge}


def test_each_relation_is_a_table(bundled: Store) -> None:
    """Its rows are the triples of the relation, with labels for whoever reads them."""
    tables = unzipped(written(bundled, "csv"))
    rows = list(csv.DictReader(io.StringIO(tables["encodes.csv"])))
    found = bundled.select("SELECT ?s ?o { ?s mg:encodes ?o }")
    names = bundled.select(
        "SELECT DISTINCT ?p { ?s ?p ?o FILTER(STRSTARTS(STR(?p), STR(mg:))) }"
    )

    assert len(names) == len(tables)
    assert {NAMES.curie(row["s"].value) for row in found} == {
        r["subject"] for r in rows
    }
    assert "ALAS2" in {row["subject_label"] for row in rows}


def test_parquet_says_what_it_needs(bundled: Store) -> None:
    """Without pyarrow, the error tells how to get it; with it, a file is there."""
    if find_spec("pyarrow") is None:
        with pytest.raises(StoreError, match=r"pip install 'mendelgraph\[parquet\]'"):
            written(bundled, "parquet")
    else:
        assert b"PAR1" == written(bundled, "parquet")[:4]


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("a.ttl.gz", "ttl"),
        ("kgx.zip", "kgx"),
        ("a.sssom.tsv", "sssom"),
        ("a.trig", "trig"),
        ("a.nanopubs.trig.zst", "nanopubs"),
        ("a.OWL", "rdf"),
        ("a", "ttl"),
    ],
)
def test_a_file_tells_its_format(file: str, name: str) -> None:
    """The longest ending counts, whatever packs the file."""
    assert name == find_exporter(None, Path(file)).name


def test_what_others_cannot_be_given(bundled: Store) -> None:
    """What a format has no place for is refused with what to do instead."""
    location = bundled.generation.parent.parent
    refused = {
        ("kgx", "--construct", "DESCRIBE mg:Gene"): "choose by --graph, --about or",
        ("csv", "--evidence", "rdf12"): "leave out --evidence",
        ("cyjs", "--labels"): "leave out --labels",
        ("nanopubs", "--infer", "only"): "nobody states what was inferred",
    }
    for words, problem in refused.items():
        result = run("export", "-l", location, "-f", *words)
        assert (2, True) == (result.exit_code, problem in result.stderr)

    with pytest.raises(FormatError, match=r"known are ttl, .*parquet"):
        find_exporter(None, Path("a.xls"))
    assert "kgx" in run("export", "--help").output
