"""What an operation of SPARQL Update would delete and insert, found by the engine.

The templates of an operation are turned to graphs that are there for this only, so that
one evaluation says both, whatever the operation names and however it binds it:

    DELETE { ?s :p ?o } INSERT { GRAPH ?g { ?s :q ?o } } WHERE { ... }
    INSERT { GRAPH ?m0 { ?s :p ?o } GRAPH ?m1 { ?s :q ?o } }
    WHERE { { ... } BIND(IRI(CONCAT("urn:...delete:", STR(<unnamed>))) AS ?m0) ... }
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from kg.errors import QueryError
from kg.names import Names
from kg.store.dataset import is_asserted
from kg.store.operations import Operation, groups
from kg.store.repair import FUNCTIONS, repair
from kg.store.tokens import Token

_CAPTURED = "urn:x-mendelgraph:"
_SIDES = ("delete", "insert")


@dataclass(frozen=True, slots=True)
class Edit:
    """Quads to delete, and then quads to insert."""

    deleted: tuple[Quad, ...] = ()
    inserted: tuple[Quad, ...] = ()


class Elsewhere(Protocol):
    """What LOAD and SERVICE read from."""

    def load(self, address: str) -> Iterable[Triple]:
        """Read a document; raises RemoteError, and TargetError for one not allowed."""

    def federated_update(self, target: Target, operation: Operation) -> str:
        """Write an operation with what its SERVICE clauses give; raises as `load`."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where updates are evaluated; `unnamed` is the graph of what names none.

    `using` are the graphs that patterns see instead of all, `using_named` those that
    GRAPH sees (SPARQL 1.1 Protocol, section 2.2.3). `elsewhere` is what may be read of
    others, if anything.
    """

    quads: pyoxigraph.Store
    names: Names
    unnamed: NamedNode
    using: tuple[NamedNode, ...] = ()
    using_named: tuple[NamedNode, ...] = ()
    elsewhere: Elsewhere | None = None

    @property
    def others(self) -> Elsewhere:
        """What may be read of others; raises QueryError where nothing may."""
        if self.elsewhere is None:
            raise QueryError("LOAD and SERVICE read from the web: allow it (--network)")
        return self.elsewhere

    @property
    def dataset(self) -> str:
        """The graphs as clauses of an operation."""
        named = (f"NAMED {graph}" for graph in self.using_named)
        return " ".join(f"USING {graph}" for graph in (*self.using, *named))

    def run(self, quads: pyoxigraph.Store, text: str) -> None:
        quads.update(
            repair(text),
            prefixes=self.names.prefixes,
            base_iri=self.names.base,
            custom_functions=FUNCTIONS,
        )

    def place(self, quad: Quad) -> Quad:
        """Put a quad without a graph into the graph for such."""
        if quad.graph_name == DefaultGraph():
            return Quad(quad.subject, quad.predicate, quad.object, self.unnamed)
        return quad


def data(target: Target, operation: Operation) -> Edit:
    """Read INSERT DATA or DELETE DATA."""
    scratch = pyoxigraph.Store()
    first = operation.tokens[0]
    rest = operation.request[first.end : operation.end]
    target.run(scratch, f"{operation.declarations}INSERT{rest}")
    quads = tuple(map(target.place, scratch))
    return Edit(deleted=quads) if first.word == "DELETE" else Edit(inserted=quads)


def modify(target: Target, operation: Operation) -> Edit:
    """Evaluate DELETE ... INSERT ... WHERE, in any of its forms."""
    try:
        target.run(target.quads, _Rewriting(target, operation).text())
    except SyntaxError as error:
        raise QueryError("write a space on both sides of each keyword") from error
    found = [tuple(_captured(target, side)) for side in _SIDES]
    return Edit(*found)


def _captured(target: Target, side: str) -> Iterator[Quad]:
    """Take what was captured out again; a variable names no graph of ours."""
    for graph in list(target.quads.named_graphs()):
        kind, _, name = graph.value.removeprefix(_CAPTURED).partition(":")
        if not graph.value.startswith(_CAPTURED) or not kind.startswith(side):
            continue
        found = NamedNode(name)
        if kind == side or is_asserted(target.names, found):
            for quad in target.quads.quads_for_pattern(None, None, None, graph):
                yield Quad(quad.subject, quad.predicate, quad.object, found)
        target.quads.remove_graph(graph)


@dataclass(slots=True)
class _Rewriting:
    """Writes an operation anew, so that its templates fill the capturing graphs."""

    target: Target
    operation: Operation
    bindings: dict[tuple[str, str], str] = field(default_factory=dict)

    def text(self) -> str:
        where = self.operation.groups["WHERE"]
        blocks = [b for side in _SIDES for b in self._blocks(side)]
        binds = [
            f'BIND(IRI(CONCAT("{_CAPTURED}{kind}:", STR({graph}))) AS {variable})'
            for (kind, graph), variable in self.bindings.items()
        ]
        return "\n".join(
            [
                self.operation.declarations,
                *self._with(),
                *("INSERT {", *blocks, "}"),
                self._using(),
                *("WHERE {", self.operation[where], *binds, "}"),
            ]
        )

    def _with(self) -> list[str]:
        first, second = self.operation.tokens[:2]
        return [f"WITH {self.operation[second]}"] if first.word == "WITH" else []

    def _using(self) -> str:
        if self.target.dataset:
            return self.target.dataset
        outer = self.operation.outer
        starts = [token.start for token in outer if token.word in {"USING", "WHERE"}]
        return self.operation.request[starts[0] : starts[-1]]

    def _template(self, side: str) -> tuple[Token, ...]:
        """Give the tokens between the braces of a template."""
        op = self.operation
        is_short = op.words == ("DELETE", "WHERE") and "DELETE" not in op.groups
        word = "WHERE" if is_short and side == "delete" else side.upper()
        found = op.groups.get(word)
        return found.tokens[1:-1] if found else ()

    def _blocks(self, side: str) -> Iterator[str]:
        """Write each part of a template for the graph that captures it."""
        _, *named = " ".join(self._with()).partition(" ")
        unnamed = named[-1] or str(self.target.unnamed)
        rest = self._template(side)
        while rest:
            place = next((i for i, t in enumerate(rest) if t.word == "GRAPH"), None)
            yield from self._block(side, unnamed, rest[:place])
            if place is None:
                return
            (term, group) = rest[place + 1], next(groups(rest[place + 2 :]))
            yield from self._block(side, self.operation[term], group.tokens[1:-1])
            rest = rest[place + 2 + len(group.tokens) :]

    def _block(self, side: str, graph: str, part: tuple[Token, ...]) -> Iterator[str]:
        while part and self.operation[part[0]] == ".":
            part = part[1:]
        if part:
            triples = self.operation.request[part[0].start : part[-1].end]
            yield f"GRAPH {self._variable(side, graph)} {{ {triples} }}"

    def _variable(self, side: str, graph: str) -> str:
        kind = f"{side}-any" if graph.startswith(("?", "$")) else side
        stem = "mendel"
        while stem in self.operation.request:
            stem += "_"
        name = f"?{stem}{len(self.bindings)}"
        return self.bindings.setdefault((kind, graph), name)
