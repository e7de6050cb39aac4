"""What files a graph can be had as, in the words of DCAT and VoID."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from kg.rdf.terms import iri
from kg.release.checksum import checksum

_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True, slots=True)
class Distribution:
    """A file: its address, what it is, and its size where that is known.

    `packed_as` is the media type of what packs it, empty if nothing does; `is_rdf`
    tells whether it can be read as triples.
    """

    address: str
    what: str
    media_type: str
    packed_as: str = ""
    size: int | None = None
    sha256: str = ""
    is_rdf: bool = False


def triples_of(
    dataset: NamedNode, distributions: Iterable[Distribution]
) -> Iterator[Triple]:
    """Say of a dataset as which files it can be had."""
    for found in distributions:
        node = NamedNode(found.address)
        yield Triple(dataset, iri("dcat:distribution"), node)
        if found.is_rdf:
            yield Triple(dataset, iri("void:dataDump"), node)
        yield Triple(node, iri("rdf:type"), iri("dcat:Distribution"))
        yield Triple(node, iri("dcat:downloadURL"), node)
        yield Triple(node, iri("dcterms:title"), Literal(found.what))
        yield Triple(node, iri("dcat:mediaType"), media_type(found.media_type))
        if found.packed_as:
            yield Triple(node, iri("dcat:compressFormat"), media_type(found.packed_as))
        if found.size is not None:
            kind = iri("xsd:nonNegativeInteger")
            size = Literal(str(found.size), datatype=kind)
            yield Triple(node, iri("dcat:byteSize"), size)
        if found.sha256:
            yield from checksum(node, found.sha256)


def media_type(name: str) -> NamedNode:
    """Name a media type as IANA does."""
    return NamedNode(_MEDIA_TYPES + name)
