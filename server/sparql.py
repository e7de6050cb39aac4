"""`/sparql`: the endpoint.

A query goes the short way: past the framework, which would cost several times what the
engine does. What is to be a page, and what is to be refused, goes the long way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import IO, TYPE_CHECKING

from flask import Blueprint, Flask, Response, g, jsonify, request
from pyoxigraph import QueryTriples
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from kg.errors import MendelError
from kg.store import Store, is_repeatable, missing
from server import well_known
from server.fields import read_fields
from server.hints import told_missing
from server.limits import evaluate, told_limited
from server.negotiate import (
    GRAPH_OFFERS,
    RESULT_OFFERS,
    Page,
    bare,
    choose,
    negotiate,
)
from server.operation import (
    FORM,
    Asked,
    Operation,
    Results,
    Update,
    is_for_update,
    read_operation,
    read_update,
)
from server.others import others
from server.pages import answer_page, question_page
from server.settings import Settings
from server.state import entity_tag, of, settings, store, writer
from server.streams import Stream, write_graph

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

blueprint = Blueprint("sparql", __name__)
_PATH = "/sparql"
_METHODS = {"GET", "HEAD", "POST"}
_RAISED = "mendelgraph.raised"


def init_app(app: Flask) -> None:
    """Put the short way before an application."""
    app.register_blueprint(blueprint)
    app.wsgi_app = ShortWay(app)  # type: ignore[method-assign] # as Flask's own documentation does


class ShortWay:
    """Answers queries, and leaves the rest to the application behind it."""

    def __init__(self, app: Flask) -> None:
        self._application = app.wsgi_app
        self._app = app

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        is_ours = (
            environ["PATH_INFO"] == _PATH and environ["REQUEST_METHOD"] in _METHODS
        )
        found = self._stream(environ) if is_ours else None
        return (found or self._application)(environ, start_response)

    def _stream(self, environ: WSGIEnvironment) -> Stream | None:
        """Evaluate a query; None where there is none, or nothing to stream."""
        state = of(self._app)
        try:
            asked = _asked(environ, state.settings)
            if is_for_update(asked):
                return None
            operation = read_operation(asked, state.settings)
            if operation is None:
                return None
            results, is_limited = evaluate(operation, state.store, state.settings)
            name, accept = asked.first("format"), environ.get("HTTP_ACCEPT", "")
            found = _streamed(state.store, operation, results, name, accept)
        except (MendelError, HTTPException) as error:
            environ[_RAISED] = error  # to be worded on the long way, not asked again
            return None
        if found and is_limited:
            found = told_limited(found, state.settings.max_rows, asked.endpoint)
        return found and told_missing(found, missing(state.store, operation.query))


def _asked(environ: WSGIEnvironment, settings: Settings) -> Asked:
    """Read a request, whose body may be read again; raises RequestEntityTooLarge."""
    media_type = bare(environ.get("CONTENT_TYPE", ""))
    text, body = environ.get("QUERY_STRING", ""), b""
    scheme = environ["wsgi.url_scheme"]
    if environ["REQUEST_METHOD"] == "POST":
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if length > settings.max_query_bytes:
            raise RequestEntityTooLarge
        body = environ["wsgi.input"].read(length)
        environ["wsgi.input"].seek(0)
    fields = read_fields(text)
    if media_type == FORM:
        more = read_fields(body.decode("latin-1"))
        fields = {n: fields.get(n, []) + more.get(n, []) for n in {*fields, *more}}
    return Asked(
        method=environ["REQUEST_METHOD"],
        media_type=media_type,
        fields=fields,
        body=body,
        endpoint=f"{scheme}://{environ.get('HTTP_HOST', 'localhost')}{_PATH}",
    )


def _streamed(
    store: Store, operation: Operation, results: Results, name: str, accept: str
) -> Stream | None:
    """Give the results in the format that is asked for; None for a page.

    Raises FormatError where there is no such format.
    """
    write: Callable[[IO[bytes]], object]
    if isinstance(results, QueryTriples):
        form, media_type = choose(GRAPH_OFFERS, name, accept)
        if isinstance(form, Page):
            return None
        write = partial(write_graph, store.names, results, form.syntax)
    else:
        shape, media_type = choose(RESULT_OFFERS, name, accept)
        if isinstance(shape, Page):
            return None
        write = partial(results.serialize, format=shape.syntax)
    is_lasting = is_repeatable(operation.query)
    return Stream(
        write, media_type, entity_tag(store, media_type) if is_lasting else ""
    )


@blueprint.route(_PATH, methods=["GET", "POST"])
def sparql() -> Response:
    """Answer on a page, or say what this endpoint is where there is no query.

    :raise 400: for a query or an update that is wrong, or not just one.
    :raise 406: for an Accept or a format= that the kind of query does not have.
    :raise 415: for a body that is neither a form nor a query.
    """
    asked = _asked(request.environ, settings())
    sent = asked.first("query") or asked.first("update")
    g.query = sent or asked.body.decode("utf-8", "replace")
    if is_for_update(asked):
        return _update(read_update(asked))
    if _RAISED in request.environ:
        raise request.environ[_RAISED]
    operation = read_operation(asked, settings())
    if operation is None:
        return _description()
    results = operation.evaluate(store(), settings())
    offers = GRAPH_OFFERS if isinstance(results, QueryTriples) else RESULT_OFFERS
    choose(offers, asked.first("format"), request.headers.get("Accept", ""))
    return answer_page(operation, results)


def _update(update: Update) -> Response:
    outcome = writer().update(
        update.text,
        using=update.using,
        using_named=update.using_named,
        elsewhere=others(settings()),
    )
    return jsonify(outcome.as_json(store().names))


def _description() -> Response:
    form, _ = negotiate(GRAPH_OFFERS)
    return question_page() if isinstance(form, Page) else well_known.service()
