"""Every failure in one shape: RFC 9457, or the same as text or as a page."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from http import HTTPStatus
from typing import ClassVar

from flask import Flask, Response, g, render_template, request
from werkzeug.datastructures import MIMEAccept
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.http import parse_accept_header

from kg.errors import (
    DocumentError,
    FormatError,
    InconsistencyError,
    MendelError,
    PrefixError,
    QueryError,
    RemoteError,
    StoreError,
    TargetError,
    TermError,
)
from server.negotiate import PAGE, rank

STATUSES: dict[type[MendelError], HTTPStatus] = {
    QueryError: HTTPStatus.BAD_REQUEST,
    PrefixError: HTTPStatus.BAD_REQUEST,
    TermError: HTTPStatus.NOT_FOUND,
    FormatError: HTTPStatus.NOT_ACCEPTABLE,
    DocumentError: HTTPStatus.SERVICE_UNAVAILABLE,
    InconsistencyError: HTTPStatus.CONFLICT,
    RemoteError: HTTPStatus.BAD_GATEWAY,
    StoreError: HTTPStatus.SERVICE_UNAVAILABLE,
    TargetError: HTTPStatus.FORBIDDEN,
    MendelError: HTTPStatus.INTERNAL_SERVER_ERROR,
}

# What to say where werkzeug's own words do not help; the rest it says well.
_DETAILS = {
    HTTPStatus.NOT_FOUND: "nothing is here: /openapi.json lists all paths",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "the request is too long: shorten the query",
    HTTPStatus.INTERNAL_SERVER_ERROR: "a fault of ours: the server's log says more",
}


_PLAIN = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · MendelGraph</title>
<link rel="stylesheet" href="/static/style.css">
<header><a class="brand" href="/">MendelGraph</a></header>
<main id="main">
<h1>{title}</h1>
<div class="problem" role="alert"><p>{text}</p></div>
<p><a href="/">Back to the questions</a></p>
</main>
</html>
"""


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem detail (RFC 9457, section 3); `more` are its extension members."""

    MEDIA_TYPE: ClassVar[str] = "application/problem+json"

    status: HTTPStatus
    detail: str
    more: Mapping[str, object] = field(default_factory=dict)

    @property
    def excerpt(self) -> tuple[str, ...]:
        """The line of the query that is wrong, and a caret below the place."""
        found = self.more.get("excerpt", ())
        return found if isinstance(found, tuple) else ()

    @property
    def nearest(self) -> tuple[Mapping[str, str], ...]:
        """The nodes that may have been meant, each with its CURIE and label."""
        found = self.more.get("nearest", ())
        return found if isinstance(found, tuple) else ()

    def as_json(self) -> str:
        members = {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": self.status.value,
            "detail": self.detail,
            **self.more,
        }
        return json.dumps(members, ensure_ascii=False, indent=2) + "\n"

    def as_text(self) -> str:
        heading = f"{self.status.value} {self.status.phrase}"
        return "\n".join((heading, self.detail, *self.excerpt)) + "\n"

    def as_plain_page(self) -> str:
        """Write a page for where there is no application to draw one."""
        return _PLAIN.format(title=self.status.phrase, text=escape(self.detail))

    def as_page(self) -> str:
        return render_template(
            "problem.html", problem=self, query=g.get("query"), infer="true"
        )


@dataclass(frozen=True, slots=True)
class _Writing:
    """What problems are written as, and which Accept is taken to ask for that."""

    content_type: str
    write: Callable[[Problem], str]
    media_types: tuple[str, ...]
    names: tuple[str, ...] = ()


_JSON = _Writing(
    Problem.MEDIA_TYPE,
    Problem.as_json,
    (
        Problem.MEDIA_TYPE,
        "application/json",
        "application/sparql-results+json",
        "application/ld+json",
    ),
)
_TEXT = _Writing(
    "text/plain; charset=utf-8",
    Problem.as_text,
    ("text/plain", "text/csv", "text/tab-separated-values", "text/turtle"),
)
_PAGE = _Writing("text/html; charset=utf-8", Problem.as_page, PAGE.media_types)
WRITINGS = (_JSON, _TEXT, _PAGE)
_PLAIN_PAGE = replace(_PAGE, write=Problem.as_plain_page)


def init_app(app: Flask) -> None:
    """Answer every error of ours and of HTTP itself with a problem."""
    app.register_error_handler(MendelError, refused)
    app.register_error_handler(HTTPException, _failed)


def problem_of(error: MendelError, query: str | None = None) -> Problem:
    """Say what went wrong; a query that does not parse is shown with the place."""
    status = next(STATUSES[c] for c in type(error).__mro__ if c in STATUSES)
    match error:
        case QueryError(line=int() as line, column=int() as column):
            more = {"line": line, "column": column, "excerpt": excerpt(query, error)}
            expected = {"expected": error.expected} if error.expected else {}
            return Problem(status, str(error), more | expected)
        case InconsistencyError():
            detail = "the graph would contradict itself: see the proofs"
            return Problem(status, detail, {"proofs": error.proofs})
        case StoreError() | DocumentError():
            # where it lies, and which command mends it, is for who serves it
            sys.stderr.write(f"{error}\n")
            return Problem(status, "the graph cannot be read: try again later")
        case TermError(near=near) if near:
            nearest = tuple({"curie": curie, "label": label} for curie, label in near)
            return Problem(status, str(error), {"nearest": nearest})
        case FormatError():
            return Problem(status, str(error), {"known": error.known})
        case _:
            return Problem(status, str(error))


def problem_of_status(code: int | None, words: str | None) -> Problem:
    """Say what a status means here, in the given words where we have none."""
    status = HTTPStatus(code or HTTPStatus.INTERNAL_SERVER_ERROR)
    return Problem(status, _DETAILS.get(status, words or status.phrase))


def excerpt(query: str | None, error: QueryError) -> tuple[str, ...]:
    r"""Show the line of a query and, below it, a caret at the column.

    >>> print("\n".join(excerpt("SELECT * {", QueryError("", line=1, column=10))))
    SELECT * {
             ^
    """
    lines = (query or "").splitlines()
    if error.line is None or error.column is None or error.line > len(lines):
        return ()
    line = lines[error.line - 1].replace("\t", " ")
    return line, " " * (error.column - 1) + "^"


def written(problem: Problem, accept: str) -> tuple[str, str]:
    """Write a problem by an Accept, without a template: its content type and text."""
    ranges = parse_accept_header(accept, MIMEAccept)
    offer, _ = rank((_JSON, _TEXT, _PLAIN_PAGE), ranges) or (_JSON, "")
    return offer.content_type, offer.write(problem)


def refused(error: MendelError) -> Response:
    """Answer with the problem that an error is."""
    return _response(problem_of(error, g.get("query")))


def _failed(error: HTTPException) -> Response:
    problem = problem_of_status(error.code, error.description)
    if error.description and error.description != type(error).description:
        problem = replace(problem, detail=error.description)  # ours, for this case
    elif isinstance(error, MethodNotAllowed) and error.valid_methods:
        methods = ", ".join(sorted(error.valid_methods))
        detail = f"{request.method} is not offered here: send one of {methods}"
        problem = replace(problem, detail=detail)
    response = _response(problem)
    kept = (header for header in error.get_headers() if header[0] != "Content-Type")
    response.headers.extend(kept)
    return response


def _response(problem: Problem) -> Response:
    offer, _ = rank(WRITINGS, request.accept_mimetypes) or (_JSON, "")
    body = offer.write(problem)
    return Response(body, problem.status, content_type=offer.content_type)
