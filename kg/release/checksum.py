"""The sum of a file in RDF, as DCAT 3 has it (section 6.8.17), by SPDX."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from kg.names import named

SPDX = "http://spdx.org/rdf/terms#"


def checksum(file: NamedNode, sha256: str) -> Iterator[Triple]:
    """Tell the SHA-256 sum of a file, given in hexadecimal digits."""
    found = NamedNode(f"{file.value}#sha256")
    algorithm = NamedNode(SPDX + "checksumAlgorithm_sha256")
    value = Literal(sha256, datatype=named("xsd:hexBinary"))
    yield Triple(file, NamedNode(SPDX + "checksum"), found)
    yield Triple(found, named("rdf:type"), NamedNode(SPDX + "Checksum"))
    yield Triple(found, NamedNode(SPDX + "algorithm"), algorithm)
    yield Triple(found, NamedNode(SPDX + "checksumValue"), value)
