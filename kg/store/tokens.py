"""The words of a query or update, told apart from what merely looks like them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# What may hold a keyword's letters without being the keyword: IRIs, strings, comments,
# variables, language tags, escapes and names with a prefix are passed over whole. What
# could be read in two ways is kept in a group: after `?a <` an IRI may be no IRI.
_TOKEN = re.compile(
    r"""<[^<>"{}|^`\s)]*>
      | (?P<unsure><[^<>"{}|^`\s]*>)
      | \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"
      | '''(?:[^'\\]|\\.|'(?!''))*'''
      | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*'
      | \#[^\r\n]*
      | [?$@][\w-]+
      | (?P<prefix>[\w.-]*):(?:[\w.%:-]|\\.)*
      | \\.
      | (?P<word>\w+)
      | (?P<mark>[{};])
      | (?P<other>\S)""",
    re.VERBOSE | re.DOTALL,
)
_UPDATES = frozenset(
    "INSERT DELETE LOAD CLEAR CREATE DROP COPY MOVE ADD WITH".split()  # noqa: SIM905 - one line to read
)
_READ = re.compile(
    r"""\s*(?:(?:PREFIX\s+[\w.-]*:|BASE)\s*<[^<>\s]*>\s*)*
        (?:SELECT|ASK|CONSTRUCT|DESCRIBE)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_PROLOGUE = frozenset({"PREFIX", "BASE"})


class Token(NamedTuple):
    """A part of a text: `text[start:end]`; a keyword's `word` is in upper case."""

    start: int
    end: int
    word: str
    mark: str


def tokens(text: str) -> Iterator[Token]:
    """Yield all tokens; comments are none.

    >>> [token.word or token.mark for token in tokens("clear <http://e/g> ;")]
    ['CLEAR', '', ';']
    """
    for match in _TOKEN.finditer(text):
        if not match[0].startswith("#"):
            word, mark = (match["word"] or "").upper(), match["mark"] or ""
            yield Token(match.start(), match.end(), word, mark)


def words(text: str) -> Iterator[str]:
    """Yield the keywords, names of functions and numbers of a query, in upper case.

    >>> list(words('SELECT ?from { ?from ?p "from" } # from'))
    ['SELECT']
    """
    for match in _TOKEN.finditer(text):
        if match["word"]:
            yield match["word"].upper()


def masked(text: str) -> str:
    """Blank out all that holds no keyword and no bracket, each in its place.

    >>> masked('SELECT ?a { ?a ?b "{" }')
    'SELECT    {           }'
    """
    kept = {"word", "mark", "other"}
    return _TOKEN.sub(lambda m: m[0] if m.lastgroup in kept else " " * len(m[0]), text)


def is_update(text: str) -> bool:
    """Tell whether a text is of SPARQL 1.1 Update: by its first word.

    >>> is_update("PREFIX a: <http://example.org/> insert data { a:b a:c a:d }")
    True
    """
    if _READ.match(text):
        return False  # most queries: told in a fifth of the time
    return first_word(text) in _UPDATES


def first_word(text: str) -> str:
    """Give the keyword that tells the form of a query or update, in upper case.

    >>> first_word("PREFIX a: <http://example.org/> ask { a:b a:c a:d }")
    'ASK'
    """
    return next((word for word in words(text) if word not in _PROLOGUE), "")


def has_service(text: str) -> bool:
    """Tell whether a query asks another endpoint, in doubt that it does.

    The parser wants no space around a keyword, so the word may be part of another.

    >>> has_service("ASK { SERVICE <http://example.org/> { ?s ?p ?o } }")
    True
    >>> has_service('ASK { ?service a sd:Service ; ?p "service" } # service')
    False
    """
    doubtful = ("word", "prefix", "unsure")
    return "SERVICE" in text.upper() and any(
        "SERVICE" in (match[group] or "").upper()
        for match in _TOKEN.finditer(text)
        for group in doubtful
    )


def place(text: str, start: int) -> tuple[int, int]:
    """Count the line and the column of a place, from 1."""
    before = text[:start]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def unasked(text: str) -> str:
    """Write GRAPH for SERVICE: what parses likewise, place by place, and asks nobody.

    >>> unasked("ASK { SERVICE SILENT <http://example.org/> { } }")
    'ASK { GRAPH          <http://example.org/> { } }'
    """
    found, before = text, ""
    for token in tokens(text):
        is_silent = (before, token.word) == ("SERVICE", "SILENT")
        if is_silent or token.word == "SERVICE":
            word = "" if is_silent else "GRAPH"
            blank = word.ljust(token.end - token.start)
            found = found[: token.start] + blank + found[token.end :]
        before = token.word
    return found
