"""What an application serves, and how: put in by the factory, read by the views."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import cast

from flask import Flask, current_app
from pyoxigraph import Quad
from werkzeug.exceptions import Forbidden

from kg.change import Writer
from kg.search import Finder
from kg.store import Store
from server.settings import Settings

_KEY = "mendelgraph"


@dataclass(frozen=True, slots=True)
class State:
    """What one application serves: a generation; and who changes it, if anybody."""

    store: Store
    settings: Settings
    writer: Writer | None
    finder: Finder


def init_app(
    app: Flask, store: Store, settings: Settings, writer: Writer | None
) -> None:
    app.extensions[_KEY] = State(store, settings, writer, Finder(store))


def prepare(app: Flask) -> None:
    """Make what many requests need, before the first one comes."""
    of(app).finder.names.prepare()
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)


def serve_instead(app: Flask, store: Store, changed: Iterable[Quad]) -> None:
    """Have an application serve another generation from now on, with some changes."""
    found = of(app)
    finder = found.finder.follow(store, changed)
    app.extensions[_KEY] = replace(found, store=store, finder=finder)


def of(app: Flask) -> State:
    """Give what an application serves."""
    return cast("State", app.extensions[_KEY])


def store() -> Store:
    """Give the graph: one generation, whatever is built meanwhile."""
    return _state().store


def finder() -> Finder:
    """Give what looks nodes up in the graph."""
    return _state().finder


def settings() -> Settings:
    return _state().settings


def writer() -> Writer:
    """Give the writer; raises Forbidden where nothing is to be changed."""
    found = _state().writer
    if found is None:
        raise Forbidden("nothing can be changed here")
    return found


def entity_tag(store: Store, media_type: str) -> str:
    """Name a representation of what a URL gives (RFC 9110, section 8.8.3).

    The generation, the build and what is hidden of it make the graph, the media type
    the form.
    """
    run = str(store.report.get("run", "")).rpartition(":")[2]
    form = media_type.rpartition("/")[2].rpartition("-")[2]
    hidden = "".join(sorted(graph.value for graph in store.hidden))
    view = f".{hashlib.sha256(hidden.encode()).hexdigest()[:8]}" if hidden else ""
    return f"{run}.{store.generation.name}{view}-{form}"


def _state() -> State:
    return of(current_app)
