"""Reading rules as they are written in the `.rules` files of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from kg.names import named
from kg.reason.terms import Internal

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBER = NamedNode(_XSD + "nonNegativeInteger")
_TRUE = Literal("true", datatype=NamedNode(_XSD + "boolean"))


class Variable(str):
    """A variable of a rule: its name."""

    __slots__ = ()

    def __str__(self) -> str:
        return f"?{self[:]}"


Part: TypeAlias = NamedNode | Literal | Internal | Variable


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple with variables."""

    subject: Part
    predicate: Part
    object: Part


@dataclass(frozen=True, slots=True)
class Template:
    """A rule of the specification.

    `axioms` bind every variable that is a predicate somewhere; `ordered` are pairs of
    variables of which the first is to be the lesser; no head means a clash.
    """

    name: str
    axioms: tuple[Pattern, ...]
    body: tuple[Pattern, ...]
    ordered: tuple[tuple[Variable, Variable], ...]
    head: Pattern | None

    def predicates(self) -> tuple[Variable, ...]:
        """List the variables that stand for predicates."""
        heads = (self.head,) if self.head else ()
        found = (p.predicate for p in (*self.body, *heads))
        return tuple(dict.fromkeys(v for v in found if isinstance(v, Variable)))


@cache
def templates(*names: str) -> tuple[Template, ...]:
    """Read the rules of the files that are named.

    >>> [rule.name for rule in templates("owl2rl")][:2]
    ['eq-diff1', 'eq-diff2']
    """
    return tuple(rule for name in names for rule in _read(name))


def _read(name: str) -> Iterator[Template]:
    text = files(__package__).joinpath(f"{name}.rules").read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield _parse(line)


def _parse(line: str) -> Template:
    name, _, form = line.partition(" ")
    given, conclusion = form.split("=>")
    axioms, _, body = given.partition("|")
    clauses = [clause.split() for clause in f"{axioms} . {body}".split(" . ")]
    ordered = [
        (_variable(a), _variable(b))
        for a, sign, b in filter(None, clauses)
        if sign == "<"
    ]
    head = None if conclusion.strip() == "false" else _pattern(conclusion.split())
    return Template(name, _patterns(axioms), _patterns(body), tuple(ordered), head)


def _patterns(text: str) -> tuple[Pattern, ...]:
    clauses = (clause.split() for clause in text.split(" . "))
    return tuple(_pattern(clause) for clause in clauses if clause and clause[1] != "<")


def _pattern(words: list[str]) -> Pattern:
    subject, predicate, object_ = map(_part, words)
    return Pattern(subject, predicate, object_)


def _part(word: str) -> Part:
    if word.startswith("?"):
        return _variable(word)
    if word.isdecimal():
        return Literal(word, datatype=_NUMBER)
    if word == "true":
        return _TRUE
    if word.startswith(("list:", "graph:")):
        return Internal(word)
    return named(word)


def _variable(word: str) -> Variable:
    return Variable(word.removeprefix("?"))
