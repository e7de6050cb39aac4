"""The version of a graph: the hash of what it asserts (RDFC-1.0)."""

from __future__ import annotations

import hashlib

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    NamedNode,
    Quad,
    RdfFormat,
    serialize,
)

from kg.store import Store, is_asserted


def content_version(store: Store) -> str:
    """Hash the canonical N-Quads of the asserted graphs: the same wherever it is built.

    What was inferred follows from them, evidence and metadata tell of them. Only what
    has blank nodes is canonicalised: they are named by nothing else, and the rest of
    canonical N-Quads are sorted lines (RDF Dataset Canonicalization, section 5).
    """
    blank, lines = [], []
    for graph in store.quads.named_graphs():
        if not isinstance(graph, NamedNode) or not is_asserted(store.names, graph):
            continue
        for quad in store.quads.quads_for_pattern(None, None, None, graph):
            ends = (quad.subject, quad.object)
            if any(isinstance(end, BlankNode) for end in ends):
                blank.append(quad)
            else:
                lines.append(_line(quad))
    named = Dataset(blank)
    named.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    lines.extend(_line(quad) for quad in named)
    return hashlib.sha256(b"".join(sorted(lines))).hexdigest()


def _line(quad: Quad) -> bytes:
    return serialize([quad], format=RdfFormat.N_QUADS) or b""
