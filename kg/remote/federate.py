"""SPARQL 1.1 Federated Query: SERVICE clauses are answered before the engine evaluates.

The engine would ask anybody, for as long as that takes, and for all that there is. So
each clause is replaced by the solutions that its endpoint gives, as VALUES: that is
what a clause stands for (section 4.1 of the specification). The endpoint is asked only
for what can join with what the query binds around the clause, in batches:

    SELECT * { VALUES (?gene) { (hgnc:1) ... } { ?gene up:encodedBy ?protein } }
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import cast

from pyoxigraph import NamedNode, QuerySolutions, Store

from kg.errors import QueryError, RemoteError
from kg.names import Names
from kg.remote.around import around
from kg.remote.clauses import Clause, Text, clauses
from kg.remote.connection import Caller
from kg.remote.solutions import (
    Table,
    ask,
    batches,
    joinable,
    named,
    pattern,
    values,
)
from kg.store.tokens import tokens

BATCH = 200
"""How many solutions go with one request."""
MOST = 10_000
"""How many go in all; an endpoint is asked for everything beyond that."""
_PREFIX = re.compile(r"([A-Za-z][\w.-]*):")
_DECLARED = re.compile(r"\bPREFIX\s+([\w.-]*):", re.IGNORECASE)
_RELATIVE = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.-]*:)[^<>\s]*>")
_ALL = Table((), ((),))  # one solution that binds nothing: no restriction


@dataclass(frozen=True, slots=True)
class Source:
    """What a text with SERVICE clauses rests on.

    `select` evaluates the rest of a SELECT over our own graph, from its variables on,
    a pattern and a limit being given; the dataset is that of the text.
    """

    declarations: str
    names: Names
    select: Callable[[tuple[str, ...], str, int], QuerySolutions]

    def head(self, group: str) -> str:
        """Write the declarations that a group needs elsewhere."""
        declared, known = set(_DECLARED.findall(self.declarations)), self.names.prefixes
        used = dict.fromkeys(_PREFIX.findall(group))
        prefixes = [
            f"PREFIX {name}: <{known[name]}>\n"
            for name in used
            if name in known and name not in declared
        ]
        base = [f"BASE <{self.names.base}>\n"] if _RELATIVE.search(group) else []
        return "".join([*base, *prefixes, self.declarations, "\n"])

    def iri(self, term: str) -> NamedNode:
        """Have the engine expand an IRI: it may be relative, or have a prefix."""
        query = f"{self.declarations} SELECT ?iri {{ VALUES ?iri {{ {term} }} }}"
        known = self.names.prefixes
        found = Store().query(query, prefixes=known, base_iri=self.names.base)
        assert isinstance(found, QuerySolutions)  # noqa: S101 - what SELECT gives
        return cast("NamedNode", next(iter(found))["iri"])


def federate(text: str, source: Source, caller: Caller) -> str:
    """Replace the SERVICE clauses of a query or operation by what they give.

    Raises QueryError for a clause that cannot be asked, TargetError for an endpoint
    that may not be, and RemoteError for one that does not answer: these two unless the
    clause is SILENT.
    """
    current = Text.of(text)
    answering = _Answering(source, caller, unused(text))
    for number in count():
        clause = next(clauses(current), None)
        if clause is None:
            return current.text
        written = pattern(answering.answer(current, clause, number), answering.stem)
        start = current.tokens[clause.start].start
        end = current.tokens[clause.end - 1].end
        current = Text.of(f"{current.text[:start]} {written} {current.text[end:]}")
    raise AssertionError  # there is no last number


@dataclass(frozen=True, slots=True)
class _Answering:
    """Answers clauses; `stem` begins names that the text has not."""

    source: Source
    caller: Caller
    stem: str

    def answer(self, text: Text, clause: Clause, number: int) -> Table:
        """Find what a clause gives; `number` tells it from the others of its text."""
        names = tuple(text.variables(*clause.group))
        known = self._known(text, clause, names)
        parts: list[Table] = []
        for endpoint in self._endpoints(clause, known):
            mine = known.where(clause.variable, endpoint)
            asking = self._asking(text.part(*clause.group), endpoint, mine)
            found = _collected(asking, clause, names, f"{number}.{len(parts)}.")
            parts.append(found.with_value(clause.variable, endpoint))
        return Table.union((*clause.variables, *names), parts)

    def _known(self, text: Text, clause: Clause, names: tuple[str, ...]) -> Table:
        """Find what is bound around a clause to the variables of it."""
        rest = around(text, clause)
        there = Text.of(rest)
        bound = there.variables(0, len(there.tokens))
        wanted = dict.fromkeys((*clause.variables, *names))
        for shared in (tuple(wanted), clause.variables):
            variables = tuple(name for name in shared if name in bound)
            if variables:
                found = Table.of(self.source.select(variables, rest, MOST + 1))
                if len(found.rows) <= MOST:
                    return found.select(variables)
        return _ALL

    def _endpoints(self, clause: Clause, known: Table) -> list[NamedNode]:
        if not clause.variable:
            return [self.source.iri(clause.endpoint)]
        found = dict.fromkeys(known.columns().get(clause.variable, (None,)))
        endpoints = [term for term in found if isinstance(term, NamedNode)]
        if len(endpoints) != len(found):
            problem = "is not bound to an IRI: bind it before, by VALUES for one"
            raise QueryError(f"SERVICE {clause.endpoint}: {clause.endpoint} {problem}")
        return endpoints

    def _asking(self, group: str, endpoint: NamedNode, known: Table) -> Iterator[Table]:
        """Ask an endpoint for what can join with what is known, batch by batch."""
        head = self.source.head(group)
        columns = joinable(known)
        has_variables = any(group[t.start] in "?$" for t in tokens(group))
        for part in batches(known.select(columns), BATCH):
            given = values(part) if columns else ""
            what = "*" if has_variables or columns else f"(1 AS ?{self.stem})"
            query = f"{head}SELECT {what} {{ {given} {group} }}"
            found = ask(self.caller, endpoint.value, query)
            yield found if what == "*" else Table((), ((),) * len(found.rows))


def _collected(
    asking: Iterator[Table], clause: Clause, names: tuple[str, ...], mark: str
) -> Table:
    """Take all answers together; of a SILENT clause that fails, one empty solution."""
    try:
        tables = [named(table, f"{mark}{i}.") for i, table in enumerate(asking)]
    except RemoteError:
        if clause.is_silent:
            return Table.union(names, [_ALL])
        raise
    return Table.union(names, tables)


def unused(text: str) -> str:
    """Find how a variable may begin that a text has not."""
    stem = "mendel"
    while stem in text:
        stem += "_"
    return stem
