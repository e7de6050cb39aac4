"""`mendel release`: whole, checkable, and named by what the graph asserts."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import os
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.change import Writer
from kg.cli import COMMANDS, group
from kg.cli.issue import day
from kg.diff import compare, read_snapshot
from kg.names import named
from kg.release import content_version, release
from kg.store import Store
from ontology import FILES
from tests.unit.kg.change.graphs import make


def mendel(*arguments: object) -> Result:
    return CliRunner().invoke(group(COMMANDS), [str(a) for a in arguments])


@pytest.fixture(scope="module", name="made")
def _made(bundled: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return release(bundled, tmp_path_factory.mktemp("releases")).folder


def test_sums(made: Path) -> None:
    """SHA256SUMS has the sum of each other file, as sha256sum reads it."""
    lines = (made / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    expected = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}"
        for path in sorted(made.iterdir())
        if path.name != "SHA256SUMS"
    ]
    assert expected == lines


def test_its_dump_is_the_graph(made: Path, bundled: Store) -> None:
    """A release compares with the store that it was made of, and is the same."""
    location = bundled.generation.parents[1]
    assert compare(read_snapshot(made), read_snapshot(location)).is_empty


def test_the_crate_lists_the_files(made: Path) -> None:
    """RO-Crate metadata describe each file with its size and sum."""
    content = json.loads((made / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    nodes = {node["@id"]: node for node in content["@graph"]}
    listed = {part["@id"] for part in nodes["./"]["hasPart"]}
    files = {path.name for path in made.iterdir()}
    assert files - {"ro-crate-metadata.json"} == listed
    told = listed - {"SHA256SUMS"}
    sizes = {name: int(nodes[name]["contentSize"]) for name in told}
    assert {name: (made / name).stat().st_size for name in told} == sizes
    lines = (made / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    rows = (line.partition("  ") for line in lines)
    sums = {name: digest for digest, _, name in rows}
    assert {n: sums[n] for n in told} == {n: nodes[n]["sha256"] for n in told}


def test_citation(made: Path, bundled: Store) -> None:
    """CITATION.cff names the version and the date, which make the folder's name."""
    found = yaml.safe_load((made / "CITATION.cff").read_text(encoding="utf-8"))
    version = content_version(bundled)
    assert version == found["version"]
    assert f"{found['date-released']}-{version[:12]}" == made.name


def origins(made: Path) -> dict[str, dict[str, str]]:
    text = (made / "sources.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t")
    return {row["source"]: row for row in rows}


def test_sources_have_hashes(made: Path, bundled: Store) -> None:
    """Every page is listed with its hash, every other source with its file's."""
    rows = origins(made)
    texts = {
        f"document:{path.stem}": hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (bundled.generation / "documents").glob("*.txt")
    }
    files = {
        name: hashlib.sha256(
            FILES.joinpath(row["file"].removeprefix("ontology/")).read_bytes()
        )
        for name, row in rows.items()
        if row["file"]
    }
    expected = {**texts, **{name: found.hexdigest() for name, found in files.items()}}
    assert expected == {n: r["hash"].removeprefix("sha256:") for n, r in rows.items()}
    assert {"source:rhea", "source:mondo-2026-08-04"} <= {*files}


def test_sources_are_what_is_cited(made: Path, bundled: Store) -> None:
    """Whatever a statement names as its source is listed; what none names, is not."""
    evidence = bundled.names.graph("evidence")
    cited = {
        bundled.names.curie(quad.object.value)
        for quad in bundled.quads.quads_for_pattern(
            None, named("prov:hadPrimarySource"), None, evidence
        )
        if isinstance(quad.object, NamedNode)
    }
    assert cited == {*origins(made)}


def test_sources_have_terms(made: Path) -> None:
    """A source has a title and a version; those that name their terms, these too."""
    rows = origins(made)
    others = {name: row for name, row in rows.items() if name.startswith("source:")}
    assert [] == [n for n, r in others.items() if not (r["title"] and r["version"])]
    mondo = rows["source:mondo-2026-08-04"]
    assert ("Mondo mappings 2026-08-04", "2026-08-04", "CC0") == (
        mondo["title"],
        mondo["version"],
        mondo["licence"],
    )


def test_descriptions_parse(made: Path) -> None:
    """The description says what the dataset is."""
    kind = NamedNode("http://www.w3.org/ns/dcat#Dataset")
    triples = parse((made / "void.ttl").read_bytes(), RdfFormat.TURTLE)
    assert any(quad.object == kind for quad in triples)


def test_the_version_is_of_what_is_asserted(tmp_path: Path) -> None:
    """The same facts have the same version, whenever written; others have another."""
    page = "gene:g mg:encodes enzyme:e ."
    for name in ("one", "other"):
        make(tmp_path / name, page=page)
    first, same = (content_version(Store.open(tmp_path / n)) for n in ("one", "other"))
    with Writer(tmp_path / "other") as writer:
        writer.update("INSERT DATA { gene:g mg:encodes enzyme:f }")
        changed = content_version(Store.open(tmp_path / "other"))
        writer.update("DELETE DATA { gene:g mg:encodes enzyme:f }")
    back = content_version(Store.open(tmp_path / "other"))
    assert (first, first, True) == (same, back, changed != first)


