"""`/sparql`: the endpoint."""

from __future__ import annotations

from flask import Blueprint, Response, url_for
from pyoxigraph import QueryTriples

from kg.formats import Format
from server.description import describe
from server.graphs import write_graph
from server.negotiate import GRAPH_OFFERS, RESULT_OFFERS, Page, negotiate
from server.operation import Operation, read_operation, reading
from server.pages import answer_page, question_page
from server.state import store

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response:
    """Answer a query, or say what this endpoint is where there is none.

    :raise 400: for a query that is wrong, or not just one.
    :raise 406: for an Accept or a format= that the kind of query does not have.
    :raise 415: for a body that is neither a form nor a query.
    """
    operation = read_operation()
    if operation is None:
        return _description()
    return _answer(operation)


def _description() -> Response:
    form, media_type = negotiate(GRAPH_OFFERS)
    if isinstance(form, Page):
        return question_page()
    endpoint = url_for("sparql.sparql", _external=True)
    return _response(describe(store(), endpoint, form.syntax), media_type)


def _answer(operation: Operation) -> Response:
    results = operation.evaluate(store())
    if isinstance(results, QueryTriples):
        form, media_type = negotiate(GRAPH_OFFERS)
        with reading():
            if isinstance(form, Format):
                body = write_graph(store(), results, form.syntax)
                return _response(body, media_type)
            return answer_page(operation, results)
    shape, media_type = negotiate(RESULT_OFFERS)
    with reading():
        if isinstance(shape, Format):
            return _response(results.serialize(format=shape.syntax), media_type)
        return answer_page(operation, results)


def _response(body: bytes | None, media_type: str) -> Response:
    return Response(body or b"", mimetype=media_type)
