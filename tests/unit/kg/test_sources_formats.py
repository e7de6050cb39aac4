"""Each format of a page is read into the sections that its file of expectations has."""

from __future__ import annotations

import io
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kg.errors import DocumentError
from kg.model import Document, Kind, Section
from kg.sources import find, read
from kg.sources.markup import blocks, parse_html
from kg.sources.objects import read_json
from kg.sources.transcript import Piece, Transcript, plain

CASES = Path(__file__).parents[2] / "cases" / "sources"
FILES = sorted(file for file in CASES.glob("*/*") if file.suffix != ".toml")


def sections(document: Document) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for passage in document.passages:
        found.setdefault(str(passage.section), []).append(passage.text)
    return found


def expectation(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.with_suffix(".toml").read_text(encoding="utf-8"))


def read_case(file: Path) -> tuple[list[Document], list[DocumentError]]:
    refused: list[DocumentError] = []
    return [page.document for page in read(find([file]), refused.append)], refused


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name + file.name)
def test_a_page_of_each_format(file: Path) -> None:
    """Titles, prose and lists come out by section; what is no page is named."""
    expected = expectation(file)
    documents, refused = read_case(file)
    assert expected.get("refused", []) == [
        str(error).removeprefix(str(file)).lstrip(" :") for error in refused
    ]
    assert expected["pages"] == [
        {
            "id": str(document.id),
            "subject": str(document.subject),
            "sections": sections(document),
        }
        | ({"url": document.url} if document.url else {})
        | ({"text": document.text} if "text" in page else {})
        for document, page in zip(documents, expected["pages"], strict=True)
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name + file.name)
def test_passages_are_verbatim_and_in_order(file: Path) -> None:
    """Every passage is a slice of its document's text; none overlaps the next."""
    for document in read_case(file)[0]:
        end = 0
        for passage in document.passages:
            stop = passage.offset + len(passage.text)
            assert passage.text == document.text[passage.offset : stop]
            assert end <= passage.offset
            end = stop


WORDS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=20)


@given(st.lists(st.tuples(st.sampled_from(Section), st.lists(WORDS, max_size=4))))
def test_whatever_is_written_is_verbatim(
    parts: list[tuple[Section, list[str]]],
) -> None:
    """Passages of a transcript are slices of its text, whatever the words are."""
    script = Transcript()
    script.title("Xyz anemia")
    script.paragraph(Piece(Section.DESCRIPTION, "It is rare."))
    for section, words in parts:
        script.heading(plain(section))
        for word in words:
            script.line(Piece(section, plain(word)), Piece(None, "; "))
    document = script.document(Kind.CONDITION, None, "page")
    expected = ["Xyz anemia", "It is rare."]
    expected += [plain(word) for _, words in parts for word in words if plain(word)]
    assert expected == [
        document.text[passage.offset : passage.offset + len(passage.text)]
        for passage in document.passages
    ]


@given(st.lists(st.lists(WORDS, min_size=1, max_size=3), max_size=4))
def test_the_words_of_html_are_kept(lines: list[list[str]]) -> None:
    """Elements in a line neither part nor join its words; blocks part lines."""
    body = etree.Element("body")
    for words in lines:
        block = etree.SubElement(body, "p")
        for word in words:
            etree.SubElement(block, "b").text = plain(word)
    expected = [plain("".join(plain(word) for word in words)) for words in lines]
    assert [line for line in expected if line] == [b.text for b in blocks(body)]


@given(st.binary(max_size=200))
def test_html_of_any_bytes_is_read_or_refused(data: bytes) -> None:
    """No bytes break the reader of HTML."""
    root = parse_html(b"<html>" + data)
    assert root is None or all(block.text for block in blocks(root))


JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "text-list", "text", "html", "synonym-list", "?"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@given(JSON)
def test_json_of_any_form_is_read_or_refused(content: object) -> None:
    """JSON that is no page, or only partly like one, is refused in a line."""
    page = {"ghr-page": "https://medlineplus.gov/genetics/condition/x/"}
    data = [
        {**page, "name": content, "text-list": content},
        {"a": content},
        {"url": content, "texts": content, "sections": content},
    ]
    found = list(read_json(io.BytesIO(json.dumps(data).encode()), "page.json"))
    assert all(isinstance(each, Document | DocumentError) for each in found)
    assert str(found[-1]).startswith("page.json: holds JSON that is no gene or")
