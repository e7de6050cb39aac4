"""The graphs that many tests ask: built once a session, from real input."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.pipeline import build
from kg.store import Store

collect_ignore = ["bench/interface_hooks.py"]  # no tests, and seconds to load
ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("MENDEL_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="session", autouse=True)
def _no_lexicon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep out the vocabularies that whoever runs the tests has added."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MENDEL_LEXICON", str(tmp_path_factory.mktemp("lexicon")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _interruptible() -> None:
    """Let SIGINT reach what tests start, also where a shell ran them behind `&`.

    POSIX has a shell without job control start such commands with SIGINT ignored, and
    processes inherit that.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", name="bundled")
def _bundled(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Give the graph of the bundled documents."""
    location = tmp_path_factory.mktemp("bundled") / "graph"
    build([], location)
    return Store.open(location)


@pytest.fixture(scope="session", name="seeds")
def _seeds(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Give the graph of the two seed pages, as they were scraped."""
    pages = sorted((SHARED / "seeds").glob("*.txt"))
    if not pages:
        pytest.skip(f"no seed pages below {SHARED}: set MENDEL_SHARED")
    location = tmp_path_factory.mktemp("seeds") / "graph"
    build(pages, location)
    return Store.open(location)
