"""The facts of pages that a build has read, kept for the next one.

    DIR/generations/<n>/facts.sqlite    key → facts, as JSON, compressed

The key is a digest of all that facts depend on: the page, the names, and this program.
So what another version has read, or what cannot be decoded, is as if it was not there,
and the page is read anew. What decodes is data and nothing else, whoever gave it; that
facts quote their page is checked of every graph.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from kg.lexicon import Lexicon
from kg.model import (
    Certainty,
    Description,
    Document,
    Entity,
    Evidence,
    Fact,
    Kind,
    Mention,
    Passage,
    Polarity,
    Quote,
    Reference,
    Section,
    Value,
)

NAME = "facts.sqlite"
_TYPES: tuple[Any, ...] = (
    *(tuple, Reference, Kind, Section, Polarity, Certainty),
    *(Document, Passage, Fact, Mention, Entity, Description, Value, Evidence, Quote),
)
_FIELDS = [[f.name for f in fields(t)] if is_dataclass(t) else [] for t in _TYPES]
_NUMBERS = {type_: number for number, type_ in enumerate(_TYPES)}
_DAMAGE = (zlib.error, ValueError, TypeError, LookupError, RecursionError)


@dataclass(frozen=True, slots=True)
class Kept:
    """Encoded facts by key: those of the generation `before`, and those to be kept."""

    before: Path | None = None
    facts: dict[bytes, bytes] = field(default_factory=dict)

    def find(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """Look up what was kept; what is not there is left out."""
        path = self.before / NAME if self.before else None
        if path is None or not path.is_file():
            return {}
        uri = f"{path.absolute().as_uri()}?immutable=1"
        try:
            with closing(sqlite3.connect(uri, uri=True)) as database:
                rows = [(key, _content(database, key)) for key in keys]
        except sqlite3.Error:
            return {}
        return {key: content for key, content in rows if isinstance(content, bytes)}

    def write(self, generation: Path) -> None:
        """Write the facts beside the graph that is made of them."""
        path = generation / NAME
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode = OFF")  # nobody else reads it yet
            database.execute("CREATE TABLE facts (key BLOB PRIMARY KEY, content BLOB)")
            database.execute("BEGIN")
            rows = sorted(self.facts.items())
            database.executemany("INSERT INTO facts VALUES (?, ?)", rows)
            database.execute("COMMIT")


def _content(database: sqlite3.Connection, key: bytes) -> object:
    found = database.execute("SELECT content FROM facts WHERE key = ?", (key,))
    row: tuple[object] | None = found.fetchone()
    return row[0] if row else None


def fact_key(document: Document, lexicon: Lexicon) -> bytes:
    """Name what the facts of a page depend on."""
    parts = (_program(), lexicon.digest.encode(), encode(document))
    return hashlib.sha256(b"\0".join(parts)).digest()


@cache
def _program() -> bytes:
    """Digest this program and its data; the interpreter has data of Unicode's."""
    digest = hashlib.sha256(sys.version.encode())
    for package in ("kg", "ontology"):
        for name, content in _contents(files(package)):
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.digest()


def _contents(folder: Traversable) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.is_dir() and path.name not in {"__pycache__", "documents"}:
            yield from _contents(path)
        elif path.is_file():
            yield path.name, path.read_bytes()


def encode(value: object) -> bytes:
    """Write a value of the model.

    >>> decode(encode((Reference("hgnc", "397"), Kind.GENE)))
    (Reference(prefix='hgnc', identifier='397'), <Kind.GENE: 'Gene'>)
    """
    text = json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), level=1)


def decode(content: bytes) -> Any:  # noqa: ANN401 - whatever was encoded
    """Read what was encoded; None for what was not."""
    try:
        return _value(json.loads(zlib.decompress(content)))
    except _DAMAGE:
        return None


def decode_facts(content: bytes) -> tuple[Fact, ...] | None:
    """Read the facts of a page; None for what are none."""
    found = decode(content)
    if isinstance(found, tuple) and all(isinstance(fact, Fact) for fact in found):
        return found
    return None


def _plain(value: Any) -> object:  # noqa: ANN401 - any of the model
    number = _NUMBERS.get(type(value))
    if number is None:
        return value
    if isinstance(value, str):
        return [number, str(value)]
    names = _FIELDS[number]
    parts = map(value.__getattribute__, names) if names else value
    return [number, *map(_plain, parts)]


def _value(plain: Any) -> Any:  # noqa: ANN401 - as it was encoded
    if not isinstance(plain, list):
        return plain
    number, *parts = plain
    values, names = map(_value, parts), _FIELDS[number]
    if names:
        return _TYPES[number](**dict(zip(names, values, strict=True)))
    return tuple(values) if number == 0 else _TYPES[number](*values)
