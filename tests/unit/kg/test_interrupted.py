"""A build that is stopped leaves the old graph, and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kg.store import Store

if TYPE_CHECKING:
    from pathlib import Path

# The command itself, with two workers for however few pages, and somebody who acts at
# a stage: Ctrl-C reaches all processes of a terminal, SIGKILL a single one.
SCRIPT = """
import os, signal, sys
from multiprocessing import active_children
from threading import Timer
from kg import reading
from kg.cli import COMMANDS, build, group

reading._WORTH = 1
stage, action = sys.argv[-2:]

def interrupt():
    os.killpg(0, signal.SIGINT)

def kill():
    active_children()[0].kill()

def progress(what, number, total):
    if what == stage:
        Timer(0.5 if stage == "validate" else 0, globals()[action]).start()

sys.modules["kg.cli.build"].progress_bar = lambda stack: progress
group(COMMANDS)(["build", *sys.argv[1:-2], "--jobs", "2"], prog_name="mendel")
"""


@pytest.fixture(scope="module", name="location")
def _location(bundled: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a graph that no build of these tests may change."""
    location = tmp_path_factory.mktemp("interrupted") / "graph"
    return shutil.copytree(bundled.generation.parents[1], location)


def stopped(location: Path, stage: str, action: str) -> tuple[int, str]:
    """Build at a location until a stage; give the exit code and what was said.

    Nothing may be left: neither a process nor a file.
    """
    before = sorted(location.rglob("*"))
    litter = location.parent / f"tmp-{stage}-{action}"
    litter.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, "-l", str(location), stage, action],
        env=os.environ | {"TMPDIR": str(litter)},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    # ends when all have closed the pipe, so that no worker is left
    _, said = process.communicate(timeout=60)
    assert before == sorted(location.rglob("*"))
    assert [] == list(litter.iterdir())
    assert Store.open(location).query("ASK { hgnc:397 mg:neededFor CHEBI:60344 }")
    return process.returncode, said


@pytest.mark.parametrize("stage", ["read", "ALAS2", "write", "infer", "validate"])
def test_ctrl_c(location: Path, stage: str) -> None:
    """Whatever a build is at, Ctrl-C ends it and its workers without a traceback."""
    code, said = stopped(location, stage, "interrupt")

    assert (1, "Aborted!") == (code, said.strip())


def test_a_worker_that_is_killed(location: Path) -> None:
    """The build ends with a line that says what happened and what to do."""
    code, said = stopped(location, "ALAS2", "kill")

    assert 1 == code
    assert ["mendel: error: a worker process was killed"] == [
        line.partition(",")[0] for line in said.splitlines()
    ]
