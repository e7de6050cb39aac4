"""Keywords of a query are told apart from what merely looks like them."""

from __future__ import annotations

import pytest

from kg.store import has_service, is_update

SERVICE = "SERVICE <http://example.org/> { ?s ?p ?o }"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"SELECT * {{ {SERVICE} }}", id="plain"),
        pytest.param(f"SELECT * {{ {SERVICE.lower()} }}", id="lower case"),
        pytest.param(f"ASK {{ # a comment\r{SERVICE} }}", id="comment ended by CR"),
        pytest.param(f"ASK {{ ?s ?p 'it\\'s' {SERVICE} }}", id="escaped quote"),
        pytest.param(f"ASK {{ ?s ?p <http://a#b> {SERVICE} }}", id="IRI with #"),
        pytest.param(
            f"ASK {{ ?s ?p <http://\\u0041#b> {SERVICE} }}", id="escape in IRI"
        ),
        pytest.param(
            f"PREFIX e: <http://e/> ASK {{ ?s ?p e:a\\#b {SERVICE} }}", id="escaped #"
        ),
        pytest.param(
            "PREFIX : <http://e/> ASK { SERVICE:x { ?s ?p ?o } }", id="empty prefix"
        ),
        pytest.param(
            "PREFIX e: <http://e/> ASK { SERVICEe:x { ?s ?p ?o } }", id="no space"
        ),
        pytest.param("ASK { SERVICESILENT<http://e/> { ?s ?p ?o } }", id="silent"),
        pytest.param(
            "ASK { FILTER(1<2)SERVICE?x#>\n{ ?s ?p ?o } }", id="less-than, no IRI"
        ),
    ],
)
def test_service_is_found(text: str) -> None:
    """Whatever the parser of oxigraph takes for SERVICE is found."""
    assert has_service(text)


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?service a sd:Service }",
        'ASK { ?s ?p \'SERVICE\', """a "SERVICE" <x> {""" , \'x\'@service }',
        "ASK { <http://example.org/SERVICE> ?p ?o } # SERVICE <x> {",
        "ASK { ?s ?p $service FILTER(?a < 1 && ?b > 2) }",
    ],
)
def test_other_words_are_no_service(text: str) -> None:
    """Strings, IRIs, comments, variables and local names may hold the word."""
    assert not has_service(text)


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:a> <a:b> 1 }",
        "PREFIX insert: <http://e/> delete where { ?s ?p ?o }",
        "# SELECT\nLOAD <http://example.org/>",
        "CLEAR ALL",
        "BASE <http://e/> WITH <g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_updates_are_known(text: str) -> None:
    """The first word after the prologue tells an update from a query."""
    assert is_update(text)


@pytest.mark.parametrize(
    "text", ["", "SELECT * { ?s ?p 'INSERT' }", "# CLEAR\nPREFIX add: <x:> ASK {}"]
)
def test_queries_are_no_updates(text: str) -> None:
    """A query may hold the words of an update anywhere but in front."""
    assert not is_update(text)
