"""Facts → assertions: words replaced by the nodes that they name, or a reason why not.

A name of the lexicon gives its entity, if the entity is of a kind that fits; of several
the one that the page names elsewhere without doubt. A name that no lexicon knows gets a
node of our own, so that nothing read is lost; a description gets one from its parts.
What the page is about is chosen by all its names and keys together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from types import MappingProxyType

from kg.ground.genes import is_named_after_gene
from kg.ground.mappings import MATCHES, judge, near
from kg.ground.page import DESCRIBES, Page, RefusalError
from kg.ground.subject import Claims, page_of
from kg.lexicon import Lexicon
from kg.model import (
    Assertion,
    Document,
    Entity,
    Fact,
    Grounding,
    Method,
    Reason,
    Reference,
    Rejection,
    Status,
    Value,
)

_ALT_LABEL = Reference("skos", "altLabel")
__all__ = ["Claims", "claimed", "ground"]


def claimed(documents: Iterable[Document], lexicon: Lexicon) -> Claims:
    """Give the entities that are a document's subject because its title is their label.

    No other document is about one of these, whatever else it calls its subject.
    """
    return {
        term.entity.reference: page_of(document.id)
        for document in documents
        for term in lexicon.lookup(document.title)
        if term.status is Status.LABEL and term.entity.kind is document.subject
    }


def ground(
    facts: Iterable[Fact],
    lexicon: Lexicon,
    claimed: Claims = MappingProxyType({}),
) -> Iterator[Assertion | Rejection]:
    """Ground the facts of one document; each gives one assertion or one rejection.

    *claimed* tells which entities which documents are about. A subject that is none of
    the lexicon's is mapped to those that come near it.
    """
    known = list(facts)
    page = Page(lexicon)
    page.settle(known, claimed)
    seen: set[object] = set()
    for fact in known:
        for outcome in (_ground(fact, page), *_mapped(fact, page)):
            key = _said(outcome)
            if key not in seen:
                seen.add(key)
                yield outcome


def _said(outcome: Assertion | Rejection) -> object:
    """Give what is the same in facts that two patterns read in one sentence."""
    if isinstance(outcome, Rejection):
        return outcome
    end = outcome.object.entity if isinstance(outcome.object, Grounding) else None
    quote = outcome.evidence.quote
    return outcome.subject.entity, outcome.predicate, end or outcome.object, quote


def _ground(fact: Fact, page: Page) -> Assertion | Rejection:
    if is_named_after_gene(fact) and not page.is_proved(fact.subject):
        return _unproved(fact, page)
    grounded: list[Grounding | Reference | Value] = []
    for argument in (fact.subject, fact.object):
        try:
            grounded.append(page.resolve(argument))
        except RefusalError as refusal:
            return Rejection(fact, argument, refusal.reason, refusal.candidates)
    subject, object_ = grounded
    if not isinstance(subject, Grounding):
        return Rejection(fact, fact.subject, Reason.WRONG_KIND)
    if isinstance(object_, Grounding) and object_.entity == subject.entity:
        return Rejection(fact, fact.object, Reason.ITSELF, (subject.entity,))
    predicate = _predicate(fact, subject, page)
    if not isinstance(predicate, Reference):
        return Rejection(fact, fact.object, Reason.AMBIGUOUS, predicate)
    return Assertion(
        subject=subject,
        predicate=predicate,
        object=object_,
        evidence=fact.evidence,
        polarity=fact.polarity,
        certainty=fact.certainty,
    )


def _unproved(fact: Fact, page: Page) -> Rejection:
    candidates = page.like(fact.subject)
    return Rejection(fact, fact.subject, Reason.AMBIGUOUS, candidates)


def _predicate(
    fact: Fact, subject: Grounding, page: Page
) -> Reference | tuple[Entity, ...]:
    """Give the predicate of a fact; for another's key or name, those that have it."""
    key = fact.object
    if fact.predicate in MATCHES and isinstance(key, Reference):
        return judge(subject, fact.predicate, key, page.lexicon)
    if fact.predicate == _ALT_LABEL and isinstance(key, Value):
        return _of_others(fact, key.lexical, subject, page) or fact.predicate
    return fact.predicate


def _of_others(
    fact: Fact, name: str, subject: Grounding, page: Page
) -> tuple[Entity, ...]:
    """Give what else is called by a name that prose seems to give a known thing.

    "The back of the eye (retina)": of two things that
    the lexicon tells apart, neither is the other. What a page lists as its other names
    is its own word.
    """
    if subject.method is Method.MINTED or fact.evidence.method.startswith("entries."):
        return ()
    terms = page.lexicon.lookup(name)
    known = {
        term.entity.reference: term.entity
        for term in terms
        if term.entity.kind is subject.entity.kind and term.status is not Status.RELATED
    }
    return () if subject.entity.reference in known else tuple(known.values())


def _mapped(fact: Fact, page: Page) -> Iterator[Assertion]:
    """Map the subject of a page to what comes near it."""
    if fact.predicate != DESCRIBES or not page.choice.near:
        return
    subject = page.resolve(fact.object)
    if not isinstance(subject, Grounding):
        return
    evidence = replace(fact.evidence, method="ground.near")
    for predicate, object_ in near(page.choice.near, page.lexicon):
        yield Assertion(
            subject=subject,
            predicate=predicate,
            object=object_,
            evidence=evidence,
            polarity=fact.polarity,
            certainty=fact.certainty,
        )
