"""`mendel diff`: what is said otherwise, with the sentences; ends as diff(1)."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import DefaultGraph, Quad, RdfFormat, parse

from kg import names
from kg.change import Writer
from kg.cli import COMMANDS, group
from kg.diff import compare, read_snapshot
from kg.diff.blank import renamed
from kg.diff.rows import apart
from kg.pipeline import build
from kg.store import Store

PAGE = """ALAS2 gene

Normal Function

The ALAS2 gene provides instructions for making an enzyme called erythroid
ALA-synthase.

Health Conditions Related to Genetic Changes

X-linked sideroblastic anemia

{changes}
"""
OLD = "At least 20 mutations in the ALAS2 gene cause X-linked sideroblastic anemia."
NEW = "At least 50 mutations in the ALAS2 gene cause X-linked sideroblastic anemia."
BEFORE = f"    - document:alas2: “{OLD}”"
AFTER = f"    + document:alas2: “{NEW}”"


def mendel(*arguments: object) -> Result:
    return CliRunner().invoke(group(COMMANDS), [str(a) for a in arguments])


def made(folder: Path, sentence: str) -> Path:
    page = folder / "alas2.txt"
    page.write_text(PAGE.format(changes=sentence), encoding="utf-8")
    build([page], folder / "graph")
    return folder / "graph"


@pytest.fixture(scope="module", name="old")
def _old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("old"), OLD)


@pytest.fixture(scope="module", name="new")
def _new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("new"), NEW)


def dump(location: Path, folder: Path, ending: str) -> Path:
    file = folder / f"{location.parent.name}.{ending}.gz"
    mendel("export", file, "-l", location)
    return file


def carried(location: Path) -> set[Quad]:
    """Give what a patch tells of, blank nodes by what is below them."""
    store = Store.open(location)
    apart = (DefaultGraph(), store.names.graph("metadata"))
    found = (q for q in store.quads if q.graph_name not in apart)
    run = names.named("prov:wasGeneratedBy")
    return set(renamed(q for q in found if q.predicate != run))


@pytest.mark.parametrize("ending", ["", "nq", "trig", "ttl"])
def test_the_same(old: Path, tmp_path: Path, ending: str) -> None:
    """A store says the same as its dump, whatever the syntax: exit 0."""
    other = dump(old, tmp_path, ending) if ending else old
    told = mendel("diff", old, other)
    nothing = "+0 -0 ~0"
    expected = f"{nothing} facts, {nothing} names and types, {nothing} inferred\n"
    assert (0, expected) == (told.exit_code, told.stdout)


@pytest.mark.parametrize("ending", ["", "nq"])
def test_changes_with_sentences(
    old: Path, new: Path, tmp_path: Path, ending: str
) -> None:
    """A value in the place of another is one change, with what was and is said."""
    sides = [dump(side, tmp_path, ending) if ending else side for side in (old, new)]
    told = mendel("diff", *sides)
    lines = told.stdout.splitlines()
    (at,) = (n for n, line in enumerate(lines) if line.endswith("· 20 → 50"))
    assert (1, [BEFORE, AFTER]) == (told.exit_code, lines[at + 1 : at + 3])


def test_said_by_another_sentence(old: Path, new: Path) -> None:
    """A fact that stays and is said in other words is told with both."""
    (change,) = (
        change
        for change in compare(*map(read_snapshot, (old, new))).stated
        if change.old == change.new and str(change.triple.predicate).endswith("causes>")
    )
    assert ([OLD], [NEW]) == (
        [said.exact for said in change.before],
        [said.exact for said in change.after],
    )


def test_a_fact_comes_and_goes(old: Path, tmp_path: Path) -> None:
    """What was added on one side is removed from the other, and so is what follows."""
    changed = tmp_path / "changed"
    shutil.copytree(old, changed)
    with Writer(changed) as writer:
        writer.update("INSERT DATA { hgnc:397 mg:expressedIn CL:0000764 }")
    there, back = mendel("diff", old, changed), mendel("diff", changed, old)
    line = "ALAS2 · expressed in · CL:0000764"
    assert [f"+ {line}", f"- {line}"] == [
        side.stdout.splitlines()[0] for side in (there, back)
    ]
    listed = mendel("diff", old, changed, "--all").stdout
    assert "+ CL:0000764 · rdf:type · anatomical entity" in listed.splitlines()


def test_a_patch_leads_from_one_to_the_other(old: Path, new: Path) -> None:
    """What a patch deletes and adds makes the new graph of the old one.

    Metadata and the run that made a statement are not told: they differ in each build.
    """
    rows = mendel("diff", old, new, "-f", "rdfp").stdout.splitlines()
    removed, added = (
        {*parse("\n".join(r[2:] for r in rows if r[0] == mark), RdfFormat.N_QUADS)}
        for mark in "DA"
    )
    before, after = carried(old), carried(new)
    assert (["TX .", "TC ."], after) == ([rows[0], rows[-1]], before - removed | added)
    assert (before - after, after - before) == (removed, added)


def test_a_build_again_is_no_patch(old: Path, tmp_path: Path) -> None:
    """The same page built by another run has nothing to tell."""
    again = made(tmp_path, OLD)
    told = mendel("diff", old, again, "-f", "rdfp")
    assert (0, ["TX .", "TC ."]) == (told.exit_code, told.stdout.splitlines())


def test_lines_in_any_order() -> None:
    """What is the same is found wherever it comes; what only one has is told."""
    old, new = (b"a", b"b", b"c", b"d"), (b"d", b"x", b"b", b"a")
    assert ({b"c"}, {b"x"}) == apart(old, new)


def test_no_room(old: Path, new: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has no room for temporary files is told which folder that is, in a line."""
    monkeypatch.setattr(tempfile, "tempdir", "/dev/full")
    told = mendel("diff", old, new)
    assert (2, True) == (told.exit_code, "set TMPDIR" in told.stderr)


