"""`/search`: nodes by name or identifier, as a page, and to complete words with."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request
from pyoxigraph import NamedNode

from kg.errors import QueryError
from kg.search import Hit
from server.cells import kind
from server.links import page_of
from server.negotiate import PAGE, Page, negotiate
from server.reasons import JSON
from server.rendering import lasting, page
from server.state import finder, store

blueprint = Blueprint("searching", __name__)
_LIMIT = 20
_MOST = 200


@blueprint.get("/search")
def search() -> Response:
    """Find nodes by `?q=`, at most `?limit=` of them, the best first.

    :raise 400: for a limit that is no number.
    """
    words, limit = request.args.get("q", ""), _limit()
    found = finder().search(words, limit + 1) if words.strip() else ()
    hits = [_entry(hit) for hit in found[:limit]]
    writing, _ = negotiate((JSON, PAGE))
    if isinstance(writing, Page):
        more = min(_MOST, 5 * limit) if len(found) > limit < _MOST else None
        return page("search.html", sought=words, hits=hits, more=more)
    return lasting(jsonify(hits))


def _entry(hit: Hit) -> dict[str, str]:
    node = NamedNode(hit.node)
    return {
        "curie": store().names.curie(hit.node),
        "label": hit.label,
        "kind": kind(node),
        "href": page_of(store().names, node),
        "matched": hit.name,
    }


def _limit() -> int:
    text = request.args.get("limit", str(_LIMIT))
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= _MOST):
        raise QueryError(f"limit={text}: give a number from 1 to {_MOST}")
    return int(text)
