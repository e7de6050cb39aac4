"""Packed files are read in place, and end at limits instead of at the memory's end."""

from __future__ import annotations

import gzip
import io
import stat
import tarfile
import zipfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from kg.errors import DocumentError
from kg.sources import find, read, unpack

GENE = b"XYZ1 gene\n\nNormal Function\n\nThe XYZ1 gene provides instructions.\n"
XML = b"""<Document url="https://ghr.nlm.nih.gov/condition/xyz"><Focus>Xyz</Focus>
<QAPairs><QAPair><Question qtype="information"/><Answer>Rare.</Answer></QAPair>
</QAPairs></Document>"""
CUT = "it may be cut short, get it again"


def tarred(**files: bytes) -> bytes:
    output = io.BytesIO()
    with tarfile.open(fileobj=output, mode="w") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name.replace("__", "/").replace("_", "."))
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return output.getvalue()


def zipped(**files: bytes) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return output.getvalue()


def read_packed(folder: Path, data: bytes) -> tuple[list[str], list[str]]:
    """Read bytes; give the documents, and the refusals without the file's name."""
    file = folder / "pages"
    file.write_bytes(data)
    refused: list[DocumentError] = []
    try:
        found = [p.document.id.identifier for p in read(find([file]), refused.append)]
    except DocumentError:
        found = []
    return found, [str(error).removeprefix(str(file)) for error in refused]


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(GENE),
        tarred(a_txt=GENE),
        gzip.compress(tarred(a_txt=GENE)),
        zipped(a_txt=GENE),
        zipped(a_gz=gzip.compress(GENE)),
        zipped(a_tgz=gzip.compress(tarred(a_txt=GENE))),
        gzip.compress(tarred(a_zip=zipped(a_txt=GENE))),
    ],
    ids=count(),  # packed files hold the time
)
def test_pages_packed_in_any_way(tmp_path: Path, data: bytes) -> None:
    """What a file is called counts for nothing, only how it begins."""
    assert (["xyz1"], []) == read_packed(tmp_path, data)


@pytest.mark.parametrize("pack", [tarred, zipped])
def test_members_that_are_no_documents_are_passed_over(
    tmp_path: Path, pack: Callable[..., bytes]
) -> None:
    """As in a folder: hidden files and those with other endings do not count."""
    data = pack(a__xyz_xml=XML, _hidden_txt=b"", README_md=b"", a__b_txt=GENE)
    assert (["xyz", "xyz1"], []) == read_packed(tmp_path, data)


def test_a_bad_member_is_left_out(tmp_path: Path) -> None:
    """The refusal calls it by the packed file and its own name; the rest is read."""
    data = tarred(a_txt=b"", b__c_xml=b"<Document>", d_txt=GENE, e_xml=b"<rss/>")
    found, refused = read_packed(tmp_path, gzip.compress(data))
    assert ["xyz1"] == found
    assert [
        "/a.txt: is empty: give the text of a gene or condition page",
        (
            "/b/c.xml: is not well-formed XML (Premature end of data in tag Document "
            "line 1, line 1, column 11)"
        ),
        (
            "/e.xml: is markup that starts with <rss>: give a page of MedlinePlus "
            "Genetics as XML, JSON, HTML or plain text"
        ),
    ] == refused


def test_names_are_only_labels(tmp_path: Path) -> None:
    """A name that leads out of the folder leads nowhere: nothing is written."""
    before = sorted(tmp_path.parent.iterdir())
    data = tarred(**{"..____evil_txt": GENE, "__etc__passwd\n_txt": b""})
    found, refused = read_packed(tmp_path, data)
    assert ["xyz1"] == found
    problem = "is empty: give the text of a gene or condition page"
    assert [f"//etc/passwd .txt: {problem}"] == refused
    assert before == sorted(tmp_path.parent.iterdir())
    assert ["pages"] == [file.name for file in tmp_path.iterdir()]


def test_links_are_not_followed(tmp_path: Path) -> None:
    """Links of either packing, and devices, count as nothing."""
    output = io.BytesIO()
    with tarfile.open(fileobj=output, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE):
            member = tarfile.TarInfo("a.txt")
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
    linked = io.BytesIO()
    with zipfile.ZipFile(linked, "w") as zip_archive:
        info = zipfile.ZipInfo("a.txt")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        zip_archive.writestr(info, "/etc/passwd")
    for data in (output.getvalue(), linked.getvalue()):
        found, refused = read_packed(tmp_path, data)
        assert [] == found
        assert [True] == [": holds no document (*.xml" in error for error in refused]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (gzip.compress(GENE)[:-9], "cannot be unpacked (Compressed file ended before"),
        (b"\x1f\x8bno gzip at all", "cannot be unpacked (Unknown compression method)"),
        (zipped(a_txt=GENE)[:-30], "cannot be unpacked (File is not a zip file)"),
        (tarred(a_txt=GENE * 99)[:2000], "cannot be unpacked (unexpected end of data)"),
    ],
    ids=count(),
)
def test_a_damaged_file_is_refused(tmp_path: Path, data: bytes, problem: str) -> None:
    """The error says what the library found, and what to do."""
    found, refused = read_packed(tmp_path, data)
    assert [] == found
    assert problem in refused[0]
    assert all(error.endswith(CUT) for error in refused)


def test_what_stands_before_the_damage_is_read(tmp_path: Path) -> None:
    """A packed file that was cut short gives its first pages, and an error."""
    noise = bytes(range(256)) * 2000
    data = gzip.compress(tarred(a_txt=GENE, b_bin=noise, c_txt=XML), 0)
    found, (refused,) = read_packed(tmp_path, data[: len(data) // 2])
    assert ["xyz1"] == found
    assert refused.endswith(CUT)


def test_a_zip_with_a_password_is_refused(tmp_path: Path) -> None:
    """Nobody is asked for it."""
    data = bytearray(zipped(a_txt=GENE))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + offset] |= 1
    found, (refused,) = read_packed(tmp_path, bytes(data))
    assert [] == found
    assert "is encrypted, password required" in refused


def test_packed_too_many_times(tmp_path: Path) -> None:
    """A file may not be packed for ever."""
    data = GENE
    for _ in range(unpack.LAYERS + 1):
        data = gzip.compress(data)
    found, refused = read_packed(tmp_path, data)
    assert [] == found
    assert [": is packed over 3 times: unpack it first"] == refused


def test_a_page_that_unpacks_to_100_mb_is_refused(tmp_path: Path) -> None:
    """It is not unpacked to its end; the other pages are read."""
    page = b"The XYZ1 gene provides instructions. " * 2_800_000
    found, refused = read_packed(tmp_path, zipped(a_txt=page, b_txt=GENE))
    assert ["xyz1"] == found
    assert ["/a.txt: holds a page of more than 8 MB: none is that long"] == refused


@pytest.mark.parametrize("pack", [tarred, zipped])
def test_a_bomb_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: Callable[..., bytes]
) -> None:
    """All layers of a file together may unpack to no more than the limit."""
    monkeypatch.setattr(unpack, "UNPACKED", 2**20)
    bombs = {f"{number}_txt": b"boom " * 2**17 for number in range(9)}
    data = pack(a_txt=GENE, **bombs)
    found, refused = read_packed(
        tmp_path, gzip.compress(data) if pack is tarred else data
    )
    assert ["xyz1"] == found
    problem = ": unpacks to more than 1 MB: give it in parts, or unpacked"
    assert problem == refused[-1]
    assert len(refused) < 9
