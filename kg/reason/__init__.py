"""Asserted triples in, what follows from them by OWL 2 RL out.

    graph → ids → rules fitted to its axioms → closure → triples

table, *.rules   the rules of the specification, as data
compile          rules over unary and binary relations, as data
programme        the rules that hold of a graph
join             one way to evaluate them: joins of sorted columns
engine           following them until nothing is new
reasoner         the interface to all that, for any graph
steps, proof     searching proofs backwards
files, outside   reading graphs; what in them is outside OWL 2 RL
beyond           what another reasoner finds, and the rules do not
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, NamedNode, Triple

from kg.names import Names
from kg.reason.axioms import Outside
from kg.reason.beyond import beyond
from kg.reason.budget import MOST
from kg.reason.change import Change
from kg.reason.files import read_graph, read_quads
from kg.reason.outside import outside
from kg.reason.proof import Proof, Statement, told_axioms
from kg.reason.reasoner import Reasoner
from kg.reason.terms import Term

__all__ = [
    "MOST",
    "Change",
    "Outside",
    "Proof",
    "Reasoner",
    "Statement",
    "Term",
    "beyond",
    "infer",
    "outside",
    "read_graph",
    "read_quads",
    "told_axioms",
    "worth_saying",
]

_NAMES = Names()
_OWN = _NAMES.prefixes["mg"]
_THING = NamedNode(_NAMES.prefixes["owl"] + "Thing")
_SAME = NamedNode(_NAMES.prefixes["owl"] + "sameAs")
_SCHEMA = {
    NamedNode(_NAMES.prefixes[prefix] + name)
    for prefix, name in (
        ("rdfs", "subClassOf"),
        ("rdfs", "subPropertyOf"),
        ("rdfs", "domain"),
        ("rdfs", "range"),
        ("owl", "equivalentClass"),
        ("owl", "equivalentProperty"),
    )
}


def infer(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Work out what our ontology and facts entail and do not state, in order.

    `triples` hold both. What nobody asks for is left out, see `worth_saying`.
    """
    reasoner = Reasoner(triples)
    yield from sorted(worth_saying(reasoner.inferred()), key=str)


def worth_saying(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Leave out of what follows what nobody asks for.

    That is what follows about the terms of other vocabularies or of blank nodes, that
    something is an `owl:Thing`, and that terms are the same as, or above, themselves.
    """
    return filter(_is_worth, triples)


def _is_worth(triple: Triple) -> bool:
    subject, predicate, object_ = triple
    if object_ == _THING or (subject == object_ and predicate in {_SAME, *_SCHEMA}):
        return False
    if predicate in _SCHEMA:
        return str(subject).startswith(f"<{_OWN}")
    return not isinstance(object_, BlankNode)
