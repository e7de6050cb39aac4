"""Names for blank nodes that depend on nothing but what is said of each."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Quad


def renamed(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Name blank nodes by a hash of what is below them, so that graphs compare.

    Lists and restrictions of OWL are trees, which this tells apart by all that they
    hold; what is in a circle counts by the part that is not.
    """
    found = list(quads)
    below = defaultdict[object, list[Quad]](list)
    for quad in found:
        below[quad.subject].append(quad)
    names: dict[object, str] = {}
    for quad in found:
        subject, value = quad.subject, quad.object
        if isinstance(subject, BlankNode):
            subject = BlankNode(_name(subject, below, names))
        if isinstance(value, BlankNode):
            value = BlankNode(_name(value, below, names))
        yield Quad(subject, quad.predicate, value, quad.graph_name)


def _name(
    node: object, below: dict[object, list[Quad]], names: dict[object, str]
) -> str:
    """Name a node and those below it, without recursion: lists may be long."""
    waiting = [node]
    while waiting:
        top = waiting[-1]
        parts = [q.object for q in below[top] if isinstance(q.object, BlankNode)]
        missing = [p for p in parts if p not in names and p not in waiting]
        if missing:
            waiting.extend(missing)
            continue
        waiting.pop()
        rows = sorted(f"{q.predicate} {_told(q.object, names)}" for q in below[top])
        names[top] = "b" + hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]
    return names[node]


def _told(value: object, names: dict[object, str]) -> str:
    return names.get(value, "_") if isinstance(value, BlankNode) else str(value)
