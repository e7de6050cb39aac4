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
from kg.reason.change import Change
from kg.reason.files import read_graph
from kg.reason.outside import outside
from kg.reason.proof import Proof
from kg.reason.reasoner import Reasoner
from kg.rules import RULES

__all__ = [
    "Change",
    "Outside",
    "Proof",
    "Reasoner",
    "beyond",
    "infer",
    "outside",
    "read_graph",
]

_NAMES = Names()
_OWN = _NAMES.prefixes["mg"]
_THING = NamedNode(_NAMES.prefixes["owl"] + "Thing")
_SCHEMA = {
    NamedNode(_NAMES.prefixes["rdfs"] + name)
    for name in ("subClassOf", "subPropertyOf", "domain", "range")
}


def infer(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Work out what our ontology and facts entail and do not state, in order.

    `triples` hold both. Only the rules that proofs are searched by are followed. Left
    out, since nobody asks for it, is what follows about the terms of other
    vocabularies or of blank nodes, `x rdf:type owl:Thing`, and terms above themselves.
    """
    reasoner = Reasoner(triples, only=RULES)
    yield from sorted(filter(_is_worth, reasoner.inferred()), key=str)


def _is_worth(triple: Triple) -> bool:
    subject, predicate, object_ = triple
    if predicate in _SCHEMA:
        own = str(subject).startswith(f"<{_OWN}")
        return own and subject != object_
    return object_ != _THING and not isinstance(object_, BlankNode)
