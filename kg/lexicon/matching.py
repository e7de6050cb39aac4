"""Find all names of a lexicon in a text at once, by two Aho-Corasick automata.

Names with lower-case letters are searched for in the text of one case, symbols in the
text as it is written: few words are symbols by chance then.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from daachorse import CharwiseDoubleArrayAhoCorasick as Automaton

from kg.lexicon.folding import Folded, is_symbol, mark, spell

_PLURAL = re.compile(r"e?s\b")


# Where a name stands in a folded text, and where its word ends: a plural s is no name.
Span = tuple[int, int, int]


class Matcher:
    """Finds where names stand; which things have them is not its concern."""

    def __init__(self, words: bytes, symbols: bytes) -> None:
        self._words = Automaton.deserialize(words)
        self._symbols = Automaton.deserialize(symbols)

    @staticmethod
    def compile(names: Iterable[str]) -> tuple[bytes, bytes]:
        """Make the two automata that find these names, as bytes."""
        spelled = {spell(name) for name in names}
        symbols = {name for name in spelled if is_symbol(name)}
        words = {mark(name) for name in spelled - symbols}
        return _compile(words), _compile(symbols)

    def find(self, text: Folded) -> Iterator[Span]:
        """Give every name that is a whole word, the longest first at each place."""
        marked = text.marked + " "
        # The cheap test leaves few of the many beginnings of longer words.
        found = {
            (start, -end)
            for start, end, _ in self._words.find_overlapping(text.marked)
            if not marked[end].isalnum()
            or marked[end] in "es"
            or not marked[end - 1].isalnum()
        }
        found.update(
            (start, -end)
            for start, end, _ in self._symbols.find_overlapping(text.written)
        )
        for start, negative in sorted(found):
            stop = _stop(marked, start, -negative)
            if stop is not None:
                yield start, -negative, stop


def _compile(patterns: set[str]) -> bytes:
    return bytes(Automaton(sorted(patterns)).serialize())


def _stop(marked: str, start: int, end: int) -> int | None:
    """Give the end of the word that the name at start..end is, a plural s included."""
    if start and marked[start - 1].isalnum() and marked[start].isalnum():
        return None
    if not (marked[end].isalnum() and marked[end - 1].isalnum()):
        return end
    plural = _PLURAL.match(marked, end)
    return plural.end() if plural and marked[end - 1].isalpha() else None
