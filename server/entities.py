"""`/entity/…`, `/evidence` and `/explain`: what is known of a node, and why."""

from __future__ import annotations

import io
import json
from functools import partial

from flask import Blueprint, Response, redirect, render_template, request, url_for
from pyoxigraph import Literal, NamedNode, QueryTriples, Triple
from werkzeug.wrappers import Response as Redirect

from kg import evidence as evidences
from kg import explain as proofs
from kg.errors import QueryError
from kg.explain.proof import as_triple
from kg.formats import Format
from kg.reason.proof import Wording, told_axiom
from kg.search import resolve, resolve_triple
from server.negotiate import GRAPH_OFFERS, PAGE, Page, negotiate
from server.profile import profile
from server.quotes import quotes
from server.state import store
from server.streams import write_graph

blueprint = Blueprint("entities", __name__)


_JSON = proofs.find_form("json")
_MOST_PROOFS = 20


@blueprint.get("/entity/<path:name>")
def entity(name: str) -> Response | Redirect:
    """Show a node: what is stated of it, each with its sentence, and what is inferred.

    A label or another spelling leads to the node's own address.

    :raise 404: for a name that no node has, or several.
    """
    node = resolve(store(), name)
    own = store().names.curie(node.value)
    if own not in {name, node.value}:
        return redirect(url_for("entities.entity", name=own), 303)
    form, media_type = negotiate(GRAPH_OFFERS)
    if isinstance(form, Format):
        results = store().query(f"DESCRIBE <{node.value}>")
        assert isinstance(results, QueryTriples)  # noqa: S101 - what DESCRIBE gives
        output = io.BytesIO()
        write_graph(store().names, results, form.syntax, output)
        return Response(output.getvalue(), mimetype=media_type)
    return _page("entity.html", profile=profile(store(), node))


@blueprint.get("/evidence")
def evidence() -> Response:
    """Show the sentences behind the triple `?s= ?p= ?o=`.

    :raise 400: where one of the three is missing.
    :raise 404: for a term that names no node.
    """
    subject, predicate, obj = _triple()
    support = evidences.evidence(store(), subject, predicate, obj)
    writing, _ = negotiate((_JSON, PAGE))
    if isinstance(writing, Page):
        triple = Triple(subject, predicate, obj)
        found = quotes(store(), support.statements)
        return _page("evidence.html", triple=triple, support=support, quotes=found)
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
        return _page("explain.html", told=found, as_triple=as_triple, told_axiom=write)
    body = writing.write(store(), proofs.of_triple(found))
    return Response(body, mimetype=media_type)


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
    return resolve_triple(store(), *found)


def _json(data: object) -> Response:
    body = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    return Response(body, mimetype="application/json")


def _page(template: str, **values: object) -> Response:
    return Response(render_template(template, **values), mimetype="text/html")
