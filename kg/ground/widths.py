"""How wide names are: one may say what another says, and a type besides."""

from __future__ import annotations

import re
from functools import cache

_WORD = re.compile(r"[^\W_]+")
_ROMAN = re.compile(r"(I{1,3}|IV|VI{0,3}|IX|XI{1,3}|XIV|XVI{0,3})([A-Za-z]?)")
_NUMBERS = {"I": 1, "V": 5, "X": 10}
_FILLING = frozenset(
    {"a", "an", "and", "by", "due", "for", "in", "of", "the", "to", "type", "with"}
)
# What tells one form of a condition from the others.
_FORM = frozenset(
    {
        "adult",
        "atypical",
        "childhood",
        "classic",
        "classical",
        "early",
        "fatal",
        "form",
        "infantile",
        "juvenile",
        "late",
        "lethal",
        "mild",
        "neonatal",
        "onset",
        "severe",
        "typical",
        "variant",
    }
)
_NUMBER = re.compile(r"[0-9]+[a-z]?|[a-z]")


def is_form(name: str, of: str) -> bool:
    """Tell whether a name is that of one form of what another names.

    >>> is_form("pinta anemia 2", of="pinta anemia")
    True
    >>> is_form("fatal anemia, Pinta type", of="Pinta anemia")
    True
    >>> is_form("hereditary pinta anemia", of="pinta anemia")
    False
    """
    more = words(name) - words(of)
    return words(of) < words(name) and all(w in _FORM or _is_number(w) for w in more)


def is_class(name: str, of: str) -> bool:
    """Tell whether a name is that of a class of which another names a member.

    >>> is_class("pinta anemia", of="X-linked pinta anemia")
    True
    >>> is_class("pinta anemia 2", of="X-linked pinta anemia 2")
    False
    """
    return words(name) < words(of) and not any(map(_is_number, words(name)))


def is_sibling(name: str, other: str) -> bool:
    """Tell whether two names are those of two forms of one condition.

    >>> is_sibling("pinta anemia 2", "pinta anemia type 3")
    True
    """
    ours, theirs = words(name) - words(other), words(other) - words(name)
    return bool(ours and theirs) and all(map(_is_number, ours | theirs))


def _is_number(word: str) -> bool:
    return bool(_NUMBER.fullmatch(word))


@cache
def words(name: str) -> frozenset[str]:
    """Give the words that tell names apart, numbers in one way of writing.

    >>> sorted(words("Anemia of Pinta, type IIa"))
    ['2a', 'anemia', 'pinta']
    """
    return frozenset(map(_plain, _WORD.findall(name))) - _FILLING


def _plain(word: str) -> str:
    roman = _ROMAN.fullmatch(word)
    return f"{_value(roman[1])}{roman[2].lower()}" if roman else word.casefold()


def _value(roman: str) -> int:
    """Read a Roman number: a smaller digit before a greater one is subtracted.

    >>> _value("XIV")
    14
    """
    digits = [_NUMBERS[letter] for letter in roman]
    return sum(
        -digit if digit < following else digit
        for digit, following in zip(digits, [*digits[1:], 0], strict=True)
    )
