"""What fails while a graph is read is one line that says what to do."""

from __future__ import annotations

import shutil
import signal
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from kg.cli import COMMANDS, ask, group
from kg.pipeline import build
from kg.sources import find
from kg.store import Store

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "FECH gene\n\nNormal Function\n\nThe FECH gene makes ferrochelatase.\n"
EVERYTHING = "SELECT * { ?s ?p ?o }"
ELSEWHERE = "SELECT ?x { SERVICE <http://127.0.0.1:1/sparql> { ?x ?p ?o } }"
TRIPLES = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
READERS = [
    *(("query", EVERYTHING), ("stats",), ("export",), ("validate",)),
    *(("search", "heme"), ("explain", "hgnc:397", "mg:encodes", "uniprot:P22557")),
]


def mendel(location: Path, *arguments: str) -> Result:
    return CliRunner().invoke(group(COMMANDS), [*arguments, "-l", str(location)])


@pytest.fixture(scope="module", name="asked")
def _asked(bundled: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a graph that no test damages."""
    return copied(bundled, tmp_path_factory.mktemp("failures") / "graph")


@pytest.fixture(scope="module", name="overwritten")
def _overwritten(bundled: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a graph whose files have the right sizes and the wrong bytes."""
    location = copied(bundled, tmp_path_factory.mktemp("failures") / "overwritten")
    for file in location.glob("generations/1/store/*.sst"):
        data = file.read_bytes()
        half = len(data) // 2
        file.write_bytes(bytes(byte ^ 0x55 for byte in data[:half]) + data[half:])
    return location


def copied(store: Store, location: Path) -> Path:
    return shutil.copytree(store.generation.parents[1], location)


@pytest.mark.parametrize("arguments", READERS, ids=lambda arguments: arguments[0])
def test_an_overwritten_store(overwritten: Path, arguments: tuple[str, ...]) -> None:
    """Damage that shows only while quads are read is said in one line."""
    result = mendel(overwritten, *arguments)

    assert 1 == result.exit_code
    assert 1 == len(result.stderr.splitlines())
    assert "is damaged" in result.stderr
    assert "build it again" in result.stderr


@pytest.mark.parametrize("text", ["?", "[]", "{}", '{"format": "one"}'])
def test_a_damaged_report_is_replaced(
    bundled: Store, tmp_path: Path, text: str
) -> None:
    """A store whose report cannot be read says 'build it again', and that helps."""
    location, page = copied(bundled, tmp_path / "my graph"), tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    (location / "generations" / "1" / "report.json").write_text(text, encoding="utf-8")
    before = mendel(location, "stats")
    build([page], location)

    assert 1 == before.exit_code
    assert "build it again" in before.stderr
    assert 0 == mendel(location, "stats").exit_code


def test_a_service_that_does_not_answer(asked: Path) -> None:
    """A SERVICE fails while rows are read: one line, and no traceback."""
    result = mendel(asked, "query", ELSEWHERE)

    assert 1 == result.exit_code
    assert 1 == len(result.stderr.splitlines())
    assert result.stderr.startswith("mendel: error: ")


@pytest.mark.parametrize(
    ("form", "text", "words"),
    [
        ("tabel", EVERYTHING, "unknown format; known are json, xml, csv, tsv, table"),
        ("ttl", EVERYTHING, "for the triples of CONSTRUCT and DESCRIBE only; known"),
        ("csv", TRIPLES, "for the solutions of SELECT and ASK only; known are ttl"),
        ("table", TRIPLES, "for the solutions of SELECT and ASK only; known are ttl"),
    ],
)
def test_a_format_of_other_results(
    asked: Path, form: str, text: str, words: str
) -> None:
    """A format that does not fit the results is a usage error that lists what would."""
    result = mendel(asked, "query", text, "-f", form)

    assert 2 == result.exit_code
    assert words in result.stderr


@pytest.mark.parametrize("limit", ["0", "-1"])
def test_a_limit_counts_from_one(asked: Path, limit: str) -> None:
    """To search for no node at all is a usage error."""
    assert 2 == mendel(asked, "search", "heme", "--limit", limit).exit_code


def test_a_build_says_how_to_ask(tmp_path: Path) -> None:
    """The hint at the end of a build can be pasted: it has the location."""
    location, page = tmp_path / "my graph", tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")

    assert (
        f"mendel query -l '{location}'" in mendel(location, "build", str(page)).stderr
    )


def test_a_named_file_must_be_of_use(asked: Path, tmp_path: Path) -> None:
    """A file named by itself is an error if it is no page; in a folder it is left out.

    The error leaves the graph as it was.
    """
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "empty.txt").touch()
    bundled = next(path for path in find() if path.name == "alas2.txt")
    with bundled.open() as page:
        (pages / "alas2.txt").write_bytes(page.read())
    named = mendel(asked, "build", *map(str, sorted(pages.iterdir())))
    folder = mendel(tmp_path / "graph", "build", str(pages))

    assert 1 == named.exit_code
    assert "empty.txt: is empty" in named.stderr
    assert "1" == (asked / "CURRENT").read_text(encoding="ascii").strip()
    assert 0 == folder.exit_code


def test_a_query_can_be_interrupted(
    asked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SIGINT ends the process while the engine computes, and not afterwards."""
    before = signal.getsignal(signal.SIGINT)
    seen: list[object] = []

    def look(*_: object) -> None:
        seen.append(signal.getsignal(signal.SIGINT))

    monkeypatch.setattr(ask, "_write", look)
    mendel(asked, "query", EVERYTHING)

    assert [signal.SIG_DFL] == seen
    assert before == signal.getsignal(signal.SIGINT)


def test_an_error_of_the_output_is_its_own(asked: Path) -> None:
    """What a file of the output raises is no error of the engine."""
    with pytest.raises(BrokenPipeError), Store.open(asked).reading():
        raise BrokenPipeError(32, "Broken pipe")
