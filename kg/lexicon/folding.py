"""How names are compared: case, white space and typographic variants do not count."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_VARIANTS = {"’": "'", "‘": "'", "′": "'", "‐": "-", "‑": "-", "–": "-"}  # noqa: RUF001 - these are the characters to replace
# All white space but single blanks, which stay as they are. That it begins with what is
# white space makes it fast.
_SPACE = re.compile(r"\s(?:(?<! )|\s)\s*")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text made ready for the comparison with names.

    `written` has plain blanks, hyphens and apostrophes; `marked` is that in one case:
    words begin with a capital, so that no name is found in the middle of one. Both are
    of the same length, and `place` leads from there to the original.
    """

    written: str
    marked: str
    _breaks: tuple[int, ...] = ()
    _shifts: tuple[int, ...] = (0,)

    def place(self, offset: int) -> int:
        """Give the place in the original of a character of the folded text."""
        if not self._breaks:
            return offset
        return offset + self._shifts[bisect_right(self._breaks, offset)]


def fold_text(text: str) -> Folded:
    """Fold a text, remembering where each character stood."""
    plain = _plain(text)
    if not _SPACE.search(plain):
        return Folded(plain, mark(plain))
    parts: list[str] = []
    breaks: list[int] = []
    shifts = [0]
    last = 0
    for run in _SPACE.finditer(plain):
        parts += (plain[last : run.start()], " ")
        last = run.end()
        if last - run.start() > 1:
            shift = shifts[-1] + last - run.start() - 1
            breaks.append(last - shift)
            shifts.append(shift)
    written = "".join([*parts, plain[last:]])
    return Folded(written, mark(written), tuple(breaks), tuple(shifts))


def fold(name: str) -> str:
    r"""Fold a name for comparison.

    >>> fold("5\u2019-Aminolevulinate  synthase\n2")
    "5'-aminolevulinate synthase 2"
    """
    return spell(name).lower()


def spell(name: str) -> str:
    """Write a name with plain blanks, hyphens and apostrophes, in its own case."""
    return " ".join(_plain(name).split())


def mark(written: str) -> str:
    """Write in one case, each word with a capital; no character is added or lost.

    >>> mark("X-linked IRON overload")
    'X-Linked Iron Overload'
    """
    return written.title() if written.isascii() else _WORD.sub(_marked_word, written)


def is_symbol(name: str) -> bool:
    """Say whether a name must be written just so: it has no lower-case letter."""
    return not any(character.islower() for character in name)


def _plain(text: str) -> str:
    if not text.isascii():
        for variant, plain in _VARIANTS.items():
            text = text.replace(variant, plain)
    return text


def _marked_word(word: re.Match[str]) -> str:
    marked = word[0].title()
    if len(marked) == len(word[0]):
        return marked
    return "".join(map(_marked_letter, word[0]))  # "ß".title() is two letters


def _marked_letter(letter: str) -> str:
    lower = letter.lower()
    return lower if len(lower) == 1 else letter
