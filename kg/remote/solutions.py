"""Solutions of other endpoints: asking for them, and writing them as VALUES."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    Triple,
    parse_query_results,
)

from kg.errors import RemoteError
from kg.formats import RESULT_FORMATS
from kg.remote.connection import Call, Caller
from kg.store.rows import BLANK, NODE

Term = NamedNode | BlankNode | Literal | Triple
Row = tuple[Term | None, ...]
_ACCEPT = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_PLAIN = frozenset(
    {
        "http://www.w3.org/2001/XMLSchema#string",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString",
    }
)


@dataclass(frozen=True, slots=True)
class Table:
    """Solutions: a row has a term for each variable, or None where it is unbound."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]

    @classmethod
    def of(cls, found: QuerySolutions) -> Table:
        names = tuple(variable.value for variable in found.variables)
        rows = (tuple(solution[name] for name in names) for solution in found)
        return cls(names, tuple(rows))

    @classmethod
    def union(cls, first: Sequence[str], tables: Sequence[Table]) -> Table:
        """Put tables below each other; the variables begin with those of `first`."""
        names = tuple(
            dict.fromkeys([*first, *(n for table in tables for n in table.variables)])
        )
        rows = []
        for table in tables:
            at = {name: i for i, name in enumerate(table.variables)}
            order = [at.get(name) for name in names]
            rows += [
                tuple(None if i is None else row[i] for i in order)
                for row in table.rows
            ]
        return cls(names, tuple(rows))

    def select(self, variables: Sequence[str]) -> Table:
        """Keep some variables, in this order, and each row once."""
        at = [self.variables.index(name) for name in variables]
        rows = (tuple(row[i] for i in at) for row in self.rows)
        return Table(tuple(variables), tuple(dict.fromkeys(rows)))

    def columns(self) -> dict[str, tuple[Term | None, ...]]:
        """Give the terms of each variable."""
        return {
            name: tuple(row[at] for row in self.rows)
            for at, name in enumerate(self.variables)
        }

    def where(self, variable: str, value: Term) -> Table:
        """Keep the rows with this value, without its column; no name keeps all."""
        if not variable:
            return self
        at = self.variables.index(variable)
        names = (*self.variables[:at], *self.variables[at + 1 :])
        rows = ((*r[:at], *r[at + 1 :]) for r in self.rows if r[at] == value)
        return Table(names, tuple(rows))

    def with_value(self, variable: str, value: Term) -> Table:
        """Bind a variable in all rows; one that binds it otherwise goes."""
        if not variable:
            return self
        if variable not in self.variables:
            return Table(
                (variable, *self.variables), tuple((value, *r) for r in self.rows)
            )
        at = self.variables.index(variable)
        rows = (
            (*r[:at], value, *r[at + 1 :]) for r in self.rows if r[at] in {None, value}
        )
        return Table(self.variables, tuple(rows))


def ask(caller: Caller, endpoint: str, query: str) -> Table:
    """Have an endpoint answer a SELECT; raises RemoteError, TargetError."""
    reply = caller.call(endpoint, Call("POST", {"Accept": _ACCEPT}, {"query": query}))
    known = {t: f.syntax for f in RESULT_FORMATS for t in f.media_types}
    syntax = known.get(reply.media_type, QueryResultsFormat.JSON)
    try:
        found = parse_query_results(reply.body, syntax)
        if not isinstance(found, QuerySolutions):
            raise RemoteError(endpoint, "answers with no solutions to a SELECT query")
        return Table.of(found)
    except (SyntaxError, ValueError, OSError) as error:
        problem = f"answers with {reply.media_type}, and no SPARQL results in it"
        raise RemoteError(endpoint, problem) from error


def values(table: Table) -> str:
    """Write solutions as a VALUES block.

    >>> values(Table(("a", "b"), ((NamedNode("urn:x"), None),)))
    'VALUES (?a ?b) { (<urn:x> UNDEF) }'
    """
    head = " ".join(f"?{name}" for name in table.variables)
    rows = (f"({' '.join(map(_written, row))})" for row in table.rows)
    return f"VALUES ({head}) {{ {' '.join(rows)} }}"


def pattern(table: Table, stem: str) -> str:
    """Write solutions as a group graph pattern, their blank nodes as such.

    VALUES cannot hold blank nodes: an IRI stands there instead, and a function of ours
    makes the node of it. `stem` begins names of variables that nothing else uses.
    """
    blank = [
        name
        for name, column in table.columns().items()
        if any(str(term).startswith(f"<{BLANK}") for term in column)
    ]
    if not blank:
        return values(table)
    inner = {name: f"{stem}{i}" for i, name in enumerate(blank)}
    held = Table(tuple(inner.get(n, n) for n in table.variables), table.rows)
    binds = " ".join(_bind(inner[name], name) for name in blank)
    head = " ".join(f"?{name}" for name in table.variables)
    return f"{{ SELECT {head} {{ {values(held)} {binds} }} }}"


def _bind(inner: str, name: str) -> str:
    return f"BIND({NODE}(?{inner}) AS ?{name})"


def named(table: Table, mark: str) -> Table:
    """Give each blank node an IRI: those of one answer are not those of another."""
    rows = (tuple(_named(term, mark) for term in row) for row in table.rows)
    return Table(table.variables, tuple(rows))


def _named(term: Term | None, mark: str) -> Term | None:
    if isinstance(term, BlankNode):
        return NamedNode(f"{BLANK}{mark}{term.value}")
    if isinstance(term, Triple):
        parts = (_named(part, mark) for part in term)
        return Triple(*parts)  # type: ignore[arg-type] # each is of a kind that may be
    return term


def _written(term: Term | None) -> str:
    return "UNDEF" if term is None else str(term)


def joinable(table: Table) -> tuple[str, ...]:
    """Choose the variables whose values another endpoint can join by.

    These are bound in every row, to what is the same everywhere: no blank nodes, and
    no numbers or dates, which one store keeps as written and another by value.
    """
    return tuple(
        name for name, column in table.columns().items() if all(map(_is_plain, column))
    )


def _is_plain(term: Term | None) -> bool:
    if isinstance(term, Literal):
        return term.datatype.value in _PLAIN
    return isinstance(term, NamedNode)


def batches(table: Table, most: int) -> Iterator[Table]:
    """Cut into tables of so many rows at most."""
    for start in range(0, len(table.rows), most):
        yield Table(table.variables, table.rows[start : start + most])
