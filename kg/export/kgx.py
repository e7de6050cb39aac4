"""KGX: nodes and edges of the Biolink Model as tables or as lines of JSON.

Some columns are beyond Biolink, as KGX allows: `kind` and `relation` are our own terms,
`text_start` and `text_end` count where in the document `supporting_text` stands. Values
of a list are parted by `|`, so that a `|` of a text becomes `/`.
"""

from __future__ import annotations

import json
import zipfile
from contextlib import contextmanager
from dataclasses import fields
from itertools import chain
from typing import IO, TYPE_CHECKING

from kg.export.network import Edge, Network, Node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.export.selection import Selection
    from kg.store import Store

    Line = Callable[[Node | Edge], str]

_OLDEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file knows


def write_tables(store: Store, output: IO[bytes], selection: Selection) -> None:
    """Write `nodes.tsv` and `edges.tsv` as a zip file."""
    with zipped(output) as file:
        for name, kind, rows in _both(store, selection):
            head = "\t".join(field.name for field in fields(kind)) + "\n"
            file(f"{name}.tsv", chain([head], map(_row, rows)))


def write_lines(store: Store, output: IO[bytes], selection: Selection) -> None:
    """Write `nodes.jsonl` and `edges.jsonl` as a zip file."""
    with zipped(output) as file:
        for name, _, rows in _both(store, selection):
            file(f"{name}.jsonl", (f"{_json(row)}\n" for row in rows))


@contextmanager
def zipped(output: IO[bytes]) -> Iterator[Callable[[str, Iterable[str]], None]]:
    """Give a function that adds a file of lines; the same lines give the same bytes."""
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:

        def add(name: str, lines: Iterable[str]) -> None:
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w", force_zip64=True) as file:
                file.writelines(line.encode() for line in lines)

        yield add


def _both(
    store: Store, selection: Selection
) -> Iterator[tuple[str, type[Node | Edge], Iterable[Node | Edge]]]:
    network = Network(store, selection)
    yield "nodes", Node, network.nodes()
    yield "edges", Edge, network.edges()


def _row(row: Node | Edge) -> str:
    return "\t".join(_cell(getattr(row, f.name)) for f in fields(row)) + "\n"


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return "|".join(_cell(part).replace("|", "/") for part in value)
    if value is None:
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return " ".join(text.split())


def _json(row: Node | Edge) -> str:
    """Write what is there: `category` is a list in Biolink."""
    values = {f.name: getattr(row, f.name) for f in fields(row)}
    there = {key: value for key, value in values.items() if value not in {None, "", ()}}
    return json.dumps(there | {"category": [row.category]}, ensure_ascii=False)
