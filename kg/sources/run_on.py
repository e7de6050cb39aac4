"""Parts a run-on line of names, "Anemia, sex-linked ANH1 Congenital anemia", again.

The lists of the pages are in alphabetical order (without case; a hyphen sorts as a
blank). Of all ways to cut the line that keep the order, the best is the one whose
pieces look most like names: they begin with a capital or a digit, and end as names
do, with a head noun, a symbol or a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from kg.sources.spans import Span

LONGEST = 16  # words in a name
UNLIKELY = 4.0  # what a piece costs that breaks the order or begins in mid-name

_WORD = re.compile(r"\S+")
# The last word of a name: a kind of disorder or of molecule, a symbol, a number.
_HEAD = re.compile(
    r"(?:syndrome|disease|disorder|deficiency|defect|anomaly|anomalies|abnormality"
    r"|abnormalities|dysplasia|dystrophy|sequence|spectrum|complex|form|variant|cancer"
    r"|tumor|tumour|sclerosis|retardation|blindness|deafness|dwarfism|degeneration"
    r"|resistance|intolerance|deletion|insipidus|neoplasm|infancy|association|atrophy"
    r"|receptor|subunit|precursor|protein|factor|homolog|enzyme|antigen|chain|channel"
    r"|isoform|gene|[\w-]*[a-z](?:a?emia|uria|pathy|itis|osis|oma|ism|plegia|algia|opia"
    r"|trophy|phyria|penia|plasia|ase|axia|tonia|genesis|genia|cythemia|megaly|stasis"
    r"|trichia|dactyly|cephaly|neuropathy|ation|ility))s?",
    re.IGNORECASE,
)
_SYMBOL = re.compile(r"(?=(?:[^A-Z]*[A-Z]){2})[\w/+-]+")
_NUMBER = re.compile(r".*\)|[\w-]*\d[A-Za-z]?|[IVX]+[AB]?|[A-Z]")
_CONTINUES = re.compile(r"\d+|[IVX]{2,}|[^\w'].*")
_CAPITAL = re.compile(r"[A-Z][a-z].*|(?=(?:[^A-Z]*[A-Z]){2})[\w/+-]+")
_ADJECTIVE = re.compile(
    r".*(?:,|ic|al|ive|ous|ary|ory|ar|ed|ing|ent|ant|ile|linked|like|related)"
)
# No name begins with these: they continue one.
_INNER = re.compile(
    r"an?|and|at|by|due|for|from|in|of|on|or|the|to|with|without|type|form|variant"
    r"|syndrome|disease|disorder|deficiency|protein|homolog|subunit|gene",
    re.IGNORECASE,
)


class _Cut(NamedTuple):
    """A way to cut the words up to a point; `start` is where its last piece starts."""

    score: float
    start: int
    before: _Cut | None


def run_on_names(text: str, span: Span, title: str) -> Iterator[Span]:
    """Yield the names of a line that lost its separators.

    The page's `title` tells what the names of this list may end with.
    """
    words = [Span(*word.span()) for word in _WORD.finditer(text, *span)]
    if not words:
        return
    tokens = [text[word.start : word.end] for word in words]
    if all(token.isupper() for token in tokens if token[0].isalpha()):
        tokens = [token.lower() for token in tokens]
    *_, head = ("", *title.casefold().split())
    for first, after in pairwise([*_best(tokens, head), len(tokens)]):
        yield Span(words[first].start, words[after - 1].end)


def _best(tokens: Sequence[str], head: str) -> list[int]:
    """Find where the names start, by dynamic programming over the last pieces."""
    ways: list[list[_Cut]] = [[] for _ in range(len(tokens) + 1)]
    for end in range(1, len(tokens) + 1):
        for start in range(max(0, end - LONGEST), end):
            ways[end].append(_extend(ways[start], tokens, Span(start, end), head))
    best: _Cut | None = max(ways[-1], key=lambda way: way.score)
    found: list[int] = []
    while best:
        found.append(best.start)
        best = best.before
    return found[::-1]


def _extend(ways: list[_Cut], tokens: Sequence[str], piece: Span, head: str) -> _Cut:
    """Put the piece behind the best way to cut what precedes it."""
    score = _score(tokens[piece.start : piece.end], head)
    if not ways:
        return _Cut(score, 0, None)
    name = _order(tokens[piece.start : piece.end])

    def joined(way: _Cut) -> float:
        in_order = _order(tokens[way.start : piece.start]) <= name
        return way.score - (0.0 if in_order else UNLIKELY)

    best = max(ways, key=joined)
    return _Cut(joined(best) + score, piece.start, best)


def _order(name: Sequence[str]) -> str:
    return " ".join(name).casefold().replace("-", " ")


def _score(name: Sequence[str], head: str) -> float:
    """Tell how much a piece looks like a name: about 1 if it does, -1 if not."""
    first, last = name[0], name[-1]
    score = _ending(last, head)
    if len(name) == 1 and not _SYMBOL.fullmatch(first):
        score = min(score, 0.5)  # few names are a single common word
    if any(_inverts(word, head) for word in name[:-1]):
        score = max(score, 0.6)
    if first[0].islower():
        score -= 0.5
    if _INNER.fullmatch(first) or _CONTINUES.fullmatch(first):
        score -= UNLIKELY
    return score - 0.3 * sum(1 for word in name[1:] if _CAPITAL.fullmatch(word))


def _ending(word: str, head: str) -> float:
    if word.casefold() == head or _HEAD.fullmatch(word) or _NUMBER.fullmatch(word):
        return 1.0
    if _INNER.fullmatch(word) or _ADJECTIVE.fullmatch(word):
        return -1.0
    return 1.0 if _SYMBOL.fullmatch(word) else 0.1


def _inverts(word: str, head: str) -> bool:
    """Tell whether the word is the head of an inverted name: "Anemia, hereditary"."""
    return word.endswith(",") and _ending(word[:-1], head) == 1.0
