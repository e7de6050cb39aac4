"""What can be told of a query before it is parsed."""

from __future__ import annotations

from dataclasses import dataclass

from kg.store.tokens import tokens, words

_FEW = 20
_VOLATILE = frozenset({"RAND", "NOW", "UUID", "STRUUID", "BNODE", "SERVICE"})


@dataclass(frozen=True, slots=True)
class Size:
    """How large a query is: `nesting` of brackets, and about how many `triples`."""

    nesting: int = 0
    triples: int = 0


def measure(text: str) -> Size:
    """Measure a query without parsing it.

    What is small is only estimated.

    >>> measure("ASK {" * 30 + "?s a ?c ; ?p 1, 2 . # . . .")
    Size(nesting=30, triples=33)
    """
    count = text.count
    braces = count("{")
    nesting = braces + count("(") + count("[")
    triples = braces + count(".") + count(";") + count(",")
    if nesting <= _FEW and triples <= _FEW:
        return Size(nesting, triples)  # as much as there can be, and harmless
    depth = deepest = triples = 0
    for token in tokens(text):
        mark = text[token.start : token.end]
        depth += (mark in {"{", "(", "["}) - (mark in {"}", ")", "]"})
        deepest = max(deepest, depth)
        triples += mark in {"{", ".", ";", ","}
    return Size(deepest, triples)


def is_repeatable(text: str) -> bool:
    """Tell whether a query has the same answer whenever it is asked of a graph.

    >>> is_repeatable("SELECT ?s { ?s ?p ?o FILTER (?o < NOW()) }")
    False
    """
    upper = text.upper()
    maybe = any(word in upper for word in _VOLATILE)
    return not maybe or _VOLATILE.isdisjoint(words(text))
