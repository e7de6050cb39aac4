"""Points in time, as XML Schema writes them (xsd:dateTime)."""

from __future__ import annotations

import re
from calendar import monthrange
from fractions import Fraction

_NO_ZONE = 10**6
_TIME = re.compile(
    r"(-?\d+)-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d(?:\.\d+)?)(Z|[+-]\d\d:\d\d)?",
    re.ASCII,
)


_MOST_DIGITS = 4000  # `int` refuses to read more than 4,300 at once


def whole(text: str) -> int:
    """Read an integer of any length, the long ones half by half."""
    if len(text) <= _MOST_DIGITS:
        return int(text)
    if text[0] in "+-":
        return -whole(text[1:]) if text[0] == "-" else whole(text[1:])
    half = len(text) // 2
    shift: int = 10**half
    return whole(text[:-half]) * shift + whole(text[-half:])


def exact(text: str) -> Fraction:
    """Read a decimal number of any length.

    >>> exact("-2.50")
    Fraction(-5, 2)
    """
    above, _, below = text.partition(".")
    return Fraction(whole(above + below), 10 ** len(below))


def read_time(text: str) -> tuple[Fraction, int | None] | None:
    """Read a dateTime as seconds since the year 0, and its offset in minutes.

    None where there is no such day, time or zone.
    """
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute = map(whole, found.groups()[:5])
    second, zone = exact(found[6]), _zone(found[7])
    if not _is_time(month, (year, day), (hour, minute, second)) or zone == _NO_ZONE:
        return None
    days = _days(year, month, day)
    instant = ((days * 24 + hour) * 60 + minute - (zone or 0)) * 60 + second
    return instant, zone


def _is_time(
    month: int, date: tuple[int, int], time: tuple[int, int, Fraction]
) -> bool:
    """Tell whether there is such a day and time; midnight may be 24:00:00."""
    (year, day), (hour, minute, second) = date, time
    rest = minute + second
    if month not in range(1, 13):
        return False
    is_day = 1 <= day <= monthrange(2000 + year % 400, month)[1]
    is_hour = hour < 24 or (hour == 24 and not rest)  # noqa: PLR2004
    return is_day and is_hour and minute < 60 and second < 60  # noqa: PLR2004


def _days(year: int, month: int, day: int) -> int:
    """Count the days of the proleptic Gregorian calendar (from 1 March of year 0)."""
    past = year - (month < 3)  # noqa: PLR2004 - years from March have the odd day last
    months = (month - 3) % 12
    return (
        365 * past
        + past // 4
        - past // 100
        + past // 400
        + (153 * months + 2) // 5
        + day
    )


def _zone(text: str | None) -> int | None:
    """Read a time zone in minutes; `_NO_ZONE` where there is none such."""
    if text is None or text == "Z":
        return None if text is None else 0
    hours, minutes = int(text[1:3]), int(text[4:])
    total = hours * 60 + minutes
    if minutes > 59 or total > 14 * 60:  # noqa: PLR2004 - as XML Schema has it
        return _NO_ZONE
    return -total if text[0] == "-" else total
