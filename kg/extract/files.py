"""The grammar's data files, beside this module in `patterns/`."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

FOLDER = files(__package__) / "patterns"


def load(name: str) -> dict[str, Any]:
    """Read one file of the grammar."""
    return tomllib.loads(FOLDER.joinpath(name).read_text(encoding="utf-8"))
