"""The spans of a sentence that may name something, or stand for what was named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.extract.discourse import Discourse
from kg.extract.files import load
from kg.extract.grammar import any_space
from kg.extract.masking import MASKED, Span, without_overlap
from kg.extract.sentences import Sentence
from kg.lexicon import Lexicon, fold
from kg.model import Kind

# The shape of a human gene symbol (HGNC guidelines, section 2), which only counts
# beside the word "gene" or "mutation": DNA, ATP and PKU have the same shape.
_SYMBOL = r"(?:(?:MT-)?[A-Z][A-Z0-9]*[A-Z0-9](?:-[A-Z0-9]+)*|C[0-9XY]+orf[0-9]+)"
_LIST = rf"{_SYMBOL}(?:(?:\s?,\s(?:and\s|or\s)?|\s(?:and|or)\s){_SYMBOL})*"
_GENES = re.compile(
    rf"\b(?:(?P<before>{_LIST})(?=\s(?:gene\s)?(?:genes?|mutations?|variants?)\b)"
    rf"|genes?(?:\s(?:called|named|known\sas|such\sas|including)|\s?[,:])?"
    rf"\s(?P<after>{_LIST}))(?![a-z])"
)
_PLAIN = frozenset(load("plain.toml")["words"])
_NO_GENES = frozenset({"DNA", "RNA", "mRNA", "ATP"})
_ANAPHORA = [
    (
        any_space(rf"\b{entry['expression']}"),
        Kind(entry["kind"]),
        entry.get("causal", False),
    )
    for entry in load("anaphora.toml")["anaphor"]
]


def find(sentence: Sentence, lexicon: Lexicon, discourse: Discourse) -> list[Span]:
    """Find the spans of a sentence, none overlapping."""
    return without_overlap(
        [
            *_names(sentence, lexicon),
            *discourse.find(sentence.text, sentence.start),
            *_genes(sentence),
            *_anaphora(sentence, discourse),
        ]
    )


def _names(sentence: Sentence, lexicon: Lexicon) -> Iterator[Span]:
    for match in lexicon.scan(sentence.text):
        kinds = frozenset(term.entity.kind for term in match.terms) & MASKED
        if kinds and fold(sentence.text[match.start : match.end]) not in _PLAIN:
            yield _span(sentence, match.start, match.end, kinds)


def _genes(sentence: Sentence) -> Iterator[Span]:
    for match in _GENES.finditer(sentence.text):
        group = "before" if match["before"] else "after"
        for symbol in re.finditer(_SYMBOL, match[group]):
            if symbol[0] not in _NO_GENES:
                start = match.start(group) + symbol.start()
                end = start + len(symbol[0])
                yield _span(sentence, start, end, frozenset([Kind.GENE]))


def _anaphora(sentence: Sentence, discourse: Discourse) -> Iterator[Span]:
    for expression, kind, causal in _ANAPHORA:
        for match in expression.finditer(sentence.text):
            known = discourse.causal_genes() if causal else discourse.referents(kind)
            if known:
                span = _span(sentence, match.start(), match.end(), frozenset([kind]))
                yield replace(span, referents=known, anaphoric=True)


def _span(sentence: Sentence, start: int, end: int, kinds: frozenset[Kind]) -> Span:
    offset = sentence.start
    return Span(offset + start, offset + end, sentence.text[start:end], kinds)
