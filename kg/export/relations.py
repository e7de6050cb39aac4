"""Each relation as a CSV table (RFC 4180), and the edge table as Parquet."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict, fields
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode, QuerySolutions

from kg.errors import StoreError
from kg.export.kgx import zipped
from kg.export.labels import labels
from kg.export.network import Edge, Network
from kg.store import default_dataset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.export.selection import Selection
    from kg.export.told import Term
    from kg.names import Names
    from kg.store import Infer, Store

    Label = Callable[[NamedNode], str | None]

HEAD = ("subject", "subject_label", "object", "object_label", "inferred")
_ROWS = 50_000
_RELATIONS = """SELECT DISTINCT ?p { ?s ?p ?o FILTER(STRSTARTS(STR(?p), STR(mg:))) }"""


def write_relations(store: Store, output: IO[bytes], selection: Selection) -> None:
    """Write a table for each relation of ours, named after it, as a zip file."""
    label = labels(store)
    with zipped(output) as file:
        for relation in _relations(store, selection.infer):
            name = store.names.curie(relation.value).rpartition(":")[2]
            file(f"{name}.csv", _table(store, relation, selection.infer, label))


def write_parquet(store: Store, output: IO[bytes], selection: Selection) -> None:
    """Write the edge table, 50,000 rows a group; raises StoreError without pyarrow."""
    try:
        import pyarrow as pa  # noqa: PLC0415 # 170 MB that few need
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        problem = "needs pyarrow: pip install 'mendelgraph[parquet]'"
        raise StoreError("parquet", problem) from error
    schema = pa.schema([(f.name, _arrow(f.name)) for f in fields(Edge)])
    edges = Network(store, selection.infer).edges()
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


def _relations(store: Store, infer: Infer) -> list[NamedNode]:
    found = store.query(_RELATIONS, infer=infer)
    terms = [row["p"] for row in found] if isinstance(found, QuerySolutions) else []
    nodes = (term for term in terms if isinstance(term, NamedNode))
    return sorted(nodes, key=lambda node: node.value)


def _table(
    store: Store, relation: NamedNode, infer: Infer, label: Label
) -> Iterator[str]:
    yield _line(HEAD)
    inferred = store.names.graph("inferred")
    for graph in default_dataset(store.names, infer):
        for quad in store.quads.quads_for_pattern(None, relation, None, graph):
            ends = (quad.subject, quad.object)
            cells = (cell for end in ends for cell in _cells(end, store.names, label))
            yield _line((*cells, str(graph == inferred).lower()))


def _cells(term: Term, names: Names, label: Label) -> tuple[str, str]:
    if isinstance(term, NamedNode):
        return names.curie(term.value), label(term) or ""
    return (term.value if isinstance(term, Literal) else str(term)), ""


def _line(cells: tuple[str, ...]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()
