"""What is said of a type of the page's condition, said of the condition."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from kg.lexicon import fold
from kg.model import Argument, Description, Fact, Kind, Mention, Polarity, Reference

_SUBTYPE_OF = Reference("mg", "subtypeOf")
_OF_MUTATIONS = frozenset({Reference("mg", "causes"), Reference("mg", "mutationOf")})
_MODE = Reference("mg", "hasInheritanceMode")


def of_types(facts: Iterable[Fact], subject: Mention) -> Iterator[Fact]:
    """Yield for the page's condition the genes and the modes of its types.

    "Mutations in the FECH gene cause erythropoietic protoporphyria", on a page that
    calls this a form of porphyria, its subject: the gene is one of those that cause
    porphyria. The evidence is the sentence that says so of the type.
    """
    affirmed = [fact for fact in facts if fact.polarity is Polarity.POSITIVE]
    types = {
        _name(fact.subject)
        for fact in affirmed
        if fact.predicate == _SUBTYPE_OF and _name(fact.object) == _name(subject)
    }
    for fact in affirmed:
        yield from _widened(fact, types, subject)


def _widened(fact: Fact, types: Collection[str], subject: Mention) -> Iterator[Fact]:
    match fact.subject:
        case Mention() as condition if _name(condition) in types:
            if fact.predicate == _MODE:
                yield replace(fact, subject=subject)
        case Description(Kind.MUTATION, (gene, condition)) if _name(condition) in types:
            if fact.predicate in _OF_MUTATIONS:
                mutations = replace(fact.subject, parts=(gene, subject))
                object_ = subject if fact.object == condition else fact.object
                yield replace(fact, subject=mutations, object=object_)
        case _:
            pass


def _name(argument: Argument) -> str:
    return fold(argument.exact) if isinstance(argument, Mention) else ""
