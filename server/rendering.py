"""Pages as responses: HTML that is the same as long as the graph is."""

from __future__ import annotations

from flask import Response, render_template, request

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
