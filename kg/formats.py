"""Every format by its name, file extension or media type, in one table each.

The command line, the exports and the server's content negotiation read these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from pyoxigraph import QueryResultsFormat, RdfFormat

from kg.errors import FormatError

Syntax = TypeVar("Syntax", RdfFormat, QueryResultsFormat)


@dataclass(frozen=True, slots=True)
class Format(Generic[Syntax]):
    """A format; the first name, extension and media type are the ones we write."""

    syntax: Syntax
    names: tuple[str, ...]
    media_types: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.names[0]

    @property
    def media_type(self) -> str:
        return self.media_types[0]


GRAPH_FORMATS = (
    Format(
        RdfFormat.TURTLE,
        ("ttl", "turtle", "n3"),  # Turtle is a part of N3
        ("text/turtle", "application/x-turtle", "application/turtle", "text/n3"),
    ),
    Format(RdfFormat.TRIG, ("trig",), ("application/trig",)),
    Format(
        RdfFormat.N_TRIPLES,
        ("nt", "ntriples", "n-triples"),
        ("application/n-triples", "text/plain"),
    ),
    Format(RdfFormat.N_QUADS, ("nq", "nquads", "n-quads"), ("application/n-quads",)),
    Format(
        RdfFormat.RDF_XML,
        ("rdf", "rdfxml", "rdf/xml", "rdf+xml", "owl", "xml"),
        ("application/rdf+xml", "application/xml", "text/xml"),
    ),
    Format(
        RdfFormat.JSON_LD,
        ("jsonld", "json-ld", "json"),
        ("application/ld+json", "application/json"),
    ),
)
"""RDF 1.1 syntaxes, for graphs and for the results of CONSTRUCT and DESCRIBE."""

RESULT_FORMATS = (
    Format(
        QueryResultsFormat.JSON,
        ("json", "srj"),
        ("application/sparql-results+json", "application/json"),
    ),
    Format(
        QueryResultsFormat.XML,
        ("xml", "srx"),
        ("application/sparql-results+xml", "application/xml", "text/xml"),
    ),
    Format(QueryResultsFormat.CSV, ("csv",), ("text/csv",)),
    Format(QueryResultsFormat.TSV, ("tsv",), ("text/tab-separated-values",)),
)
"""SPARQL 1.1 result formats, for SELECT and ASK."""


def find_format(text: str, formats: tuple[Format[Syntax], ...]) -> Format[Syntax]:
    """Look a format up; raises FormatError with the names that would do.

    >>> find_format("text/turtle", GRAPH_FORMATS).name
    'ttl'
    >>> find_format(".NQ", GRAPH_FORMATS).media_type
    'application/n-quads'
    """
    wanted = text.strip().casefold().partition(";")[0].removeprefix(".")
    for found in formats:
        if wanted in found.names or wanted in found.media_types:
            return found
    raise FormatError(text, tuple(found.name for found in formats))
