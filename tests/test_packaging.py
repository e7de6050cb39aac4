"""The wheel holds all that an installation needs, and works away from the checkout."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("kg", "server", "ontology", "queries")
SETTINGS = ("MENDEL_", "PYTHON")


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command, without settings from the environment; give what it prints."""
    settings = {k: v for k, v in os.environ.items() if not k.startswith(SETTINGS)}
    done = subprocess.run(
        command,
        cwd=cwd,
        env=settings,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = (sys.executable, "-m", "build", "--wheel", "--no-isolation")
    run(*build, "--outdir", folder, ROOT, cwd=folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def mendel(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel alone; give its command.

    The dependencies are those of this environment, but its own .pth files, the one
    that leads to the checkout among them, are not read again.
    """
    home = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", "--without-pip", home, cwd=home)
    python = home / "bin" / "python"
    install = (sys.executable, "-m", "pip", "--python", python, "install")
    run(*install, "--no-deps", "--no-index", wheel, cwd=home)
    paths = "import sysconfig; print(sysconfig.get_path('purelib'))"
    here, there = (
        run(p, "-c", paths, cwd=home).strip() for p in (sys.executable, python)
    )
    Path(there, "dependencies.pth").write_text(here, encoding="utf-8")
    return home / "bin" / "mendel"


def test_the_wheel_is_the_packages_of_the_checkout(wheel: Path) -> None:
    """Each file of each package is in the wheel, data included, and nothing else.

    server/ui is what server/static/ui is built from.
    """
    expected = {
        path.relative_to(ROOT).as_posix()
        for folder in FOLDERS
        for path in ROOT.joinpath(folder).rglob("*")
        if path.is_file()
        and "__pycache__" not in path.parts
        and not path.is_relative_to(ROOT / "server" / "ui")
    }

    names = zipfile.ZipFile(wheel).namelist()
    assert expected == {name for name in names if ".dist-info/" not in name}


def test_the_installed_wheel_builds_and_answers(mendel: Path, tmp_path: Path) -> None:
    """Away from the checkout, `mendel` builds the bundled documents and answers."""
    question = "SELECT ?gene { ?gene mg:neededFor CHEBI:60344 ; rdfs:label 'ALAS2' }"
    module = "import kg; print(kg.__file__)"

    used = run(mendel.with_name("python"), "-I", "-c", module, cwd=tmp_path)
    run(mendel, "build", "-l", "graph", cwd=tmp_path)
    answer = run(mendel, "query", "-l", "graph", "-f", "csv", question, cwd=tmp_path)

    assert used.startswith(str(mendel.parents[1]))
    assert ["gene", "http://identifiers.org/hgnc/397"] == answer.split()


def test_the_pinned_versions_name_no_host() -> None:
    """Where packages come from is the machine's affair, not the project's."""
    text = ROOT.joinpath("constraints.txt").read_text(encoding="utf-8")

    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted-host| @ ", text)


def test_every_dependency_is_pinned_with_its_hashes() -> None:
    """What pyproject.toml asks for, constraints.txt has in one version, hashed."""
    project = tomllib.loads(ROOT.joinpath("pyproject.toml").read_text(encoding="utf-8"))
    text = ROOT.joinpath("constraints.txt").read_text(encoding="utf-8")
    asked = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    names = {re.split(r"[^\w-]", requirement)[0].lower() for requirement in asked}

    pinned = set(
        re.findall(r"^([\w-]+)==\S+.* \\\n    --hash=sha256:", text, re.MULTILINE)
    )
    assert set() == names - pinned