def test_the_same_again(made: Path, bundled: Store) -> None:
    """A graph that has not changed is not released twice, and nothing is left over."""
    location = bundled.generation.parents[1]
    told = mendel("release", made.parent, "-l", location)
    assert (1, True) == (told.exit_code, "is there already" in told.stderr)
    assert [made] == [*made.parent.iterdir()]


def test_nothing_half_written(
    bundled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where writing fails, nothing of it stays; the message says what to do."""

    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kg.release.folder.sources", full)
    location = bundled.generation.parents[1]
    told = mendel("release", tmp_path / "r", "-l", location)
    assert (1, True, []) == (
        told.exit_code,
        "No space left on device" in told.stderr,
        [*(tmp_path / "r").iterdir()],
    )


def test_the_same_bytes(made: Path, bundled: Store, tmp_path: Path) -> None:
    """A release made again elsewhere has the same bytes."""
    again = release(bundled, tmp_path).folder
    sums = [(folder / "SHA256SUMS").read_bytes() for folder in (made, again)]
    shutil.rmtree(again)
    assert sums[0] == sums[1]


def test_the_same_bytes_on_another_day(bundled: Store, tmp_path: Path) -> None:
    """With the day given, when the graph was built changes no byte of any file."""
    location = tmp_path / "graph"
    shutil.copytree(bundled.generation.parents[1], location)
    for path in location.rglob("*"):
        os.utime(path, (0, 0))
    told = [
        mendel("release", tmp_path / str(n), "--date", "2031-02-03", "-l", place)
        for n, place in enumerate((location, bundled.generation.parents[1]))
    ]
    one, two = (
        {path.name: path.read_bytes() for path in sorted(tmp_path.glob(f"{n}/*/*"))}
        for n in range(2)
    )
    assert [0, 0] == [each.exit_code for each in told]
    assert one == two
    assert b"2031-02-03" in one["CITATION.cff"]


def test_no_day(bundled: Store, tmp_path: Path) -> None:
    """What is no day is refused with how to write one; seconds of the epoch are."""
    place = ("-l", bundled.generation.parents[1])
    wrong = mendel("release", tmp_path, "--date", "tomorrow", *place)
    assert (2, True) == (wrong.exit_code, "write it as 2026-11-01" in wrong.stderr)
    assert date(2031, 2, 3) == day(None, None, "1927843200")


_PEOPLE = ("dcterms:title", "dcterms:description", "dcterms:publisher")
_ISSUE = ("dcterms:creator", "pav:version", "dcterms:license")


@pytest.mark.parametrize(
    ("level", "musts"),
    [
        ("dcterms:isVersionOf", (*_PEOPLE, *_ISSUE, "dcat:distribution")),
        ("dcat:downloadURL", (*_PEOPLE, *_ISSUE, "dcterms:format", "dcat:byteSize")),
    ],
)
def test_levels_of_description(made: Path, level: str, musts: tuple[str, ...]) -> None:
    """The version and each file have what the HCLS profile demands of their level."""
    quads = list(parse((made / "dataset.ttl").read_bytes(), RdfFormat.TURTLE))
    nodes = {quad.subject for quad in quads if quad.predicate == named(level)}
    kind = NamedNode("http://purl.org/dc/dcmitype/Dataset")
    told = {(quad.subject, quad.predicate) for quad in quads}
    typed = {quad.subject for quad in quads if quad.object == kind}
    missing = {(n, m) for n in nodes for m in musts if (n, named(m)) not in told}
    assert (set(), nodes) == (missing, nodes & typed)
    assert nodes


def test_the_summary_has_no_version(made: Path) -> None:
    """The summary is of all versions: it has a title, and neither version nor date."""
    quads = list(parse((made / "dataset.ttl").read_bytes(), RdfFormat.TURTLE))
    (summary,) = {
        q.object for q in quads if q.predicate == named("dcterms:isVersionOf")
    }
    told = {quad.predicate for quad in quads if quad.subject == summary}
    assert {*map(named, _PEOPLE)} <= told
    assert not told & {named("pav:version"), named("dcterms:issued")}


def test_every_file_is_described(made: Path) -> None:
    """Each file but the description is a distribution at its own address, with sum."""
    quads = parse((made / "dataset.ttl").read_bytes(), RdfFormat.TURTLE)
    told = list(quads)
    addresses = {q.object for q in told if q.predicate == named("dcat:downloadURL")}
    names = {str(address).rpartition("/")[2].rstrip(">") for address in addresses}
    beside = {"dataset.ttl", "ro-crate-metadata.json", "SHA256SUMS"}
    assert {path.name for path in made.iterdir()} - beside == names
    summed = {q.subject for q in told if q.predicate.value.endswith("#checksum")}
    assert addresses == summed


def test_what_people_cite(made: Path) -> None:
    """The dumps of other communities are there, as `mendel export` writes them."""
    with zipfile.ZipFile(made / "mendelgraph.kgx.zip") as tables:
        assert {"nodes.tsv", "edges.tsv"} == set(tables.namelist())
    mappings = (made / "mendelgraph.sssom.tsv").read_text(encoding="utf-8")
    assert mappings.startswith("#curie_map:")
    with gzip.open(made / "mendelgraph.nanopubs.trig.gz") as packed:
        quads = list(parse(packed.read(), RdfFormat.TRIG))
    kind = NamedNode("http://www.nanopub.org/nschema#Nanopublication")
    assert any(quad.object == kind for quad in quads)
