"""Pages that have not changed are not read again."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import pipeline, reading
from kg.export import export
from kg.extract import extract
from kg.formats import GRAPH_FORMATS, find_format
from kg.kept import NAME, Kept, decode, decode_facts, encode, fact_key
from kg.lexicon import Lexicon, bundled
from kg.model import Document, Fact
from kg.pipeline import build
from kg.sources import find, read
from kg.store import Store

PAGE = """{0} gene

Normal Function

The {0} gene provides instructions for making an enzyme called {0} synthase.
"""


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the checks of a valid graph out: they are not what the test is about."""
    monkeypatch.setattr(pipeline, "form_findings", lambda *_: ())


@pytest.fixture(name="pages")
def _pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for symbol in ("ALAS2", "FECH", "UROS"):
        (folder / f"{symbol}.txt").write_text(PAGE.format(symbol), encoding="utf-8")
    return folder


@pytest.fixture(name="titles")
def _titles(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note which pages are read for facts."""
    found: list[str] = []

    def noted(document: Document, lexicon: Lexicon) -> Iterator[Fact]:
        found.append(document.title)
        return iter(extract(document, lexicon))

    monkeypatch.setattr(reading, "extract", noted)
    return found


def nquads(location: Path) -> bytes:
    output = io.BytesIO()
    export(Store.open(location), output, find_format("nq", GRAPH_FORMATS))
    return output.getvalue()


def test_facts_come_back_as_they_were() -> None:
    """Whatever stands on the bundled pages is the same after it was kept."""
    lexicon = bundled()
    documents = [page.document for page in read(find(), lambda _: None)]
    for document in documents:
        facts = tuple(extract(document, lexicon))
        assert facts == decode_facts(encode(facts))
        assert document == decode(encode(document))


@pytest.mark.parametrize("content", [b"", b"x", encode("x"), encode(("x",)), encode(1)])
def test_what_is_damaged_is_none(content: bytes) -> None:
    """Only facts are facts."""
    assert decode_facts(content) is None


def test_only_changed_pages_are_read(
    pages: Path, tmp_path: Path, titles: list[str]
) -> None:
    """The graph is the same, byte for byte, as one that is built from nothing."""
    location = tmp_path / "graph"
    build([pages], location)
    titles.clear()
    with (pages / "FECH.txt").open("a", encoding="utf-8") as file:
        file.write("\nMutations in the FECH gene cause protoporphyria.\n")
    build([pages], location)

    assert ["FECH"] == titles
    build([pages], tmp_path / "other")
    assert nquads(location) == nquads(tmp_path / "other")


@pytest.mark.parametrize("damage", ["text", "content", "nothing"])
def test_damaged_facts_are_read_again(
    pages: Path, tmp_path: Path, titles: list[str], damage: str
) -> None:
    """They are as if they were not there."""
    location = tmp_path / "graph"
    build([pages], location)
    before, path = nquads(location), Store.open(location).generation / NAME
    titles.clear()
    if damage == "text":
        path.write_text("no database " * 100)
    elif damage == "nothing":
        path.unlink()
    else:
        with sqlite3.connect(path) as database:
            database.execute("UPDATE facts SET content = x'78'")
        database.close()
    build([pages], location)

    assert ["ALAS2", "FECH", "UROS"] == sorted(titles)
    assert before == nquads(location)


def test_the_key_of_facts(pages: Path, tmp_path: Path) -> None:
    """Another page has another key, and a key that is not there finds nothing."""
    found = read(find([pages]), lambda _: None)
    keys = [fact_key(page.document, bundled()) for page in found]
    Kept(None, {keys[0]: encode(())}).write(tmp_path)

    assert 3 == len(set(keys))
    assert {keys[0]: encode(())} == Kept(tmp_path).find(keys)
