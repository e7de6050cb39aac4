"""Pages and descriptions as responses."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response, render_template, request
from pyoxigraph import Triple, serialize

from kg.formats import GRAPH_FORMATS
from server.negotiate import GRAPH_OFFERS, Page, negotiate
from server.state import entity_tag, store


def page(template: str, **values: object) -> Response:
    """Draw a page that depends on its address and the graph, and on nothing else."""
    response = Response(render_template(template, **values), mimetype="text/html")
    return lasting(response)


def lasting(response: Response) -> Response:
    """Tag a response, so that whoever has it need not be sent it again."""
    response.set_etag(entity_tag(store(), response.mimetype or ""))
    response.make_conditional(request)
    return response


def written(triples: Iterator[Triple]) -> Response:
    """Write triples as negotiated; a browser gets Turtle, to read it in its window."""
    form, media_type = negotiate(GRAPH_OFFERS)
    if isinstance(form, Page):
        form, media_type = GRAPH_FORMATS[0], "text/plain"
    # all prefixes: to find out which are used costs more than all else
    names = store().names
    prefixes = {**names.prefixes, "doc": names.graph("doc", "").value}
    body = serialize(triples, format=form.syntax, prefixes=prefixes)
    return Response(body, mimetype=media_type)
