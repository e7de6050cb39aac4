"""Explanations as JSON values; terms as in SPARQL 1.1 Query Results JSON."""

from __future__ import annotations

import json

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.explain.answer import Answer, Row
from kg.explain.labels import label
from kg.explain.proof import Explanation, Needs, as_triple
from kg.explain.sources import Source
from kg.reason.proof import Proof
from kg.reason.terms import Term
from kg.store import Store

Json = str | int | bool | list["Json"] | dict[str, "Json"]


def as_json(store: Store, answer: Answer) -> str:
    """Write the explanation of a triple as an object, that of a query as its rows."""
    if [row.values for row in answer.rows] == [{}] and not answer.notes:
        found: Json = _explanation(store, answer.rows[0].explanations[0])
    else:
        rows: list[Json] = [_row(store, row) for row in answer.rows]
        found = {"rows": rows, "notes": list(answer.notes)}
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _row(store: Store, row: Row) -> Json:
    return {
        "values": {name: _term(store, value) for name, value in row.values.items()},
        "explanations": [_explanation(store, told) for told in row.explanations],
        "unexplained": list(row.unexplained),
    }


def _explanation(store: Store, told: Explanation) -> dict[str, Json]:
    found: dict[str, Json] = {
        "triple": _triple(store, told.triple),
        "proofs": [
            {"steps": proof.steps(), **_proof(store, told, proof)}
            for proof in told.proofs
        ],
        "more": told.has_more,
    }
    if told.needs:
        found["needs"] = _needs(store, told, told.needs)
    return found


def _proof(store: Store, told: Explanation, proof: Proof) -> dict[str, Json]:
    found: dict[str, Json] = {}
    if proof.conclusion:
        found["conclusion"] = _statement(store, proof.conclusion)
    if proof.members:
        found["members"] = [_term(store, term) for term in proof.members]
    if proof.rule is None:
        sources = told.sources.get(as_triple(proof.conclusion), ())
        return found | {"sources": [_source(source) for source in sources]}
    return found | {
        "rule": proof.rule,
        "axioms": [_proof(store, told, axiom) for axiom in proof.axioms],
        "premises": [_proof(store, told, premise) for premise in proof.premises],
    }


def _needs(store: Store, told: Explanation, needs: Needs) -> Json:
    sets: list[Json] = [
        [
            {
                "conclusion": _triple(store, leaf),
                "sources": [_source(source) for source in told.sources[leaf]],
            }
            for leaf in one
        ]
        for one in needs.sets
    ]
    needed: list[Json] = [
        _source(source)
        | ({"triple": _triple(store, source.triple)} if source.triple else {})
        for source in needs.needed
    ]
    return {"sets": sets, "needed": needed, "whole": needs.is_whole}


def _triple(store: Store, triple: Triple) -> dict[str, Json]:
    return _statement(store, (triple.subject, triple.predicate, triple.object))


def _statement(store: Store, statement: tuple[Term, Term, Term]) -> dict[str, Json]:
    parts = zip(("subject", "predicate", "object"), statement, strict=True)
    return {name: _term(store, term) for name, term in parts}


def _term(store: Store, term: Term) -> dict[str, Json]:
    match term:
        case NamedNode():
            return {"type": "uri", "value": term.value, "label": label(store, term)}
        case Literal(language=None):
            datatype = term.datatype.value
            return {"type": "literal", "value": term.value, "datatype": datatype}
        case Literal(language=str() as language):
            return {"type": "literal", "value": term.value, "xml:lang": language}
        case BlankNode():
            return {"type": "bnode", "value": term.value}
        case _:
            return {"type": "triple", "value": str(term)}


def _source(source: Source) -> dict[str, Json]:
    found: dict[str, Json] = {"origin": source.origin.value}
    if source.exact is not None:
        found["exact"] = source.exact
    if source.start is not None:
        found["start"] = source.start
    return found
