"""A release as the HCLS Community Profile describes one: summary, version, files.

(https://www.w3.org/TR/hcls-dataset/) The version is one of the dataset that the
endpoint describes; each file is a distribution of it (DCAT 3), at its address below
`/releases/`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg.export import used_prefixes
from kg.formats import GRAPH_FORMATS
from kg.names import Names, named
from kg.release.checksum import SPDX, checksum
from kg.release.papers import LICENCE, TITLE, WHAT, File, media_types

_DATASET = NamedNode("http://purl.org/dc/dcmitype/Dataset")
_VOID = ".well-known/void#"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_GRAPHS = frozenset(f".{form.name}" for form in GRAPH_FORMATS)

Pair = tuple[str, NamedNode | Literal]


def levels(
    names: Names, folder: str, version: str, issued: date, files: Mapping[str, File]
) -> str:
    """Write the three levels as Turtle; `files` have the size and sum of each."""
    place = f"{names.base}releases/{folder}/"
    nodes: dict[NamedNode, list[Pair]] = {
        NamedNode(f"{names.base}{_VOID}summary"): [*_summary(names)],
        NamedNode(place): [*_version(names, place, version, issued, files)],
    }
    for name, file in files.items():
        node = NamedNode(place + name)
        nodes[node] = [*_file(names, place, name, file.size, version, issued)]
    triples = [
        Triple(node, named(predicate), value)
        for node, pairs in nodes.items()
        for predicate, value in pairs
    ]
    for name, file in files.items():
        triples.extend(checksum(NamedNode(place + name), file.sha256))
    prefixes = {
        **used_prefixes(triples, names),
        "dctypes": _DATASET.value.removesuffix("Dataset"),
        "spdx": SPDX,
    }
    written = serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes)
    return (written or b"").decode()


def _summary(names: Names) -> Iterator[Pair]:
    yield "rdf:type", _DATASET
    yield "dcterms:title", Literal("MendelGraph", language="en")
    yield (
        "dcterms:description",
        Literal(f"{TITLE}, in all its versions.", language="en"),
    )
    yield from _people(names)


def _people(names: Names) -> Iterator[Pair]:
    for relation in ("dcterms:creator", "dcterms:publisher"):
        yield relation, NamedNode(f"{names.base}{_VOID}project")
    yield "dcterms:license", NamedNode(LICENCE)


def _version(
    names: Names, place: str, version: str, issued: date, files: Mapping[str, File]
) -> Iterator[Pair]:
    said = f"{TITLE}, as of {issued.isoformat()}."
    yield "rdf:type", _DATASET
    yield "rdf:type", named("dcat:Dataset")
    yield "dcterms:title", Literal(f"MendelGraph, {issued.isoformat()}", language="en")
    yield "dcterms:description", Literal(said, language="en")
    yield from _people(names)
    yield from _issue(version, issued)
    yield "dcterms:isVersionOf", NamedNode(f"{names.base}{_VOID}summary")
    yield "dcterms:language", NamedNode("http://lexvo.org/id/iso639-1/en")
    for name in files:
        yield "dcat:distribution", NamedNode(place + name)


def _issue(version: str, issued: date) -> Iterator[Pair]:
    yield "pav:version", Literal(version)
    day = Literal(issued.isoformat(), datatype=named("xsd:date"))
    yield "dcterms:issued", day


def _file(
    names: Names, place: str, name: str, size: int, version: str, issued: date
) -> Iterator[Pair]:
    media = media_types(name)
    packed, kind = media if isinstance(media, list) else ("", media)
    yield "rdf:type", named("dcat:Distribution")
    yield "rdf:type", _DATASET
    if any(name.removesuffix(".gz").endswith(ending) for ending in _GRAPHS):
        yield "rdf:type", named("void:Dataset")
        yield "void:dataDump", NamedNode(place + name)
    yield "dcterms:title", Literal(f"MendelGraph: {name}", language="en")
    yield "dcterms:description", Literal(WHAT[name], language="en")
    yield from _people(names)
    yield from _issue(version, issued)
    yield "dcterms:format", Literal(kind)
    yield "dcat:mediaType", NamedNode(_MEDIA + kind)
    if packed:
        yield "dcat:compressFormat", NamedNode(_MEDIA + packed)
    yield "dcat:downloadURL", NamedNode(place + name)
    number = named("xsd:nonNegativeInteger")
    yield "dcat:byteSize", Literal(str(size), datatype=number)
