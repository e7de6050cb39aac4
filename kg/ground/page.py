"""What the names on one page have turned out to be."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.ground.genes import genes_of, is_named_after_gene
from kg.ground.mappings import EXACT, MATCHES, RELATED
from kg.ground.subject import Choice, Claims, Labels, choose, page_of
from kg.lexicon import Lexicon, fold, is_enzyme, is_symbol
from kg.model import (
    Argument,
    Description,
    Entity,
    Fact,
    Grounding,
    Kind,
    Mention,
    Method,
    Reason,
    Reference,
    Section,
    Status,
    Term,
    Value,
)
from kg.names import slug

DESCRIBES = Reference("mg", "describes")
_LISTED = f"entries.{Section.OTHER_NAMES}"
# A page names the forms of its subject by narrower keys.
_MAY_BE = frozenset({EXACT, RELATED})
# What else a mention of a kind may turn out to be.
_FITS = {
    Kind.GENE_PRODUCT: frozenset({Kind.GENE_PRODUCT, Kind.ENZYME}),
    Kind.ENZYME: frozenset({Kind.GENE_PRODUCT, Kind.ENZYME}),
}
# A name that is only related to one of these is no proof that it is meant.
_STRICT = frozenset({Kind.GENE, Kind.CONDITION})


class RefusalError(Exception):
    """Ends the grounding of an argument that cannot be grounded."""

    def __init__(self, reason: Reason, candidates: tuple[Entity, ...]) -> None:
        super().__init__(reason)
        self.reason = reason
        self.candidates = candidates


@dataclass(slots=True)
class Page:
    """What a document's names have turned out to be."""

    lexicon: Lexicon
    settled: set[Reference] = field(default_factory=set)
    keys: dict[Reference, Reference] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    genes: set[str] = field(default_factory=set)
    subject: Mention | None = None
    choice: Choice = field(default_factory=lambda: Choice(None))

    def settle(self, facts: list[Fact], claimed: Claims) -> None:
        """Note what the page is about, and what its names can only be.

        *claimed* tells which entities which pages are about.
        """
        for fact in facts:
            self._note(fact)
        if self.subject:
            labels = Labels(
                page=page_of(facts[0].evidence.document),
                title=self.subject.exact,
                kinds=_fitting_kinds(self.subject.kind),
                others=tuple(dict.fromkeys(self.others)),
                keys=[key for key, said in self.keys.items() if said in _MAY_BE],
                claimed=claimed,
            )
            self.choice = choose(labels, self.lexicon)

    def _note(self, fact: Fact) -> None:
        match fact.predicate, fact.object:
            case (predicate, Mention() as subject) if predicate == DESCRIBES:
                self.subject = subject
            case (predicate, Reference() as key) if predicate in MATCHES:
                self.keys.setdefault(key, predicate)
            case (Reference("skos", "altLabel"), Value() as name):
                if fact.evidence.method == _LISTED:
                    self.others.append(name.lexical)
            case _:
                pass
        for argument in (fact.subject, fact.object):
            if isinstance(argument, Mention):
                terms = self._fitting(argument)
                entities = {t.entity.reference for t in terms if self._proves(t)}
                self.settled |= entities if len(entities) == 1 else set()
        if not is_named_after_gene(fact):
            self.genes |= {gene.exact for gene in genes_of(fact)}

    def _proves(self, term: Term) -> bool:
        return term.status is not Status.RELATED or term.entity.kind not in _STRICT

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

    def is_subject(self, argument: Argument) -> bool:
        match argument, self.subject:
            case Mention(exact=exact, kind=kind), Mention() as subject:
                return kind is subject.kind and fold(exact) == fold(subject.exact)
            case _:
                return False

    def is_proved(self, gene: Argument) -> bool:
        """Tell whether a gene is more than the like of a product: "the SMN protein"."""
        if not isinstance(gene, Mention) or gene.exact in self.genes:
            return True
        terms = self._fitting(gene)
        proved = (self._proves(t) or t.entity.reference in self.settled for t in terms)
        return not terms or any(proved)

    def like(self, argument: Argument) -> tuple[Entity, ...]:
        """Give the entities that a mention might mean."""
        if not isinstance(argument, Mention):
            return ()
        return tuple(dict.fromkeys(term.entity for term in self._fitting(argument)))

    def _name(self, mention: Mention) -> Grounding:
        if self.is_subject(mention):
            return self._subject(mention)
        fitting = [
            term
            for term in self._fitting(mention)
            if self._proves(term) or term.entity.reference in self.settled
        ]
        if not fitting:
            return self._mint(mention)
        terms = {term.entity: term for term in reversed(fitting)}
        candidates = tuple(dict.fromkeys(term.entity for term in fitting))
        entity = self._choose(candidates)
        if entity is None:
            raise RefusalError(Reason.AMBIGUOUS, candidates)
        label = terms[entity].status is Status.LABEL
        return Grounding(mention, entity, Method.LABEL if label else Method.SYNONYM)

    def _subject(self, mention: Mention) -> Grounding:
        entity = self.choice.entity
        if entity is None:
            return self._minted(mention)  # a page is never lost for its name
        return Grounding(mention, entity, self.choice.method)

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

    def _keyed(self, entity: Entity) -> bool:
        mappings = self.lexicon.mappings(entity.reference)
        return any(self.keys.get(mapping.object) == EXACT for mapping in mappings)

    def _fitting(self, mention: Mention) -> list[Term]:
        """List the terms of a mention's name whose kind fits, the closest names alone.

        Labels come before synonyms, and these before names that are only related.
        """
        fits = _fitting_kinds(mention.kind)
        terms = self.lexicon.lookup(mention.exact)
        fitting = [term for term in terms if term.entity.kind in fits]
        labels = [term for term in fitting if term.status is Status.LABEL]
        exact = [term for term in fitting if term.status is not Status.RELATED]
        return labels or exact or fitting

    def _mint(self, mention: Mention) -> Grounding:
        """Make a node of our own; refuse a name known for something else.

        A protein may go by the name of its gene ("the protein spastizin"), and what
        is called a gene is one, though a condition has the same symbol ("HFE2").
        """
        terms = self.lexicon.lookup(mention.exact)
        genes = Kind.GENE if mention.kind in _FITS else None
        others = tuple(
            term.entity
            for term in terms
            if self._proves(term) and term.entity.kind not in {genes, mention.kind}
        )
        if others and not _is_symbol_of_gene(mention):
            raise RefusalError(Reason.WRONG_KIND, others)
        return self._minted(mention)

    def _minted(self, mention: Mention) -> Grounding:
        kind = _kind_by_name(mention)
        name = " ".join(mention.exact.split())
        reference = Reference(kind.slug, slug(name))
        known = self.lexicon.entity(reference)
        if known:  # a label that differs in nothing but its punctuation
            return Grounding(mention, known, Method.LABEL)
        return Grounding(mention, Entity(reference, kind, name), Method.MINTED)

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


def _fitting_kinds(kind: Kind) -> frozenset[Kind]:
    return _FITS.get(kind, frozenset({kind}))


def _is_symbol_of_gene(mention: Mention) -> bool:
    return mention.kind is Kind.GENE and is_symbol(mention.exact)


def _kind_by_name(mention: Mention) -> Kind:
    """Take a product for an enzyme if its name says so (IUBMB, general rule 2)."""
    product = mention.kind is Kind.GENE_PRODUCT
    return Kind.ENZYME if product and is_enzyme(mention.exact) else mention.kind
