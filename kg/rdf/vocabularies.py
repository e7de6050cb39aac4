"""The vocabularies that were added to the lexicon: which version, by which licence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pyoxigraph import NamedNode

from kg.rdf.mappings import added_source
from kg.rdf.statements import Pair, quads
from kg.rdf.terms import iri, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Quad

    from kg.model import Reference
    from kg.names import Names


class Added(Protocol):
    """A vocabulary as it describes itself; `name` tells it from others."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def licence(self) -> str: ...


def vocabulary_quads(
    added: Iterable[Added], run: Reference, names: Names
) -> Iterator[Quad]:
    """Describe vocabularies in the metadata graph, as what a build made use of."""
    graph = names.graph("metadata")
    for vocabulary in added:
        node = names.iri(added_source(vocabulary.name))
        yield from quads(node, _pairs(vocabulary), graph)
        yield from quads(names.iri(run), [("prov:used", node)], graph)


def _pairs(vocabulary: Added) -> Iterator[Pair]:
    yield "rdf:type", iri("dcat:Dataset")
    yield "dcterms:title", text(vocabulary.title)
    yield "dcterms:identifier", text(vocabulary.name)
    yield "dcterms:hasVersion", text(vocabulary.version)
    yield _licence(vocabulary.licence)


def _licence(said: str) -> Pair:
    """Name a licence by its address, where that is what the vocabulary says of it."""
    if said.startswith(("http://", "https://")) and " " not in said:
        return "dcterms:license", NamedNode(said)
    return "dcterms:rights", text(said)
