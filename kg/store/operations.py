"""A request of SPARQL 1.1 Update, taken apart into its operations.

The engine parses; this only finds where an operation begins and ends, and which of its
braces hold what: enough to have each one done on its own, and to see what it does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.store.tokens import Token, tokens

_PROLOGUE = {"PREFIX": 3, "BASE": 2, "VERSION": 2}  # how many tokens a line of it has


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens that follow each other in a request."""

    tokens: tuple[Token, ...]

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end


@dataclass(frozen=True, slots=True)
class Group(Span):
    """Braces, with all that they hold, and the word before them."""

    word: str


@dataclass(frozen=True, slots=True)
class Operation(Span):
    """One operation of a request, and where the declarations before it stand."""

    request: str
    prologue: tuple[tuple[int, int], ...]

    def __getitem__(self, part: Token | Span) -> str:
        return self.request[part.start : part.end]

    @property
    def text(self) -> str:
        """The operation as a request of its own."""
        return self.declarations + self.request[self.start : self.end]

    @property
    def declarations(self) -> str:
        return "".join(self.request[start:end] + "\n" for start, end in self.prologue)

    @property
    def words(self) -> tuple[str, ...]:
        """The keywords outside of braces: `("DELETE", "INSERT", "WHERE")`."""
        return tuple(token.word for token in self.outer if token.word)

    @property
    def outer(self) -> tuple[Token, ...]:
        """The tokens outside of braces."""
        return tuple(token for token, depth in _depths(self.tokens) if not depth)

    @property
    def groups(self) -> dict[str, Group]:
        """The outermost braces, by the last word before them."""
        return {group.word: group for group in groups(self.tokens)}


def operations(request: str) -> Iterator[Operation]:
    """Take a request apart; empty operations are none.

    >>> text = "CLEAR DEFAULT ; DELETE WHERE { ?s ?p 1 ; ?q 2 } ;"
    >>> [operation.words for operation in operations(text)]
    [('CLEAR', 'DEFAULT'), ('DELETE', 'WHERE')]
    """
    prologue = tuple[tuple[int, int], ...]()
    for part in _parts(tokens(request)):
        size = _prologue(part)
        if size:
            start, end = part[0].start, part[size - 1].end
            if not prologue or request[slice(*prologue[-1])] != request[start:end]:
                prologue = (*prologue, (start, end))
        if part[size:]:
            yield Operation(part[size:], request, prologue)


def groups(found: tuple[Token, ...]) -> Iterator[Group]:
    """Find the outermost braces among tokens."""
    word, inside = "", list[Token]()
    for token, depth in _depths(found):
        if depth or inside:
            inside.append(token)
        elif token.word:
            word = token.word
        if inside and not depth:
            yield Group(tuple(inside), word)
            inside = []


def _parts(found: Iterator[Token]) -> Iterator[tuple[Token, ...]]:
    """Split at the semicolons outside of braces."""
    part = list[Token]()
    for token, depth in _depths(found):
        if token.mark == ";" and not depth:
            yield tuple(part)
            part = []
        else:
            part.append(token)
    yield tuple(part)


def _depths(found: Iterator[Token] | tuple[Token, ...]) -> Iterator[tuple[Token, int]]:
    """Give each token with the number of braces that are open after it."""
    depth = 0
    for token in found:
        depth = max(0, depth + {"{": 1, "}": -1}.get(token.mark, 0))
        yield token, depth


def _prologue(part: tuple[Token, ...]) -> int:
    """Count the tokens of the declarations that a part begins with."""
    size = 0
    while size < len(part) and part[size].word in _PROLOGUE:
        size += _PROLOGUE[part[size].word]
    return min(size, len(part))
