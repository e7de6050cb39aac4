"""What may be given as input, and what is refused in one line."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from kg.errors import DocumentError
from kg.model import Document, Kind, Section
from kg.sources import find, read

GENE = "XYZ1 gene\n\nNormal Function\n\nThe XYZ1 gene provides instructions.\n"
CONDITION = (
    "Xyz anemia\n\nDescription\n\nXyz anemia is a disorder.\n\nCauses\n\nNobody.\n"
)
LATIN = (
    "is not UTF-8 (byte 0xfc at position 1): convert it, for example with "
    "`iconv -f WINDOWS-1252 -t UTF-8`"
)
UTF_16 = "is UTF-16: convert it to UTF-8, for example with `iconv -f UTF-16 -t UTF-8`"
BINARY = "is a binary file: give the page as plain text"
OTHER = (
    "is not a gene or condition page: neither its headings "
    "('Normal Function', 'Causes' ...) nor its first sentence is one's"
)


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read_all(*inputs: Path | str) -> list[Document]:
    return [page.document for page in read(find(inputs), lambda _: None)]


def refusals(*inputs: Path | str) -> list[str]:
    refused: list[DocumentError] = []
    list(read(find(inputs), refused.append))
    return [str(error) for error in refused]


def test_no_input_means_the_bundled_documents() -> None:
    """Every bundled page parses: its sections under the name of its file."""
    documents = read_all()
    assert {Kind.GENE, Kind.CONDITION} == {document.subject for document in documents}
    for source, document in zip(find(), documents, strict=True):
        assert source.name == f"{document.id.identifier}.txt"
        sections = {passage.section for passage in document.passages}
        main = (
            {Section.FUNCTION, Section.CONDITIONS, Section.CYTOGENETIC_LOCATION}
            if document.subject is Kind.GENE
            else {Section.DESCRIPTION, Section.FREQUENCY, Section.CAUSES}
            | {Section.INHERITANCE, Section.RELATED_GENES}
        )
        assert (
            main | {Section.TITLE, Section.OTHER_NAMES, Section.REFERENCES} <= sections
        )
        assert sections & {Section.REVIEWED, Section.UPDATED}


def test_no_word_of_a_bundled_page_is_lost() -> None:
    """Outside its passages a bundled page has headings and its notice, nothing else."""
    for document in read_all():
        rest, end = [], 0
        for passage in document.passages:
            rest.append(document.text[end : passage.offset])
            end = passage.offset + len(passage.text)
        rest.append(document.text[end:])
        lines = [line for part in rest for line in part.split("\n") if line.strip()]
        assert [] == [
            line
            for line in lines
            if line.endswith(".") and "medical advice" not in line
        ]


def test_a_folder_means_its_text_files_at_any_depth(tmp_path: Path) -> None:
    """Hidden files and files of other names are passed over; the order is by path."""
    (tmp_path / "b").mkdir()
    written(tmp_path / "b", "gene.TXT", GENE)
    written(tmp_path, "a.txt", CONDITION)
    written(tmp_path, ".hidden.txt", "no page")
    written(tmp_path, "notes.md", "no page")
    expected = ["xyz-anemia", "xyz1"]
    assert expected == [document.id.identifier for document in read_all(tmp_path)]


def test_a_dash_means_the_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page may be piped in."""
    piped = SimpleNamespace(buffer=io.BytesIO(GENE.encode()))
    monkeypatch.setattr(sys, "stdin", piped)
    assert ["XYZ1"] == [document.title for document in read_all("-")]


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    """UTF-8 with a byte order mark reads like UTF-8 without."""
    page = written(tmp_path, "page.txt", GENE.encode("utf-8-sig"))
    assert [GENE] == [document.text for document in read_all(page)]


