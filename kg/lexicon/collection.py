"""The lexicon on disk: vocabularies added, listed, removed, and all of them as one.

One file holds everything, what the added files said as well as what came of merging it
with the bundled lexicon. It is made anew beside the old one and takes its place at the
end, so that readers always see a whole one, and a failure changes nothing.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from kg.errors import LexiconError
from kg.lexicon import packaged, tables
from kg.lexicon.formats import read
from kg.lexicon.lookup import Lexicon
from kg.lexicon.merging import merge
from kg.lexicon.schemes import SCHEMES
from kg.lexicon.vocabulary import Source, Vocabulary, pack, unpack
from kg.model import Kind

FORMAT = "1"
FILE = "lexicon.sqlite"

Progress = Callable[[str, int, int], None]
"""Told before each piece of work: what it is, its number from 0, and how many."""

_KINDS = """
SELECT kind, COUNT(DISTINCT entity), COUNT(*)
FROM term JOIN entity ON entity.number = term.entity GROUP BY kind ORDER BY kind
"""
_SOURCES = """
SELECT vocabulary.name, title, version, licence, COUNT(term.source)
FROM vocabulary LEFT JOIN term ON term.source = vocabulary.name
GROUP BY vocabulary.name ORDER BY vocabulary.name
"""


@dataclass(frozen=True, slots=True)
class Summary:
    """What was added: the sources, and what all have, each with its number of names."""

    sources: tuple[tuple[Source, int], ...]
    kinds: tuple[tuple[Kind, int, int], ...]
    """A kind, how many things are of it, and how many names they have."""


def default_location() -> Path:
    """Give the user's own folder for lexicons, where the platform keeps data."""
    return user_data_path("mendelgraph", appauthor=False) / "lexicon"


def current(location: Path | None = None) -> Lexicon:
    """Open the lexicon of a location, the default one if none is given.

    That is the bundled lexicon where nothing was added. Raises LexiconError for one
    that is damaged or was made by another version.
    """
    path = (location or default_location()) / FILE
    return _open(path) if path.exists() else packaged.bundled()


def add(
    files: Sequence[Path], location: Path, progress: Progress
) -> tuple[LexiconError, ...]:
    """Add vocabularies to a location, each in place of its older version.

    Without files, merge anew what is there. Gives an error for each file in which
    nothing is of use: it is left out. Raises LexiconError where that is all of them, or
    one is no vocabulary, and changes nothing then.
    """
    total = len(files) + 2
    found: dict[str, Vocabulary] = {v.source.name: v for v in _kept(location / FILE)}
    useless: list[LexiconError] = []
    for number, file in enumerate(files):
        progress(f"read {file.name}", number, total)
        vocabulary = read(file)
        if vocabulary.records or vocabulary.links:
            found[vocabulary.source.name] = vocabulary
        else:
            useless.append(_useless(file))
    if files and len(useless) == len(files):
        raise useless[0]
    progress("merge", len(files), total)
    _write(list(found.values()), location)
    progress("done", len(files) + 1, total)
    return tuple(useless)


def _useless(file: Path) -> LexiconError:
    known = ", ".join(SCHEMES)
    problem = f"names and maps nothing of a scheme that is read: {known}"
    return LexiconError(str(file), problem)


def remove(name: str, location: Path) -> None:
    """Take a vocabulary out again; raises LexiconError if none is called so."""
    kept = list(_kept(location / FILE))
    rest = [vocabulary for vocabulary in kept if vocabulary.source.name != name]
    if len(rest) == len(kept):
        known = ", ".join(v.source.name for v in kept) or "nothing was added"
        raise LexiconError(name, f"no vocabulary is called so; known are: {known}")
    _write(rest, location)


def summary(location: Path) -> Summary:
    """Tell what was added, and how many names of each kind there are with it."""
    path = location / FILE
    if not path.exists():
        return Summary((), ())
    with closing(tables.connect(path)) as connection:
        _check_format(connection, path)
        sources = [
            (Source(*said), names) for *said, names in connection.execute(_SOURCES)
        ]
        kinds = [(Kind(kind), *counts) for kind, *counts in connection.execute(_KINDS)]
    return Summary(tuple(sources), tuple(kinds))


def _open(path: Path) -> Lexicon:
    try:
        lexicon = Lexicon.open(path)
        made_of = lexicon.setting("bundled")
    except (sqlite3.DatabaseError, ValueError) as error:
        raise _damaged(path) from error
    if made_of != packaged.digest():
        raise LexiconError(
            str(path), "made by another version: run 'mendel lexicon add' to merge anew"
        )
    return lexicon


def _kept(path: Path) -> Iterator[Vocabulary]:
    """Read again what was added."""
    if not path.exists():
        return
    with closing(tables.connect(path)) as connection:
        _check_format(connection, path)
        for *said, content in connection.execute("SELECT * FROM vocabulary"):
            yield unpack(Source(*said), content)


def _check_format(connection: sqlite3.Connection, path: Path) -> None:
    query = "SELECT value FROM setting WHERE name = 'format'"
    try:
        row = connection.execute(query).fetchone()
    except sqlite3.DatabaseError as error:
        raise _damaged(path) from error
    if row != (FORMAT,):
        raise _damaged(path)


def _damaged(path: Path) -> LexiconError:
    return LexiconError(
        str(path), "damaged or of another version: delete it, and add the files again"
    )


def _write(vocabularies: Sequence[Vocabulary], location: Path) -> None:
    """Merge vocabularies and the bundled lexicon, into a file that is then in place."""
    try:
        location.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=".new-", dir=location)
        os.close(descriptor)
        draft = Path(name)
        try:
            _fill(draft, vocabularies)
            draft.replace(location / FILE)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise LexiconError(str(location), f"cannot be written: {error}") from error


def _fill(draft: Path, vocabularies: Sequence[Vocabulary]) -> None:
    terms, mappings = merge(
        list(packaged.terms()), list(packaged.mappings()), vocabularies
    )
    rows = [
        (v.source.name, v.source.title, v.source.version, v.source.licence, pack(v))
        for v in vocabularies
    ]
    settings = {
        "format": FORMAT,
        "bundled": packaged.digest(),
        "digest": hashlib.sha256(b"".join(sorted(row[-1] for row in rows))).hexdigest(),
    }
    with closing(sqlite3.connect(draft)) as connection:
        tables.create(connection)
        tables.fill(connection, terms, mappings)
        connection.executemany("INSERT INTO vocabulary VALUES (?, ?, ?, ?, ?)", rows)
        connection.executemany("INSERT INTO setting VALUES (?, ?)", settings.items())
        connection.commit()
