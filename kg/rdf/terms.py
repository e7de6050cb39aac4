"""The terms of the vocabularies that the quads are written in."""

from __future__ import annotations

import csv
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.model import Reference, Value
from kg.names import named

if TYPE_CHECKING:
    from kg.model import Kind

iri = named


def text(lexical: str) -> Literal:
    return Literal(lexical)


def integer(number: int) -> Literal:
    return Literal(str(number), datatype=iri("xsd:integer"))


def decimal(number: Decimal) -> Literal:
    """Write a number in its shortest form, as stores give it back.

    >>> decimal(Decimal("0.5000")).value
    '0.5'
    """
    lexical = f"{number.normalize():f}"
    return Literal(lexical, datatype=iri("xsd:decimal"))


def literal(value: Value) -> Literal:
    return Literal(value.lexical, datatype=iri(str(value.datatype)))


@cache
def association(predicate: Reference, subject: Kind | None) -> NamedNode:
    """Name the Biolink class of a statement by its predicate and its subject's kind."""
    table = _associations()
    plain = table.get((str(predicate), "*"), "Association")
    return iri("biolink:" + table.get((str(predicate), str(subject)), plain))


@cache
def _associations() -> dict[tuple[str, str], str]:
    table = files("kg.rdf").joinpath("associations.tsv")
    with table.open("r", encoding="utf-8") as handle:
        rows = csv.DictReader(handle, delimiter="\t")
        return {(row["predicate"], row["subject"]): row["association"] for row in rows}
