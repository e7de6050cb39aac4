"""All names of a graph in one text, which the interpreter searches as fast as memory.

A line for each name, the shortest first: so what is found first fits best, and a search
ends when it has enough.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property, partial
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kg.lexicon import fold
from kg.names import named
from kg.search.close import CloseWords

if TYPE_CHECKING:
    from kg.store import Store

PREDICATES = (
    *("rdfs:label", "skos:altLabel", "dcterms:identifier"),
    *("skos:exactMatch", "skos:closeMatch"),
)
"""What names a node, the most telling first."""

_LOOKED_AT = 2_000
"""How many places are looked at where words are in more names than anybody reads."""


class Rank(IntEnum):
    """How well a name fits the words, the best first."""

    EXACT = 0
    PREFIX = 1
    WORD = 2
    PART = 3
    WORDS = 4
    CLOSE = 5


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A node with its label, and the name or identifier that the words fit."""

    rank: Rank
    label: str
    name: str
    node: str


class _Entry(NamedTuple):
    """A name of a node; the kind of name comes before the node among equals."""

    size: int
    folded: str
    kind: int
    node: str
    name: str


class NameIndex:
    """The names of nodes: labels, other names, identifiers, and what they map to."""

    def __init__(self, store: Store, nodes: Iterable[str] | None = None) -> None:
        """Read the names of some nodes, or of all that have a label."""
        values = partial(_values, store, None if nodes is None else tuple(nodes))
        self._labels = _labels(values)
        self._entries = sorted(_entries(values, self._labels))
        lines = [entry.folded for entry in self._entries]
        self._text = "\n".join(["", *lines, ""])
        self._starts = list(accumulate((len(line) + 1 for line in lines), initial=1))

    @cached_property
    def _close(self) -> CloseWords:
        return CloseWords(self._text.split())

    def label(self, node: str) -> str | None:
        """Give the label of a node by its IRI, the first of several."""
        return self._labels.get(node)

    def prepare(self) -> None:
        """Make all that a search may need, before the first one."""
        self._close.prepare()

    def exact(self, words: str) -> list[Hit]:
        """List the nodes that have just this name, whatever its case."""
        return list(self._hits(Rank.EXACT, self._found(f"\n{folded(words)}\n")))

    def search(self, words: str, limit: int) -> list[Hit]:
        """Find names: exact ones, beginnings, words, parts, all words, almost those.

        A node comes once, by the name that fits best.
        """
        wanted = folded(words)
        if not wanted:
            return []
        best: dict[str, Hit] = {}
        if wanted in self._text:
            _take(best, self._hits(Rank.EXACT, self._found(f"\n{wanted}\n")), limit)
            _take(best, self._hits(Rank.PREFIX, self._found(f"\n{wanted}")), limit)
            _take(best, self._inside(wanted), limit)
        if " " in wanted:
            all_of_them = self._having(wanted.split())
            _take(best, self._hits(Rank.WORDS, all_of_them), limit)
        if not best:
            _take(best, self._almost(wanted), limit)
        return list(best.values())

    def _found(self, words: str) -> Iterator[int]:
        """Give the number of each name in which words begin, each once."""
        place, last = self._text.find(words), -1
        while place >= 0:
            number = bisect_right(self._starts, place + (words[0] == "\n")) - 1
            if number > last:
                yield number
            last = number
            place = self._text.find(words, place + 1)

    def _inside(self, wanted: str) -> Iterator[Hit]:
        """Find what has the words in it: as whole words first."""
        looked = zip(self._found(wanted), range(_LOOKED_AT), strict=False)
        places = [number for number, _ in looked]
        whole = [n for n in places if _begins_word(self._entries[n].folded, wanted)]
        yield from self._hits(Rank.WORD, whole)
        yield from self._hits(Rank.PART, places)

    def _having(self, words: list[str]) -> Iterator[int]:
        """Find names that have all words, in any order."""
        rarest = self._close.rarest(words)
        for number, _ in zip(self._found(rarest), range(_LOOKED_AT), strict=False):
            entry = self._entries[number].folded
            if all(_begins_word(entry, word) for word in words):
                yield number

    def _almost(self, wanted: str) -> Iterator[Hit]:
        """Find names by words that are almost those."""
        for words in self._close.instead(wanted):
            yield from self._hits(Rank.CLOSE, self._having(words))

    def _hits(self, rank: Rank, numbers: Iterable[int]) -> Iterator[Hit]:
        for number in numbers:
            entry = self._entries[number]
            yield Hit(rank, self._labels[entry.node], entry.name, entry.node)


def folded(text: str) -> str:
    """Fold a name: case, blanks, accents and typographic variants do not count.

    >>> folded("G\u00fcnther  Disease")
    'gunther disease'
    """
    plain = fold(text)
    if plain.isascii():
        return plain
    letters = unicodedata.normalize("NFKD", plain)
    return "".join(c for c in letters if not unicodedata.combining(c))


def _take(best: dict[str, Hit], found: Iterator[Hit], limit: int) -> None:
    while len(best) < limit and (hit := next(found, None)):
        best.setdefault(hit.node, hit)


def _begins_word(name: str, words: str) -> bool:
    place = name.find(words)
    while place >= 0:
        if place == 0 or not name[place - 1].isalnum():
            return True
        place = name.find(words, place + 1)
    return False


Values = Callable[[str], Iterator[tuple[str, str]]]


def _labels(values: Values) -> dict[str, str]:
    found: dict[str, str] = {}
    for node, name in values("rdfs:label"):
        known = found.get(node)
        found[node] = name if known is None else min(known, name)
    return found


def _entries(values: Values, labels: dict[str, str]) -> Iterator[_Entry]:
    for kind, predicate in enumerate(PREDICATES):
        for node, name in values(predicate):
            if node in labels and (key := folded(name)):
                yield _Entry(len(key), key, kind, node, name)


def _values(
    store: Store, nodes: tuple[str, ...] | None, predicate: str
) -> Iterator[tuple[str, str]]:
    """Give nodes with their names, one line each; what they map to by CURIE."""
    subjects = (None,) if nodes is None else map(NamedNode, nodes)
    for subject in subjects:
        for quad in store.quads.quads_for_pattern(
            subject, named(predicate), None, DefaultGraph()
        ):
            node, name = quad.subject, quad.object
            if isinstance(node, NamedNode) and isinstance(name, Literal):
                yield node.value, " ".join(name.value.split())
            elif isinstance(node, NamedNode) and isinstance(name, NamedNode):
                yield node.value, store.names.curie(name.value)