def test_windows_line_ends_do_not_shift_offsets(tmp_path: Path) -> None:
    """Offsets count in the text as it was given, carriage returns included."""
    text = CONDITION.replace("\n", "\r\n")
    (document,) = read_all(written(tmp_path, "page.txt", text))
    assert text == document.text
    assert ["Xyz anemia", "Xyz anemia is a disorder.", "Nobody."] == [
        text[p.offset : p.offset + len(p.text)] for p in document.passages
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is empty: give the text of a gene or condition page"),
        (b" \r\n\t", "is empty: give the text of a gene or condition page"),
        (b"\x89PNG\0\0", BINARY),
        (GENE.encode("utf-16"), UTF_16),
        (GENE.encode("utf-16-le"), BINARY),
        (
            "Günther disease".encode("latin-1"),
            LATIN,
        ),
        (
            b"Stir the soup. Add salt.",
            OTHER,
        ),
        (GENE.encode() + b"\n" * 9000 + b"\0", BINARY),
        (b"x " * 2**22 + b"x", "holds a page of more than 8 MB: none is that long"),
    ],
)
def test_what_is_no_page_is_refused(
    tmp_path: Path, content: bytes, problem: str
) -> None:
    """The error names the file and says in one line what to do."""
    page = written(tmp_path, "page.txt", content)
    with pytest.raises(DocumentError) as refusal:
        read_all(page)
    assert f"{page}: {problem}" == str(refusal.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A path that does not exist is an error before anything is read."""
    missing = tmp_path / "missing.txt"
    with pytest.raises(DocumentError) as refusal:
        find([missing])
    assert f"{missing}: no such file or folder: check the path" == str(refusal.value)


def test_a_folder_without_documents_is_refused(tmp_path: Path) -> None:
    """The error says what a document is called."""
    written(tmp_path, "notes.md", "no page")
    with pytest.raises(DocumentError) as refusal:
        find([tmp_path])
    suffixes = ".xml .json .jsonl .html .htm .xhtml .txt .gz .tgz .zip .tar"
    names = ", ".join("*" + suffix for suffix in suffixes.split())
    assert f"{tmp_path}: holds no document ({names})" == str(refusal.value)


def test_a_file_that_the_system_refuses_is_an_error(tmp_path: Path) -> None:
    """A file that went away after it was found is refused like any other."""
    sources = find([written(tmp_path, "page.txt", GENE)])
    (tmp_path / "page.txt").unlink()
    with pytest.raises(DocumentError, match=r"cannot be read \(No such file"):
        list(read(sources, lambda _: None))


def test_a_file_that_opens_and_cannot_be_read_is_an_error() -> None:
    """A file whose first byte cannot be had is refused like any other."""
    memory = Path("/proc/self/mem")
    if not memory.exists():
        pytest.skip("there is no /proc on this system")
    with pytest.raises(DocumentError, match=r"^/proc/self/mem: cannot be read \("):
        read_all(memory)


def test_the_same_page_twice_is_left_out(tmp_path: Path) -> None:
    """The reader is told both files and the page; even one file given twice is two."""
    one, two = written(tmp_path, "1.txt", GENE), written(tmp_path, "2.txt", GENE)
    for first, second in ((one, two), (one, one)):
        assert ["xyz1"] == [each.id.identifier for each in read_all(first, second)]
        expected = f"is the same page as {first} (document:xyz1): leave it out"
        assert [f"{second}: {expected}"] == refusals(first, second)


DATED = "XYZ1 gene\n\nNormal Function\n\nThe XYZ1 gene provides {}.\n\nReviewed: {}\n"
VERSIONS = (
    GENE.replace("instructions", "much"),
    DATED.format("a protein", "July 2009"),
    DATED.format("one protein", "May 12, 2010"),
    DATED.format("an enzyme", "May 2, 2010"),
    DATED.format("a channel", "2010"),
)


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (2, 0, 4, 1, 3)])
def test_versions_of_a_page_are_documents_of_their_own(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    """The newest has the page's name, older ones a number; their files do not count."""
    files = [written(tmp_path, f"{at}.txt", VERSIONS[v]) for at, v in enumerate(order)]
    expected = {
        "xyz1": VERSIONS[2],
        "xyz1.2": VERSIONS[3],
        "xyz1.3": VERSIONS[4],
        "xyz1.4": VERSIONS[1],
        "xyz1.5": VERSIONS[0],
    }
    found = read_all(*files)
    assert expected == {each.id.identifier: each.text for each in found}


def test_a_part_of_a_page_is_left_out(tmp_path: Path) -> None:
    """What says nothing but what another file says of the page adds no document."""
    whole = written(tmp_path, "whole.txt", GENE + "\nAll of it.\n\nReviewed: 2010\n")
    part = written(tmp_path, "part.txt", GENE)
    for given in ((whole, part), (part, whole)):
        assert ["xyz1"] == [each.id.identifier for each in read_all(*given)]
        expected = f"is a part of the page in {whole} (document:xyz1): leave it out"
        assert [f"{part}: {expected}"] == refusals(*given)


def test_of_one_text_the_one_with_an_address_is_kept(tmp_path: Path) -> None:
    """Which of two files comes first does not change the document."""
    name = "<Document{}><Focus>Xyz</Focus><QAPairs><QAPair>"
    question = '<Question qtype="information"/><Answer>Rare.</Answer>'
    page = name + question + "</QAPair></QAPairs></Document>"
    url = "https://ghr.nlm.nih.gov/condition/xyz"
    files = [
        written(tmp_path, "1.xml", page.format("")),
        written(tmp_path, "2.xml", page.format(f' url="{url}"')),
    ]
    for given in (files, files[::-1]):
        assert [url] == [document.url for document in read_all(*given)]


def test_a_bad_page_of_a_folder_is_left_out(tmp_path: Path) -> None:
    """The reader is told which, and why; the rest is read."""
    written(tmp_path, "1.txt", GENE)
    bad = [written(tmp_path, "2.txt", b""), written(tmp_path, "3.txt", GENE)]
    written(tmp_path, "4.txt", CONDITION)
    assert ["xyz1", "xyz-anemia"] == [d.id.identifier for d in read_all(tmp_path)]
    same = f"is the same page as {tmp_path / '1.txt'} (document:xyz1)"
    assert [
        f"{bad[0]}: is empty: give the text of a gene or condition page",
        f"{bad[1]}: {same}: leave it out",
    ] == refusals(tmp_path)


def test_a_bad_file_that_was_named_is_refused(tmp_path: Path) -> None:
    """Who names a file wants it read: no other input makes up for it."""
    good, bad = written(tmp_path, "1.txt", GENE), written(tmp_path, "2.txt", b"")
    with pytest.raises(DocumentError, match=r"2\.txt: is empty"):
        read_all(good, bad)


def test_a_folder_of_bad_pages_is_refused(tmp_path: Path) -> None:
    """The error names the folder, how many there were, and what the first lacks."""
    written(tmp_path, "1.txt", b"")
    written(tmp_path, "2.txt", b"\0")
    with pytest.raises(DocumentError) as refusal:
        read_all(tmp_path)
    first = f"{tmp_path / '1.txt'}: is empty: give the text of a gene or condition page"
    expected = f"none of its 2 pages can be read; the first: {first}"
    assert f"{tmp_path}: {expected}" == str(refusal.value)


def test_a_reader_may_stop_at_the_first_bad_page(tmp_path: Path) -> None:
    """What the refusal raises ends the reading."""

    def stop(error: DocumentError) -> None:
        raise error

    written(tmp_path, "1.txt", b"")
    written(tmp_path, "2.txt", GENE)
    with pytest.raises(DocumentError, match=r"1\.txt: is empty"):
        next(read(find([tmp_path]), stop))
