"""Words that are almost those that were written: one letter more, less, or another.

Words are compared by the pairs of letters that they share (Dice's coefficient), which
finds the few that are then compared letter by letter.
"""

from __future__ import annotations

import difflib
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from heapq import nsmallest
from itertools import islice, pairwise, product

_WORD = re.compile(r"\w+")
_FEWEST = 0.7  # the share of letters that must be the same
_SHORTEST = 4  # letters; a shorter word is close to too many others
_FEW = 4  # a fourth of the pairs of letters at least
_COMPARED = 60
_KEPT = 4
_COMBINED = 6


class CloseWords:
    """The words of all names."""

    def __init__(self, names: Iterable[str]) -> None:
        self._known = Counter(word for name in names for word in _split(name))
        self._words = list(self._known)

    def rarest(self, words: Iterable[str]) -> str:
        """Choose the word that is in the fewest names; a part of one counts as rare."""
        return min(words, key=lambda word: (self._known[word], -len(word)))

    @cached_property
    def _having(self) -> dict[str, array[int]]:
        """Say for each pair of letters which words have it."""
        found: dict[str, array[int]] = {}
        for number, word in enumerate(self._words):
            for pair in _pairs(word):
                found.setdefault(pair, array("I")).append(number)
        return found

    def prepare(self) -> None:
        """Make the table of pairs."""
        self._having.get("")

    def instead(self, text: str) -> Iterator[list[str]]:
        """Replace the words that no name has: by the closest ones first.

        >>> next(CloseWords(["sideroblastic anemia"]).instead("siderblastic anemia"))
        ['sideroblastic', 'anemia']
        """
        choices = [self._choices(word) for word in _split(text)]
        likely = [words for words in choices if words]
        for chosen in islice(product(*likely), _COMBINED if likely else 0):
            yield list(chosen)
        for words in likely:
            yield from ([word] for word in words if len(word) >= _SHORTEST)

    def _choices(self, word: str) -> list[str]:
        if word in self._known:
            return [word]
        if len(word) < _SHORTEST:
            return []
        shared: Counter[int] = Counter()
        pairs = _pairs(word)
        for pair in pairs:
            shared.update(self._having.get(pair, ()))
        likely = [
            (-count / (len(pairs) + len(self._words[number]) + 1), self._words[number])
            for number, count in shared.items()
            if count * _FEW >= len(pairs)
        ]
        near = [close for _, close in nsmallest(_COMPARED, likely)]
        return difflib.get_close_matches(word, near, n=_KEPT, cutoff=_FEWEST)


def _split(text: str) -> list[str]:
    return _WORD.findall(text)


def _pairs(word: str) -> set[str]:
    """List the pairs of letters, the word's ends among them.

    >>> sorted(_pairs("heme"))
    [' h', 'e ', 'em', 'he', 'me']
    """
    return {one + two for one, two in pairwise(f" {word} ")}
