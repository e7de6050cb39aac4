"""A query taken apart: its triple patterns, and what of it cannot be explained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from pyparsing import ParseException
from rdflib.graph import Graph
from rdflib.namespace import NamespaceManager
from rdflib.paths import InvPath, Path, SequencePath
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import BNode, Node, URIRef, Variable

from kg.errors import QueryError
from kg.names import Names

Pattern: TypeAlias = tuple[Node, Node, Node]

_WHOLE = {  # what is not for the row itself, or not for the default graph
    "Minus": "MINUS holds since nothing matches",
    "Graph": "GRAPH looks into a graph of its own",
    "Service": "SERVICE asks elsewhere",
}
_INNER = "what a SELECT within the query does not select"
_FILTERS = {
    "Builtin_NOTEXISTS": "NOT EXISTS holds since nothing matches",
    "Builtin_EXISTS": "EXISTS is a condition",
}


@dataclass(frozen=True, slots=True)
class Parts:
    """Groups of triple patterns, each matched as one; and notes on the rest."""

    groups: tuple[tuple[Pattern, ...], ...]
    notes: tuple[str, ...]
    is_grouped: bool


def take_apart(text: str, names: Names) -> Parts:
    """Read a SELECT or ASK; raises QueryError for another, or one that is unreadable.

    Of property paths, sequences and inverses are triple patterns, too.
    """
    try:
        query = translateQuery(
            parseQuery(text), base=names.base, initNs=dict(names.prefixes)
        ).algebra
    except (ParseException, RecursionError, ValueError, TypeError) as error:
        problem = "the query cannot be taken apart for an explanation"
        raise QueryError(f"{problem}: {str(error).splitlines()[0]}") from error
    if query.name not in {"SelectQuery", "AskQuery"}:
        raise QueryError(
            "only SELECT and ASK can be explained: their rows have reasons"
        )
    walk = _Walk(names)
    walk.visit(query)
    return Parts(
        tuple(group for group in walk.groups if group),
        tuple(dict.fromkeys(walk.notes)),
        walk.is_grouped,
    )


class _Walk:
    """Goes through the algebra and collects."""

    def __init__(self, names: Names) -> None:
        self.groups: list[tuple[Pattern, ...]] = []
        self.notes: list[str] = []
        self.is_grouped = False
        self._fresh = 0
        self._manager = NamespaceManager(Graph(), bind_namespaces="none")
        for prefix, namespace in names.prefixes.items():
            self._manager.bind(prefix, namespace)

    def visit(self, node: object) -> None:
        """Look at a part of the algebra and what is in it."""
        if isinstance(node, CompValue):
            self._part(node)
        elif isinstance(node, list | tuple):
            for one in node:
                self.visit(one)

    def _part(self, node: CompValue) -> None:
        name = node.name
        if name == "BGP":
            found = (self._simple(*triple) for triple in node.triples)
            self.groups.append(tuple(one for some in found for one in some))
        elif name in _FILTERS:
            self.notes.append(_FILTERS[name])
        elif name in _WHOLE:
            self.notes.append(_WHOLE[name])
            self.visit(node.p1 if name == "Minus" else None)
        else:
            self.is_grouped = self.is_grouped or name == "AggregateJoin"
            if name == "ToMultiSet" and node.p.name != "values":
                self.notes.append(_INNER)
            self.visit([value for key, value in node.items() if key != "_vars"])

    def _simple(self, subject: Node, predicate: Any, obj: Node) -> Iterator[Pattern]:  # noqa: ANN401 - a path is no node
        match predicate:
            case InvPath():
                yield from self._simple(obj, predicate.arg, subject)
            case SequencePath():
                nodes = [subject, *(self._between() for _ in predicate.args[1:]), obj]
                links = zip(nodes, predicate.args, nodes[1:], strict=False)
                for one, link, two in links:
                    yield from self._simple(one, link, two)
            case Path():
                self.notes.append(f"the path {predicate.n3(self._manager)}")
            case _:
                yield subject, predicate, obj

    def _between(self) -> Variable:
        self._fresh += 1
        return Variable(f"mendel_{self._fresh}")


def bound(pattern: Pattern, values: Mapping[str, str]) -> str:
    """Write a pattern in SPARQL, variables replaced by values (as SPARQL has them)."""
    return " ".join(_word(node, values) for node in pattern)


def variables(pattern: Pattern) -> list[str]:
    """List the variables of a pattern, blank nodes apart."""
    return [str(node) for node in pattern if isinstance(node, Variable)]


def _word(node: Node, values: Mapping[str, str]) -> str:
    match node:
        case Variable():
            return values.get(str(node), f"?{node}")
        case BNode():
            return f"?mendel_{node}"
        case URIRef():
            return f"<{node}>"
        case _:
            return node.n3()
