"""The operations of SPARQL 1.1 Update on whole graphs (section 3.2), and LOAD.

A graph without triples is not kept, so CREATE has nothing to do. DEFAULT is the graph
of what was written without one; NAMED and ALL are the graphs that may be written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg.errors import QueryError, RemoteError
from kg.store.capture import Edit, Target
from kg.store.dataset import is_asserted
from kg.store.operations import Operation
from kg.store.tokens import Token

_FILLERS = frozenset({"SILENT", "GRAPH", "TO", "INTO"})
_Graphs = list[NamedNode]


def load(target: Target, operation: Operation) -> Edit:
    """Read a document; raises RemoteError where that fails, unless it is SILENT."""
    (source,), *into = _graphs(target, operation)
    graph = into[0][0] if into else target.unnamed
    try:
        triples = target.others.load(source.value)
    except RemoteError:
        if _is_silent(operation):
            return Edit()
        raise
    return Edit(inserted=tuple(Quad(s, p, o, graph) for s, p, o in triples))


def manage(target: Target, operation: Operation) -> Edit:
    """Find what CLEAR, DROP, CREATE, COPY, MOVE or ADD comes to.

    Raises QueryError for CLEAR and DROP of a graph that is not there, and for CREATE of
    one that is, unless they are SILENT.
    """
    first = operation.words[0]
    named = [g for found in _graphs(target, operation) for g in found]
    if first == "CREATE":
        _expect(target, operation, there=False)
        return Edit()
    if first in _TRANSFERS:
        source, to = named
        return Edit() if source == to else _TRANSFERS[first](target, source, to)
    _expect(target, operation, there=True)
    return Edit(deleted=_content(target, named))


def _add(target: Target, source: NamedNode, to: NamedNode) -> Edit:
    return Edit(inserted=_into(to, _content(target, [source])))


def _copy(target: Target, source: NamedNode, to: NamedNode) -> Edit:
    return Edit(_content(target, [to]), _into(to, _content(target, [source])))


def _move(target: Target, source: NamedNode, to: NamedNode) -> Edit:
    both = _content(target, [source, to])
    return Edit(both, _into(to, _content(target, [source])))


_TRANSFERS: Mapping[str, Callable[[Target, NamedNode, NamedNode], Edit]] = {
    "ADD": _add,
    "COPY": _copy,
    "MOVE": _move,
}


def _content(target: Target, graphs: Iterable[NamedNode]) -> tuple[Quad, ...]:
    find = target.quads.quads_for_pattern
    return tuple(quad for graph in graphs for quad in find(None, None, None, graph))


def _into(graph: NamedNode, quads: Iterable[Quad]) -> tuple[Quad, ...]:
    return tuple(Quad(q.subject, q.predicate, q.object, graph) for q in quads)


def _expect(target: Target, operation: Operation, *, there: bool) -> None:
    """Check that the graph of an operation is there, or is not."""
    term = operation.outer[-1]
    if term.word or _is_silent(operation):
        return
    graph = resolved(target, operation, term)
    if bool(_content(target, [graph])) != there:
        problem = "holds no triples" if there else "holds triples already"
        raise QueryError(f"{graph} {problem}: write {operation.words[0]} SILENT")


def _is_silent(operation: Operation) -> bool:
    return "SILENT" in operation.words


def _graphs(target: Target, operation: Operation) -> list[_Graphs]:
    """Resolve what an operation names, in order."""
    terms = [t for t in operation.outer[1:] if t.word not in _FILLERS]
    return [_named(target, operation, term) for term in terms]


def _named(target: Target, operation: Operation, term: Token) -> _Graphs:
    match term.word:
        case "DEFAULT":
            return [target.unnamed]
        case "NAMED":
            return [g for g in _writable(target) if g != target.unnamed]
        case "ALL":
            return _writable(target)
        case _:
            return [resolved(target, operation, term)]


def _writable(target: Target) -> _Graphs:
    found = (g for g in target.quads.named_graphs() if isinstance(g, NamedNode))
    return [graph for graph in found if is_asserted(target.names, graph)]


def resolved(target: Target, operation: Operation, term: Token) -> NamedNode:
    """Have the engine expand an IRI: it may be relative, or have a prefix."""
    scratch = pyoxigraph.Store()
    name = operation[term]
    data = f"INSERT DATA {{ <urn:x:s> <urn:x:p> {name} }}"
    target.run(scratch, operation.declarations + data)
    (quad,) = scratch.quads_for_pattern(None, None, None, DefaultGraph())
    if not isinstance(quad.object, NamedNode):
        raise QueryError(f"{name} names no graph")
    return quad.object
