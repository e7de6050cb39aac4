"""The lexicon on disk: added to, listed, taken from; whole or not at all."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import sqlite3
import sys
from pathlib import Path

import pytest

from kg import lexicon
from kg.errors import LexiconError
from kg.lexicon import collection, packaged
from kg.model import Reference

CASES = Path(__file__).parents[3] / "cases" / "lexicon"
ALL = sorted(path for path in CASES.iterdir() if path.is_file())
GLASS = "Some glass bones 1 and vitrocytes, blue nails, ALAS2 and GBD1."


def silent(_what: str, _number: int, _total: int) -> None:
    """Tell nobody."""


def found(text: str, known: lexicon.Lexicon) -> list[str]:
    return [text[match.start : match.end] for match in known.scan(text)]


@pytest.fixture(scope="module", name="filled")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with every case added."""
    folder = tmp_path_factory.mktemp("filled")
    lexicon.add([path for path in ALL if path.suffix != ".json"], folder, silent)
    return folder


def test_nothing_added_is_the_bundled_lexicon(tmp_path: Path) -> None:
    """Where nothing was added, the bundled names serve."""
    assert lexicon.bundled() is lexicon.current(tmp_path)
    assert lexicon.Summary((), ()) == lexicon.summary(tmp_path)


def test_added_names_are_known_besides_the_bundled(filled: Path) -> None:
    """Added and bundled names are found together."""
    known = lexicon.current(filled)
    text = "vitrocytes, blue nails, glass bone disease 1, GBD1, iron, ALAS2, XLSA"
    assert text.split(", ") == found(text, known)


def test_every_bundled_entity_is_as_it_was(filled: Path) -> None:
    """What is bundled keeps its identifier, label, names and mappings."""
    known, bundled = lexicon.current(filled), lexicon.bundled()
    for reference in {term.entity.reference for term in packaged.terms()}:
        assert bundled.entity(reference) == known.entity(reference)
        assert set(bundled.terms(reference)) <= set(known.terms(reference))
        assert set(bundled.mappings(reference)) <= set(known.mappings(reference))


def test_the_schemes_of_a_condition_come_together(filled: Path) -> None:
    """A condition is tied to Mondo, OMIM, DOID and Orphanet by what the files say."""
    mappings = lexicon.current(filled).mappings(
        Reference("condition", "glass-bone-disease-1")
    )
    assert {
        "MONDO:9000011": "exactMatch",
        "omim:900011": "exactMatch",
        "DOID:90011": "exactMatch",
        "omimps:PS900010": "broadMatch",
        "MONDO:9000010": "broadMatch",
    }.items() <= {str(m.object): m.predicate.identifier for m in mappings}.items()


def test_adding_again_changes_nothing(tmp_path: Path) -> None:
    """The same file added twice is there once, and the digest is the same."""
    lexicon.add([CASES / "cl.owl"], tmp_path, silent)
    before = lexicon.summary(tmp_path), lexicon.current(tmp_path).digest
    lexicon.add([CASES / "cl.owl"], tmp_path, silent)
    assert before == (lexicon.summary(tmp_path), lexicon.current(tmp_path).digest)


def test_the_order_of_files_does_not_count(tmp_path: Path) -> None:
    """The same files in another order make the same lexicon."""
    lexicon.add(ALL, tmp_path / "one", silent)
    lexicon.add(ALL[::-1][1:] + ALL[-1:], tmp_path / "other", silent)
    one, other = (lexicon.summary(tmp_path / name) for name in ("one", "other"))
    assert one.kinds == other.kinds


def test_a_newer_version_takes_the_place_of_the_older(tmp_path: Path) -> None:
    """A vocabulary is known by its name, not by its version."""
    lexicon.add([CASES / "hgnc.tsv"], tmp_path, silent)
    lexicon.add([CASES / "hgnc.json"], tmp_path, silent)
    names = [source.name for source, _ in lexicon.summary(tmp_path).sources]
    assert ["hgnc"] == names


def test_a_removed_vocabulary_is_gone(tmp_path: Path) -> None:
    """What is left is as if it had never been there."""
    lexicon.add([CASES / "cl.owl"], tmp_path, silent)
    before = lexicon.summary(tmp_path)
    lexicon.add([CASES / "hp.obo"], tmp_path, silent)
    lexicon.remove("hp", tmp_path)
    assert before == lexicon.summary(tmp_path)


def test_only_what_is_there_can_be_removed(tmp_path: Path) -> None:
    """An unknown name is refused, and the known ones are told."""
    lexicon.add([CASES / "cl.owl"], tmp_path, silent)
    with pytest.raises(LexiconError, match=r"no vocabulary is called so.*: cl$"):
        lexicon.remove("hp", tmp_path)


