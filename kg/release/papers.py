"""What a release says of itself: citation, licence, RO-Crate."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from kg.formats import GRAPH_FORMATS

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
TITLE = "MendelGraph: genetics pages as a reasoned and explained graph"
_ABOUT = (
    "What genetics pages state as RDF, linked to public identifiers, with the sentence "
    "behind every triple and all that follows from them by OWL 2 RL."
)
_CONTEXT = {"sha256": "http://schema.org/sha256"}  # not among the terms of RO-Crate 1.1
SUMS = "SHA256SUMS"
WHAT: Mapping[str, str] = {
    "mendelgraph.nq.gz": "every graph, evidence included, as N-Quads",
    "mendelgraph.ttl.gz": "what a query sees, as Turtle",
    "mendelgraph.jsonld.gz": "every graph, as JSON-LD",
    "mendelgraph.kgx.zip": "nodes and edges in the words of Biolink, as KGX tables",
    "mendelgraph.sssom.tsv": "every mapping with how it was found, as SSSOM",
    "mendelgraph.nanopubs.trig.gz": "a nanopublication for each statement, unsigned",
    "ontology.ttl": "the ontology",
    "void.ttl": "what the dataset is and holds: VoID, DCAT",
    "quality.json": "the figures of quality",
    "sources.tsv": "what it was made from: version, terms and hash, where known",
    "CITATION.cff": "how to cite it",
    "LICENSE": "on what terms it may be used",
    "dataset.ttl": "this release and its files, by the HCLS profile and DCAT",
}


class File(NamedTuple):
    """What a release tells of a file; `sha256` in hexadecimal digits."""

    size: int
    sha256: str


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
        "What it was made from is listed in sources.tsv, each with its own terms\n"
        "where they are known. SPDX-License-Identifier: CC-BY-4.0\n"
    )


def crate(version: str, issued: date, files: Mapping[str, File]) -> str:
    """Write RO-Crate metadata (1.1) over files, each with its size and sum.

    The file of sums has neither: it holds the sum of this one.
    """
    root: dict[str, object] = {
        "@id": "./",
        "@type": "Dataset",
        "name": TITLE,
        "description": _ABOUT,
        "version": version,
        "datePublished": issued.isoformat(),
        "license": {"@id": LICENCE},
        "hasPart": [{"@id": name} for name in (*files, SUMS)],
    }
    about = {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }
    terms = {"@id": LICENCE, "@type": "CreativeWork", "name": "CC BY 4.0"}
    parts = [_part(name, file) for name, file in files.items()]
    sums = {**_named(SUMS), "name": "the sums of all files, for sha256sum --check"}
    content = {
        "@context": ["https://w3id.org/ro/crate/1.1/context", _CONTEXT],
        "@graph": [about, root, terms, *parts, sums],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _part(name: str, file: File) -> dict[str, object]:
    told = {"contentSize": str(file.size), "sha256": file.sha256}
    return {**_named(name), "name": WHAT[name], **told}


def _named(name: str) -> dict[str, object]:
    return {"@id": name, "@type": "File", "encodingFormat": media_types(name)}


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
        "zip": "application/zip",
    }
    syntaxes = (f.media_type for f in GRAPH_FORMATS if f.name == ending)
    found = others.get(ending) or next(syntaxes, "text/plain")
    return found if bare == name else ["application/gzip", found]
