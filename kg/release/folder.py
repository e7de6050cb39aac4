"""The folder of a release: made aside, then put in its place in one step."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from kg import quality
from kg.errors import StoreError
from kg.export import Selection, packed
from kg.export.files import writing
from kg.export.table import find_exporter
from kg.release.levels import levels
from kg.release.origins import sources
from kg.release.papers import SUMS, WHAT, File, citation, crate, licence
from kg.release.version import content_version
from kg.store import Store

_SHORT = 12  # digits of the version in the folder's name
_CRATE, _LEVELS = "ro-crate-metadata.json", "dataset.ttl"
_DUMPS = {
    "mendelgraph.nq.gz": Selection(),
    "mendelgraph.ttl.gz": Selection(),
    "mendelgraph.jsonld.gz": Selection(),
    "mendelgraph.kgx.zip": Selection(),
    "mendelgraph.sssom.tsv": Selection(),
    "mendelgraph.nanopubs.trig.gz": Selection(),
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
            _dump(store, fresh / name, replace(selection, issued=issued))
        cards = quality.as_json(quality.read_cards(store))
        texts = {
            "quality.json": json.dumps(cards, indent=2, ensure_ascii=False) + "\n",
            "sources.tsv": sources(store),
            "CITATION.cff": citation(version, issued),
            "LICENSE": licence(),
        }
        for name, text in texts.items():
            (fresh / name).write_text(text, encoding="utf-8")
        described = levels(store.names, folder.name, version, issued, _files(fresh))
        (fresh / _LEVELS).write_text(described, encoding="utf-8")
        listed = crate(version, issued, _files(fresh))
        (fresh / _CRATE).write_text(listed, encoding="utf-8")
        (fresh / SUMS).write_text(_sums(fresh), encoding="utf-8")
    return Release(folder, version)


def _dump(store: Store, path: Path, selection: Selection) -> None:
    """Write what `mendel export` writes to a file of this name."""
    exporter = find_exporter(None, path)
    with path.open("wb") as whole, packed(whole, path.suffix) as output:
        exporter.write(store, output, selection)


def _files(folder: Path) -> dict[str, File]:
    """Give the size and sum of each file that is there by now."""
    paths = ((name, folder / name) for name in WHAT)
    return {
        name: File(path.stat().st_size, _sum(path))
        for name, path in paths
        if path.exists()
    }


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
    paths = sorted(folder.iterdir())
    return "".join(f"{_sum(path)}  {path.name}\n" for path in paths)


def _sum(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
