"""`/openapi.json`: what can be asked of this server, in the words of OpenAPI 3.1.

Paths and methods are those of the application, summaries and refusals are what its
views say of themselves; the rest is in openapi.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from http import HTTPStatus
from importlib.metadata import version
from importlib.resources import files
from inspect import cleandoc
from typing import Any

import yaml
from flask import Flask

from kg import explain
from kg.formats import GRAPH_FORMATS, RESULT_FORMATS
from server.negotiate import PAGE
from server.problems import WRITINGS, Problem

_METHODS = ("GET", "PUT", "POST", "DELETE", "PATCH")
# what the front may answer to any request: see server/workers
_ALWAYS = (400, 408, 413, 429, 503, 504)
_RAISED = re.compile(r"^:raise (\d+):", re.MULTILINE)
_KINDS: Mapping[str, tuple[str, ...]] = {
    "solutions": tuple(form.media_type for form in RESULT_FORMATS),
    "graphs": tuple(form.media_type for form in GRAPH_FORMATS),
    "proofs": tuple(dict.fromkeys(form.media_types[0] for form in explain.FORMS)),
    "page": PAGE.media_types[:1],
    "json": ("application/json",),
}
Words = Mapping[str, Any]
"""A part of the description, or of what it is made of: as JSON and YAML have it."""


def describe(app: Flask) -> dict[str, object]:
    """Describe the routes of an application, and the front's own."""
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "MendelGraph",
            "summary": "A knowledge graph of genetics, with the proof of each triple.",
            "version": version("mendelgraph"),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": _paths(app),
        "components": {
            "schemas": {"Problem": _PROBLEM},
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "basic": {"type": "http", "scheme": "basic"},
            },
        },
    }


_PROBLEM: Words = {
    "description": "A problem detail (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "line": {"type": "integer", "minimum": 1},
        "column": {"type": "integer", "minimum": 1},
        "excerpt": {"type": "array", "items": {"type": "string"}},
    },
}


@cache
def _told() -> Words:
    """Read what no code says."""
    text = files("server").joinpath("openapi.yaml").read_text(encoding="utf-8")
    found: Words = yaml.safe_load(text)
    return found


def _paths(app: Flask) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for path, method, words in (*_routes(app), ("/metrics", "get", "")):
        found.setdefault(path, {})[method] = _operation(path, method, words)
    return found


def _routes(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Give the path and method of each route, and what its view says of itself."""
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        words = cleandoc(app.view_functions[rule.endpoint].__doc__ or "")
        for method in _METHODS:
            if method in (rule.methods or ()) and rule.endpoint != "static":
                yield path, method.lower(), words


def _operation(path: str, method: str, words: str) -> dict[str, object]:
    """Describe a method of a path; raises KeyError where nothing is told of it."""
    told: Words = _told()[path][method]
    text = _RAISED.split(words)[0].strip()
    summary, _, more = text.partition("\n\n")
    found: dict[str, object] = {
        "operationId": f"{method}{path}",
        "summary": told.get("summary") or " ".join(summary.split()),
        "parameters": [*_parameters(path, told.get("parameters", ()))],
        "responses": _responses(told, words),
    }
    if more:
        found["description"] = " ".join(more.split())
    if "takes" in told:
        found["requestBody"] = {"content": _content(told["takes"])}
    if 401 in told.get("refuses", ()):  # noqa: PLR2004 - as the table has it
        found["security"] = [{"bearer": []}, {"basic": []}]
    return found


def _parameters(path: str, names: Sequence[str]) -> Iterator[dict[str, object]]:
    inside = re.findall(r"{(\w+)}", path)
    for name in (*inside, *names):
        told = {"schema": {"type": "string"}, **_told()["parameters"][name]}
        is_inside = name in inside
        place = {"in": "path", "required": True} if is_inside else {"in": "query"}
        yield {"name": name, **told, **place}


def _responses(told: Words, words: str) -> dict[str, object]:
    """List the answers: those that are told, and problems."""
    given: Mapping[int, list[str]] = told["gives"]
    raised = map(int, _RAISED.findall(words))
    refused = {*_ALWAYS, *raised, *told.get("refuses", ())}
    problem: Words = {"$ref": "#/components/schemas/Problem"}
    other: dict[str, Words] = {
        writing.content_type.partition(";")[0]: {} for writing in WRITINGS
    }
    content = {**other, Problem.MEDIA_TYPE: {"schema": problem}}
    return {
        **{
            str(status): {"description": _phrase(status), "content": _content(kinds)}
            for status, kinds in given.items()
        },
        **{
            str(status): {"description": _phrase(status), "content": content}
            for status in sorted(refused)
        },
    }


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase


def _content(kinds: Sequence[str] | Mapping[str, object] | str) -> dict[str, object]:
    """Write media types, some by their kind."""
    if isinstance(kinds, Mapping):
        return {media_type: {"schema": schema} for media_type, schema in kinds.items()}
    names = [kinds] if isinstance(kinds, str) else kinds
    return {name: {} for kind in names for name in _KINDS.get(kind, (kind,))}
