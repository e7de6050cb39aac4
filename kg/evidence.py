"""The sentences behind a triple."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.model import Certainty, Polarity

if TYPE_CHECKING:
    from kg.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a source says; `exact` and its place are missing for reference facts."""

    statement: NamedNode
    source: NamedNode
    title: str
    polarity: Polarity
    certainty: Certainty
    method: str | None
    exact: str | None
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Support:
    """What stands behind a triple: statements, or rules that it follows by."""

    statements: tuple[Statement, ...]
    inferred: bool


_STATEMENTS = """
SELECT ?s ?p ?o ?statement ?source ?title ?polarity ?certainty ?method
       ?exact ?start ?end ?graph ?about {
  GRAPH ?graph {
    ?statement rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ;
      prov:hadPrimarySource ?source ; mg:polarity ?polarity ; mg:certainty ?certainty .
    OPTIONAL { ?statement dcterms:description ?method }
    OPTIONAL {
      ?statement prov:wasQuotedFrom/oa:hasSelector ?quote , ?place .
      ?quote oa:exact ?exact .
      ?place oa:start ?start ; oa:end ?end .
    }
  }
  OPTIONAL { GRAPH ?about { ?source dcterms:title ?title } }
}"""


def evidence(
    store: Store, subject: NamedNode, predicate: NamedNode, obj: NamedNode | Literal
) -> Support:
    """Find the statements of a triple in the order of their documents and places.

    An inferred triple has none: `explain` proves it from those that have.
    """
    solutions = store.select(
        _STATEMENTS, s=subject, p=predicate, o=obj, graph=store.names.graph("evidence")
    )
    found = {statement.statement: statement for statement in map(_statement, solutions)}
    inferred = Quad(subject, predicate, obj, store.names.graph("inferred"))
    ordered = sorted(found.values(), key=_order)
    return Support(tuple(ordered), inferred in store.quads)


def statements_about(
    store: Store, node: NamedNode
) -> dict[Triple, tuple[Statement, ...]]:
    """Find the statements of every triple that has the node as subject or object."""
    graph = store.names.graph("evidence")
    found: dict[Triple, dict[NamedNode, Statement]] = {}
    for solution in (
        *store.select(_STATEMENTS, s=node, graph=graph),
        *store.select(_STATEMENTS, o=node, graph=graph),
    ):
        statement = _statement(solution)
        found.setdefault(_triple(solution), {})[statement.statement] = statement
    return {
        triple: tuple(sorted(statements.values(), key=_order))
        for triple, statements in found.items()
    }


def _triple(solution: dict[str, NamedNode | Literal]) -> Triple:
    subject, predicate = (NamedNode(solution[name].value) for name in ("s", "p"))
    return Triple(subject, predicate, solution["o"])


def as_json(store: Store, support: Support) -> dict[str, object]:
    """Write what stands behind a triple as JSON values, nodes as CURIEs."""
    statements = [
        asdict(found)
        | {
            "statement": store.names.curie(found.statement.value),
            "source": store.names.curie(found.source.value),
        }
        for found in support.statements
    ]
    return {"statements": statements, "inferred": support.inferred}


def _order(statement: Statement) -> tuple[str, int, str]:
    start = statement.start if statement.start is not None else -1
    return statement.source.value, start, statement.statement.value


def _statement(solution: dict[str, NamedNode | Literal]) -> Statement:
    def value(name: str) -> str | None:
        return solution[name].value if name in solution else None

    start, end = value("start"), value("end")
    return Statement(
        statement=NamedNode(solution["statement"].value),
        source=NamedNode(solution["source"].value),
        title=value("title") or solution["source"].value,
        polarity=Polarity(solution["polarity"].value),
        certainty=Certainty(solution["certainty"].value),
        method=value("method"),
        exact=value("exact"),
        start=None if start is None else int(start),
        end=None if end is None else int(end),
    )
