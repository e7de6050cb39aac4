"""A graph is copied while it changes, brought back whole, and tidied up."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, Quad

from kg.change import Writer
from kg.cli import COMMANDS, group
from kg.errors import StoreError
from kg.names import Names
from kg.store import Store, amend, back_up, create, optimize, restore

GRAPH = Names().graph("doc", "one")


def quads(*values: str) -> list[Quad]:
    s, p = NamedNode("urn:s"), NamedNode("urn:p")
    return [Quad(s, p, Literal(value), GRAPH) for value in values]


def build(location: Path, *values: str) -> None:
    with create(location) as draft:
        draft.add(quads(*values))
        draft.commit({"run": "run:0"})


def values(location: Path) -> list[str]:
    found = Store.open(location).quads.quads_for_pattern(None, None, None, GRAPH)
    return sorted(
        quad.object.value for quad in found if isinstance(quad.object, Literal)
    )


def run(*words: str) -> tuple[int, str]:
    """Run a command; give its exit code and all that it says."""
    done = CliRunner().invoke(group(COMMANDS), words)
    return done.exit_code, done.output


@pytest.fixture(name="location")
def _location(tmp_path: Path) -> Path:
    build(tmp_path / "graph", "a", "b")
    return tmp_path / "graph"


def test_a_backup_is_a_store(location: Path, tmp_path: Path) -> None:
    """It holds what was there, whatever becomes of the original."""
    kept = back_up(location, tmp_path / "backup")
    build(location, "c")
    shutil.rmtree(location)

    assert ["a", "b"] == values(tmp_path / "backup")
    assert (1, 2) == (kept.generation, kept.quads)


def test_a_backup_changes_apart(location: Path, tmp_path: Path) -> None:
    """A change of either is none of the other, though they share their files."""
    back_up(location, tmp_path / "backup")
    insert = 'INSERT DATA {{ GRAPH {} {{ <urn:s> <urn:p> "{}" }} }}'
    for place, value in ((location, "here"), (tmp_path / "backup", "there")):
        with Writer(place) as writer:
            writer.update(insert.format(GRAPH, value))

    assert ["a", "b", "here"] == values(location)
    assert ["a", "b", "there"] == values(tmp_path / "backup")


def test_a_backup_while_it_changes(location: Path, tmp_path: Path) -> None:
    """A change that is not committed is not in it, and goes on."""
    with amend(location) as draft:
        draft.add(quads("c"))
        back_up(location, tmp_path / "backup")
        draft.commit(draft.report)

    assert ["a", "b"] == values(tmp_path / "backup")
    assert ["a", "b", "c"] == values(location)


def test_what_a_backup_holds_comes_back(location: Path, tmp_path: Path) -> None:
    """It is another generation of the graph, which can be changed further."""
    back_up(location, tmp_path / "backup")
    build(location, "c")
    kept = restore(location, tmp_path / "backup")
    shutil.rmtree(tmp_path / "backup")

    assert (3, ["a", "b"]) == (kept.generation, values(location))
    with Writer(location) as writer:
        writer.update(f"DELETE WHERE {{ GRAPH {GRAPH} {{ ?s ?p 'a' }} }}")
    assert ["b"] == values(location)


def test_a_backup_makes_a_new_store(location: Path, tmp_path: Path) -> None:
    """Where no graph was, there is the one of the backup."""
    back_up(location, tmp_path / "backup")
    restore(tmp_path / "new", tmp_path / "backup")

    assert ["a", "b"] == values(tmp_path / "new")


def test_a_damaged_backup_is_refused(location: Path, tmp_path: Path) -> None:
    """What cannot be read to its end does not take the place of what can."""
    back_up(location, tmp_path / "backup")
    build(location, "c")
    for table in (tmp_path / "backup").rglob("*.sst"):
        data = bytearray(table.read_bytes())
        data[: len(data) // 2] = bytes(len(data) // 2)
        table.unlink()
        table.write_bytes(data)

    with pytest.raises(StoreError, match="backup: is damaged"):
        restore(location, tmp_path / "backup")
    assert ["c"] == values(location)


def test_only_a_new_folder_is_written(location: Path, tmp_path: Path) -> None:
    """A folder that has something in it stays as it is; none is made in vain."""
    tmp_path.joinpath("full").mkdir()
    tmp_path.joinpath("full", "mine").write_text("mine")

    with pytest.raises(StoreError, match="is there already"):
        back_up(location, tmp_path / "full")
    with pytest.raises(StoreError, match="lies within the store"):
        back_up(location, location / "backup")
    with pytest.raises(StoreError, match="no store here"):
        back_up(tmp_path / "none", tmp_path / "backup")
    assert ["full", "graph"] == sorted(path.name for path in tmp_path.iterdir())
    assert ["mine"] == [path.name for path in (tmp_path / "full").iterdir()]


def test_a_graph_that_changes_is_not_replaced(location: Path, tmp_path: Path) -> None:
    """While somebody writes, nothing is restored or optimized."""
    back_up(location, tmp_path / "backup")
    with amend(location):
        with pytest.raises(StoreError, match="at work here"):
            restore(location, tmp_path / "backup")
        with pytest.raises(StoreError, match="at work here"):
            optimize(location)


def test_optimizing_changes_nothing_but_files(location: Path) -> None:
    """After many changes there are many files; then few, with the same quads."""
    for number in range(5):
        with amend(location) as draft:
            draft.add(quads(f"c{number}"))
            draft.commit(draft.report)
    before, tables = values(location), count(location)
    was, now = optimize(location)

    assert before == values(location)
    assert count(location) < tables
    assert (was.quads, was.generation + 1) == (now.quads, now.generation)


def count(location: Path) -> int:
    """Count the tables of the current generation."""
    return len([*Store.open(location).generation.joinpath("store").glob("*.sst")])


def test_the_commands_say_what_they_did(location: Path, tmp_path: Path) -> None:
    """Each prints the generation and how much it is; or one line of what is wrong."""
    place, copy = ("-l", str(location)), str(tmp_path / "backup")

    for command, told in (
        ("backup", f"{copy}: generation 1, 2 quads, "),
        ("restore", f"{location}: generation 2, 2 quads, "),
    ):
        code, said = run(command, copy, *place)
        assert (0, told) == (code, said[: len(told)])
    code, said = run("optimize", *place)
    assert (0, 2) == (code, len(said.splitlines()))
    code, said = run("restore", str(tmp_path), *place)
    assert (1, 1) == (code, len(said.splitlines()))
    assert "no backup here: name a folder made by 'mendel backup" in said
