"""Numbers, ordinals and dates as the pages word them."""

from __future__ import annotations

import re
from datetime import datetime

from kg.extract.files import load
from kg.model import Reference, Value

_TABLES = load("quantities.toml")
_NUMBERS: dict[str, int] = _TABLES["numbers"]
_SIZES: dict[str, int] = _TABLES["sizes"]
_ORDINALS: dict[str, int] = _TABLES["ordinals"]
_UNITS = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_SIZE = "|".join(_SIZES)
_WORD = rf"{_UNITS}|{_SIZE}"

_SOME = r"a(?=\s(?:dozen|hundred|thousand))"
# "several hundred" is no number, and a size alone is none
NUMBER = (
    rf"(?:[0-9][0-9,]*(?: (?:{_SIZE}))?"
    rf"|(?:(?:{_UNITS}|{_SOME})(?:[ -](?:{_WORD}))*))\b"
)
ORDINAL = rf"(?:{'|'.join(_ORDINALS)}|[0-9]+(?:st|nd|rd|th))\b"
QUALIFIER = rf"(?:{'|'.join(_TABLES['qualifiers'])})"
_FORMS = (
    ("%B %d, %Y", "%Y-%m-%d", "date"),
    ("%d %B %Y", "%Y-%m-%d", "date"),
    ("%Y-%m-%d", "%Y-%m-%d", "date"),
    ("%B %Y", "%Y-%m", "gYearMonth"),
    ("%Y", "%Y", "gYear"),
)


def number(words: str) -> int | None:
    """Read a number in digits or words; None where there is none.

    >>> number("1,250"), number("fifty"), number("two dozen"), number("a hundred")
    (1250, 50, 24, 100)
    >>> number("sixty-five"), number("2 dozen"), number("several")
    (65, 24, None)
    """
    digits = words.replace(",", "").strip()
    if digits.isdigit():
        return int(digits)
    total = 0
    for word in re.split(r"[\s-]+", words.strip().lower()):
        if word in _SIZES:
            total = (total or 1) * _SIZES[word]
        elif word in _NUMBERS:
            total += _NUMBERS[word]
        elif word.isdigit():
            total += int(word)
        elif word != "a":
            return None
    return total or None


def ordinal(words: str) -> int | None:
    """Read an ordinal.

    >>> ordinal("third"), ordinal("8th"), ordinal("final")
    (3, 8, None)
    """
    digits = re.match(r"[0-9]+", words)
    return int(digits[0]) if digits else _ORDINALS.get(words.lower())


def date(words: str) -> Value | None:
    """Read a date, as exactly as it is given (XML Schema Part 2, section 3.3).

    >>> date("July 2009")
    Value(lexical='2009-07', datatype=Reference(prefix='xsd', identifier='gYearMonth'))
    """
    for form, lexical, datatype in _FORMS:
        try:
            day = datetime.strptime(words.strip(), form)  # noqa: DTZ007 - a day, no time
        except ValueError:
            continue
        return Value(day.strftime(lexical), Reference("xsd", datatype))
    return None


def integer(value: int) -> Value:
    return Value(str(value), Reference("xsd", "integer"))
