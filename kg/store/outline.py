"""The brackets of a query: which belong together, and what stands between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kg.store.tokens import Token, tokens

AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
_OPENING = {")": "(", "}": "{"}


class Change(NamedTuple):
    """What takes the place of `text[start:end]`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Outline:
    """The tokens of a query by number; `partners` leads from `(` to `)`, `{` to `}`."""

    text: str
    tokens: tuple[Token, ...]
    partners: Mapping[int, int]

    @classmethod
    def of(cls, text: str) -> Outline:
        """Outline a query; brackets without a partner are left to the parser."""
        found, still_open = tuple(tokens(text)), list[tuple[str, int]]()
        partners = dict[int, int]()
        for number, token in enumerate(found):
            mark = text[token.start : token.end]
            if mark in {"(", "{"}:
                still_open.append((mark, number))
            elif still_open and _OPENING.get(mark) == still_open[-1][0]:
                partners[still_open.pop()[1]] = number
        return cls(text, found, partners)

    def __getitem__(self, number: int) -> str:
        """Give the text of a token; behind the last one is nothing."""
        found = self.tokens[number : number + 1]
        return self.text[found[0].start : found[0].end] if found else ""

    def around(self, number: int) -> list[int]:
        """List the opening brackets around a token, the innermost last."""
        return sorted(n for n, end in self.partners.items() if n < number < end)

    def level(self, first: int, end: int) -> Iterator[int]:
        """List tokens, of a part in brackets only the opening one."""
        number = first
        while number < end:
            yield number
            number = self.partners.get(number, number) + 1

    def group(self, opening: int) -> Iterator[int]:
        """List the tokens of a group so; of all the text where there is none (-1)."""
        return self.level(opening + 1, self.partners.get(opening, len(self.tokens)))

    def calls(self, *names: str) -> Iterator[tuple[int, int]]:
        """Find the calls of some functions: numbers of the name and of its `)`."""
        for number, token in enumerate(self.tokens):
            end = self.partners.get(number + 1)
            if token.word in names and end is not None and self[number + 1] == "(":
                yield number, end

    def insert(self, number: int, text: str) -> Change:
        """Make a change: a text before a token."""
        start = self.tokens[number].start
        return Change(start, start, text)

    def changed(self, changes: Iterable[Change], first: int = 0, end: int = 0) -> str:
        """Write the text, or some tokens of it, with changes of which none overlap.

        >>> outline = Outline.of("ASK { ?s ?p ?o }")
        >>> outline.changed([outline.insert(2, "?a ?b ?c . ")])
        'ASK { ?a ?b ?c . ?s ?p ?o }'
        """
        place = self.tokens[first].start if end else 0
        stop = self.tokens[end - 1].end if end else len(self.text)
        parts = list[str]()
        for change in sorted(changes, key=lambda found: found[:2]):
            parts += (self.text[place : change.start], change.text)
            place = change.end
        return "".join(parts) + self.text[place:stop]
