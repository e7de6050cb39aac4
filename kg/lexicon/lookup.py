"""The lexicon as its users see it: names looked up one by one, or found in a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kg.lexicon.folding import fold_text, is_symbol, mark, spell
from kg.lexicon.tables import Mapping, Tables, in_memory
from kg.lexicon.vocabulary import Source
from kg.model import Entity, Reference, Term


class Match(NamedTuple):
    """A stretch of a text that is a name, and the terms that have it."""

    start: int
    end: int
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class _Named:
    """The terms of a name, whatever the case; the symbols among them as spelled."""

    terms: tuple[Term, ...]
    symbols: dict[str, str]

    def written(self, words: str) -> tuple[Term, ...]:
        """Keep the terms that these words are: a symbol only as it is written."""
        if not self.symbols:
            return self.terms
        forms = {words, words.removesuffix("s")}
        return tuple(t for t in self.terms if self.symbols.get(t.name, words) in forms)


class Lexicon:
    """Terms by name and by entity, and the mappings of the entities.

    The terms of a name come best first: labels before synonyms before related names,
    and within these the bundled ones before those of added vocabularies.
    """

    def __init__(
        self,
        terms: Iterable[Term] = (),
        mappings: Iterable[tuple[Reference, Mapping]] = (),
        *,
        content: Tables | None = None,
    ) -> None:
        self._tables = content or Tables(in_memory(terms, mappings))
        self._matcher = self._tables.matcher()
        self._known: dict[str, _Named] = {}

    @classmethod
    def open(cls, path: Path) -> Lexicon:
        """Open a finished file; raises sqlite3.DatabaseError where it is none."""
        return cls(content=Tables(path))

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle as the file's name; what is in memory, as all that it holds."""
        return _reopened, (self._tables,)

    @property
    def digest(self) -> str:
        """What changes when the added vocabularies do; empty where none are."""
        return self.setting("digest") or ""

    @property
    def sources(self) -> tuple[Source, ...]:
        """The added vocabularies, by name: which version, by which licence."""
        return self._tables.sources()

    def setting(self, name: str) -> str | None:
        return self._tables.setting(name)

    def entity(self, reference: Reference) -> Entity | None:
        terms = self.terms(reference)
        return terms[0].entity if terms else None

    def terms(self, reference: Reference) -> tuple[Term, ...]:
        return self._tables.terms_of_entity(reference)

    def mappings(self, reference: Reference) -> tuple[Mapping, ...]:
        return self._tables.mappings(reference)

    def mapped(self, reference: Reference) -> tuple[Entity, ...]:
        """Give the entities that have an exact mapping to an identifier."""
        return self._tables.entities_mapped(reference)

    def lookup(self, name: str) -> tuple[Term, ...]:
        """Give the terms of this name, the plural of a lower-case name included."""
        written = spell(name)
        key = mark(written)
        forms = (key, key.removesuffix("s"), key.removesuffix("es"))
        return next(filter(None, (self._named(f).written(written) for f in forms)), ())

    def scan(self, text: str) -> Iterator[Match]:
        """Find every name in *text*, the longest at each place; none overlap."""
        folded = fold_text(text)
        taken = 0
        for start, end, stop in self._matcher.find(folded):
            if start < taken:
                continue
            named = self._named(folded.marked[start:end])
            terms = named.written(folded.written[start:stop])
            if terms:
                taken = stop
                yield Match(folded.place(start), folded.place(stop - 1) + 1, terms)

    def _named(self, key: str) -> _Named:
        known = self._known.get(key)
        if known is None:
            terms = self._tables.terms_of_name(key)
            symbols = {t.name: spell(t.name) for t in terms if is_symbol(t.name)}
            known = self._known[key] = _Named(terms, symbols)
        return known


def _reopened(content: Tables) -> Lexicon:
    return Lexicon(content=content)
