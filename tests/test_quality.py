"""Our figures against gold are those of the scorer that came with the gold."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from kg.export import export
from kg.formats import GRAPH_FORMATS, find_format
from kg.pipeline import build
from kg.quality import read_gold, score
from kg.store import Store

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("MENDEL_SHARED", ROOT.parent / "shared"))
DATA = SHARED / "data" / "medlineplus"
SCORER = SHARED / "eval" / "score.py"
_PAGES = 40


@pytest.fixture(scope="module", name="location")
def _location(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build every so many of the condition pages, and the gene pages."""
    folder = tmp_path_factory.mktemp("quality")
    archive = DATA / "conditions" / "medquad_ghr_xml.tar.gz"
    if not (archive.exists() and SCORER.exists()):
        pytest.skip(f"no condition pages or no scorer below {SHARED}")
    with tarfile.open(archive) as pages:
        names = sorted(name for name in pages.getnames() if name.endswith(".xml"))
        for name in names[:: len(names) // _PAGES]:
            page = pages.extractfile(name)
            assert page is not None
            folder.joinpath(Path(name).name).write_bytes(page.read())
    build([*folder.glob("*.xml"), DATA / "genes" / "pages"], folder / "graph")
    return folder / "graph"


def test_our_figures_are_those_of_the_scorer(location: Path, tmp_path: Path) -> None:
    """Precision and recall of every relation agree to four digits."""
    store, dump = Store.open(location), tmp_path / "graph.nq"
    with dump.open("wb") as handle:
        export(store, handle, find_format("nq", GRAPH_FORMATS))
    command = (sys.executable, SCORER, dump, DATA / "gold", "--json")
    done = subprocess.run(command, capture_output=True, check=True)
    expected = {
        row["relation"]: (row["precision"], row["recall"])
        for row in json.loads(done.stdout)["relations"]
    }

    actual = {
        found.relation: (
            round(found.count.right / max(found.count.said, 1), 4),
            round(found.count.found / max(found.count.wanted, 1), 4),
        )
        for found in score(store, read_gold(DATA / "gold"))
    }
    assert expected == actual
