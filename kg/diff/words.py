"""A difference in words: a line a fact, and its sentences below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Triple

from kg.diff.compare import Change, Difference
from kg.diff.snapshot import Said, Snapshot
from kg.explain.labels import label
from kg.names import named

_DESCRIBING = frozenset(
    map(
        named,
        (
            *("rdf:type", "rdfs:label", "rdfs:seeAlso"),
            *("skos:altLabel", "dcterms:identifier"),
        ),
    )
)
"""What a node is, and how it is called: of a new node, some twenty lines."""


class Wording:
    """How two graphs call their terms: the new one first."""

    def __init__(self, old: Snapshot, new: Snapshot) -> None:
        self._old, self._new = old.store, new.store

    def triple(self, triple: Triple) -> str:
        return " · ".join(self.term(term) for term in triple)

    def term(self, term: object) -> str:
        """Call a term by its label, in whichever graph has one."""
        called = label(self._new, term)  # type: ignore[arg-type] # a term of a triple
        if called == self._curie(term):
            called = label(self._old, term)  # type: ignore[arg-type] # as above
        return " ".join(called.split())

    def said(self, said: Said) -> str:
        """Write who says something, in which words, and whether it is so."""
        words = f": “{' '.join(said.exact.split())}”" if said.exact else ""
        aside = [w for w in said[2:] if w not in {"", "positive", "stated"}]
        doubt = f" ({', '.join(aside)})" if aside else ""
        return f"{self._new.names.curie(said.source)}{words}{doubt}"

    def change(self, change: Change) -> str:
        """Write a change in a line, its mark first."""
        if change.old and change.new and change.old != change.new:
            return f"~ {self.triple(change.old)} → {self.term(change.new.object)}"
        return f"{mark(change)} {self.triple(change.triple)}"

    def _curie(self, term: object) -> str:
        return self._new.names.curie(getattr(term, "value", ""))


def mark(change: Change) -> str:
    """Mark what came by +, what went by -, and what is said otherwise by ~."""
    if change.old is None:
        return "+"
    return "-" if change.new is None else "~"


def sentences(change: Change) -> Iterator[tuple[str, Said]]:
    """List what is said no more, then what is said now, each with its mark."""
    kept = {*change.before} & {*change.after}
    yield from (("-", said) for said in change.before if said not in kept)
    yield from (("+", said) for said in change.after if said not in kept)


def is_description(change: Change) -> bool:
    """Tell what says how a node is called and no sentence states."""
    return (
        change.triple.predicate in _DESCRIBING
        and not change.before
        and not change.after
    )


def count(changes: Iterable[Change]) -> str:
    """Count changes by their marks: `+3 -1 ~2`."""
    marks = [mark(change) for change in changes]
    return " ".join(f"{each}{marks.count(each)}" for each in "+-~")


def lines(
    difference: Difference, old: Snapshot, new: Snapshot, *, everything: bool = False
) -> Iterator[str]:
    """Write a difference; what describes nodes and what follows is counted, or told."""
    wording = Wording(old, new)
    facts = [c for c in difference.stated if not is_description(c)]
    described = [c for c in difference.stated if is_description(c)]
    more = (*described, *difference.inferred) if everything else ()
    for change in facts:
        yield wording.change(change)
        for sign, said in sentences(change):
            yield f"    {sign} {wording.said(said)}"
    yield from map(wording.change, more)
    yield (
        f"{count(facts)} facts, {count(described)} names and types, "
        f"{count(difference.inferred)} inferred"
    )
