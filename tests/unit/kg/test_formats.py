"""Formats go by name, extension or media type."""

from __future__ import annotations

import pytest

from kg.errors import FormatError
from kg.formats import GRAPH_FORMATS, RESULT_FORMATS, find_format

GRAPH_SPELLINGS = [
    (form, spelling)
    for form in GRAPH_FORMATS
    for spelling in (*form.names, *form.media_types, f".{form.names[0].upper()}")
]


def test_every_spelling_finds_its_format() -> None:
    """Every name, extension and media type of a format finds it and no other."""
    found = [(find_format(text, GRAPH_FORMATS), text) for _, text in GRAPH_SPELLINGS]

    assert GRAPH_SPELLINGS == found


def test_media_types_are_those_of_the_serializer() -> None:
    """We announce what pyoxigraph writes."""
    for graph in GRAPH_FORMATS:
        assert graph.syntax.media_type == graph.media_type
    for result in RESULT_FORMATS:
        assert result.syntax.media_type.partition(";")[0] == result.media_type


def test_an_unknown_format() -> None:
    """An unknown format is a usage error that lists those that would do."""
    with pytest.raises(FormatError, match="ttl, trig, nt, nq, rdf, jsonld") as raised:
        find_format("excel", GRAPH_FORMATS)

    assert 2 == raised.value.exit_code
