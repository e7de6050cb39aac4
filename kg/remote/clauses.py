"""Where a query or an operation has its SERVICE clauses, and what stands around them.

The engine parses; this finds groups and their elements by keywords and braces
(SPARQL 1.1 Query, section 19.8, rules 53 to 67), as far as it takes to see which
elements of a group restrict a SERVICE beside or inside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import QueryError
from kg.store.tokens import Token, has_service, tokens

SERVICE = "SERVICE"
_HOLDERS = frozenset(
    {"OPTIONAL", "MINUS", "GRAPH", SERVICE, "FILTER", "BIND", "VALUES"}
)
_BEGIN, _END = frozenset("{(["), frozenset("})]")
_SPACE = "write a space on both sides of each keyword, and of < and >"


@dataclass(frozen=True, slots=True)
class Text:
    """A text and its tokens."""

    text: str
    tokens: tuple[Token, ...]

    @classmethod
    def of(cls, text: str) -> Text:
        return cls(text, tuple(tokens(text)))

    def word(self, at: int) -> str:
        """Give a token as it is written, a keyword in upper case."""
        token = self.tokens[at]
        return token.word or self.text[token.start : token.end]

    def part(self, start: int, end: int) -> str:
        """Give the text from one token up to another."""
        if start >= end:
            return ""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]

    def variables(self, start: int, end: int) -> dict[str, None]:
        """List the variables of a part, in the order in which they appear."""
        words = (self.word(at) for at in range(start, end))
        return {word[1:]: None for word in words if word[0] in "?$" and word[1:]}

    def close(self, at: int) -> int:
        """Find the bracket that closes the one at a place; raises QueryError."""
        depth = 0
        for place in range(at, len(self.tokens)):
            word = self.word(place)
            depth += (word in _BEGIN) - (word in _END)
            if not depth:
                return place
        raise QueryError(f"a bracket of the group with SERVICE does not end: {_SPACE}")


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a group: its kind, and its tokens from `start` up to `end`.

    The kind is its keyword, `{` for a group or a UNION, and nothing for triples.
    """

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause(Element):
    """A SERVICE: whom it asks, and the tokens of its group, the braces included."""

    endpoint: str
    is_silent: bool
    group: tuple[int, int]

    @property
    def variable(self) -> str:
        """The variable that names the endpoint; empty where an IRI does."""
        return self.endpoint[1:] if self.endpoint[0] in "?$" else ""

    @property
    def variables(self) -> tuple[str, ...]:
        return (self.variable,) if self.variable else ()


def clauses(text: Text) -> Iterator[Clause]:
    """Find the SERVICE clauses that are in no other one."""
    at = 0
    while at < len(text.tokens):
        if text.tokens[at].word == SERVICE:
            found = _clause(text, at)
            yield found
            at = found.end
        else:
            at += 1


def check(text: Text) -> None:
    """See that each SERVICE is found; raises QueryError where one may be hidden."""
    rest, end = "", 0
    for clause in clauses(text):
        start = text.tokens[clause.start].start
        rest += text.text[end:start] + " "
        end = text.tokens[clause.end - 1].end
    rest += text.text[end:]
    if has_service(rest):
        raise QueryError(f"what looks like SERVICE is not where one can be: {_SPACE}")


def _clause(text: Text, at: int) -> Clause:
    size = len(text.tokens)
    silent = at + 1 < size and text.tokens[at + 1].word == "SILENT"
    opening = at + 2 + silent
    if opening >= size or text.word(opening) != "{":
        problem = "after SERVICE or SERVICE SILENT stands an IRI or a variable, then {"
        raise QueryError(f"{problem}: {_SPACE}")
    end = text.close(opening) + 1
    return Clause(SERVICE, at, end, text.word(opening - 1), silent, (opening, end))


def elements(text: Text, start: int, end: int) -> Iterator[Element]:
    """Take the inside of a group apart."""
    while start < end:
        kind = text.word(start)
        if kind in _HOLDERS:
            stop = _held(text, start, end)
        elif kind == "{":
            stop = _union(text, start, end)
        else:
            kind, stop = "", _triples(text, start, end)
        yield Element(kind, start, stop)
        start = stop


def _held(text: Text, at: int, end: int) -> int:
    """Go past a keyword's brackets: `FILTER regex(...)`, `VALUES (?a) { ... }`."""
    wanted = {"{", "("} if text.word(at) in {"FILTER", "BIND"} else {"{"}
    opening = next((i for i in range(at, end) if text.word(i) in wanted), None)
    return end if opening is None else text.close(opening) + 1


def _union(text: Text, at: int, end: int) -> int:
    stop = text.close(at) + 1
    while stop + 1 < end and text.tokens[stop].word == "UNION":
        stop = text.close(stop + 1) + 1
    return stop


def _triples(text: Text, at: int, end: int) -> int:
    """Go past triples, up to what is none; annotations {| |} are a part of them."""
    while at < end:
        word = text.word(at)
        is_note = word == "{" and at + 1 < end and text.word(at + 1) == "|"
        if word in _HOLDERS or (word == "{" and not is_note):
            break
        at = text.close(at) + 1 if word in _BEGIN else at + 1
    return at


def where(text: Text, start: int, end: int) -> tuple[int, int] | None:
    """Find the braces of the pattern of a query, a sub-query, or an operation.

    Those of a template come before; what stands in parentheses is passed over.
    """
    found = list(_braces(text, start, end))
    words = {text.tokens[at].word: at for at in _outer(text, start, end)}
    begin = words.get("WHERE", -1)
    after = [span for span in found if span[0] > begin]
    if begin < 0 and "CONSTRUCT" in words:
        after = after[1:]
    return after[0] if after else None


def _outer(text: Text, start: int, end: int) -> Iterator[int]:
    """Go over the tokens outside of brackets, and the opening ones."""
    at = start
    while at < end:
        yield at
        at = text.close(at) + 1 if text.word(at) in _BEGIN else at + 1


def _braces(text: Text, start: int, end: int) -> Iterator[tuple[int, int]]:
    for at in _outer(text, start, end):
        if text.word(at) == "{":
            yield at, text.close(at) + 1


def outer_words(text: Text) -> Iterator[tuple[int, str]]:
    """Give the place of each keyword outside of brackets, and the keyword."""
    for at in _outer(text, 0, len(text.tokens)):
        if word := text.tokens[at].word:
            yield at, word
