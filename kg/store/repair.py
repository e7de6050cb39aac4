"""What SPARQL says and the engine does not do, in words that it understands.

Each rule rewrites the text of a query or update that has a certain word, and costs
nothing where that word is not.
"""

from __future__ import annotations

from kg.store.aliases import spell_aliases
from kg.store.outline import AGGREGATES, Change, Outline
from kg.store.rows import FUNCTIONS, label_by_row

_GROUPING = ("GROUP", *AGGREGATES)
__all__ = ["FUNCTIONS", "repair"]


def repair(text: str) -> str:
    """Write a text so that the engine does what it says, with FUNCTIONS at hand.

    >>> repair("SELECT (TRUE AS ?yes) {}")
    'SELECT (true AS ?yes) {}'
    """
    upper = text.upper()
    if "GROUP_CONCAT" in upper:
        text = _join_texts(text)
    if upper.count("AS") > 1 and any(name in upper for name in _GROUPING):
        text = spell_aliases(text)
    if "BNODE" in upper:
        text = label_by_row(text)
    if any(upper.count(word) > text.count(word.lower()) for word in ("TRUE", "FALSE")):
        text = _lower_booleans(text)
    return text


def _lower_booleans(text: str) -> str:
    """Write TRUE and FALSE as the parser wants them (SPARQL 1.1, section 19.8)."""
    outline = Outline.of(text)
    return outline.changed(
        Change(token.start, token.end, token.word.lower())
        for token in outline.tokens
        if token.word in {"TRUE", "FALSE"}
    )


def _join_texts(text: str) -> str:
    """Have GROUP_CONCAT join the text of whatever there is (SPARQL 1.1, 18.5.1.7).

    The engine joins literals of texts only, and keeps a language that they share. With
    DISTINCT, what has the same text counts once.

    >>> _join_texts("SELECT (GROUP_CONCAT(DISTINCT ?iri; SEPARATOR = '|') AS ?all) {}")
    "SELECT (GROUP_CONCAT(DISTINCT STR(?iri); SEPARATOR = '|') AS ?all) {}"
    """
    outline, changes = Outline.of(text), list[Change]()
    for name, end in outline.calls("GROUP_CONCAT"):
        first = name + 2 + (outline.tokens[name + 2].word == "DISTINCT")
        marks = (n for n in outline.level(first, end) if outline[n] == ";")
        changes += outline.insert(first, "STR("), outline.insert(next(marks, end), ")")
    return outline.changed(changes)
