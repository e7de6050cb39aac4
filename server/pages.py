"""`/`: the page with the form, the questions, and the answer to one."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from flask import Blueprint, Flask, Response, g, render_template, request, url_for
from pyoxigraph import QueryBoolean, QuerySolutions

import queries
from kg.errors import TermError
from kg.formats import GRAPH_FORMATS, RESULT_FORMATS
from kg.store import Infer, missing
from server import cells
from server.cells import Cell
from server.operation import Operation, Results, reading
from server.quotes import here, original
from server.state import settings, store

blueprint = Blueprint("pages", __name__)
START = "conditions-upstream-of-heme"
_RESULTS = tuple(form.name for form in RESULT_FORMATS)
_GRAPHS = tuple(form.name for form in GRAPH_FORMATS)


@dataclass(frozen=True, slots=True)
class Question:
    """A question on the page."""

    name: str
    summary: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer on the page: rows below columns, or else a truth value."""

    columns: tuple[str, ...] = ()
    rows: tuple[list[Cell], ...] = ()
    formats: tuple[str, ...]
    truth: bool | None = None
    more: bool = False


def init_app(app: Flask) -> None:
    """Let every template list the questions and count the graph."""
    cells.init_app(app)
    app.jinja_env.globals.update(here=here, original=original)
    app.jinja_env.globals.update(
        topics=topics,
        infers=list(Infer),
        answers={"rows (SELECT, ASK)": _RESULTS, "graphs (CONSTRUCT)": _GRAPHS},
    )
    app.register_blueprint(blueprint)


@blueprint.get("/")
def home() -> Response:
    """Show the form; `?name=` puts a question into it and shows the answer.

    :raise 404: for a name that no question has.
    """
    name = request.args.get("name")
    if name is None:
        return question_page()
    operation = Operation(query=_question(name))
    return answer_page(operation, operation.evaluate(store(), settings()), title=name)


def question_page() -> Response:
    """Show the form and nothing answered, and say where the interface is described."""
    page = _page("home.html", query=queries.bare(START), counts=_counts())
    place = url_for("about.interface")
    page.headers["Link"] = f'<{place}>; rel="service-desc"; type="application/json"'
    return page


def answer_page(
    operation: Operation, results: Results, *, title: str | None = None
) -> Response:
    """Show the form with the query, and below it the answer."""
    g.query = operation.query
    with reading():
        answer = _answer(results)
    return _page(
        "answer.html",
        query=operation.query,
        infer=operation.infer,
        answer=answer,
        hints=missing(store(), operation.query),
        title=queries.summary(title) if title else "Answer",
    )


def topics() -> dict[str, list[Question]]:
    """List the questions by topic."""
    found: dict[str, list[Question]] = {}
    for name in queries.names():
        topic = queries.keywords(name)[0]
        question = Question(name, queries.summary(name), queries.bare(name))
        found.setdefault(topic, []).append(question)
    return found


def _question(name: str) -> str:
    try:
        return queries.bare(name)
    except KeyError as error:
        close = difflib.get_close_matches(name, queries.names(), n=1)
        hint = f"did you mean {close[0]}?" if close else "/ lists them"
        raise TermError(name, f"no question has this name: {hint}") from error


def _answer(results: Results) -> Answer:
    if isinstance(results, QueryBoolean):
        return Answer(truth=bool(results), formats=_RESULTS)
    if isinstance(results, QuerySolutions):
        variables = results.variables
        rows = ([solution[v] for v in variables] for solution in results)
        columns = tuple(variable.value for variable in variables)
        return _table(columns, rows, _RESULTS)
    triples = (tuple(triple) for triple in results)
    return _table(("subject", "predicate", "object"), triples, _GRAPHS)


def _table(
    columns: tuple[str, ...],
    rows: Iterator[Sequence[cells.Term | None]],
    formats: tuple[str, ...],
) -> Answer:
    limit = settings().page_rows
    shown = tuple(cells.row(row) for row in islice(rows, limit))
    return Answer(
        columns=columns,
        rows=shown,
        formats=formats,
        more=next(rows, None) is not None,
    )


def _counts() -> dict[str, object]:
    """Say how large the graph is, as its build reported it."""
    report = store().report
    documents = report.get("documents")
    return {
        "documents": len(documents) if isinstance(documents, dict) else None,
        "facts": report.get("facts"),
        "inferred triples": report.get("inferred"),
    }


def _page(template: str, **values: object) -> Response:
    return Response(render_template(template, **values), mimetype="text/html")
