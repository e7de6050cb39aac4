"""What an application serves, and how: put in by the factory, read by the views."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import cast

from flask import Flask, current_app, g

from kg.store import Store
from kg.store.folder import current
from server.settings import Settings

_KEY = "mendelgraph"


@dataclass(slots=True)
class Current:
    """The store of a location: opened anew when a build has made another graph."""

    store: Store
    location: Path
    lock: Lock = field(default_factory=Lock)

    def read(self) -> Store:
        """Give the store that is current; raises StoreError where none is usable."""
        if current(self.location) == self.store.generation:
            return self.store
        with self.lock:
            if current(self.location) != self.store.generation:
                self.store = Store.open(self.location)
            return self.store


@dataclass(frozen=True, slots=True)
class State:
    """The graph and the settings of one application."""

    current: Current
    settings: Settings


def init_app(app: Flask, store: Store, settings: Settings) -> None:
    location = store.generation.parents[1]
    app.extensions[_KEY] = State(Current(store, location), settings)


def store() -> Store:
    """Give the store of this request: one and the same, whatever is built meanwhile."""
    if "store" not in g:
        g.store = _state().current.read()
    return cast("Store", g.store)


def settings() -> Settings:
    return _state().settings


def _state() -> State:
    return cast("State", current_app.extensions[_KEY])
