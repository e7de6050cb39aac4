"""What may have been meant by a part of a text that cannot stand where it does."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.names import Names
from kg.store.functions import is_function, no_function, wrong_count
from kg.store.outline import AGGREGATES, Outline
from kg.store.tokens import tokens

_NAME = re.compile(r"(?!_:)([\w.-]*):")
_DECLARED = re.compile(r"\bPREFIX\s*([\w.-]*):\s*<([^>]*)", re.IGNORECASE)
_BOUND = re.compile(r"\bAS\s*[?$](\w+)", re.IGNORECASE)
_LONG = 60
# what the parser says in words
_SAID: Mapping[str, str] = {
    "SELECT * is not authorized": "name the columns: with GROUP BY, * stands for none",
    "IRI parsing failed": "this is no IRI",
    "language tag parsing failed": "this is no language tag, such as @en or @de-AT",
    "Already used blank node": "this blank node stands in another group too: "
    "use a variable",
    "not allowed in INSERT DATA": "INSERT DATA has no variables: use INSERT ... WHERE",
    "not allowed in DELETE DATA": "DELETE DATA has neither variables nor blank nodes: "
    "use DELETE WHERE",
    "not allowed in DELETE WHERE": "DELETE WHERE has no blank nodes: use variables",
    "non negative integer": "LIMIT and OFFSET take a whole number, not too large",
}


def said(message: str) -> str | None:
    """Give our words for what the parser says in words of its own."""
    return next((ours for theirs, ours in _SAID.items() if theirs in message), None)


def undeclared(word: str, text: str, names: Names) -> str | None:
    """Say that a name has a prefix that nobody declares, if that is so."""
    found = _NAME.match(word)
    if not found or found[1] in names.prefixes:
        return None
    declared = [match[1] for match in _DECLARED.finditer(text)]
    if found[1] in declared:
        return None
    known = [*declared, *names.prefixes]
    close = difflib.get_close_matches(found[1], known, n=1)
    hint = f" (did you mean {close[0]}:?)" if close else ""
    return f"the prefix {found[1]}: is not declared{hint}"


def iri_of(word: str, text: str, names: Names) -> str:
    """Write out the IRI that a word of a text stands for; empty if it is no name."""
    if word.startswith("<"):
        return word[1:-1]
    prefix, is_name, rest = word.partition(":")
    declared = {match[1]: match[2] for match in _DECLARED.finditer(text)}
    start = (names.prefixes | declared).get(prefix, "") if is_name else ""
    return start and start + rest


@dataclass(frozen=True, slots=True)
class Mistake:
    """The part `text[start:end]`, and what was expected there."""

    text: str
    start: int
    end: int
    expected: tuple[str, ...]
    names: Names

    @property
    def part(self) -> str:
        return self.text[self.start : self.end]

    def told(self) -> str:
        """Say that the part was not expected."""
        return f"unexpected {self.part[:_LONG]!r}"

    def explained(self) -> str | None:
        """Say what is wrong with the part, if that can be told."""
        return next(filter(None, self._explanations()), None)

    def _explanations(self) -> Iterator[str | None]:
        yield self._of_iri()
        yield self._of_prefix()
        yield self._of_function()
        yield self._of_column()
        yield self._of_keyword()
        yield self._of_count()
        yield self._of_aggregate()
        yield self._of_bracket()
        yield self._of_values()
        yield self._of_bind()

    def _of_prefix(self) -> str | None:
        parts = (self.part[token.start : token.end] for token in tokens(self.part))
        found = (undeclared(part, self.text, self.names) for part in parts)
        return next(filter(None, found), None)

    def _of_iri(self) -> str | None:
        is_meant = self.part[0] == "<" and self.part[-1] == ">" and len(self.part) > 1
        if is_meant and "an IRI" in self.expected:
            return f"{self.part[:_LONG]} is no IRI: it has spaces or other wrong signs"
        return None

    def _of_function(self) -> str | None:
        is_call = self.text[self.end :].lstrip().startswith("(")
        is_name = is_call and self.part.isidentifier() and not is_function(self.part)
        takes_one = "EXISTS" in self.expected or "an operator" in self.expected
        return no_function(self.part) if is_name and takes_one else None

    def _of_column(self) -> str | None:
        if is_function(self.part) and "DISTINCT" in self.expected:
            return f"write a column as ({self.part.upper()}(...) AS ?name), in brackets"
        return None

    def _of_keyword(self) -> str | None:
        words = [word for word in self.expected if word.isupper()]
        close = difflib.get_close_matches(self.part.upper(), words, n=1)
        return f"{self.told()} (did you mean {close[0]}?)" if close else None

    def _of_count(self) -> str | None:
        """Tell a function that has too many or too few arguments."""
        for outline, name, opening in self._calls():
            level = outline.level(opening + 1, outline.partners[opening])
            return wrong_count(name, _count([outline[n] for n in level]))
        return None

    def _of_aggregate(self) -> str | None:
        for _, name, _ in self._calls():
            if self.part == ")" and name.upper() in AGGREGATES:
                return f"{name} stands in SELECT, HAVING or ORDER BY, nowhere else"
            return None
        return None

    def _calls(self) -> Iterator[tuple[Outline, str, int]]:
        """List the calls that the part stands in or ends, the innermost first."""
        outline, number = self._outlined()
        ended = [n for n, end in outline.partners.items() if end == number]
        for opening in reversed([*outline.around(number), *ended]):
            name = outline[opening - 1]
            if outline[opening] == "(" and is_function(name):
                yield outline, name, opening

    def _outlined(self) -> tuple[Outline, int]:
        """Outline the text; the number of the part's first token."""
        outline = Outline.of(self.text)
        starts = [token.start for token in outline.tokens]
        return outline, starts.index(self.start)

    def _of_bracket(self) -> str | None:
        if self.part not in {")", "}"}:
            return None
        outline, number = self._outlined()
        is_paired = number in outline.partners.values()
        return None if is_paired else f"{self.told()}: it closes nothing"

    def _of_values(self) -> str | None:
        before = self.text[: self.start].upper()
        is_row = before.rfind("VALUES") > before.rfind("}")
        problem = "this row of VALUES has not as many values as there are variables"
        is_next = self.expected == ("'('",)
        return f"{problem}: write UNDEF for none" if is_row and is_next else None

    def _of_bind(self) -> str | None:
        """Tell a BIND of what has a value; the parser notes it where the group ends."""
        if self.part != "}" or "FILTER" not in self.expected:
            return None
        for found in _BOUND.finditer(self.text, 0, self.start):
            if re.search(rf"[?$]{found[1]}\b", self.text[: found.start()]):
                name = f"?{found[1]}"
                return f"BIND gives {name} a value, and it has one: take another name"
        return None


def _count(level: list[str]) -> int:
    return level.count(",") + 1 if level else 0
