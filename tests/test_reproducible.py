"""The same input gives the same graph, byte for byte."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import sys
from importlib.resources import files
from pathlib import Path
from kg.export import export
from kg.formats import GRAPH_FORMATS, find_format
from kg.pipeline import build
from kg.store import Store

location = Path(sys.argv[1])
pages = sorted((files("kg") / "documents").iterdir(), reverse="reverse" in sys.argv)
build(pages, location)
export(Store.open(location), sys.stdout.buffer, find_format("nq", GRAPH_FORMATS))
"""


@pytest.fixture(scope="module", name="digests")
def _digests(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Build the bundled documents in two orders of the pages and of Python's sets."""
    folder = tmp_path_factory.mktemp("reproducible")
    return {
        _digest(folder / order, seed, order)
        for order, seed in (("forward", "1"), ("reverse", "3"))
    }


def _digest(location: Path, seed: str, order: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(location), order],
        env=os.environ | {"PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
    )
    return hashlib.sha256(done.stdout).hexdigest()


def test_two_builds_are_the_same(digests: set[str]) -> None:
    """Nothing depends on the order of pages or of a set, the time, or the place."""
    assert 1 == len(digests)
