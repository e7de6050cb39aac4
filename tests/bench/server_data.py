"""The data and the queries that servers are compared on."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from itertools import count

from pyoxigraph import Literal, NamedNode, Triple

_BASE = "http://example.org/"
_P = _BASE + "p/"
QUERIES: Mapping[str, str] = {
    "tiny": "SELECT ?l { <{base}i/{n}> <{p}label> ?l }",
    "star of 5": "SELECT * { ?s <{p}kind> <{base}k/{k}> ; <{p}label> ?l ; "
    "<{p}size> ?z ; <{p}next> ?n ; <{p}tag> ?t }",
    "optional, filter": "SELECT * { ?s <{p}kind> <{base}k/{k}> ; <{p}size> ?z "
    "OPTIONAL { ?s <{p}rare> ?r } FILTER(?z > 500) }",
    "aggregate": "SELECT ?k (AVG(?z) AS ?a) { ?s <{p}kind> ?k ; <{p}size> ?z } "
    "GROUP BY ?k",
    "order, limit": "SELECT ?s { ?s <{p}size> ?z } ORDER BY ?z ?s LIMIT 10",
    "path": "SELECT (COUNT(*) AS ?c) { <{base}i/{n}> <{p}next>+ ?x }",
    "construct": "CONSTRUCT { ?s <{p}q> ?l } { ?s <{p}label> ?l } LIMIT 100000",
    "rows": "SELECT * { ?s ?p ?o } LIMIT 1000000",
}
"""By what they show; `{n}` is the number of an item, `{k}` that of a kind."""


def triples(size: int) -> Iterator[Triple]:
    """Make `size` triples of some properties: labels, kinds, sizes, chains, tags."""
    chance = random.Random(1)  # noqa: S311 - data, not secrets
    for number in range(size // 5):
        item = NamedNode(f"{_BASE}i/{number}")
        following = NamedNode(f"{_BASE}i/{number + 1 if number % 50 else number}")
        kind = NamedNode(f"{_BASE}k/{chance.randrange(size // 500)}")
        tag = "rare" if number % 20 == 0 else "tag"
        yield Triple(item, NamedNode(_P + "label"), Literal(f"item {number}"))
        yield Triple(item, NamedNode(_P + "kind"), kind)
        yield Triple(item, NamedNode(_P + "size"), Literal(chance.randrange(1000)))
        yield Triple(item, NamedNode(_P + "next"), following)
        yield Triple(item, NamedNode(_P + tag), Literal(f"t{number % 7}"))


def variants(name: str, size: int) -> Iterator[str]:
    """Give the texts of a query over `size` triples, of items one after the other.

    >>> next(variants("tiny", 1000))
    'SELECT ?l { <http://example.org/i/0> <http://example.org/p/label> ?l }'
    """
    for number in count():
        text = QUERIES[name].replace("{base}", _BASE).replace("{p}", _P)
        text = text.replace("{n}", str(number % (size // 5)))
        yield text.replace("{k}", str(number % (size // 500)))
