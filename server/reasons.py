"""`/evidence` and `/explain`: who says so, and why it holds."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from flask import Blueprint, Response, request, url_for
from pyoxigraph import Literal, NamedNode, Triple

from kg import evidence as evidences
from kg import explain as proofs
from kg.errors import QueryError
from kg.explain.proof import as_triple
from kg.reason.proof import Wording, told_axiom
from server.cells import curie
from server.negotiate import PAGE, Page, negotiate
from server.quotes import quotes
from server.rendering import page
from server.state import finder, store

blueprint = Blueprint("reasons", __name__)

JSON = proofs.find_form("json")
_MOST_PROOFS = 20
_ASKED = ("limit", "sources")
_FORMS = {
    "json": "JSON",
    "ttl": "PROV-O (Turtle)",
    "md": "Markdown",
    "dot": "Graphviz",
    "txt": "text",
}


@blueprint.get("/evidence")
def evidence() -> Response:
    """Show the sentences behind the triple `?s= ?p= ?o=`.

    :raise 400: where one of the three is missing.
    :raise 404: for a term that names no node.
    """
    subject, predicate, obj = _triple()
    support = evidences.evidence(store(), subject, predicate, obj)
    writing, _ = negotiate((JSON, PAGE))
    if isinstance(writing, Page):
        triple = Triple(subject, predicate, obj)
        found = quotes(store(), support.statements)
        return page("evidence.html", triple=triple, support=support, quotes=found)
    return _json(evidences.as_json(store(), support))


@blueprint.get("/explain")
def explain() -> Response:
    """Show why the triple `?s= ?p= ?o=` holds, down to the sentences.

    `?limit=` asks for more proofs than the shortest, `?sources=true` for the sentences
    that it depends on.

    :raise 400: where one of the three is missing, or the limit is no number.
    :raise 404: for a term that names no node, or a triple that does not hold.
    """
    triple = Triple(*_triple())
    wants_sources = request.args.get("sources") == "true"
    found = proofs.explain(store(), triple, _limit(), needs=wants_sources)
    offers: tuple[proofs.Form | Page, ...] = (*proofs.FORMS, PAGE)
    writing, media_type = negotiate(offers)
    if isinstance(writing, Page):
        write = partial(told_axiom, write=Wording().term)
        return page(
            "explain.html",
            told=found,
            as_triple=as_triple,
            told_axiom=write,
            forms={words: _other(format=form) for form, words in _FORMS.items()},
            more=_other(limit=min(_limit() + 2, _MOST_PROOFS)),
            depends=_other(sources="true"),
        )
    body = writing.write(store(), proofs.of_triple(found))
    return Response(body, mimetype=media_type)


def _other(**changed: str | int) -> str:
    """Give the address of the same proof, asked for in another way."""
    subject, predicate, obj = map(curie, _triple())
    kept = {key: request.args[key] for key in _ASKED if key in request.args}
    asked: dict[str, Any] = kept | changed
    return url_for("reasons.explain", s=subject, p=predicate, o=obj, **asked)


def _limit() -> int:
    """Read how many proofs are wanted."""
    text = request.args.get("limit", "1")
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= _MOST_PROOFS):
        raise QueryError(f"limit={text}: give a number from 1 to {_MOST_PROOFS}")
    return int(text)


def _triple() -> tuple[NamedNode, NamedNode, NamedNode | Literal]:
    found = [request.args.get(name, "") for name in ("s", "p", "o")]
    if not all(found):
        raise QueryError("give a triple: ?s= ?p= ?o=, each a CURIE, an IRI or a label")
    return finder().resolve_triple(*found)


def _json(data: object) -> Response:
    body = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    return Response(body, mimetype="application/json")
