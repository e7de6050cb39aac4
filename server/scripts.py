"""What the pages do with scripts: `{{ script("editor") }}`, where they were built."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, current_app, url_for
from markupsafe import Markup

from server.state import store

_ELEMENTS = {
    "css": Markup('<link rel="stylesheet" href="{}">'),
    "js": Markup('<script type="module" src="{}"></script>'),
}


def init_app(app: Flask) -> None:
    """Let the templates name a script, and the graph that the scripts ask about all."""
    app.jinja_env.globals.update(script=script, metadata_graph=metadata_graph)


def script(name: str) -> Markup:
    """Write the elements that load a script and its style; nothing without a build."""
    files = {f"ui/{name}.{suffix}": form for suffix, form in _ELEMENTS.items()}
    return Markup().join(
        element.format(url_for("static", filename=file))
        for file, element in files.items()
        if Path(current_app.static_folder or "", file).exists()
    )


def metadata_graph() -> str:
    """Name the graph that describes the others."""
    return store().names.graph("metadata").value
