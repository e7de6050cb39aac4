"""The complete set of HGNC, as TSV or JSON (genenames.org, "Statistics")."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kg.lexicon.folding import is_symbol
from kg.lexicon.formats.file import File
from kg.lexicon.genes import gene_link, product
from kg.lexicon.schemes import SCHEMES, parse
from kg.lexicon.vocabulary import (
    CURATED,
    Link,
    Record,
    Vocabulary,
)
from kg.model import Kind, Reference, Status

COLUMNS = {"hgnc_id", "symbol", "name"}
_MAPPED = {
    "entrez_id": "ncbigene",
    "ensembl_gene_id": "ensembl",
    "omim_id": "omim",
    "orphanet": "orphanet",
    "uniprot_ids": "uniprot",
}
Row = dict[str, Any]


def is_table(file: File) -> bool:
    return set(file.columns()) >= COLUMNS


def is_json(file: File) -> bool:
    return file.head.lstrip().startswith("{") and '"hgnc_id"' in file.head


def read_table(file: File) -> Vocabulary:
    return _vocabulary(file, file.rows())


def read_json(file: File) -> Vocabulary:
    with file.text() as handle:
        content = json.load(handle)
    try:
        rows = content["response"]["docs"]
    except (KeyError, TypeError) as error:
        raise ValueError("has no response.docs, as HGNC's JSON has") from error
    return _vocabulary(file, rows)


def _vocabulary(file: File, rows: Iterator[Row]) -> Vocabulary:
    source = file.source(SCHEMES["hgnc"], "hgnc")
    records: list[Record] = []
    links: list[Link] = []
    for row in rows:
        gene = parse(f"HGNC:{str(row['hgnc_id']).removeprefix('HGNC:')}")
        if gene is None:
            raise ValueError(f"{row['hgnc_id']!r} is no HGNC identifier")
        if row.get("status", "Approved") == "Approved":
            mapped = list(_links(gene, row))
            others = _values(row, "alias_name")
            records += [_gene(gene, row), *product(row["name"], mapped, others)]
            links += mapped
    return Vocabulary(source, tuple(records), tuple(links))


def _gene(gene: Reference, row: Row) -> Record:
    """Read a gene: of its symbols only the approved, now and before, mean just it."""
    names = [
        *((s, _status(s, Status.RELATED)) for s in _values(row, "alias_symbol")),
        *((s, _status(s, Status.SYMBOL)) for s in _values(row, "prev_symbol")),
        *((n, Status.SYNONYM) for n in _values(row, "name")),
        *((n, Status.SYNONYM) for n in _values(row, "prev_name")),
    ]
    return Record(gene, Kind.GENE, row["symbol"], tuple(names))


def _status(name: str, of_symbol: Status) -> Status:
    return of_symbol if is_symbol(name) else Status.SYNONYM


def _links(gene: Reference, row: Row) -> Iterator[Link]:
    for column, prefix in _MAPPED.items():
        for value in _values(row, column):
            other = parse(f"{prefix}:{value}")
            if other:
                yield gene_link(gene, other, CURATED)


def _values(row: Row, column: str) -> list[str]:
    """Give the values of a cell: a list in JSON, in TSV divided by bars."""
    cell = row.get(column) or []
    values = cell.split("|") if isinstance(cell, str) else cell
    values = values if isinstance(values, list) else [values]
    return [text for value in values if (text := str(value).strip().strip('"'))]
