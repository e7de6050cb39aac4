"""Document → facts: what the sentences and lists of a page say, in its own words.

    passages → sentences → spans (names, and words such as "this enzyme") → masked
    sentence → patterns → facts

The patterns are data (`patterns/*.toml`); see `kg.extract.grammar` for their form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract import cues, entries, mentions
from kg.extract.asides import BY_NAME, without_asides
from kg.extract.discourse import Discourse
from kg.extract.forms import spoken_of
from kg.extract.grammar import Pattern, patterns
from kg.extract.masking import PRODUCTS, Masked, Span, mask
from kg.extract.opening import opened
from kg.extract.parts import LISTS
from kg.extract.sentences import Sentence, sentences
from kg.extract.states import stated
from kg.extract.steps import is_superseded, with_parts
from kg.extract.subtypes import of_types
from kg.lexicon import Lexicon
from kg.model import (
    Argument,
    Certainty,
    Description,
    Document,
    Evidence,
    Fact,
    Kind,
    Mention,
    Polarity,
    Quote,
    Reference,
    Value,
)

_ENCODES = Reference("mg", "encodes")
# A name found by one pattern can make a second pattern match the same sentence.
_PASSES = 3


def extract(document: Document, lexicon: Lexicon) -> Iterator[Fact]:
    """Yield what *document* says, sentence by sentence, each fact with its quote.

    *lexicon* gives the names to look for; other names are found by where they stand.
    """
    discourse = opened(document)
    yield from entries.facts(document, discourse.subject)
    prose = list(_prose(document, lexicon, discourse))
    if not discourse.causal_genes():
        prose += _prose(document, lexicon, discourse, fallback=True)
    told = without_asides(prose)
    yield from told
    yield from of_types(told, discourse.subject)


def _prose(
    document: Document,
    lexicon: Lexicon,
    discourse: Discourse,
    *,
    fallback: bool = False,
) -> Iterator[Fact]:
    """Read the prose; again, by the patterns for what is only implied, if `fallback`.

    The section on the causes of a condition may tell of one gene's mutations without
    ever saying that these are what causes it.
    """
    grammar = tuple(p for p in patterns() if p.fallback is fallback)
    for passage in document.passages:
        if passage.section not in LISTS:
            discourse.form = None
            for sentence in sentences(passage):
                yield from _read(sentence, lexicon, discourse, grammar)


def _read(
    sentence: Sentence,
    lexicon: Lexicon,
    discourse: Discourse,
    grammar: tuple[Pattern, ...],
) -> list[Fact]:
    facts: dict[Fact, None] = {}
    masked = mask(sentence, mentions.find(sentence, lexicon, discourse))
    discourse.form = spoken_of(masked, discourse)
    for _ in range(_PASSES):
        known = len(facts)
        facts.update(dict.fromkeys(_matches(sentence, masked, discourse, grammar)))
        facts.update(dict.fromkeys(_implied(sentence, masked, discourse)))
        if len(facts) == known:
            break
        for fact in facts:
            _learn(fact, discourse)
        masked = mask(sentence, mentions.find(sentence, lexicon, discourse))
    kept = [fact for fact in facts if not is_superseded(fact, discourse)]
    _note(masked, kept, discourse)
    return kept


def _matches(
    sentence: Sentence,
    masked: Masked,
    discourse: Discourse,
    grammar: tuple[Pattern, ...],
) -> Iterator[Fact]:
    present = frozenset(kind for span in masked.spans for kind in span.kinds)
    for pattern in grammar:
        if pattern.applies(sentence.section, discourse.document.subject, present):
            for match in pattern.expression.finditer(masked.text):
                yield from _facts(pattern, match, sentence, masked, discourse)


def _facts(
    pattern: Pattern,
    match: re.Match[str],
    sentence: Sentence,
    masked: Masked,
    discourse: Discourse,
) -> Iterator[Fact]:
    quote = Quote(sentence.start, sentence.end, sentence.text)
    evidence = Evidence(discourse.document.id, quote, pattern.name)
    for subject, predicate, object_, polarity, certainty in _judged(
        pattern, match, masked, discourse
    ):
        # what is denied is the first thing that a pattern states: in "is not caused by
        # mutations in the gene" they stay mutations of that gene
        if polarity is Polarity.NEGATIVE and str(predicate) not in pattern.states[0]:
            continue
        yield Fact(
            subject=subject,
            predicate=predicate,
            object=object_,
            evidence=evidence,
            polarity=polarity,
            certainty=certainty,
        )


def _judged(
    pattern: Pattern, match: re.Match[str], masked: Masked, discourse: Discourse
) -> Iterator[tuple[Argument, Reference, Argument, Polarity, Certainty]]:
    """Yield the triples of a match, each with its polarity and certainty.

    What is said of a type is said of the whole, too, unless it is denied.
    """
    for denied in (False, True):
        said = stated(pattern, match, masked, discourse, widen=not denied)
        for triple in with_parts(said, discourse):
            polarity, certainty = cues.judged(pattern, match, masked, triple[-1])
            if denied is (polarity is Polarity.NEGATIVE):
                yield *triple, polarity, certainty


def _implied(
    sentence: Sentence, masked: Masked, discourse: Discourse
) -> Iterator[Fact]:
    """Yield what names state by themselves: what a type is a type of."""
    quote = Quote(sentence.start, sentence.end, sentence.text)
    evidence = Evidence(discourse.document.id, quote, BY_NAME)
    for span in masked.spans:
        for subject, predicate, object_ in span.says:
            yield Fact(
                subject=subject,
                predicate=predicate,
                object=object_,
                evidence=evidence,
            )


def _is_product(argument: Argument) -> bool:
    return isinstance(argument, Mention | Description) and argument.kind in PRODUCTS


def _learn(fact: Fact, discourse: Discourse) -> None:
    """Remember the names that a fact introduces, for the sentences that follow."""
    for argument in (fact.subject, fact.object):
        if isinstance(argument, Mention):
            discourse.learn(argument.exact, argument)
    match (fact.subject, fact.predicate, fact.object):
        case (
            Mention() | Description() as thing,
            Reference("skos", "altLabel"),
            Value() as name,
        ):
            discourse.learn(name.lexical, thing)
            discourse.learn_short(name.lexical, thing)
        case (gene, Reference("mg", "encodes"), product):
            discourse.note_product(gene, product)
        case (product, Reference("mg", "catalyses"), Description() as step):
            discourse.note_step(product, step)
        case (part, Reference("mg", "partOf"), whole) if _is_product(part):
            discourse.note_part(part, whole)
        case _:
            pass


def _note(masked: Masked, facts: list[Fact], discourse: Discourse) -> None:
    """Remember what the sentence spoke of, for "this enzyme" in the next."""
    discourse.note(_named(masked.spans))
    for gene in (m for m in _named(masked.spans) if m.kind is Kind.GENE):
        discourse.learn(gene.exact, gene)  # its symbol may stand alone from here on
    products = (f.object for f in facts if f.predicate == _ENCODES)
    first = next(_named(masked.spans[:1]), discourse.first)
    # after "the gene provides instructions for making an enzyme", it is the enzyme
    discourse.first = next(products, first)
    groups = [
        fact.subject
        for fact in facts
        if isinstance(fact.subject, Description)
        and fact.subject.kind is Kind.MUTATION
        and not fact.subject.key  # a group, not one mutation
        and fact.polarity is Polarity.POSITIVE
    ]
    if groups:
        discourse.note_groups(groups)


def _named(spans: tuple[Span, ...]) -> Iterator[Mention]:
    for span in spans:
        for kind in sorted(span.kinds):
            for argument in span.arguments(kind):
                if isinstance(argument, Mention):
                    yield argument
