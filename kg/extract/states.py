"""From a match of a pattern to the facts that it states.

A state is `subject predicate object`; each of subject and object is the name of a slot,
`page` (what the page is about), a CURIE, a thing of `given.toml`, or one of the
functions below over slots.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping

from kg.extract.abbreviations import abbreviates
from kg.extract.discourse import Discourse
from kg.extract.files import load
from kg.extract.forms import OF_CONDITIONS
from kg.extract.functions import FUNCTIONS
from kg.extract.grammar import Form, Pattern, Slot
from kg.extract.masking import CLOSE, OPEN, PRODUCTS, Masked, Span, Triple
from kg.extract.masking import slot as token
from kg.extract.naming import NAMING, ON_PAGE, written
from kg.model import Argument, Description, Entity, Kind, Mention, Value
from kg.names import parse_curie

Binding = Mapping[str, Argument]
_CALL = re.compile(r"(\w+)\((.*)\)")
_TERM = re.compile(r"\w+\([^)]*\)|\S+")
_ARTICLE = re.compile(r"(?:the|an?|its|their)\s+", re.IGNORECASE)
# A finding with its site, and behind it the name that has both.
_DESCRIBED = (
    r"{token}\s(?:in|of|on|around|under|within|between|inside)\s[^,;()]*"
    rf"\({token([Kind.PHENOTYPE])}\)"
)
_SHAPES = {Kind(kind): re.compile(shape) for kind, shape in load("shapes.toml").items()}
_GIVEN: Binding = {
    name: Entity(parse_curie(thing["reference"]), Kind(thing["kind"]), thing["label"])
    for name, thing in load("given.toml").items()
}


def stated(
    pattern: Pattern,
    match: re.Match[str],
    masked: Masked,
    discourse: Discourse,
    *,
    widen: bool = True,
) -> Iterator[Triple]:
    """Yield the triples that *match* states; one with an empty slot is left out.

    Words such as "type 2" stand for the type and for the whole of which it is one; if
    not `widen`, for the type alone: what is denied of it is not denied of the whole.
    """
    reader = _Reader(match, masked, discourse, widen=widen)
    found = [(slot.name, reader.read(slot)) for slot in pattern.slots]
    full = [(name, arguments) for name, arguments in found if arguments]
    names = [name for name, _ in full]
    texts = {
        f"text({n})": _text(reader.words(n, Kind.DOCUMENT))
        for n in names
        if not reader.goes_back(n)
    }
    for combination in itertools.product(*(arguments for _, arguments in full)):
        binding = {
            **_GIVEN,
            "page": discourse.subject,
            **texts,
            **dict(zip(names, combination, strict=True)),
        }
        for state in pattern.states:
            yield from _evaluate(state, binding, discourse)


class _Reader:
    """Reads the slots of one match."""

    def __init__(
        self,
        match: re.Match[str],
        masked: Masked,
        discourse: Discourse,
        *,
        widen: bool,
    ) -> None:
        self.widen = widen
        self.match = match
        self.masked = masked
        self.discourse = discourse

    def read(self, slot: Slot) -> list[Argument]:
        if not self.match[slot.name]:
            return []
        if slot.form is Form.MUTATIONS:
            return self._mutations(slot)
        if slot.form in {Form.NAME, Form.WORDING}:
            return self._name(slot)
        if slot.form in {Form.MENTIONS, Form.STRETCH}:
            return self._mentions(slot)
        words = self.words(slot.name, Kind.DOCUMENT)
        if slot.form is Form.INITIALS and not self._abbreviates(slot, words.exact):
            return []
        return [words]

    def _abbreviates(self, slot: Slot, short: str) -> bool:
        """Tell whether words abbreviate what stands in the slot before them."""
        start = self.match.start(slot.name)
        names = self.match.re.groupindex
        before = [n for n in names if 0 <= self.match.start(n) < start]
        nearest = max(before, key=self.match.start)
        return abbreviates(short, self.words(nearest, Kind.DOCUMENT).exact)

    def goes_back(self, name: str) -> bool:
        """Tell whether all that a slot holds is "the disorder", which is no name."""
        place = self.match.span(name)
        spans = self.masked.spans_in(*place, frozenset(Kind))
        whole = self.masked.origin(*place)
        return any(s.anaphoric and (s.start, s.end) == whole for s in spans)

    def _mentions(self, slot: Slot) -> list[Argument]:
        spans = self.masked.spans_in(*self.match.span(slot.name), _kinds(slot))
        if slot.form is Form.STRETCH:
            spans = [span for span in spans if self._is_finding(span)]
        if slot.kind is Kind.GENE:
            spans = [span for span in spans if not self._bracketed(slot, span)]
        return self._read_as(slot, spans)

    def _is_finding(self, span: Span) -> bool:
        """Tell whether a mention is itself meant, and not the page's subject.

        In "thickening of the nails (onychauxis)" the brackets name what is meant.
        """
        number = self.masked.spans.index(span)
        described = _DESCRIBED.format(token=rf"{OPEN}[A-Z]+{number}{CLOSE}")
        if span.anaphoric or self.discourse.subject in span.referents:
            return False
        return not re.search(described, self.masked.text)

    def _bracketed(self, slot: Slot, span: Span) -> bool:
        """Tell whether a mention only explains another: "the ERCC6 (CSB) gene"."""
        words = self.words(slot.name, Kind.GENE)
        before = self.discourse.document.text[words.start : span.start]
        return before.count("(") > before.count(")")

    def _read_as(self, slot: Slot, spans: list[Span]) -> list[Argument]:
        kinds = _kinds(slot)
        read = [
            (s, slot.kind if slot.kind in s.kinds else min(s.kinds & kinds))
            for s in spans
        ]
        reach = None if self.widen else 1
        found = [a for span, kind in read for a in span.arguments(kind)[:reach]]
        return found if slot.several else found[:1]

    def _name(self, slot: Slot) -> list[Argument]:
        """Read a mention that fills the slot, or take the words for a new name."""
        words = self.words(slot.name, slot.kind or Kind.DOCUMENT)
        spans = self.masked.spans_in(*self.match.span(slot.name), _kinds(slot))
        start, _ = self.masked.origin(*self.match.span(slot.name))
        starts = {start, words.start}  # "the disorder" is a mention with its article
        filling = [s for s in spans if s.end == words.end and s.start in starts]
        shape = _SHAPES.get(words.kind) if slot.form is Form.NAME else None
        if filling or shape is None or shape.search(words.exact):
            return self._read_as(slot, filling) or [words]
        return []

    def _mutations(self, slot: Slot) -> list[Argument]:
        start, end = self.match.span(slot.name)
        spoken = self.masked.spans_in(start, end, frozenset([Kind.MUTATION]))
        if spoken:
            return [a for span in spoken for a in span.referents]
        genes = self.masked.spans_in(start, end, frozenset([Kind.GENE]))
        return [
            group
            for span in genes
            for gene in span.arguments(Kind.GENE)
            for group in self.discourse.groups_of(gene)
        ]

    def words(self, name: str, kind: Kind) -> Mention:
        start, end = self.masked.origin(*self.match.span(name))
        exact = self.discourse.document.text[start:end]
        article = _ARTICLE.match(exact)
        skip = article.end() if article else 0
        return Mention(start + skip, end, exact[skip:], kind)


def _kinds(slot: Slot) -> frozenset[Kind]:
    """Give the kinds of mention for a slot: an enzyme may stand for a product."""
    if slot.kind in PRODUCTS:
        return PRODUCTS
    return frozenset([slot.kind] if slot.kind else [])


def _evaluate(state: str, binding: Binding, discourse: Discourse) -> Iterator[Triple]:
    subject, predicate, object_ = _TERM.findall(state)
    first = _term(subject, binding, discourse)
    last = _term(object_, binding, discourse)
    if first is None or last is None or _says_nothing(first, last):
        return
    yield first, parse_curie(predicate), last


def _says_nothing(subject: Argument, object_: Argument) -> bool:
    """Tell whether a thing is only related to itself, or to its own words."""
    return object_ in {subject, Value(written(subject))}


def _term(term: str, binding: Binding, discourse: Discourse) -> Argument | None:
    call = _CALL.fullmatch(term)
    if term in binding or not call or call[1] == "text":
        return parse_curie(term) if ":" in term else binding.get(term)
    arguments = [binding.get(name.strip()) for name in call[2].split(",")]
    known = [argument for argument in arguments if argument is not None]
    if len(known) < len(arguments):
        return None
    if call[1] in _KNOWING:
        return _KNOWING[call[1]](known[0], discourse)
    return (FUNCTIONS | NAMING)[call[1]](*known)


def _reaction(product: Argument, discourse: Discourse) -> Argument:
    """Give the step that a product catalyses: the numbered one if the page has told."""
    unnumbered = Description(Kind.STEP, (product,), "", "reaction of {0}")
    return discourse.step_of(product) or unnumbered


# The functions that need to know what the page has said so far.
_KNOWING: dict[str, Callable[[Argument, Discourse], Argument | None]] = {
    "reaction": _reaction,
    **ON_PAGE,
    **OF_CONDITIONS,
}


def _text(words: Mention) -> Value:
    return Value(" ".join(words.exact.split()))
