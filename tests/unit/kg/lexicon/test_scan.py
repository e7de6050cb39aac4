"""Scanning by automata against the rules, followed letter by letter."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator

from hypothesis import example, given
from hypothesis import strategies as st

from kg.lexicon import Lexicon, fold
from kg.model import Entity, Kind, Reference, Status, Term

ALPHABET = "aAbB1sSeéÉß'’- \n.("  # noqa: RUF001 - a typographic apostrophe is a case
PLURAL = re.compile(r"e?s\b", re.IGNORECASE)
NAMES = st.text(ALPHABET, min_size=1, max_size=5).filter(str.strip)


def lexicon(names: list[str]) -> Lexicon:
    return Lexicon(
        Term(name, Entity(Reference("x", str(n)), Kind.GENE, name), Status.SYNONYM)
        for n, name in enumerate(names)
    )


def squeezed(text: str) -> tuple[str, list[int]]:
    """Write with single blanks and plain apostrophes; also where each letter stood."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        plain = " " if letter.isspace() else letter.replace("’", "'")  # noqa: RUF001 - the same
        if plain != " " or letters[-1:] != [" "]:
            letters.append(plain)
            places.append(place)
    return "".join(letters), places


def word_end(text: str, start: int, end: int) -> int | None:
    """Give where the word of a name ends, if the name is a word, maybe a plural."""
    if start and text[start - 1].isalnum() and text[start].isalnum():
        return None
    if not text[end : end + 1].isalnum() or not text[end - 1].isalnum():
        return end
    plural = PLURAL.match(text, end)
    return plural.end() if plural and text[end - 1].isalpha() else None


def written_so(name: str, words: str) -> bool:
    symbol = not any(letter.islower() for letter in name)
    return not symbol or squeezed(name)[0].strip() in {words, words.removesuffix("s")}


def naive(names: list[str], text: str) -> Iterator[tuple[int, int, set[str]]]:
    """Try every name at every place, the longest first."""
    plain, places = squeezed(text)
    start = 0
    while start < len(plain):
        for end in range(len(plain), start, -1):
            stop = word_end(plain, start, end)
            if stop is None or plain[start] == " " or plain[end - 1] == " ":
                continue
            found = {
                name
                for name in names
                if fold(name) == fold(plain[start:end])
                and written_so(name, plain[start:stop])
            }
            if found:
                yield places[start], places[stop - 1] + 1, found
                start = stop - 1
                break
        start += 1


@given(st.lists(NAMES, max_size=6), st.text(ALPHABET, max_size=30))
@example(["a b", "b"], "a\n  b (b")
@example(["A", "a"], "As as AS")
@example(["AB", "ab ab"], "ab ab abs ABs ABes")
@example(["é", "aé"], "aÉ É És")
def test_scan_finds_what_a_naive_search_finds(names: list[str], text: str) -> None:
    """The longest name at each place is found, whole, with every term that fits."""
    found = [
        (match.start, match.end, {term.name for term in match.terms})
        for match in lexicon(names).scan(text)
    ]
    assert list(naive(names, text)) == found


@given(st.lists(NAMES, min_size=1, max_size=6))
def test_lookup_finds_what_scan_finds(names: list[str]) -> None:
    """A name that a text consists of is the name that is looked up."""
    known = lexicon(names)
    for name in names:
        for match in known.scan(name):
            if fold(name) == fold(name[match.start : match.end]):
                assert match.terms == known.lookup(name)


def test_a_lexicon_in_memory_can_be_pickled() -> None:
    """Another process gets the same lexicon."""
    copy = pickle.loads(pickle.dumps(lexicon(["iron", "ALAD"])))  # noqa: S301 - our own
    assert [(0, 4), (9, 13)] == [m[:2] for m in copy.scan("iron, an ALAD gene")]
