"""What an application serves, and how: put in by the factory, read by the views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from kg.store import Store
from server.settings import Settings

_KEY = "mendelgraph"


@dataclass(frozen=True, slots=True)
class State:
    """The graph and the settings of one application."""

    store: Store
    settings: Settings


def init_app(app: Flask, store: Store, settings: Settings) -> None:
    app.extensions[_KEY] = State(store, settings)


def store() -> Store:
    return _state().store


def settings() -> Settings:
    return _state().settings


def _state() -> State:
    return cast("State", current_app.extensions[_KEY])
