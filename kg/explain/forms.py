"""The forms that an explanation can be written in, by name and media type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from kg.errors import FormatError
from kg.explain.answer import Answer
from kg.explain.data import as_json
from kg.explain.dot import as_dot
from kg.explain.prov import as_graph
from kg.explain.text import as_markdown, as_text
from kg.formats import GRAPH_FORMATS
from kg.store import Store

Write: TypeAlias = Callable[[Store, Answer], str | bytes]


@dataclass(frozen=True, slots=True)
class Form:
    """A form; the first name and media type are the ones we write."""

    names: tuple[str, ...]
    media_types: tuple[str, ...]
    write: Write


_JSON = ("application/json",)
FORMS = (
    Form(("json",), _JSON, as_json),
    Form(("text", "txt"), ("text/plain",), as_text),
    *(
        Form(
            tuple(name for name in form.names if name != "json"),
            tuple(t for t in form.media_types if t not in (*_JSON, "text/plain")),
            partial(as_graph, syntax=form.syntax),
        )
        for form in GRAPH_FORMATS
    ),
    Form(("dot", "gv"), ("text/vnd.graphviz",), as_dot),
    Form(("md", "markdown"), ("text/markdown",), as_markdown),
)
"""Text, JSON, Markdown and DOT, and PROV-O in every syntax of RDF."""


def find_form(text: str) -> Form:
    """Look a form up; raises FormatError with the names that would do.

    >>> find_form(".md").media_types
    ('text/markdown',)
    """
    wanted = text.strip().casefold().partition(";")[0].removeprefix(".")
    for form in FORMS:
        if wanted in form.names or wanted in form.media_types:
            return form
    raise FormatError(text, tuple(form.names[0] for form in FORMS))
