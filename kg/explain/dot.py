"""Explanations as a drawing for Graphviz: premises below, what follows above."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from hashlib import sha256

from kg.explain.answer import Answer
from kg.explain.labels import curie, label
from kg.explain.proof import Explanation, as_triple
from kg.explain.sources import Source
from kg.reason.proof import Proof, told_axiom
from kg.store import Store

_WIDTH = 48  # characters of a line in a box
_HEAD = """digraph proof {
  rankdir=BT;
  node [fontname="Helvetica", fontsize=10];
  edge [arrowsize=0.7];"""


def as_dot(store: Store, answer: Answer) -> str:
    """Draw an answer's explanations: boxes for triples, ellipses for rules.

    A dashed line comes from an axiom, a note has the words of a source.
    """
    lines: dict[str, None] = {}
    for told in answer.explanations():
        for proof in told.proofs:
            for part in proof.walk():
                lines.update(dict.fromkeys(_part(store, told, part)))
    return "\n".join((_HEAD, *lines, "}")) + "\n"


def _part(store: Store, told: Explanation, part: Proof) -> Iterator[str]:
    node = _node(part)
    yield f"  {node} [shape=box, label={_quoted(_label(store, part))}];"
    if part.rule:
        step = _name(str(part.rule), *map(_node, (part, *part.below)))
        yield f"  {step} [shape=ellipse, label={_text(part.rule)}];"
        yield f"  {step} -> {node};"
        yield from (
            f"  {_node(axiom)} -> {step} [style=dashed];" for axiom in part.axioms
        )
        yield from (f"  {_node(premise)} -> {step};" for premise in part.premises)
    elif part.conclusion:
        for source in told.sources.get(as_triple(part.conclusion), ()):
            name = _name(str(source.origin), str(source.exact))
            words = _quoted(_words(store, source))
            yield f"  {name} [shape=note, label={words}];"
            yield f"  {name} -> {node} [style=dotted];"


def _node(part: Proof) -> str:
    return _name(*map(str, part.conclusion or ()))


def _name(*parts: str) -> str:
    """Name a node of the drawing, the same one wherever it comes."""
    return "n" + sha256("\n".join(parts).encode()).hexdigest()[:16]


def _label(store: Store, part: Proof) -> str:
    if part.members:
        return told_axiom(part, lambda term: curie(store, term))
    return " · ".join(label(store, term) for term in part.conclusion or ())


def _words(store: Store, source: Source) -> str:
    name = store.names.curie(source.origin.value)
    return f"{name}: “{source.exact}”" if source.exact else name


def _quoted(text: str) -> str:
    return _text("\n".join(textwrap.wrap(text, _WIDTH)))


def _text(text: str) -> str:
    r"""Write a double-quoted string of the DOT language.

    >>> print(_text('a "b" \\ c'))
    "a \"b\" \\ c"
    """
    return json.dumps(text, ensure_ascii=False)
