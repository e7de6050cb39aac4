"""The names things go by: looked up one by one, or found all at once in a text.

Names are compared in a folded form: case, white space, and the typographic variants
of apostrophes and hyphens do not count; a name without lower-case letters (a gene
symbol, an abbreviation) must be written just so, or `ALAD` would be found in salads.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path

import ahocorasick

from kg.model import Entity, Kind, Reference, Status, Term
from kg.names import Names
from ontology import FILES

_VARIANTS = str.maketrans({"’": "'", "‘": "'", "′": "'", "‐": "-", "‑": "-", "–": "-"})  # noqa: RUF001 - these are the characters to replace
_PLURAL = re.compile(r"e?s\b")


@dataclass(frozen=True, slots=True)
class Mapping:
    """A row of the SSSOM table: how an entity relates to one of another scheme."""

    predicate: Reference
    object: Reference
    justification: Reference
    source: str


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of a text that is a name, and the terms that have it."""

    start: int
    end: int
    terms: tuple[Term, ...]


class Lexicon:
    """Terms by name and by entity, and the mappings of the entities."""

    def __init__(
        self,
        terms: Iterable[Term] = (),
        mappings: Iterable[tuple[Reference, Mapping]] = (),
    ) -> None:
        self._by_name: dict[str, list[Term]] = defaultdict(list)
        self._by_entity: dict[Reference, list[Term]] = defaultdict(list)
        for term in terms:
            self._by_name[fold(term.name)].append(term)
            self._by_entity[term.entity.reference].append(term)
        self._mappings: dict[Reference, list[Mapping]] = defaultdict(list)
        for reference, mapping in mappings:
            self._mappings[reference].append(mapping)
        self._automaton = ahocorasick.Automaton()
        for name in self._by_name:
            self._automaton.add_word(name, name)
        self._automaton.make_automaton()

    @classmethod
    def load(cls, names: Traversable | Path, mappings: Traversable | Path) -> Lexicon:
        """Read the two tables (`ontology/lexicon/README` of their columns)."""
        return cls(_terms(names), _mapping_rows(mappings))

    def entity(self, reference: Reference) -> Entity | None:
        terms = self._by_entity.get(reference)
        return terms[0].entity if terms else None

    def terms(self, reference: Reference) -> tuple[Term, ...]:
        return tuple(self._by_entity.get(reference, ()))

    def mappings(self, reference: Reference) -> tuple[Mapping, ...]:
        return tuple(self._mappings.get(reference, ()))

    def lookup(self, name: str) -> tuple[Term, ...]:
        """Give the terms of this name, the plural of a lower-case name included."""
        key = fold(name)
        singular = key.removesuffix("s")
        exact = [t for t in self._by_name.get(key, ()) if _written_so(t, name)]
        plural = [t for t in self._by_name.get(singular, ()) if not _is_symbol(t.name)]
        return tuple(exact or plural)

    def scan(self, text: str) -> Iterator[Match]:
        """Find every name in *text*, the longest at each place; none overlap."""
        if not self._by_name:
            return
        folded, origin = _fold_with_origin(text)
        taken = -1
        found = [
            (end + 1 - len(name), end + 1, name)
            for end, name in self._automaton.iter(folded)
        ]
        for start, end, name in sorted(found, key=lambda f: (f[0], -f[1])):
            stop = _boundary(folded, start, end)
            if stop is None or start < taken:
                continue
            match = self._match(text, name, origin[start], origin[stop - 1] + 1)
            if match:
                taken = stop
                yield match

    def _match(self, text: str, name: str, start: int, end: int) -> Match | None:
        terms = tuple(t for t in self._by_name[name] if _written_so(t, text[start:end]))
        return Match(start, end, terms) if terms else None


@cache
def bundled() -> Lexicon:
    """Give the lexicon that comes with MendelGraph."""
    folder = FILES.joinpath("lexicon")
    return Lexicon.load(
        folder.joinpath("names.tsv"), folder.joinpath("mappings.sssom.tsv")
    )


def fold(name: str) -> str:
    r"""Fold a name for comparison.

    >>> fold("5\u2019-Aminolevulinate  synthase\n2")
    "5'-aminolevulinate synthase 2"
    """
    return " ".join(name.translate(_VARIANTS).lower().split())


def _fold_with_origin(text: str) -> tuple[str, list[int]]:
    """Fold a text; also give, for each character, its place in the original."""
    characters: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text.translate(_VARIANTS)):
        folded = " " if character.isspace() else character.lower()
        if len(folded) != 1:  # "İ".lower() is two code points: keep the places
            folded = character
        if folded != " " or not characters or characters[-1] != " ":
            characters.append(folded)
            origin.append(place)
    return "".join(characters), origin


def _boundary(folded: str, start: int, end: int) -> int | None:
    """Give the end of the word that the name at start..end is, a plural s included."""
    if start and folded[start - 1].isalnum() and folded[start].isalnum():
        return None
    if end == len(folded) or not (folded[end].isalnum() and folded[end - 1].isalnum()):
        return end
    plural = _PLURAL.match(folded, end)
    return plural.end() if plural and folded[end - 1].isalpha() else None


def _is_symbol(name: str) -> bool:
    return not any(character.islower() for character in name)


def _written_so(term: Term, text: str) -> bool:
    if not _is_symbol(term.name):
        return True
    return text.translate(_VARIANTS).removesuffix("s") == term.name.removesuffix("s")


def _rows(table: Traversable | Path) -> Iterator[dict[str, str]]:
    with table.open("r", encoding="utf-8") as handle:
        lines = (line for line in handle if not line.startswith("#"))
        yield from csv.DictReader(lines, delimiter="\t")


def _terms(table: Traversable | Path) -> Iterator[Term]:
    names, rows = Names(), list(_rows(table))
    labels = {row["entity"]: row["name"] for row in rows if row["status"] == "label"}
    for row in rows:
        curie = row["entity"]
        entity = Entity(names.parse_curie(curie), Kind(row["kind"]), labels[curie])
        yield Term(row["name"], entity, Status(row["status"]))


def _mapping_rows(table: Traversable | Path) -> Iterator[tuple[Reference, Mapping]]:
    parse = Names().parse_curie
    for row in _rows(table):
        mapping = Mapping(
            parse(row["predicate_id"]),
            parse(row["object_id"]),
            parse(row["mapping_justification"]),
            row["object_source"],
        )
        yield parse(row["subject_id"]), mapping
