"""An export that is ended: the old file stays, and nothing stands beside it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.export import written_whole
from kg.export.runs import Runs

FULL = Path("/dev/full")
SCRIPT = """
import signal, sys, time
from pathlib import Path
from kg.cli.ending import tidily
from kg.export import packed, written_whole

# a shell has what it starts behind an ampersand ignore it
signal.signal(signal.SIGINT, signal.default_int_handler)
file = Path(sys.argv[1])
with tidily(), written_whole(file) as whole, packed(whole, file.suffix) as output:
    output.write(b"new")
    print("begun", flush=True)
    time.sleep(60)
"""


def ended(file: Path, number: signal.Signals) -> int:
    """Write a file in a process of its own, and end that meanwhile."""
    command = [sys.executable, "-c", SCRIPT, str(file)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        assert b"begun\n" == process.stdout.readline()
        process.send_signal(number)
    return process.returncode


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize(
    ("ending", "name", "code"),
    [("", "SIGINT", -2), (".gz", "SIGTERM", 128 + 15), (".zst", "SIGHUP", 128 + 1)],
)
def test_signals(tmp_path: Path, ending: str, name: str, code: int) -> None:
    """They unwind what was begun; the codes are those that a shell knows."""
    file = tmp_path / f"graph.ttl{ending}"
    file.write_text("old")

    assert code == ended(file, signal.Signals[name])
    assert [file] == list(tmp_path.iterdir())
    assert "old" == file.read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_what_a_killed_one_left(tmp_path: Path) -> None:
    """The next of that name takes the place of it."""
    file = tmp_path / "graph.ttl"
    file.write_text("old")

    assert -signal.SIGKILL == ended(file, signal.SIGKILL)
    assert "old" == file.read_text()
    with written_whole(file) as output:
        output.write(b"newer")
    assert [file] == list(tmp_path.iterdir())
    assert "newer" == file.read_text()


@pytest.mark.skipif(not FULL.exists(), reason="needs Linux's /dev/full")
def test_no_room_to_sort_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has no room for temporary files is told which folder that is."""
    with FULL.open("wb", buffering=0) as file:
        monkeypatch.setattr("kg.export.runs.TemporaryFile", lambda: file)

        with pytest.raises(StoreError, match=r"no room to sort in.*set TMPDIR"):
            Runs(b"\n").add([b"record"])


@pytest.mark.parametrize(("name", "problem"), [("", "Is a directory"), ("a" * 256, "")])
def test_what_is_no_file(tmp_path: Path, name: str, problem: str) -> None:
    """A folder, or a name that the disk does not take, is refused."""
    with (
        pytest.raises(StoreError, match=f"cannot be written .{problem}"),
        written_whole(tmp_path / name),
    ):
        pytest.fail("was opened")
    assert [] == list(tmp_path.iterdir())
