"""What a release says of itself: sources, citation, licence, RO-Crate."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date

from pyoxigraph import Literal, NamedNode

from kg.formats import GRAPH_FORMATS
from kg.names import named
from kg.store import Store

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
TITLE = "MendelGraph: genetics pages as a reasoned and explained graph"
_ABOUT = (
    "What genetics pages state as RDF, linked to public identifiers, with the sentence "
    "behind every triple and all that follows from them by OWL 2 RL."
)
_COLUMNS = ("source", "title", "address", "hash")
_PARTS = ("dcterms:title", "dcterms:source", "mg:textHash")
WHAT: Mapping[str, str] = {
    "mendelgraph.nq.gz": "every graph, evidence included, as N-Quads",
    "mendelgraph.ttl.gz": "what a query sees, as Turtle",
    "mendelgraph.jsonld.gz": "every graph, as JSON-LD",
    "ontology.ttl": "the ontology",
    "void.ttl": "what the dataset is and holds: VoID, DCAT",
    "quality.json": "the figures of quality",
    "sources.tsv": "the pages and files it was made from, each with its hash",
    "CITATION.cff": "how to cite it",
    "LICENSE": "on what terms it may be used",
    "dataset.ttl": "this release and its files, by the HCLS profile and DCAT",
}


def sources(store: Store) -> str:
    """List what the graph was made from: pages and references."""
    rows = sorted({*_with_hash(store), *_references(store)})
    return "".join("\t".join(row) + "\n" for row in (_COLUMNS, *rows))


def _with_hash(store: Store) -> Iterator[tuple[str, ...]]:
    for quad in store.quads.quads_for_pattern(None, named("mg:textHash"), None, None):
        if isinstance(quad.subject, NamedNode):
            yield _row(store, quad.subject)


def _references(store: Store) -> Iterator[tuple[str, ...]]:
    kind, metadata = named("dcat:Dataset"), store.names.graph("metadata")
    start = store.names.prefixes["source"]
    for quad in store.quads.quads_for_pattern(None, named("rdf:type"), kind, metadata):
        node = quad.subject
        if isinstance(node, NamedNode) and node.value.startswith(start):
            yield _row(store, node)


def _row(store: Store, node: NamedNode) -> tuple[str, ...]:
    return (store.names.curie(node.value), *(_value(store, node, p) for p in _PARTS))


def _value(store: Store, node: NamedNode, part: str) -> str:
    found = store.quads.quads_for_pattern(node, named(part), None, None)
    terms = (q.object for q in found)
    values = {t.value for t in terms if isinstance(t, NamedNode | Literal)}
    return " ".join(min(values, default="").split())


def citation(version: str, issued: date) -> str:
    """Write the Citation File Format, version 1.2."""
    return (
        "cff-version: 1.2.0\n"
        "message: Please cite this release as below.\n"
        "type: dataset\n"
        f'title: "{TITLE}"\n'
        "authors:\n  - name: MendelGraph\n"
        f'version: "{version}"\n'
        f"date-released: {issued.isoformat()}\n"
        "license: CC-BY-4.0\n"
        "url: https://w3id.org/mendelgraph/\n"
    )


def licence() -> str:
    """Say on what terms a release may be used."""
    return (
        "This dataset is licensed under the Creative Commons Attribution 4.0\n"
        f"International License: {LICENCE}legalcode\n"
        "What it was made from is listed in sources.tsv, with its own terms in\n"
        "void.ttl. SPDX-License-Identifier: CC-BY-4.0\n"
    )


def crate(version: str, issued: date, files: Mapping[str, int]) -> str:
    """Write RO-Crate metadata (1.1) over files, each with its size."""
    root: dict[str, object] = {
        "@id": "./",
        "@type": "Dataset",
        "name": TITLE,
        "description": _ABOUT,
        "version": version,
        "datePublished": issued.isoformat(),
        "license": {"@id": LICENCE},
        "hasPart": [{"@id": name} for name in files],
    }
    about = {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }
    terms = {"@id": LICENCE, "@type": "CreativeWork", "name": "CC BY 4.0"}
    parts = [_part(name, size) for name, size in files.items()]
    content = {
        "@context": "https://w3id.org/ro/crate/1.1/context",
        "@graph": [about, root, terms, *parts],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _part(name: str, size: int) -> dict[str, object]:
    return {
        "@id": name,
        "@type": "File",
        "name": WHAT[name],
        "contentSize": str(size),
        "encodingFormat": media_types(name),
    }


def media_types(name: str) -> list[str] | str:
    """Give the media type of a file by its name, and of what packs it.

    >>> media_types("mendelgraph.ttl.gz")
    ['application/gzip', 'text/turtle']
    """
    bare = name.removesuffix(".gz")
    ending = bare.rpartition(".")[2]
    others = {
        "json": "application/json",
        "tsv": "text/tab-separated-values",
        "cff": "application/yaml",
    }
    syntaxes = (f.media_type for f in GRAPH_FORMATS if f.name == ending)
    found = others.get(ending) or next(syntaxes, "text/plain")
    return found if bare == name else ["application/gzip", found]
