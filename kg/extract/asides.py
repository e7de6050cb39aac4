"""What a name says in passing, of which the page has a sentence of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.lexicon import fold
from kg.model import Argument, Fact, Mention, Reference

BY_NAME = "names"
"""The method of a fact that a name states by itself."""

_ENCODES = Reference("mg", "encodes")
_GENE = re.compile(r"\bgenes?\b")


def without_asides(facts: Iterable[Fact]) -> list[Fact]:
    """Leave out "the ATP7A protein" as evidence that the gene encodes it.

    It stays where no sentence of the page speaks of the gene and its product, and where
    the words name the gene: "the protein produced from the ATP7A gene".
    """
    known = list(facts)
    told = {_pair(f) for f in known if f.predicate == _ENCODES and not _aside(f)}
    return [f for f in known if not (_aside(f) and _pair(f) in told)]


def _aside(fact: Fact) -> bool:
    named = fact.evidence.method == BY_NAME and fact.predicate == _ENCODES
    return named and not _GENE.search(fact.evidence.quote.exact)


def _pair(fact: Fact) -> tuple[str, str]:
    return _name(fact.subject), _name(fact.object)


def _name(argument: Argument) -> str:
    return fold(argument.exact) if isinstance(argument, Mention) else str(argument)
