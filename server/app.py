"""The application: which parts it is made of."""

from __future__ import annotations

from flask import Flask

from kg.change import Writer
from kg.store import Store
from server import (
    about,
    entities,
    graph_store,
    headers,
    pages,
    problems,
    scripts,
    sparql,
    state,
)
from server.settings import Settings


def create_app(store: Store, settings: Settings, writer: Writer | None = None) -> Flask:
    """Put the application together for one graph, and who may change it, if anybody."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.max_body_bytes
    state.init_app(app, store, settings, writer)
    problems.init_app(app)
    headers.init_app(app)
    pages.init_app(app)
    scripts.init_app(app)
    sparql.init_app(app)
    app.register_blueprint(entities.blueprint)
    graph_store.init_app(app)
    app.register_blueprint(about.blueprint)
    return app
