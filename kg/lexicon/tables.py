"""The tables of a lexicon, in SQLite: in memory, or in a file that many may read."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from kg.lexicon.folding import mark, spell
from kg.lexicon.matching import Matcher
from kg.lexicon.vocabulary import Source
from kg.model import Entity, Kind, Reference, Status, Term

_SCHEMA = files(__package__) / "tables.sql"
_INDEXES = """
CREATE INDEX term_key ON term (key);
CREATE INDEX term_entity ON term (entity);
CREATE INDEX mapping_subject ON mapping (subject);
CREATE INDEX mapping_object ON mapping (object);
"""
_TERMS = """
SELECT term.name, curie, kind, label, status, source
FROM term JOIN entity ON entity.number = term.entity
WHERE {} = ? ORDER BY position
"""
_BY_KEY = _TERMS.format("key")
_BY_ENTITY = _TERMS.format("curie")
_MAPPINGS = """
SELECT predicate, object, justification, source FROM mapping
WHERE subject = ? ORDER BY position
"""
_MATCHED = """
SELECT DISTINCT curie, kind, label FROM mapping JOIN entity ON curie = subject
WHERE object = ? AND predicate = 'skos:exactMatch' ORDER BY number
"""
_MAPPED = 2**31  # bytes of a file that are read without a copy


_SOURCES = "SELECT name, title, version, licence FROM vocabulary ORDER BY name"


@dataclass(frozen=True, slots=True)
class Mapping:
    """How an entity relates to one of another scheme (SSSOM): `source` says so."""

    predicate: Reference
    object: Reference
    justification: Reference
    source: str


class Tables:
    """Reads the tables, through a connection that belongs to this process.

    *content* is a finished file, or all that such a file would hold. SQLite forbids to
    carry a connection over a fork ("How To Corrupt An SQLite Database", section 2.6).
    """

    def __init__(self, content: Path | bytes) -> None:
        self._content = content
        self._connection = connect(content)
        self._process = os.getpid()

    def __reduce__(self) -> tuple[type[Tables], tuple[Path | bytes]]:
        return Tables, (self._content,)

    @property
    def connection(self) -> sqlite3.Connection:
        if self._process != os.getpid():
            self._connection = connect(self._content)
            self._process = os.getpid()
        return self._connection

    def matcher(self) -> Matcher:
        row = self.connection.execute("SELECT words, symbols FROM automaton").fetchone()
        return Matcher(*row)

    def setting(self, name: str) -> str | None:
        query = "SELECT value FROM setting WHERE name = ?"
        row = self.connection.execute(query, [name]).fetchone()
        return str(row[0]) if row else None

    def sources(self) -> tuple[Source, ...]:
        return tuple(Source(*row) for row in self.connection.execute(_SOURCES))

    def terms_of_name(self, key: str) -> tuple[Term, ...]:
        """Give the terms of a marked name."""
        return tuple(map(_term, self.connection.execute(_BY_KEY, [key])))

    def terms_of_entity(self, reference: Reference) -> tuple[Term, ...]:
        found = self.connection.execute(_BY_ENTITY, [str(reference)])
        return tuple(map(_term, found))

    def mappings(self, reference: Reference) -> tuple[Mapping, ...]:
        found = self.connection.execute(_MAPPINGS, [str(reference)])
        return tuple(
            Mapping(_curie(predicate), _curie(object_), _curie(justification), source)
            for predicate, object_, justification, source in found
        )

    def entities_mapped(self, reference: Reference) -> tuple[Entity, ...]:
        """Give the entities that have an exact mapping to an identifier."""
        found = self.connection.execute(_MATCHED, [str(reference)])
        return tuple(Entity(_curie(c), Kind(kind), label) for c, kind, label in found)


def create(connection: sqlite3.Connection) -> None:
    """Make the tables, empty."""
    connection.executescript(_SCHEMA.read_text(encoding="utf-8"))


def fill(
    connection: sqlite3.Connection,
    terms: Iterable[Term],
    mappings: Iterable[tuple[Reference, Mapping]],
) -> None:
    """Write terms, in the order in which they are preferred, and mappings."""
    terms = list(terms)
    entities = {term.entity.reference: term.entity for term in reversed(terms)}
    number = {reference: place for place, reference in enumerate(entities)}
    connection.executemany(
        "INSERT INTO entity VALUES (?, ?, ?, ?)",
        ((number[r], str(r), e.kind, e.label) for r, e in entities.items()),
    )
    connection.executemany(
        "INSERT INTO term (key, name, entity, status, source) VALUES (?, ?, ?, ?, ?)",
        (
            (
                mark(spell(t.name)),
                t.name,
                number[t.entity.reference],
                t.status,
                t.source,
            )
            for t in terms
        ),
    )
    connection.executemany(
        "INSERT INTO mapping (subject, predicate, object, justification, source)"
        " VALUES (?, ?, ?, ?, ?)",
        (
            (str(s), str(m.predicate), str(m.object), str(m.justification), m.source)
            for s, m in mappings
        ),
    )
    automata = Matcher.compile(term.name for term in terms)
    connection.execute("INSERT INTO automaton VALUES (?, ?)", automata)
    connection.executescript(_INDEXES)


def in_memory(
    terms: Iterable[Term], mappings: Iterable[tuple[Reference, Mapping]]
) -> bytes:
    """Write the tables to no file at all."""
    with closing(sqlite3.connect(":memory:")) as connection:
        create(connection)
        fill(connection, terms, mappings)
        connection.commit()
        return connection.serialize()


def connect(content: Path | bytes) -> sqlite3.Connection:
    """Open tables for reading.

    Nobody changes a finished file any more, so that no locks are needed.
    """
    if isinstance(content, bytes):
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        connection.deserialize(content)
        return connection
    address = f"{content.absolute().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(address, uri=True, check_same_thread=False)
    connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
    return connection


def _term(row: tuple[str, str, str, str, str, str]) -> Term:
    name, curie, kind, label, status, source = row
    entity = Entity(_curie(curie), Kind(kind), label)
    return Term(name, entity, Status(status), source)


@cache
def _curie(text: str) -> Reference:
    prefix, _, identifier = text.partition(":")
    return Reference(prefix, identifier)
