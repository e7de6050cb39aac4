"""SSSOM: every mapping of the graph, with how it was found (SSSOM 1.0, TSV)."""

from __future__ import annotations

from importlib.metadata import version
from typing import IO, TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.export.labels import labels
from kg.export.prefixes import seen_prefixes
from kg.export.records import END, Records
from kg.export.subjects import Subject, subjects
from kg.names import named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.export.selection import Selection
    from kg.names import Names
    from kg.store import Store

COLUMNS = (
    *("subject_id", "subject_label", "predicate_id", "object_id"),
    *("mapping_justification", "mapping_source"),
)
_LICENSE = "https://creativecommons.org/licenses/by/4.0/"
_RELATIONS = ("exact", "close", "broad", "narrow", "related")
_PREDICATES = frozenset(named(f"skos:{name}Match") for name in _RELATIONS)
_UNSPECIFIED = "semapv:UnspecifiedMatching"


def write_sssom(store: Store, output: IO[bytes], selection: Selection) -> None:
    """Write the mappings sorted by subject, after the prefixes that they use."""
    records = Records(look=seen_prefixes)
    for row in _rows(store, selection):
        records.write("\t".join(" ".join(cell.split()) for cell in row).encode() + END)
    prefixes = {p.decode() for p in records.seen} & set(store.names.prefixes)
    output.write(_head(prefixes | {"semapv", "skos"}, store.names).encode())
    output.write("\t".join(COLUMNS).encode() + b"\n")
    for record in records:
        output.write(record + b"\n")


def _head(prefixes: set[str], names: Names) -> str:
    lines = [f"#  {prefix}: {names.prefixes[prefix]}" for prefix in sorted(prefixes)]
    about = (
        f"#mapping_set_id: {names.base}mappings",
        f"#mapping_set_version: {version('mendelgraph')}",
        "#mapping_set_title: MendelGraph mappings",
        f"#license: {_LICENSE}",
        "#mapping_tool: MendelGraph",
    )
    return "\n".join(["#curie_map:", *lines, *about, ""])


def _rows(store: Store, selection: Selection) -> Iterator[tuple[str, ...]]:
    label, curie = labels(store), store.names.curie
    for found in subjects(store, selection):
        start = (curie(found.node.value), label(found.node) or "")
        for triple in found.asserted:
            if triple.predicate in _PREDICATES and isinstance(triple.object, NamedNode):
                ends = (triple.predicate, triple.object)
                rest = tuple(curie(end.value) for end in ends)
                for end in _justified(found, ends, store):
                    yield (*start, *rest, *end)


def _justified(
    found: Subject, ends: tuple[NamedNode, NamedNode], store: Store
) -> Iterator[tuple[str, str]]:
    """Give each justification of a mapping with its source; one stands at least."""
    told = [one for one in found.told.get(ends, ()) if not one.is_denied]
    for one in told:
        how, source = (one.iri(k) for k in ("sssom:mapping_justification", _SOURCE))
        curies = (store.names.curie(iri) if iri else "" for iri in (how, source))
        justification, origin = curies
        yield justification or _UNSPECIFIED, origin
    if not told:
        yield _UNSPECIFIED, ""


_SOURCE = "prov:hadPrimarySource"
