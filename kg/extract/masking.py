"""A sentence with its mentions replaced by tokens, so that patterns see kinds.

"Mutations in the ALAS2 gene cause anemia" becomes "Mutations in the <G0> gene cause
<CF1>", where < and > are private-use characters: the letters tell what the words may
be (one per kind), the number which span they are. Every place in the masked text
leads back to the place in the document that it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.extract.sentences import Sentence
from kg.model import Argument, Description, Kind, Mention, Reference

Triple = tuple[Argument, Reference, Argument]
OPEN, CLOSE = "\ue000", "\ue001"
_LETTERS = {
    Kind.GENE: "G",
    Kind.GENE_PRODUCT: "P",
    Kind.ENZYME: "E",
    Kind.PATHWAY: "W",
    Kind.CHEMICAL: "H",
    Kind.MUTATION: "M",
    Kind.CONDITION: "C",
    Kind.PHENOTYPE: "F",
    Kind.INHERITANCE_MODE: "I",
    Kind.ANATOMICAL_ENTITY: "A",
    Kind.CHROMOSOME: "X",
    Kind.CHROMOSOME_BAND: "B",
}
MASKED = frozenset(_LETTERS)
PRODUCTS = frozenset([Kind.GENE_PRODUCT, Kind.ENZYME])
_TOKEN = re.compile(f"{OPEN}([A-Z]+)([0-9]+){CLOSE}")


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a document that may name something of one of these kinds.

    `referents` is what the words stand for, where the page has told: the long name of
    an abbreviation or, `anaphoric`, what "this enzyme" goes back to. `says` is what the
    words state by themselves: "the ATP7A protein", that the gene encodes it.
    """

    start: int
    end: int
    exact: str
    kinds: frozenset[Kind]
    referents: tuple[Argument, ...] = ()
    anaphoric: bool = False
    says: tuple[Triple, ...] = ()

    def arguments(self, kind: Kind) -> tuple[Argument, ...]:
        """Give what the span stands for, read as something of this kind."""
        known = tuple(r for r in self.referents if _suits(r, kind))
        return known or (Mention(self.start, self.end, self.exact, kind),)


@dataclass(frozen=True, slots=True)
class Masked:
    """The masked text, its spans, and for each character where it came from."""

    text: str
    spans: tuple[Span, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def spans_in(self, start: int, end: int, kinds: frozenset[Kind]) -> list[Span]:
        """List the spans of these kinds between two places of the masked text."""
        found = _TOKEN.finditer(self.text, start, end)
        spans = (self.spans[int(match[2])] for match in found)
        return [span for span in spans if span.kinds & kinds]

    def place_of(self, argument: Argument, start: int, end: int) -> int:
        """Find what stands for an argument between two places; else give the last."""
        for found in _TOKEN.finditer(self.text, start, end):
            span = self.spans[int(found[2])]
            if any(argument in span.arguments(kind) for kind in span.kinds):
                return found.start()
        return end

    def words(self, start: int, end: int) -> str:
        """Give a stretch of the masked text, "it" and "some cases" as they stand."""
        return _TOKEN.sub(self._words, self.text[start:end])

    def _words(self, token: re.Match[str]) -> str:
        span = self.spans[int(token[2])]
        return span.exact if span.anaphoric else token[0]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Give the document's offsets of a stretch of the masked text."""
        return self.starts[start], self.ends[end - 1]


def mask(sentence: Sentence, spans: Iterable[Span]) -> Masked:
    """Replace *spans* (of this sentence, none overlapping) by tokens."""
    ordered = tuple(sorted(spans, key=lambda span: span.start))
    pieces: list[tuple[str, int, int]] = []
    place = sentence.start
    for number, span in enumerate(ordered):
        pieces += _letters(sentence, place, span.start)
        pieces += [(c, span.start, span.end) for c in _token(span, number)]
        place = span.end
    pieces += _letters(sentence, place, sentence.end)
    return Masked(
        "".join(piece[0] for piece in pieces),
        ordered,
        tuple(piece[1] for piece in pieces),
        tuple(piece[2] for piece in pieces),
    )


def slot(kinds: Iterable[Kind]) -> str:
    """Write the expression that finds one token of any of these kinds."""
    letters = "".join(_LETTERS[kind] for kind in kinds)
    return f"{OPEN}[A-Z]*[{letters}][A-Z]*[0-9]+{CLOSE}"


def without_overlap(spans: Sequence[Span]) -> list[Span]:
    """Keep the longest spans, and of two that overlap the longer one.

    Two that cover the same words become one with the kinds of both.
    """
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start - s.end, not s.referents)):
        rivals = [k for k in kept if k.start < span.end and span.start < k.end]
        if not rivals:
            kept.append(span)
        elif (rivals[0].start, rivals[0].end) == (span.start, span.end):
            kept.remove(rivals[0])
            kept.append(_united(rivals[0], span))
    return kept


def _suits(referent: Argument, kind: Kind) -> bool:
    if not isinstance(referent, Mention | Description):
        return False
    return referent.kind is kind or {referent.kind, kind} == PRODUCTS


def _united(one: Span, other: Span) -> Span:
    kinds = one.kinds | other.kinds
    referents = tuple(dict.fromkeys(one.referents + other.referents))
    says = one.says + other.says
    anaphoric = one.anaphoric or other.anaphoric
    return Span(one.start, one.end, one.exact, kinds, referents, anaphoric, says)


def _token(span: Span, number: int) -> str:
    letters = "".join(_LETTERS[kind] for kind in sorted(span.kinds))
    return f"{OPEN}{letters}{number}{CLOSE}"


def _letters(sentence: Sentence, start: int, end: int) -> list[tuple[str, int, int]]:
    text = sentence.text[start - sentence.start : end - sentence.start]
    return [(c, start + i, start + i + 1) for i, c in enumerate(text)]
