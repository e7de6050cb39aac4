"""The releases that lie in a folder, as `mendel release` writes them.

A release is a folder with an RO-Crate, which says what its files are. What is found is
what the folder lists: a name that is asked for is compared, and never made a path of.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from pathlib import Path

from kg.errors import MendelError, TermError
from kg.release.papers import SUMS, media_types

CRATE = "ro-crate-metadata.json"
_WHAT = {
    CRATE: ("what the files are (RO-Crate)", "application/ld+json"),
}
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
_ADDRESS = re.compile(r"https?://[\w./:~%#?&=+-]+", re.ASCII)
_Entries = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Paper:
    """A file of a release; `sha256` is empty where the release does not tell it."""

    name: str
    path: Path
    what: str
    media_type: str
    packed_as: str
    sha256: str

    @property
    def size(self) -> int:
        return self.path.stat().st_size

    @property
    def tag(self) -> str:
        """Tell the content from another of that name."""
        found = self.path.stat()
        return self.sha256[:32] or f"{found.st_mtime_ns:x}-{found.st_size:x}"


@dataclass(frozen=True, slots=True)
class Release:
    """A release, and what it says of itself, each empty where it does not."""

    name: str
    folder: Path = field(repr=False)
    title: str
    version: str
    issued: str
    licence: str
    entries: _Entries = field(repr=False)

    @property
    def papers(self) -> list[Paper]:
        """Its files, by their names."""
        sums = _sums(self.folder)
        return [
            _paper(path, self.entries.get(path.name, {}), sums.get(path.name, ""))
            for path in sorted(_inside(self.folder))
            if path.is_file()
        ]

    def find(self, name: str) -> Paper:
        """Look a file up; raises TermError with what there is."""
        papers = {paper.name: paper for paper in self.papers}
        if name not in papers:
            raise TermError(name, f"no such file: there are {', '.join(papers)}")
        return papers[name]


def releases(folder: str) -> list[Release]:
    """List what a folder holds, the newest first; nothing for no folder."""
    root = Path(folder)
    found = _inside(root) if folder and root.is_dir() else ()
    made = (_release(path) for path in found if (path / CRATE).is_file())
    return sorted(made, key=attrgetter("issued", "name"), reverse=True)


def find_release(folder: str, name: str) -> Release:
    """Look a release up; raises TermError with those that there are."""
    found = {release.name: release for release in releases(folder)}
    if name not in found:
        known = f"there are {', '.join(found)}" if found else "there is none here"
        raise TermError(name, f"no such release: {known}")
    return found[name]


def check(folder: str) -> None:
    """Raise ShelfError for a folder of releases that is none."""
    if folder and not Path(folder).is_dir():
        raise ShelfError(folder)


class ShelfError(MendelError):
    """A folder of releases that is not there."""

    def __init__(self, folder: str) -> None:
        advice = f"make a release with 'mendel release {folder}'"
        super().__init__(f"{folder}: no such folder: {advice}")
        self.folder = folder


def _inside(folder: Path) -> Iterator[Path]:
    """List what lies in a folder, and is no link that leads out of it."""
    root = folder.resolve()
    for path in folder.iterdir():
        target = path.resolve()
        if not path.name.startswith(".") and target.is_relative_to(root):
            yield path


def _release(folder: Path) -> Release:
    entries = _entries(folder / CRATE)
    text = partial(_text, entries.get("./", {}))
    issued = text("datePublished") or folder.name[:10]
    return Release(
        folder.name,
        folder,
        text("name"),
        text("version"),
        issued,
        _licence(entries),
        entries,
    )


def _entries(crate: Path) -> _Entries:
    """Read what a crate says of each of its entities; nothing from a damaged one."""
    try:
        found = json.loads(crate.read_text(encoding="utf-8"))["@graph"]
        return {str(each["@id"]): each for each in found}
    except (OSError, ValueError, LookupError, TypeError):
        return {}


def _licence(entries: _Entries) -> str:
    found = entries.get("./", {}).get("license")
    name = str(found.get("@id", "")) if isinstance(found, Mapping) else ""
    return name if _ADDRESS.fullmatch(name) else ""


def _text(entry: Mapping[str, object], name: str) -> str:
    found = entry.get(name, "")
    return found if isinstance(found, str) else ""


def _paper(path: Path, entry: Mapping[str, object], sha256: str) -> Paper:
    what, usual = _WHAT.get(path.name, (_text(entry, "name"), ""))
    types = _types(usual or entry.get("encodingFormat")) or _types(
        media_types(path.name)
    )
    packed_as = types[0] if types[1:] else ""
    return Paper(path.name, path, what, types[-1], packed_as, sha256)


def _types(told: object) -> list[str]:
    """Give media types; what is none of those is left out."""
    each = told if isinstance(told, list) else [told]
    return [found for found in map(str, each) if _MEDIA_TYPE.fullmatch(found)]


def _sums(folder: Path) -> dict[str, str]:
    """Read the sums of the files that have not been written to since."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
        written = (folder / SUMS).stat().st_mtime
        rows = [line.partition("  ") for line in lines]
        return {
            name: digest
            for digest, _, name in rows
            if (folder / name).stat().st_mtime <= written
        }
    except (OSError, ValueError):
        return {}
