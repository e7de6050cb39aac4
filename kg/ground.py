"""Facts → assertions: words replaced by the nodes that they name, or a reason why not.

A name of the lexicon gives its entity, if the entity is of a kind that fits; of several
the one that the page names elsewhere without doubt. A name that no lexicon knows gets a
node of our own, so that nothing read is lost; a description gets one from its parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.lexicon import Lexicon, fold, is_enzyme
from kg.model import (
    Argument,
    Assertion,
    Description,
    Entity,
    Fact,
    Grounding,
    Kind,
    Mention,
    Method,
    Reason,
    Reference,
    Rejection,
    Status,
    Term,
    Value,
)
from kg.names import slug

_DESCRIBES = Reference("mg", "describes")
_EXACT_MATCH = Reference("skos", "exactMatch")
# What else a mention of a kind may turn out to be.
_FITS = {
    Kind.GENE_PRODUCT: frozenset({Kind.GENE_PRODUCT, Kind.ENZYME}),
    Kind.ENZYME: frozenset({Kind.GENE_PRODUCT, Kind.ENZYME}),
}


def ground(facts: Iterable[Fact], lexicon: Lexicon) -> Iterator[Assertion | Rejection]:
    """Ground the facts of one document; each gives one assertion or one rejection."""
    page = _Page(lexicon)
    known = list(facts)
    for fact in known:
        page.settle(fact)
    seen: set[object] = set()
    for fact in known:
        outcome = _ground(fact, page)
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


def _ground(fact: Fact, page: _Page) -> Assertion | Rejection:
    grounded: list[Grounding | Reference | Value] = []
    for argument in (fact.subject, fact.object):
        try:
            grounded.append(page.resolve(argument))
        except _RefusalError as refusal:
            return Rejection(fact, argument, refusal.reason, refusal.candidates)
    subject, object_ = grounded
    if not isinstance(subject, Grounding):
        return Rejection(fact, fact.subject, Reason.WRONG_KIND)
    return Assertion(
        subject=subject,
        predicate=fact.predicate,
        object=object_,
        evidence=fact.evidence,
        polarity=fact.polarity,
        certainty=fact.certainty,
    )


class _RefusalError(Exception):
    """Ends the grounding of an argument that cannot be grounded."""

    def __init__(self, reason: Reason, candidates: tuple[Entity, ...]) -> None:
        super().__init__(reason)
        self.reason = reason
        self.candidates = candidates


@dataclass(slots=True)
class _Page:
    """What a document's names have turned out to be."""

    lexicon: Lexicon
    settled: set[Reference] = field(default_factory=set)
    keys: set[Reference] = field(default_factory=set)
    subject: Argument | None = None

    def settle(self, fact: Fact) -> None:
        """Note the page's subject and keys, and what its names can only be."""
        if fact.predicate == _DESCRIBES:
            self.subject = fact.object
        if fact.predicate == _EXACT_MATCH and isinstance(fact.object, Reference):
            self.keys.add(fact.object)
        for argument in (fact.subject, fact.object):
            if isinstance(argument, Mention):
                entities = {t.entity.reference for t in self._fitting(argument)}
                self.settled |= entities if len(entities) == 1 else set()

    def resolve(self, argument: Argument) -> Grounding | Reference | Value:
        match argument:
            case Mention():
                return self._name(argument)
            case Description():
                return self._description(argument)
            case Entity():
                return Grounding(argument, argument, Method.GIVEN)
            case Reference() | Value():
                return argument

    def _name(self, mention: Mention) -> Grounding:
        fitting = self._fitting(mention)
        if not fitting:
            return self._mint(mention)
        terms = {term.entity: term for term in reversed(fitting)}
        candidates = tuple(dict.fromkeys(term.entity for term in fitting))
        entity = self._choose(candidates)
        if entity is None and self._is_subject(mention):
            return self._minted(mention)  # a page is never lost for its name
        if entity is None:
            raise _RefusalError(Reason.AMBIGUOUS, candidates)
        label = terms[entity].status is Status.LABEL
        return Grounding(mention, entity, Method.LABEL if label else Method.SYNONYM)

    def _choose(self, candidates: tuple[Entity, ...]) -> Entity | None:
        """Choose what a name means: the only candidate, or the one that the page names.

        A page names it in full elsewhere, or by a key of another database. Of
        candidates with one label, which vocabularies failed to merge, the first is as
        good as any.
        """
        named = [e for e in candidates if e.reference in self.settled]
        keyed = [e for e in candidates if self._keyed(e)]
        same = candidates[:1] if len({e.label for e in candidates}) == 1 else ()
        lists = (candidates, named, keyed, same)
        return next((chosen[0] for chosen in lists if len(chosen) == 1), None)

    def _is_subject(self, mention: Mention) -> bool:
        match self.subject:
            case Mention(exact=exact, kind=kind) if kind is mention.kind:
                return fold(exact) == fold(mention.exact)
            case _:
                return False

    def _minted(self, mention: Mention) -> Grounding:
        kind = _kind_by_name(mention)
        name = " ".join(mention.exact.split())
        entity = Entity(Reference(kind.slug, slug(name)), kind, name)
        return Grounding(mention, entity, Method.MINTED)

    def _keyed(self, entity: Entity) -> bool:
        mappings = self.lexicon.mappings(entity.reference)
        return any(mapping.object in self.keys for mapping in mappings)

    def _fitting(self, mention: Mention) -> list[Term]:
        """List the terms of a mention's name whose kind fits, the closest names alone.

        Labels come before synonyms, and these before names that are only related.
        """
        fits = _FITS.get(mention.kind, frozenset({mention.kind}))
        terms = self.lexicon.lookup(mention.exact)
        fitting = [term for term in terms if term.entity.kind in fits]
        labels = [term for term in fitting if term.status is Status.LABEL]
        exact = [term for term in fitting if term.status is not Status.RELATED]
        return labels or exact or fitting

    def _mint(self, mention: Mention) -> Grounding:
        """Make a node of our own; refuse a name known for something else."""
        terms = self.lexicon.lookup(mention.exact)
        # a protein may go by the name of its gene: "the protein spastizin"
        genes = Kind.GENE if mention.kind in _FITS else None
        others = tuple(t.entity for t in terms if t.entity.kind is not genes)
        if others and not self._is_subject(mention):
            raise _RefusalError(Reason.WRONG_KIND, others)
        return self._minted(mention)

    def _description(self, described: Description) -> Grounding:
        parts = [self.resolve(part) for part in described.parts]
        entities = [part.entity for part in parts if isinstance(part, Grounding)]
        names = [slug(entity.label) for entity in entities]
        identifier = "-".join(
            [*names, *([slug(described.key)] if described.key else [])]
        )
        reference = Reference(described.kind.slug, identifier)
        label = described.label.format(*(entity.label for entity in entities))
        same = [t.entity for t in self.lexicon.lookup(label)]
        known = self.lexicon.entity(reference) or next(iter(same), None)
        entity = known or Entity(reference, described.kind, label)
        return Grounding(described, entity, Method.DESCRIBED)


def _kind_by_name(mention: Mention) -> Kind:
    """Take a product for an enzyme if its name says so (IUBMB, general rule 2)."""
    product = mention.kind is Kind.GENE_PRODUCT
    return Kind.ENZYME if product and is_enzyme(mention.exact) else mention.kind
