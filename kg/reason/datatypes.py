"""The datatypes of OWL 2 RL: which literals denote which values, and of which types.

Values are compared by identity, as OWL 2 has it (Structural Specification, section 4):
0.0 and -0.0 are two floats, and noon in Paris is not noon in London.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable, Hashable, Iterator
from csv import DictReader
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from importlib.resources import files
from struct import pack, unpack
from typing import NamedTuple

from lxml import etree
from pyoxigraph import Literal, NamedNode

from kg.names import named
from kg.reason.times import exact, read_time, whole


class Value(NamedTuple):
    """A data value: two literals denote the same one if these are equal."""

    space: str
    key: Hashable


@dataclass(frozen=True, slots=True)
class Datatype:
    """A row of datatypes.tsv: its lexical space, and its facets."""

    iri: NamedNode
    family: str
    pattern: re.Pattern[str] | None
    low: int | None
    high: int | None

    def has(self, value: Value) -> bool:
        """Tell whether the value is in the value space."""
        test = _TESTS.get(self.family)
        return test(self, value) if test else self.family == value.space

    def fits(self, text: str) -> bool:
        return self.pattern is None or bool(self.pattern.fullmatch(text))

    def bounds(self, number: Fraction) -> bool:
        above = self.low is None or self.low <= number
        return above and (self.high is None or number <= self.high)

    def read(self, lexical: str) -> Value | None:
        """Give the value of a lexical form, None where it is not one."""
        read = _READERS.get(self.family)
        value = read(lexical) if read and self.fits(lexical) else None
        return value if value is not None and self.has(value) else None


def value_of(literal: Literal) -> Value | None:
    """Give the value of a literal.

    None where its lexical form is not in the lexical space of its datatype, or where
    the datatype is none of OWL 2 RL.

    >>> integer = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    >>> value_of(Literal("007", datatype=integer))
    Value(space='number', key=Fraction(7, 1))
    >>> value_of(Literal("seven", datatype=integer))
    """
    if literal.language is not None:
        return Value("language", (literal.value, literal.language.casefold()))
    datatype = datatypes().get(literal.datatype)
    return datatype.read(literal.value) if datatype else None


@cache
def datatypes() -> dict[NamedNode, Datatype]:
    """Read datatypes.tsv."""
    with files(__package__).joinpath("datatypes.tsv").open(encoding="utf-8") as handle:
        rows = DictReader(handle, delimiter="\t")
        found = [_datatype(**row) for row in rows]
    return {datatype.iri: datatype for datatype in found}


def _datatype(
    datatype: str, family: str, pattern: str, low: str, high: str
) -> Datatype:
    return Datatype(
        named(datatype),
        family,
        re.compile(pattern) if pattern else None,
        int(low) if low else None,
        int(high) if high else None,
    )


def _has_number(datatype: Datatype, value: Value) -> bool:
    if not isinstance(value.key, Fraction):
        return False
    match datatype.family:
        case "number":
            return True
        case "decimal":
            return _without(value.key.denominator, 2, 5) == 1
        case _:
            return value.key.denominator == 1 and datatype.bounds(value.key)


def _has_time(datatype: Datatype, value: Value) -> bool:
    """Ask for a time zone if that is what makes the datatype (dateTimeStamp)."""
    zoned = isinstance(value.key, tuple) and value.key[1] is not None
    return value.space == "time" and (zoned or datatype.fits("2000-01-01T00:00:00"))


def _plain(text: str) -> Value | None:
    words, at, tag = text.rpartition("@")
    if not at or (tag and not datatypes()[named("xsd:language")].read(tag)):
        return None
    return Value("language", (words, tag.casefold())) if tag else Value("string", words)


def _ieee(form: str, text: str) -> Hashable | None:
    """Round to a binary number; None where that makes zero or infinity of another."""
    if text.lstrip("+-") in ("INF", "NaN"):
        return pack(">d", float(text.replace("INF", "inf")))
    try:
        number = Decimal(text)
        rounded: float = unpack(form, pack(form, float(number)))[0]
    except (InvalidOperation, OverflowError):  # an exponent without measure
        return None
    if rounded in (float("inf"), float("-inf")) or (number and not rounded):
        return None
    return pack(">d", rounded)


def _binary(form: str, space: str, text: str) -> Value | None:
    key = _ieee(form, text)
    return None if key is None else Value(space, key)


def _time(text: str) -> Value | None:
    instant = read_time(text)
    return None if instant is None else Value("time", instant)


def _xml(text: str) -> Value | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        tree = etree.fromstring(f"<x>{text}</x>".encode(), parser)
    except etree.XMLSyntaxError:
        return None
    return Value("xml", etree.tostring(tree, method="c14n", exclusive=True))


def _number(text: str) -> Value:
    above, _, below = text.partition("/")
    return Value("number", exact(above) / whole(below or "1"))


_TESTS: dict[str, Callable[[Datatype, Value], bool]] = {
    "any": lambda _datatype, _value: True,
    "plain": lambda _datatype, value: value.space in ("string", "language"),
    "string": lambda datatype, value: (
        value.space == "string" and datatype.fits(str(value.key))
    ),
    "number": _has_number,
    "decimal": _has_number,
    "integer": _has_number,
    "time": _has_time,
}
_READERS: dict[str, Callable[[str], Value | None]] = {
    "plain": _plain,
    "string": lambda text: Value("string", text),
    "boolean": lambda text: Value("boolean", text in ("true", "1")),
    "number": _number,
    "decimal": _number,
    "integer": _number,
    "double": lambda text: _binary(">d", "double", text),
    "float": lambda text: _binary(">f", "float", text),
    "hex": lambda text: Value("hex", bytes.fromhex(text)),
    "base64": lambda text: Value("base64", b64decode(text.replace(" ", ""))),
    "uri": lambda text: Value("uri", text),
    "time": _time,
    "xml": _xml,
}


def _without(number: int, *factors: int) -> int:
    for factor in factors:
        while number % factor == 0:
            number //= factor
    return number


def types_of(value: Value) -> Iterator[Datatype]:
    """List the datatypes whose value space has the value."""
    return (datatype for datatype in datatypes().values() if datatype.has(value))
