"""`/graph-store`: the SPARQL 1.1 Graph Store HTTP Protocol.

A graph is named by `?graph=`, or is the address below `/graph-store` itself; `?default`
is what was written without naming a graph.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from itertools import chain
from uuid import uuid4

from flask import Blueprint, Response, g, jsonify, request
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Triple, parse
from werkzeug.exceptions import (
    BadRequest,
    NotFound,
    RequestEntityTooLarge,
    UnsupportedMediaType,
)

from kg.change import Mode, Outcome
from kg.errors import FormatError, QueryError
from kg.export import export_graph
from kg.formats import GRAPH_FORMATS, find_format
from kg.store import unnamed
from server.negotiate import negotiate
from server.operation import UPDATE
from server.others import others
from server.state import entity_tag, settings, store, writer
from server.streams import Stream, later

blueprint = Blueprint("graph_store", __name__, url_prefix="/graph-store")
_MULTIPART = "multipart/form-data"
_PLACE = re.compile(r"^Parser error at .*?: ")


@blueprint.get("")
@blueprint.get("/<path:_path>")
def read(_path: str = "") -> Response:
    """Send a graph (section 5.2), the same bytes as `mendel export --graph` writes.

    :raise 404: for a graph that is not there.
    :raise 406: for an Accept that no RDF syntax satisfies.
    """
    graph = _graph()
    if not store().quads.contains_named_graph(graph) and graph != _unnamed():
        raise _missing(graph)
    form, media_type = negotiate(GRAPH_FORMATS)
    write = partial(export_graph, store(), form=form, graph=graph)
    return later(Stream(write, media_type, entity_tag(store(), media_type)))


@blueprint.put("")
@blueprint.put("/<path:_path>")
def replace(_path: str = "") -> tuple[Response, HTTPStatus]:
    """Have a graph be what the body says (section 5.3).

    :raise 400: for a body that does not parse.
    :raise 415: for a body of a type that is no RDF syntax.
    """
    return _written(_graph(), Mode.REPLACE)


@blueprint.post("")
@blueprint.post("/<path:_path>")
def merge(_path: str = "") -> tuple[Response, HTTPStatus]:
    """Merge what the body says into a graph, without a name into a new one (5.5).

    :raise 400: for a body that does not parse.
    :raise 415: for a body of a type that is no RDF syntax.
    """
    is_nameless = request.path.rstrip("/") == blueprint.url_prefix and not request.args
    graph = NamedNode(f"{request.base_url}/{uuid4()}") if is_nameless else _graph()
    told, status = _written(graph, Mode.MERGE)
    if is_nameless and status == HTTPStatus.CREATED:
        told.headers["Location"] = graph.value
    return told, status


@blueprint.delete("")
@blueprint.delete("/<path:_path>")
def remove(_path: str = "") -> Response:
    """Delete a graph (section 5.4).

    :raise 404: for a graph that is not there.
    """
    graph = _graph()
    if not writer().has(graph):
        raise _missing(graph)
    return _told(writer().write(graph, (), Mode.REPLACE))


@blueprint.patch("")
@blueprint.patch("/<path:_path>")
def patch(_path: str = "") -> Response:
    """Change a graph by SPARQL Update: what names no graph is about this one (5.7).

    :raise 400: for an update that does not parse.
    :raise 415: for a body that is no update.
    """
    if request.mimetype != UPDATE:
        sent = request.mimetype or "no Content-Type"
        raise UnsupportedMediaType(f"{sent}: send {UPDATE}")
    g.query = _body().decode("utf-8", "replace")
    return _told(writer().update(g.query, graph=_graph(), elsewhere=others(settings())))


def _written(graph: NamedNode, mode: Mode) -> tuple[Response, HTTPStatus]:
    """Write the body to a graph; one without triples is none, and is not created."""
    was_there = writer().has(graph)
    told = _told(writer().write(graph, _triples(graph), mode))
    is_new = not was_there and writer().has(graph)
    return told, HTTPStatus.CREATED if is_new else HTTPStatus.OK


def _told(outcome: Outcome) -> Response:
    return jsonify(outcome.as_json(store().names))


def _missing(graph: NamedNode) -> NotFound:
    return NotFound(f"no such graph: {graph.value}")


def _unnamed() -> NamedNode:
    return unnamed(store().names)


def _graph() -> NamedNode:
    """Find the graph that a request is about (section 4)."""
    if "default" in request.args:
        return _unnamed()
    name = request.args.get("graph", "")
    if not name and request.path.rstrip("/") == blueprint.url_prefix:
        raise BadRequest("which graph? Give ?graph=IRI, or ?default")
    try:
        return NamedNode(name or request.base_url)
    except ValueError as error:
        example = store().names.graph("doc", "alas1").value
        problem = f"give an absolute IRI, such as {example}"
        raise BadRequest(f"graph={name}: {error}: {problem}") from error


def _triples(graph: NamedNode) -> Iterator[Triple]:
    """Read the body, or the files of a form, of a graph."""
    if request.mimetype != _MULTIPART:
        yield from _parsed(_body(), request.mimetype, graph)
        return
    for file in chain.from_iterable(request.files.listvalues()):
        yield from _parsed(file.read(), file.mimetype, graph)


def _parsed(data: bytes, media_type: str, graph: NamedNode) -> Iterator[Triple]:
    """Parse triples: in a syntax that names graphs, in none or in the one they are of.

    As the latter it is sent, so that what was read can be written again.
    """
    base = request.base_url
    try:
        syntax: RdfFormat = find_format(media_type or "", GRAPH_FORMATS).syntax
    except FormatError as error:
        raise UnsupportedMediaType(str(error)) from error
    try:
        for quad in parse(data, syntax, base_iri=base, rename_blank_nodes=True):
            if quad.graph_name not in {DefaultGraph(), graph}:
                problem = "put the triples of one graph, or each into its own"
                raise BadRequest(
                    f"the body names a graph, {quad.graph_name}: {problem}"
                )
            yield quad.triple
    except SyntaxError as error:
        problem = f"not {media_type}: {_PLACE.sub('', error.msg)}"
        line, column = error.lineno, error.offset
        raise QueryError(problem, line=line, column=column) from error
    except ValueError as error:
        raise BadRequest(f"{base}: {error}: no IRI can be resolved there") from error


def _body() -> bytes:
    """Read the body, unpacked; raises what says that it is too large or damaged."""
    data, most = request.get_data(), settings().max_body_bytes
    if request.headers.get("Content-Encoding", "identity") == "identity":
        return data
    if request.headers["Content-Encoding"].lower() not in {"gzip", "x-gzip"}:
        raise UnsupportedMediaType("Content-Encoding: send gzip, or as it is")
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            unpacked = file.read(most + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise BadRequest(f"the body is no gzip: {error}") from error
    if len(unpacked) > most:
        raise RequestEntityTooLarge
    return unpacked
