"""`/.well-known/…`: descriptions at the addresses where machines look (RFC 8615)."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, url_for
from pyoxigraph import Triple, serialize

from kg.formats import GRAPH_FORMATS
from server.description import VOID, Access, description, examples, service_description
from server.negotiate import GRAPH_OFFERS, Page, negotiate
from server.state import settings, store

blueprint = Blueprint("well_known", __name__, url_prefix="/.well-known")


@blueprint.get("/void")
def void() -> Response:
    """Send the description of the dataset (VoID), and of the service.

    :raise 406: for an Accept that no RDF syntax satisfies.
    """
    return written(description(store(), access()))


def service() -> Response:
    """Send the description of the service, and where the dataset is described.

    :raise 406: for an Accept that no RDF syntax satisfies.
    """
    answer = written(service_description(store(), access()))
    answer.headers["Link"] = f'<{VOID}>; rel="describedby"'
    return answer


@blueprint.get("/sparql-examples")
def sparql_examples() -> Response:
    """Send the questions as SHACL executables.

    :raise 406: for an Accept that no RDF syntax satisfies.
    """
    return written(examples(store(), access()))


def access() -> Access:
    """Say where the graph is served, by the address that the client knows."""
    return Access(
        endpoint=url_for("sparql.sparql", _external=True),
        graph_store=url_for("graph_store.read", _external=True),
        is_writable=bool(settings().credentials),
        max_rows=settings().max_rows,
        has_service=bool(settings().service),
    )


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
