"""What README.md says is so: its examples run, its tables and links are true."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import queries
from kg.cli import COMMANDS
from kg.formats import GRAPH_FORMATS, RESULT_FORMATS
from kg.store import Store
from server.app import create_app
from server.settings import Settings

ROOT = Path(__file__).parents[1]
README = ROOT.joinpath("README.md").read_text(encoding="utf-8")
EXAMPLES = [
    (command, output)
    for block in re.findall(r"^```console\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    for command, output in re.findall(
        r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE
    )
]


@cache
def run(command: str, folder: Path) -> str:
    """Run an example as its reader would; each runs once, however often it is asked."""
    settings = {k: v for k, v in os.environ.items() if not k.startswith("MENDEL_")}
    done = subprocess.run(
        ("/bin/sh", "-c", command),
        cwd=folder,
        env=settings | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the folder that the reader is in, after the first example."""
    folder = tmp_path_factory.mktemp("readme")
    run(EXAMPLES[0][0], folder)
    return folder


@pytest.mark.parametrize(
    ("command", "output"), EXAMPLES, ids=[command for command, _ in EXAMPLES]
)
def test_an_example_prints_what_is_shown(
    folder: Path, command: str, output: str
) -> None:
    """Each command prints the lines below it; `...` stands for any others."""
    printed = run(command, folder)

    alike = doctest.OutputChecker().check_output(output, printed, doctest.ELLIPSIS)
    assert alike, printed


def test_the_first_example_builds_the_graph() -> None:
    """A reader who starts at the top needs nothing from elsewhere."""
    assert "mendel build" == EXAMPLES[0][0]


def test_the_commands_are_those_of_mendel() -> None:
    """The table of commands has each command of `mendel`, in the order of its help."""
    expected = [*(command.name for command in COMMANDS), "serve", "mcp", "token"]

    assert expected == re.findall(r"^\| `mendel (\w+)`", README, re.MULTILINE)


def test_the_questions_are_those_that_come_with_it() -> None:
    """The table of questions has each file of queries/ with its summary."""
    expected = [(queries.summary(name), name) for name in queries.names()]

    assert expected == re.findall(r"^\| (.+) \| `([\w-]+)` \|$", README, re.MULTILINE)


def test_the_endpoints_are_those_of_the_server(folder: Path) -> None:
    """The table of endpoints has each route of the application with its methods."""
    app = create_app(Store.open(folder / "graph"), Settings())
    routes = {("/metrics", "GET")}  # the front's own
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            routes |= {(plain(rule.rule), method) for method in rule.methods or ()}

    told = re.findall(r"^\| `(/.*?)` \| ([A-Z, ]+) \|", README, re.MULTILINE)
    expected = {
        (plain(p), method) for p, methods in told for method in methods.split(", ")
    }
    assert expected == {row for row in routes if row[1] not in {"HEAD", "OPTIONS"}}


def plain(path: str) -> str:
    """Leave out how a variable part of a path is called."""
    return re.sub("<.*?>", "<>", path)


@pytest.fixture(scope="module", name="address")
def _address(folder: Path) -> Iterator[str]:
    """Serve the graph as its reader would, at a port that is free."""
    program = Path(sys.executable).with_name("mendel")
    command = (program, "serve", "-l", "graph", "--port", "0")

    with subprocess.Popen(
        command, cwd=folder, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stderr is not None
        yield re.findall(r"http://(\S+?)/", server.stderr.readline())[0]
        server.terminate()


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_the_request_is_answered(folder: Path, address: str) -> None:
    """What the README sends to the server's address brings the genes, as CSV."""
    request = re.findall(r"^curl (?:.*\\\n)*.*", README, re.MULTILINE)[0]
    answer = run(request.replace("127.0.0.1:7878", address), folder)

    assert "http://identifiers.org/hgnc/397" in answer.splitlines()


def test_the_program_is_answered(folder: Path, address: str) -> None:
    """The program in the README prints the genes with their names."""
    found = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    folder.joinpath("ask.py").write_text(found[0].replace("127.0.0.1:7878", address))
    answer = run("python ask.py", folder)

    assert "http://identifiers.org/hgnc/397 ALAS2" in answer.splitlines()


def test_the_formats_are_those_of_the_server() -> None:
    """The row of `format=` names each format of solutions and of graphs."""
    row = re.findall(r"^\| `format=` \| (.*) \|$", README, re.MULTILINE)[0]
    expected = [form.name for form in (*RESULT_FORMATS, *GRAPH_FORMATS)]

    assert [*expected, "html"] == re.findall("`([a-z]+)`", row)


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_a_relative_link_leads_somewhere(link: str) -> None:
    """A link within the repository leads to a file or folder that is there."""
    assert ROOT.joinpath(link).exists()
