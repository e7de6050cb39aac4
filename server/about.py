"""`/health`, `/ontology`, `/context.jsonld`, `/openapi.json`: is it well, its terms."""

from __future__ import annotations

import io
import json

from flask import Blueprint, Response, current_app, jsonify

from kg.export import Selection, context, export
from server import openapi
from server.negotiate import GRAPH_OFFERS, Page, negotiate
from server.rendering import lasting
from server.state import store
from server.vocabulary import ontology_page

blueprint = Blueprint("about", __name__)


@blueprint.get("/health")
def health() -> Response:
    """Say that the graph can be read, and which build it is."""
    found = store()
    next(iter(found.quads), None)
    keys = ("version", "run")
    return jsonify(status="ok", **{key: found.report.get(key) for key in keys})


@blueprint.get("/openapi.json")
def interface() -> Response:
    """Send this description of what can be asked (OpenAPI 3.1)."""
    return jsonify(openapi.describe(current_app))


@blueprint.get("/context.jsonld")
def published_context() -> Response:
    """Send the context of our JSON-LD: every prefix, and what leads to nodes."""
    text = json.dumps({"@context": context(store().names)}, indent=1)
    return lasting(Response(text + "\n", mimetype="application/ld+json"))


@blueprint.get("/ontology")
def ontology() -> Response:
    """Send the vocabulary, to a browser as a page with an anchor for each term.

    :raise 406: for an Accept that no RDF syntax satisfies.
    """
    form, media_type = negotiate(GRAPH_OFFERS)
    if isinstance(form, Page):
        return ontology_page()
    output = io.BytesIO()
    export(store(), output, form, Selection(("ontology",)))
    return lasting(Response(output.getvalue(), mimetype=media_type))
