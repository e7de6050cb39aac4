"""`/.well-known/…`: descriptions at the addresses where machines look (RFC 8615)."""

from __future__ import annotations

from itertools import chain

from flask import Blueprint, Response, url_for

from server.description import VOID, Access, description, examples, service_description
from server.dumps import main_files
from server.releases import versions
from server.rendering import written
from server.state import settings, store

blueprint = Blueprint("well_known", __name__, url_prefix="/.well-known")


@blueprint.get("/void")
def void() -> Response:
    """Send the description of the dataset (VoID), its releases, and the service.

    :raise 406: for an Accept that no RDF syntax satisfies.
    """
    return written(chain(description(store(), access()), versions()))


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
        files=tuple(main_files()),
    )
