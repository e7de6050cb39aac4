"""The same input gives the same graph, byte for byte."""

import hashlib
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

SCRIPT = """
import sys
from importlib.resources import files
from pathlib import Path
from kg import reading
from kg.export import export
from kg.formats import GRAPH_FORMATS, find_format
from kg.pipeline import build
from kg.store import Store

location, order, *others = sys.argv[1:]
pages = [*sorted((files("kg") / "documents").iterdir()), *others]
build(pages[:: -1 if order == "reverse" else 1], Path(location))
export(Store.open(Path(location)), sys.stdout.buffer, find_format("nq", GRAPH_FORMATS))
"""


@pytest.fixture(scope="module", name="digests")
def _digests(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Build pages in two orders of their files and of Python's sets.

    They are the bundled ones, one of them twice, and another version of one.
    """
    folder = tmp_path_factory.mktemp("reproducible")
    page = (files("kg") / "documents" / "alas2.txt").read_text(encoding="utf-8")
    pages = (folder / "twice.txt", folder / "version.txt")
    pages[0].write_text(page, encoding="utf-8")
    pages[1].write_text(page.replace("At least 50", "More than 30"), encoding="utf-8")
    return {
        _digest(folder / order, seed, order, *map(str, pages))
        for order, seed in (("forward", "1"), ("reverse", "3"))
    }


def _digest(location: Path, seed: str, order: str, *others: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(location), order, *others],
        env=os.environ | {"PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
    )
    return hashlib.sha256(done.stdout).hexdigest()


def test_two_builds_are_the_same(digests: set[str]) -> None:
    """Nothing depends on the order of pages or of a set, time, place, or workers."""
    assert 1 == len(digests)
