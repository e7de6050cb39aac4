"""What leads from one generation to the next is known, whole, or not used at all."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.change import Mode, Writer
from kg.store import (
    Patch,
    Store,
    back_up,
    current,
    journal,
    optimize,
    patches,
    restore,
    stamp,
)
from tests.unit.kg.change import graphs

TERMS = """
INSERT DATA {
    step:c mg:partOf step:a ; rdfs:label "a\\nb\\"c\\\\"@en-GB , "A step.",
        " D s p o ." ; mg:stepNumber 01 , 1.50 , 2e0 , true ,
        "2026-01-01"^^xsd:date , "x"^^<urn:x> .
    GRAPH <urn:g> { _:b rdfs:comment [] }
}"""
INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
PAGE = graphs.NAMES.graph("doc", "one")
CHANGES = (
    TERMS,
    "DELETE WHERE { GRAPH ?g { step:a mg:partOf ?x } }",
    "DELETE { ?s ?p ?o } INSERT { ?s <urn:q> ?o } WHERE { ?s rdfs:label ?o ; ?p ?o }",
    "CLEAR GRAPH <urn:g>",
    "INSERT DATA { GRAPH <urn:g> { <urn:again> <urn:b> <urn:c> } }",
)


@pytest.fixture(name="location")
def _location(tmp_path: Path) -> Path:
    location = tmp_path / "graph"
    graphs.make(location, one=graphs.PAGE)
    return location


@pytest.fixture(name="held")
def _held(location: Path) -> str:
    return stamp(latest(location))


def latest(location: Path) -> Path:
    found = current(location)
    assert found is not None
    return found


def in_memory(location: Path) -> pyoxigraph.Store:
    quads = pyoxigraph.Store()
    quads.extend(Store.open(location).quads)
    return quads


def _kept(quads: tuple[Quad, ...]) -> set[Quad]:
    """Give quads as a store keeps them: values in their canonical form."""
    store = pyoxigraph.Store()
    store.extend(quads)
    return set(store)


def known(location: Path, held: str) -> bool:
    """Tell whether it is known what leads from a generation to the current one."""
    return patches(location, held, latest(location)) is not None


def update(location: Path, *texts: str) -> None:
    with Writer(location) as writer:
        for text in texts:
            writer.update(text)


def test_it_is_what_has_changed(location: Path, held: str) -> None:
    """All that changed, inferred triples and the description too, comes with it."""
    quads = in_memory(location)
    update(location, *CHANGES)
    steps = patches(location, held, latest(location))
    assert steps is not None
    for step in steps:
        step.apply(quads)

    expected = in_memory(location)
    assert len(CHANGES) == len(steps)
    assert set(expected) == set(quads)
    assert set(expected.named_graphs()) == set(quads.named_graphs())


def test_it_says_no_more(location: Path, held: str) -> None:
    """What was there before, or is taken back, is no change."""
    before = set(Store.open(location).quads)
    text = (
        "INSERT DATA { <urn:a> <urn:b> 1 } ; DELETE DATA { <urn:a> <urn:b> 1 } ;"
        "INSERT DATA { GRAPH <urn:g> { step:a mg:partOf step:b } }"
    )
    update(location, text)
    after = set(Store.open(location).quads)
    steps = patches(location, held, latest(location))
    assert steps is not None
    (step,) = steps

    assert (after - before, before - after) == (_kept(step.added), set(step.removed))


def test_one_value_written_in_two_ways(location: Path) -> None:
    """What comes as 01 and goes as 1 has not come."""
    quads = in_memory(location)
    change = journal.Journal(quads)
    number, same = (
        Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal(text, datatype=INTEGER))
        for text in ("01", "1")
    )
    change.add(number)
    change.remove(same)
    came_and_gone = change.patch
    change.add(number)

    assert came_and_gone is not None
    assert () == came_and_gone.added
    assert change.patch == Patch(added=(number,))


def test_a_torn_one_is_not_used(location: Path, held: str) -> None:
    """Wherever its writing ended, or a byte of it changed."""
    update(location, CHANGES[0])
    file = location / "changes" / "2.rdfp"
    whole = file.read_bytes()
    torn = [whole[:end] for end in range(0, len(whole), 101)]
    torn += [whole[:-1], whole.replace(b"urn:g", b"urn:h"), whole + b"A"]
    found = []
    for data in torn:
        file.write_bytes(data)
        found.append(known(location, held))
    file.write_bytes(whole)

    assert [False] * len(torn) == found
    assert known(location, held)


def test_a_broken_chain_is_not_used(location: Path, held: str) -> None:
    """Where one of them has gone, what comes after it leads nowhere."""
    update(location, *CHANGES)
    third = stamp(latest(location))
    (location / "changes" / "4.rdfp").unlink()

    assert [False, True] == [known(location, held), known(location, third)]


def test_a_build_breaks_the_chain(location: Path, held: str) -> None:
    """What a build makes does not come of what was there before."""
    update(location, CHANGES[0])
    graphs.make(location, one="step:a a mg:Step .")

    assert not known(location, held)


def test_a_restored_graph_breaks_the_chain(
    location: Path, held: str, tmp_path: Path
) -> None:
    """Nor does what a backup holds; what is changed thereafter does."""
    update(location, CHANGES[0])
    back_up(location, tmp_path / "backup")
    update(location, CHANGES[1])
    restore(location, tmp_path / "backup")
    restored = stamp(latest(location))
    update(location, CHANGES[1])

    assert [False, True] == [known(location, held), known(location, restored)]


def test_a_number_that_comes_again(location: Path, held: str, tmp_path: Path) -> None:
    """A generation of another store that has the number is another one."""
    update(location, CHANGES[0])
    other = tmp_path / "other"
    graphs.make(other, one=graphs.PAGE)

    assert not known(location, stamp(latest(other)))
    assert known(location, held)


def test_tidying_up_changes_nothing(location: Path, held: str) -> None:
    """`optimize` makes a generation that has the same quads."""
    optimize(location)
    steps = patches(location, held, latest(location))

    assert steps is not None
    assert [((), ())] == [(step.added, step.removed) for step in steps]


def test_too_much_is_not_noted(
    location: Path, held: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond a number of quads it is quicker to read all anew."""
    monkeypatch.setattr(journal, "_MOST", 10)
    update(location, CHANGES[0])

    assert not known(location, held)


def test_a_graph_written_as_a_whole(location: Path, held: str) -> None:
    """A PUT of what is there for the most part changes the rest."""
    triples = graphs.triples("step:a mg:partOf step:b , step:q .")
    with Writer(location) as writer:
        writer.write(PAGE, triples, Mode.REPLACE)
    steps = patches(location, held, latest(location))
    assert steps is not None
    changed = [
        {quad.triple for quad in quads if quad.graph_name == PAGE}
        for quads in (steps[0].added, steps[0].removed)
    ]
    page = set(graphs.triples(graphs.PAGE))

    assert [{triples[1]}, page - {triples[0]}] == changed


def test_those_of_long_ago_go(location: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last ones are kept, by number and by size."""
    monkeypatch.setattr("kg.store.patch._KEPT", 3)
    update(location, *CHANGES)
    by_number = sorted(path.stem for path in (location / "changes").iterdir())
    monkeypatch.setattr("kg.store.patch._KEPT_BYTES", 0)
    update(location, CHANGES[0])

    assert ["4", "5", "6"] == by_number
    assert [] == list((location / "changes").iterdir())