def test_turtle_is_a_change_set(old: Path, new: Path) -> None:
    """Turtle gives removals and additions as statements, with their sentences."""
    told = mendel("diff", old, new, "-f", "ttl").stdout
    exact = "http://www.w3.org/ns/oa#exact"
    said = {
        quad.object.value
        for quad in parse(told, RdfFormat.TURTLE)
        if quad.predicate.value == exact and quad.object.value in {OLD, NEW}
    }
    assert {OLD, NEW} == said


def test_pages_escape(old: Path, tmp_path: Path) -> None:
    """A page shows what it is given as text, markup included."""
    changed = tmp_path / "changed"
    shutil.copytree(old, changed)
    with Writer(changed) as writer:
        writer.update("INSERT DATA { hgnc:397 skos:note '<script>alert(1)</script>' }")
    page = mendel("diff", old, changed, "-f", "html").stdout
    assert (False, True) == ("<script>" in page, "&lt;script&gt;" in page)


def test_blank_nodes_compare() -> None:
    """Blank nodes that hold the same are the same, whatever they are called."""
    texts = ("_:a <urn:p> _:b . _:b <urn:q> 1 .", "_:x <urn:p> _:a . _:a <urn:q> 1 .")
    one, other = (set(renamed(parse(t, RdfFormat.TURTLE))) for t in texts)
    assert one == other
    third = set(renamed(parse(texts[0].replace("1", "2"), RdfFormat.TURTLE)))
    assert not one & third


def test_blank_nodes_in_a_circle() -> None:
    """A circle of blank nodes is named, too."""
    text = "_:a <urn:p> _:b . _:b <urn:p> _:a ; <urn:q> 1 ."
    assert 3 == len(set(renamed(parse(text, RdfFormat.TURTLE))))


@pytest.mark.parametrize("name", ["missing", "empty", "page.txt"])
def test_trouble(old: Path, tmp_path: Path, name: str) -> None:
    """What cannot be read ends with 2, as of diff(1), and a line that names it."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "page.txt").write_text("no RDF at all", encoding="utf-8")
    told = mendel("diff", old, tmp_path / name)
    assert (2, 1, True) == (
        told.exit_code,
        len(told.stderr.splitlines()),
        str(tmp_path / name) in told.stderr,
    )
