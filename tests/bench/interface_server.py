"""Hold a server to its description: `python -m tests.bench.interface_server COUNT`.

schemathesis makes COUNT requests of each method of each path of /openapi.json, right
ones and wrong ones, and looks whether status, type and body of the answers are such as
the description says.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.fuzz_server import OPTIONS
from tests.unit.server.conftest import build
from tests.unit.server.serving import Served, Writer, served

_CHECKS = (  # a fault of ours (500) is no status that is described
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "unsupported_method",
    "allow_header_conformance",
)
_HOOKS = "tests.bench.interface_hooks"
_ROOT = Path(__file__).parents[2]
PROGRAM = Path(sys.executable).with_name("schemathesis")


def examine(
    server: Served, writer: Writer, count: int, folder: Path, phases: str
) -> tuple[int, str]:
    """Run schemathesis; give its exit code and what it says."""
    command = [
        *(str(PROGRAM), "run", server.url + "openapi.json"),
        *("--checks", ",".join(_CHECKS), "--phases", phases),
        *("--max-examples", str(count), "--seed", "1", "--continue-on-failure"),
        *("--header", f"Authorization: {writer.headers['Authorization']}"),
        *("--warnings", "off", "--no-color", "--request-timeout", "30"),
    ]
    env = {**os.environ, "SCHEMATHESIS_HOOKS": _HOOKS, "PYTHONPATH": str(_ROOT)}
    done = subprocess.run(
        command, cwd=folder, env=env, check=False, capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


def main(count: int) -> int:
    """Examine a server of its own; print what was found."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        writer = Writer.known(folder)
        store = build(folder / "graph")
        with served(store, *writer.options, *OPTIONS) as server:
            code, told = examine(server, writer, count, folder, "coverage,fuzzing")
    sys.stdout.write(told)
    return code


if __name__ == "__main__":
    sys.exit(main(int((sys.argv[1:] or ["1000"])[0])))
