"""The application: which parts it is made of."""

from __future__ import annotations

from flask import Flask

from kg.change import Writer
from kg.store import Store
from server import (
    about,
    documents,
    dumps,
    entities,
    graph_store,
    headers,
    pages,
    pathways,
    problems,
    quality,
    reasons,
    releases,
    scripts,
    searching,
    sparql,
    state,
    streams,
    well_known,
)
from server.settings import Settings

_PARTS = (
    entities,
    documents,
    pathways,
    reasons,
    searching,
    quality,
    about,
    well_known,
    graph_store,
    dumps,
    releases,
)


def create_app(store: Store, settings: Settings, writer: Writer | None = None) -> Flask:
    """Put the application together for one graph, and who may change it, if anybody."""
    app = Flask(__name__)
    app.url_map.merge_slashes = False  # an IRI may follow /entity/
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.max_body_bytes
    state.init_app(app, store, settings, writer)
    problems.init_app(app)
    headers.init_app(app)
    pages.init_app(app)
    scripts.init_app(app)
    sparql.init_app(app)
    streams.init_app(app)
    for part in _PARTS:
        app.register_blueprint(part.blueprint)
    return app
