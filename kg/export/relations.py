"""Each relation as a CSV table (RFC 4180), and the edge table as Parquet."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, fields
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import IO, TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from kg.errors import StoreError
from kg.export.kgx import zipped
from kg.export.labels import labels
from kg.export.network import Edge, Network
from kg.export.records import END, Records
from kg.export.subjects import subjects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.export.selection import Selection
    from kg.export.told import Term
    from kg.names import Names
    from kg.store import Store

    Label = Callable[[NamedNode], str | None]

HEAD = ("subject", "subject_label", "object", "object_label", "inferred")
_ROWS = 50_000


def write_relations(store: Store, output: IO[bytes], selection: Selection) -> None:
    """Write a table for each relation of ours, named after it, as a zip file."""
    rows = map(json.loads, _sorted(_rows(store, selection)))
    with zipped(output) as file:
        for relation, table in groupby(rows, key=itemgetter(0)):
            lines = (_line(cells) for _, *cells in table)
            file(f"{relation}.csv", chain([_line(HEAD)], lines))


def write_parquet(store: Store, output: IO[bytes], selection: Selection) -> None:
    """Write the edge table, 50,000 rows a group; raises StoreError without pyarrow."""
    try:
        import pyarrow as pa  # noqa: PLC0415 # 170 MB that few need
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        problem = "needs pyarrow: pip install 'mendelgraph[parquet]'"
        raise StoreError("parquet", problem) from error
    schema = pa.schema([(f.name, _arrow(f.name)) for f in fields(Edge)])
    edges = Network(store, selection).edges()
    with parquet.ParquetWriter(output, schema, compression="zstd") as writer:
        while batch := list(islice(edges, _ROWS)):
            rows = [asdict(edge) for edge in batch]
            writer.write_table(pa.Table.from_pylist(rows, schema))


def _arrow(column: str) -> Any:  # noqa: ANN401 # pyarrow may not be there
    import pyarrow as pa  # noqa: PLC0415

    lists = {"publications", "supporting_text"}
    kinds = {"negated": pa.bool_(), "text_start": pa.int64()}
    kinds["text_end"] = kinds["text_start"]
    text = pa.string()
    return pa.list_(text) if column in lists else kinds.get(column, text)


def _rows(store: Store, selection: Selection) -> Iterator[tuple[str, ...]]:
    """Give the relation of each triple, and the cells of its row."""
    label, names = labels(store), store.names
    for found in subjects(store, selection):
        for triples, inferred in ((found.asserted, "false"), (found.inferred, "true")):
            for triple in triples:
                prefix, _, name = names.curie(triple.predicate.value).partition(":")
                if prefix == "mg":
                    ends = (found.node, triple.object)
                    cells = (cell for end in ends for cell in _cells(end, names, label))
                    yield (name, *cells, inferred)


def _sorted(rows: Iterable[tuple[str, ...]]) -> Iterator[bytes]:
    """Sort rows within bounded memory, as lines of JSON."""
    records = Records()
    for row in rows:
        records.write(json.dumps(row).encode() + END)
    return iter(records)


def _cells(term: Term, names: Names, label: Label) -> tuple[str, str]:
    if isinstance(term, NamedNode):
        return names.curie(term.value), label(term) or ""
    return (term.value if isinstance(term, Literal) else str(term)), ""


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()
