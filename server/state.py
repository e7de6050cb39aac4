"""What an application serves, and how: put in by the factory, read by the views."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import cast

from flask import Flask, current_app
from pyoxigraph import NamedNode, Quad
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
    predicates: frozenset[NamedNode] = frozenset()


def init_app(
    app: Flask, store: Store, settings: Settings, writer: Writer | None
) -> None:
    app.extensions[_KEY] = State(store, settings, writer, Finder(store))


def prepare(app: Flask) -> None:
    """Make what many requests need, before the first one comes."""
    found = of(app)
    found.finder.names.prepare()
    predicates = _predicates(found.store)
    app.extensions[_KEY] = replace(found, predicates=predicates)
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)


def serve_instead(app: Flask, store: Store, changed: Iterable[Quad]) -> None:
    """Have an application serve another generation from now on, with some changes."""
    found, quads = of(app), tuple(changed)
    app.extensions[_KEY] = replace(
        found,
        store=store,
        finder=found.finder.follow(store, quads),
        predicates=found.predicates.union(quad.predicate for quad in quads),
    )


def of(app: Flask) -> State:
    """Give what an application serves."""
    return cast("State", app.extensions[_KEY])


def store() -> Store:
    """Give the graph: one generation, whatever is built meanwhile."""
    return _state().store


def finder() -> Finder:
    """Give what looks nodes up in the graph."""
    return _state().finder


def predicates() -> frozenset[NamedNode]:
    """Give all relations of the graph, what is inferred included, or some more."""
    return _state().predicates or _predicates(store())


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


def _predicates(store: Store) -> frozenset[NamedNode]:
    found = (row["p"] for row in store.select("SELECT DISTINCT ?p { ?s ?p ?o }"))
    return frozenset(node for node in found if isinstance(node, NamedNode))


def _state() -> State:
    return of(current_app)
