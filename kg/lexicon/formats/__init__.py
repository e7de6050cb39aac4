"""Files that a lexicon can be made of; the format is told by the content."""

from __future__ import annotations

import csv
import zlib
from pathlib import Path

import yaml

from kg.errors import LexiconError
from kg.lexicon.formats import hgnc, obo, owl, tables
from kg.lexicon.formats.file import File
from kg.lexicon.vocabulary import Vocabulary

_READERS = (
    (hgnc.is_table, hgnc.read_table),
    (tables.is_sssom, tables.read_sssom),
    (tables.is_chebi, tables.read_chebi),
    (tables.is_edges, tables.read_edges),
    (obo.is_obo, obo.read),
    (owl.is_rdf, owl.read),
    (hgnc.is_json, hgnc.read_json),
)
# What the readers' libraries raise for a file that is cut or breaks its syntax.
_BROKEN = (
    *(OSError, EOFError, SyntaxError, ValueError, RecursionError),
    *(zlib.error, csv.Error, yaml.YAMLError, KeyError),
)


def read(path: Path) -> Vocabulary:
    """Read a vocabulary; raises LexiconError for a file that is none.

    It is empty where nothing is of a scheme that is read.
    """
    file = File(path)
    try:
        reader = next((read for fits, read in _READERS if fits(file)), None)
        if reader:
            return reader(file)
    except _BROKEN as error:
        raise LexiconError(str(path), _worded(error)) from error
    raise LexiconError(
        str(path),
        "no vocabulary that is known: give HGNC's complete set (TSV or JSON), an "
        "ontology in OBO or OWL (RDF/XML, Turtle), or a table in SSSOM",
    )


def _worded(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    place = getattr(error, "lineno", None)
    said = " ".join(str(error).split()) or type(error).__name__
    return f"is of no use: {f'line {place}: ' if place else ''}{said}"
