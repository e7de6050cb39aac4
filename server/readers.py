"""Who reads what: an application for each reader, over what that reader may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from flask import Flask
from pyoxigraph import NamedNode, Quad

from kg.private import hidden_graphs, without
from kg.store import Store
from server import state
from server.app import create_app
from server.credentials import read
from server.settings import Settings

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

    from server.workers.reply import ExcInfo

READER = "mendelgraph.reader"
"""Where the environment of a request says whose it is; none is the public."""


class Readers:
    """Has an application answer each reader, and says if that is for no other one.

    Those who see the same share an application. Raises CredentialsError as `read` does.
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        self._settings = settings
        self._reads: dict[str, tuple[str, ...]] = {"": ()}
        if settings.private:
            for name, known in read(settings.credentials).items():
                everything = settings.private if known.may_write else ()
                self._reads[name] = known.reads or everything
        self._applications: dict[frozenset[NamedNode], Flask] = {}
        self._by_name: dict[str, Flask] = {}
        self.serve_instead(store, ())

    def serve_instead(self, store: Store, changed: Iterable[Quad]) -> None:
        """Answer from another generation from now on, with some changes."""
        hidden = {
            name: hidden_graphs(store, self._settings.private, reads)
            for name, reads in self._reads.items()
        }
        whole = self._applications.get(frozenset())
        if whole:
            state.serve_instead(whole, store, changed)
        self._applications = {
            graphs: whole if whole and not graphs else self._application(store, graphs)
            for graphs in dict.fromkeys(hidden.values())
        }
        self._by_name = {
            name: self._applications[graphs] for name, graphs in hidden.items()
        }

    def _application(self, store: Store, hidden: frozenset[NamedNode]) -> Flask:
        application = create_app(without(store, hidden), self._settings)
        state.prepare(application)
        return application

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        reader = environ.get(READER, "")
        application = self._by_name.get(reader) or self._by_name[""]
        if not self._settings.private:
            return application(environ, start_response)
        marks = [("Vary", "Authorization")]
        if reader:
            marks.append(("Cache-Control", "private"))

        def start(
            status: str,
            headers: list[tuple[str, str]],
            exc_info: ExcInfo | None = None,
            /,
        ) -> Callable[[bytes], object]:
            return start_response(status, [*headers, *marks], exc_info)

        return application(environ, start)
