"""Which facts say that something is a gene, and which only that it looks like one."""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import Description, Fact, Kind, Mention, Reference

_ENCODES = Reference("mg", "encodes")


def is_named_after_gene(fact: Fact) -> bool:
    """Tell whether a fact only says that a gene encodes what is called like it."""
    match fact.predicate, fact.subject, fact.object:
        case predicate, Mention(exact=gene), Description(parts=(Mention(exact=name),)):
            return predicate == _ENCODES and gene == name
        case _:
            return False


def genes_of(fact: Fact) -> Iterator[Mention]:
    """Give the genes that a fact speaks of, those of mutations among them."""
    for argument in (fact.subject, fact.object):
        match argument:
            case Description(kind=Kind.MUTATION, parts=parts):
                pass
            case _:
                parts = (argument,)
        for part in parts:
            if isinstance(part, Mention) and part.kind is Kind.GENE:
                yield part
