"""Files of any syntax, however they are called, packed and encoded."""

from __future__ import annotations

import gzip
from itertools import pairwise
from pathlib import Path

import pytest

from kg.errors import GraphError
from kg.reason import read_graph

TURTLE = "@prefix : <http://example.org/> . :a :p :b ."
LINE = "<http://example.org/a> <http://example.org/p> <http://example.org/b>"
TRIG = "@prefix : <http://example.org/> . :g { :a :p :b }"
JSON = (
    '{"@id": "http://example.org/a", '
    '"http://example.org/p": {"@id": "http://example.org/b"}}'
)
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML = (
    f'<rdf:RDF xmlns:rdf="{RDF}" xmlns="http://example.org/">'
    '<rdf:Description rdf:about="http://example.org/a">'
    '<p rdf:resource="http://example.org/b"/></rdf:Description></rdf:RDF>'
)
ENTITY = (
    f"<!DOCTYPE rdf:RDF [<!ENTITY e 'http://example.org/'> <!ENTITY f \"&e;a\">]>"
    f"{XML.replace('http://example.org/a', '&f;')}"
)
UTF_16 = '<?xml version="1.0" encoding="UTF-16"?>' + XML
FORMS = {
    "turtle": TURTLE.encode(),
    "triples": f"# triples\n{LINE} .\n".encode(),
    "quads": f"{LINE} <http://example.org/g> .\n".encode(),
    "trig": TRIG.encode(),
    "json": JSON.encode(),
    "xml": XML.encode(),
    "xml with a comment": f"<!-- XML -->\n{XML}".encode(),
    "xml with entities": ENTITY.encode(),
    "marked": b"\xef\xbb\xbf" + TURTLE.encode(),
    "utf-16": UTF_16.encode("utf-16"),
    "packed": gzip.compress(TURTLE.encode()),
    "packed and marked": gzip.compress(b"\xef\xbb\xbf" + XML.encode()),
}


def read(folder: Path, name: str, content: bytes) -> list[str]:
    path = folder / name
    path.write_bytes(content)
    return [str(triple) for triple in read_graph(path)]


@pytest.mark.parametrize("ending", ["", ".ttl", ".nt", ".owl", ".jsonld", ".txt"])
@pytest.mark.parametrize("form", FORMS)
def test_the_content_tells_its_syntax(tmp_path: Path, form: str, ending: str) -> None:
    """Whatever the ending says, what is in the file is read."""
    assert [LINE] == read(tmp_path, f"graph{ending}", FORMS[form])


@pytest.mark.parametrize("ending", ["", ".ttl", ".nt", ".nq", ".rdf", ".jsonld"])
def test_an_empty_file_is_an_empty_graph(tmp_path: Path, ending: str) -> None:
    """There is nothing in it to complain of, except for XML and JSON."""
    assert [] == read(tmp_path, f"graph{ending}", b"")


def test_relative_iris(tmp_path: Path) -> None:
    """They are relative to the file, or to the base that is given."""
    path = tmp_path / "graph.ttl"
    path.write_text("<a> <http://example.org/p> <#b> .")
    at, given = path.as_uri().rpartition("/")[0], "http://example.org/x"
    own, based = ([str(t) for t in read_graph(path, base=b)] for b in (None, given))

    assert [f"<{at}/a> <http://example.org/p> <{path.as_uri()}#b>"] == own
    assert [
        "<http://example.org/a> <http://example.org/p> <http://example.org/x#b>"
    ] == based


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        (
            "a.ofn",
            b"Prefix(:=<http://e/>)",
            "this is OWL in functional syntax, not RDF",
        ),
        (
            "a.owl",
            b"Ontology: <http://e/>",
            "this is OWL in Manchester syntax, not RDF",
        ),
        ("a.owx", b"<?xml version='1.0'?>\n<Ontology xmlns='o'/>", "this is OWL/XML"),
        ("a.obo", b"format-version: 1.2\n", "this is an OBO file, not RDF: convert it"),
        ("a.rdf", b"<!DOCTYPE html><html/>", "this is an HTML page, not RDF"),
        ("a.ttl", b"\x7fELF\x00\x01", "this is another format, not RDF"),
        ("a.nt", b"\x00\x01\x02", "this is no text, not RDF"),
        ("a.nt", b"<http://e/a> <http://e/b> .\n", "(line 1)"),
        ("a.ttl", b"\xff\xff", "Invalid UTF-8"),
        ("a.rdf", b"<?xml version='1.0' encoding='x-odd'?><a/>", "unknown encoding"),
        ("a.rdf", b"<!DOCTYPE a [<!ENTITY e SYSTEM 'f'>]><a/>", "not fetched"),
        ("a.rdf", b"<!DOCTYPE a [<!ENTITY e '&e;x'>]><a/>", "in a circle"),
        ("a.ttl.gz", b"\x1f\x8b\x08\x00", "ended before"),
    ],
)
def test_what_is_no_rdf(
    tmp_path: Path, name: str, content: bytes, problem: str
) -> None:
    """A file that is something else is named, with what it is or where it breaks."""
    with pytest.raises(GraphError) as caught:
        read(tmp_path, name, content)
    assert str(caught.value).startswith(f"{tmp_path / name}: ")
    assert problem in str(caught.value)


def test_entities_do_not_grow_without_measure(tmp_path: Path) -> None:
    """Entities made of entities, made of entities ... are refused."""
    names = "abcdefghijklmnopqrst"
    more = "".join(
        f"<!ENTITY {two} '{f'&{one};' * 10}'>" for one, two in pairwise(names)
    )
    content = f"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>{more}]><x>&t;</x>"
    with pytest.raises(GraphError, match="expand without measure"):
        read(tmp_path, "bomb.rdf", content.encode())
