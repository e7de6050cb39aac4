"""The folder of a release: made aside, then put in its place in one step."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg import quality
from kg.errors import StoreError
from kg.export import Selection, export_file
from kg.export.files import writing
from kg.formats import GRAPH_FORMATS, find_format
from kg.release.levels import levels
from kg.release.papers import WHAT, citation, crate, licence, sources
from kg.release.version import content_version
from kg.store import Store

_SHORT = 12  # digits of the version in the folder's name
_CRATE, _SUMS, _LEVELS = "ro-crate-metadata.json", "SHA256SUMS", "dataset.ttl"
_DUMPS = {
    "mendelgraph.nq.gz": Selection(),
    "mendelgraph.ttl.gz": Selection(),
    "mendelgraph.jsonld.gz": Selection(),
    "ontology.ttl": Selection(graphs=("ontology",)),
    "void.ttl": Selection(graphs=("metadata",)),
}


@dataclass(frozen=True, slots=True)
class Release:
    """Where a release lies, and its version."""

    folder: Path
    version: str


def release(store: Store, target: Path, issued: date | None = None) -> Release:
    """Make a release in a folder of its own below `target`: DATE-VERSION.

    The date is that of the graph unless another is given: the same graph and the same
    date give the same bytes, wherever and whenever it was built.
    Raises StoreError where one is there already, or where it cannot be written.
    """
    version, issued = content_version(store), issued or store.written.date()
    folder = target / f"{issued.isoformat()}-{version[:_SHORT]}"
    with _aside(folder) as fresh:
        for name, selection in _DUMPS.items():
            ending = name.removesuffix(".gz").rpartition(".")[2]
            form = find_format(ending, GRAPH_FORMATS)
            export_file(store, fresh / name, form, selection)
        cards = quality.as_json(quality.read_cards(store))
        texts = {
            "quality.json": json.dumps(cards, indent=2, ensure_ascii=False) + "\n",
            "sources.tsv": sources(store),
            "CITATION.cff": citation(version, issued),
            "LICENSE": licence(),
        }
        for name, text in texts.items():
            (fresh / name).write_text(text, encoding="utf-8")
        sizes = _sizes(fresh)
        described = levels(store.names, folder.name, version, issued, sizes)
        (fresh / _LEVELS).write_text(described, encoding="utf-8")
        sizes = _sizes(fresh)
        (fresh / _CRATE).write_text(crate(version, issued, sizes), encoding="utf-8")
        (fresh / _SUMS).write_text(_sums(fresh), encoding="utf-8")
    return Release(folder, version)


def _sizes(folder: Path) -> dict[str, int]:
    """Give the size of each file that is there by now."""
    paths = ((name, folder / name) for name in WHAT)
    return {name: path.stat().st_size for name, path in paths if path.exists()}


@contextmanager
def _aside(folder: Path) -> Iterator[Path]:
    """Give a folder to fill; it takes its name when all of it is there, or is gone."""
    if folder.exists():
        problem = "is there already: the graph has not changed since that release"
        raise StoreError(str(folder), problem)
    fresh = folder.with_name(f".{folder.name}.new")
    try:
        with writing(folder, "folder"):
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir(parents=True)
            yield fresh
            fresh.replace(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _sums(folder: Path) -> str:
    """Write the sums of all files, as `sha256sum --check` reads them."""
    lines = []
    for path in sorted(folder.iterdir()):
        with path.open("rb") as handle:
            lines.append(
                f"{hashlib.file_digest(handle, 'sha256').hexdigest()}  {path.name}\n"
            )
    return "".join(lines)