def test_one_bad_file_changes_nothing(tmp_path: Path) -> None:
    """If one of several files cannot be read, none is added, and nothing is left."""
    lexicon.add([CASES / "cl.owl"], tmp_path, silent)
    before = (tmp_path / collection.FILE).read_bytes()
    with pytest.raises(LexiconError, match=r"words\.txt"):
        lexicon.add([CASES / "hp.obo", CASES / "bad/words.txt"], tmp_path, silent)
    assert before == (tmp_path / collection.FILE).read_bytes()
    assert [collection.FILE] == [path.name for path in tmp_path.iterdir()]


def test_a_failing_write_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An interruption in the midst leaves the old lexicon, and no litter."""
    lexicon.add([CASES / "cl.owl"], tmp_path, silent)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(collection, "merge", interrupted)
    with pytest.raises(KeyboardInterrupt):
        lexicon.add([CASES / "hp.obo"], tmp_path, silent)
    assert ["vitrocytes"] == found("vitrocytes", lexicon.current(tmp_path))
    assert [collection.FILE] == [path.name for path in tmp_path.iterdir()]


def test_readers_keep_what_they_opened(tmp_path: Path) -> None:
    """A lexicon that is open stays whole while another takes its place."""
    lexicon.add([CASES / "cl.owl"], tmp_path, silent)
    known = lexicon.current(tmp_path)
    lexicon.add([CASES / "hp.obo"], tmp_path, silent)
    lexicon.remove("cl", tmp_path)
    assert ["vitrocytes"] == found("vitrocytes", known)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A location that is a file is refused in one line."""
    (tmp_path / "taken").touch()
    with pytest.raises(LexiconError, match="taken: cannot be written"):
        lexicon.add([CASES / "cl.owl"], tmp_path / "taken", silent)


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" * 99])
def test_a_damaged_lexicon_is_refused(tmp_path: Path, content: bytes) -> None:
    """A file that is no lexicon is refused by whoever opens it."""
    (tmp_path / collection.FILE).write_bytes(content)
    for action in (lexicon.current, lexicon.summary):
        with pytest.raises(LexiconError, match="damaged or of another version"):
            action(tmp_path)
    with pytest.raises(LexiconError, match="damaged or of another version"):
        lexicon.add([CASES / "cl.owl"], tmp_path, silent)


def test_a_cut_lexicon_is_refused(tmp_path: Path) -> None:
    """A file that lost its end is refused."""
    lexicon.add([CASES / "cl.owl"], tmp_path, silent)
    path = tmp_path / collection.FILE
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(LexiconError, match="damaged or of another version"):
        found(GLASS, lexicon.current(tmp_path))


def test_a_lexicon_of_an_older_program_is_merged_anew(tmp_path: Path) -> None:
    """Where the bundled names have changed, adding nothing brings them in."""
    lexicon.add([CASES / "cl.owl"], tmp_path, silent)
    with sqlite3.connect(tmp_path / collection.FILE) as connection:
        connection.execute("UPDATE setting SET value = 'x' WHERE name = 'bundled'")
    connection.close()
    with pytest.raises(LexiconError, match="run 'mendel lexicon add' to merge anew"):
        lexicon.current(tmp_path)
    lexicon.add([], tmp_path, silent)
    assert ["vitrocytes"] == found("vitrocytes", lexicon.current(tmp_path))


def test_a_lexicon_is_pickled_as_its_place(filled: Path) -> None:
    """Another process opens the file itself: next to nothing is sent."""
    known = lexicon.current(filled)
    sent = pickle.dumps(known)
    assert len(sent) < 1000
    copy = pickle.loads(sent)  # noqa: S301 - our own
    assert found(GLASS, known) == found(GLASS, copy)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not fork")
def test_a_lexicon_is_used_over_a_fork(filled: Path) -> None:
    """A process that was forked reads through a connection of its own."""
    known = lexicon.current(filled)
    expected = found(GLASS, known)
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(
        target=lambda: sender.send((os.getpid(), found(GLASS, known)))
    )
    child.start()
    process, result = receiver.recv()
    child.join()
    assert process != os.getpid()
    assert expected == result


def test_the_default_location_is_the_users_own() -> None:
    """Vocabularies are kept where the platform keeps a user's data."""
    assert ("mendelgraph", "lexicon") == lexicon.default_location().parts[-2:]
    assert lexicon.default_location().is_relative_to(Path.home())
