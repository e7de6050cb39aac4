"""The application: which parts it is made of."""

from __future__ import annotations

from flask import Flask

from kg.store import Store
from server import about, entities, headers, pages, problems, sparql, state
from server.settings import Settings


def create_app(store: Store, settings: Settings) -> Flask:
    """Put the application together for one graph."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_query_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.max_query_bytes
    state.init_app(app, store, settings)
    problems.init_app(app)
    headers.init_app(app)
    pages.init_app(app)
    app.register_blueprint(sparql.blueprint)
    app.register_blueprint(entities.blueprint)
    app.register_blueprint(about.blueprint)
    return app
