"""What the graph holds and what it was made from (VoID, DCAT 3, PROV-O).

No time stands here: the same input gives the same graph, byte for byte.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.model import Document, Reference
from kg.rdf.statements import Pair, quads
from kg.rdf.terms import integer, iri, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Quad

    from kg.names import Names

TITLE = "MendelGraph: genetics pages as a reasoned and explained graph"


def run_reference(version: str, inputs: Iterable[bytes]) -> Reference:
    """Identify a build by what goes into it: the software's version and its inputs.

    >>> run_reference("1.0", [b"a page"]) == run_reference("1.0", [b"a page"])
    True
    """
    digest = hashlib.sha256(version.encode())
    for content in inputs:
        digest.update(hashlib.sha256(content).digest())
    return Reference("run", digest.hexdigest()[:16])


def metadata_quads(
    documents: Iterable[Document],
    counts: Mapping[NamedNode, int],
    version: str,
    names: Names,
    run: Reference,
) -> Iterator[Quad]:
    """Describe the dataset, its graphs by size, its sources, and the run."""
    graph = names.graph("metadata")
    yield from quads(
        dataset_node(names), _dataset_pairs(counts, version, names, run), graph
    )
    for part, triples in sorted(counts.items(), key=str):
        pairs: tuple[Pair, ...] = (
            ("rdf:type", iri("void:Dataset")),
            ("void:triples", integer(triples)),
        )
        yield from quads(part, pairs, graph)
    activity: tuple[Pair, ...] = (
        ("rdf:type", iri("prov:Activity")),
        ("rdfs:label", text(f"mendel build {version}")),
        *(("prov:used", names.iri(document.id)) for document in documents),
    )
    yield from quads(names.iri(run), activity, graph)


def dataset_node(names: Names) -> NamedNode:
    """Give the node that stands for the whole graph."""
    return NamedNode(names.base + ".well-known/void#dataset")


def _dataset_pairs(
    counts: Mapping[NamedNode, int], version: str, names: Names, run: Reference
) -> Iterator[Pair]:
    yield "rdf:type", iri("void:Dataset")
    yield "rdf:type", iri("dcat:Dataset")
    yield "dcterms:title", text(TITLE)
    yield "dcat:version", text(version)
    yield "void:triples", integer(sum(counts.values()))
    yield "void:uriSpace", text(names.base)
    yield "void:vocabulary", NamedNode(names.prefixes["mg"])
    yield "prov:wasGeneratedBy", names.iri(run)
    for part in counts:
        yield "void:subset", part
