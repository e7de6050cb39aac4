"""Explanations for people: an indented tree, and the same as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from kg.explain.answer import Answer, Row
from kg.explain.labels import curie, label
from kg.explain.proof import Explanation, Needs, as_triple
from kg.explain.sources import Source
from kg.reason.proof import Proof, Wording
from kg.reason.terms import Term
from kg.store import Store

Line = tuple[int, str]
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")


class _Words(Wording):
    """The words of a store: labels for what holds, CURIEs for axioms."""

    def __init__(self, store: Store, told: Explanation) -> None:
        self._store = store
        self._told = told

    def term(self, term: Term) -> str:
        return curie(self._store, term)

    def conclusion(self, proof: Proof) -> str:
        if proof.conclusion is None:
            return super().conclusion(proof)
        return " · ".join(label(self._store, term) for term in proof.conclusion)

    def given(self, proof: Proof) -> Iterator[str]:
        if proof.conclusion:
            sources = self._told.sources.get(as_triple(proof.conclusion), ())
            yield from map(self.source, sources)

    def source(self, source: Source) -> str:
        """Tell who says so, with the words if there are any."""
        name = self._store.names.curie(source.origin.value)
        words = " ".join((source.exact or "").split())
        return f"{name}: “{words}”" if words else f"stated by {name}"


class _Marked(_Words):
    """The same with the marks of Markdown."""

    def conclusion(self, proof: Proof) -> str:
        return f"**{_escape(super().conclusion(proof))}**"

    def why(self, proof: Proof) -> Iterator[str]:
        if proof.rule is None:
            yield from self.given(proof)
            return
        first, _, axioms = next(super().why(proof)).partition(": ")
        yield first + (f": `{axioms}`" if axioms else "")

    def source(self, source: Source) -> str:
        return _escape(super().source(source))


def as_text(store: Store, answer: Answer) -> str:
    """Write an answer's explanations as trees."""
    lines = _lines(store, answer, _Words)
    return "\n".join("    " * depth + line for depth, line in lines) + "\n"


def as_markdown(store: Store, answer: Answer) -> str:
    """Write an answer's explanations as nested lists."""
    lines = _lines(store, answer, _Marked)
    return "\n".join("    " * depth + f"- {line}" for depth, line in lines) + "\n"


def _lines(store: Store, answer: Answer, wording: type[_Words]) -> Iterator[Line]:
    for number, row in zip(count(1), answer.rows, strict=False):
        depth = 0
        if row.values:
            depth = 1
            yield 0, _heading(store, number, row)
        for told in row.explanations:
            found = _explanation(store, told, wording)
            yield from ((depth + more, line) for more, line in found)
        yield from ((depth, f"not explained: {part}") for part in row.unexplained)
    yield from ((0, note) for note in answer.notes)


def _heading(store: Store, number: int, row: Row) -> str:
    values = (f"?{name} = {label(store, value)}" for name, value in row.values.items())
    return f"row {number}: {', '.join(values)}"


def _explanation(
    store: Store, told: Explanation, wording: type[_Words]
) -> Iterator[Line]:
    words = wording(store, told)
    for number, proof in enumerate(told.proofs, 1):
        if len(told.proofs) == 1:
            yield from proof.lines(words)
            continue
        yield 0, f"proof {number}, {_steps(proof.steps())}"
        yield from ((depth + 1, line) for depth, line in proof.lines(words))
    if told.has_more:
        yield 0, "there are more proofs, or may be"
    if told.needs:
        yield from _needs(told.needs, words)


def _steps(number: int) -> str:
    return f"{number} step{'s' if number != 1 else ''}"


def _needs(needs: Needs, words: _Words) -> Iterator[Line]:
    for number, one in enumerate(needs.sets, 1):
        yield 0, f"enough to show it, set {number} of {_at_least(needs)}:"
        for leaf in one:
            proof = Proof((leaf.subject, leaf.predicate, leaf.object))
            yield 1, words.conclusion(proof)
            yield from ((2, line) for line in words.why(proof))
    yield 0, "lost without any one of these:" if needs.needed else _none(needs)
    for source in needs.needed:
        if source.triple:  # it says no more than that, and is no sentence to know it by
            parts = (source.triple.subject, source.triple.predicate)
            yield 1, words.conclusion(Proof((*parts, source.triple.object)))
        yield 2 if source.triple else 1, words.source(source)


def _at_least(needs: Needs) -> str:
    return str(len(needs.sets)) if needs.is_whole else f"{len(needs.sets)} or more"


def _none(needs: Needs) -> str:
    if needs.is_whole:
        return "no single source is needed: it holds without any one of them"
    return "whether a single source is needed is not known: too many ways lead to it"


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
