"""What cannot be had, or is not what it should be: one line, and nothing left."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest

from kg.errors import FetchError, StoreError
from kg.fetch import ITEMS, Connection, Folder, Item, Outcome, fetch, find
from kg.fetch.connection import REDIRECTS
from tests.unit.kg.fetch.web import (
    BODY,
    HP,
    PAGE,
    Answer,
    Handler,
    Web,
    gives,
)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (404, "there is no such file: bring it by hand from its new place"),
        (403, "refuses us: look at it in a browser"),
        (418, "answers 418 I'm a Teapot: look at it in a browser"),
        (304, "answers 304 Not Modified"),
        (799, "answers 799: look"),
    ],
)
def test_refusals_say_what_to_do(
    web: Web,
    hp: Item,
    folder: Folder,
    connection: Connection,
    status: int,
    words: str,
) -> None:
    """A refusal is final, and one line says what may help."""
    web.tell(HP, gives(status))

    with pytest.raises(FetchError) as refusal:
        fetch(hp, folder, connection)

    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert 1 == len(web.asked)


def test_a_missing_page_has_a_neighbour(
    web: Web, folder: Folder, connection: Connection
) -> None:
    """A page that is not there is compared with those of the file of all pages."""
    web.tell(PAGE, gives(404))
    [page] = (item.at(web.url) for item in find(["condition/sickle-cell-anaemia"]))
    with pytest.raises(FetchError, match="fetch ghr-summaries first"):
        fetch(page, folder, connection)
    pages = folder.path(ITEMS["ghr-summaries"])
    pages.parent.mkdir(parents=True)
    pages.write_text("<ghr-page>https://x.org/condition/sickle-cell-anemia</ghr-page>")

    with pytest.raises(FetchError, match=r"did you mean condition/sickle-cell-anemia"):
        fetch(page, folder, connection)


def test_follows_redirects_but_not_for_ever(
    web: Web, hp: Item, folder: Folder, connection: Connection
) -> None:
    """A PURL leads elsewhere; one that leads to itself ends."""
    web.tell(HP, gives(302, Location="/there"))
    web.tell("/there", gives(200, BODY))
    fetch(hp, folder, connection)
    assert BODY == folder.path(hp).read_bytes()

    web.asked.clear()
    web.tell("/there", gives(302, Location=HP))
    with pytest.raises(FetchError, match="redirects more than 10 times"):
        fetch(hp, folder, connection)
    assert REDIRECTS + 1 == len(web.asked)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (gives(200, BODY, Content_Length=len(BODY) + 1), "was cut short"),
        (gives(200, b"<html>Sign in</html>"), "is not such a file (it begins with '<h"),
        (gives(200, b""), "is not such a file (it begins with ''"),
        (gives(200, BODY, Repr_Digest="sha-256=:AAAA:"), "does not have the sha256"),
    ],
    ids=["too short", "another page", "empty", "wrong checksum"],
)
def test_wrong_bodies(
    web: Web,
    hp: Item,
    folder: Folder,
    connection: Connection,
    answer: Answer,
    words: str,
) -> None:
    """What is not the file never gets its name."""

    def and_hang_up(handler: Handler) -> None:
        answer(handler)
        handler.close_connection = True

    web.tell(HP, and_hang_up)

    with pytest.raises(FetchError) as refusal:
        fetch(hp, folder, connection)

    assert words in str(refusal.value)
    assert not folder.path(hp).exists()


def test_a_length_that_is_too_small(
    web: Web, folder: Folder, connection: Connection
) -> None:
    """A body that ends early is known by its end, where its format has one."""
    [page] = (item.at(web.url) for item in find(["condition/sickle-cell-anaemia"]))
    web.tell(PAGE, gives(200, b'{"name": "x"}', Content_Length=9))

    with pytest.raises(FetchError, match="is not such a file"):
        fetch(page, folder, connection)


@pytest.mark.parametrize(
    "headers",
    [
        {"x_goog_hash": "crc32c=AAAAAA==,md5={md5}", "kept": "identity"},
        {"x_goog_hash": "md5=AAAA", "kept": "gzip"},
        {"Digest": "sha-256={sha256}"},
        {"Content_MD5": "{md5}"},
    ],
    ids=["Google", "Google, unpacked", "RFC 3230", "RFC 1864"],
)
def test_published_checksums(
    web: Web, hp: Item, folder: Folder, connection: Connection, headers: dict[str, str]
) -> None:
    """Checksums in the answer are compared, unless they are of other bytes."""
    hashes = {"md5": hashlib.md5(BODY, usedforsecurity=False), "sha256": None}
    hashes["sha256"] = hashlib.sha256(BODY)
    values = {n: base64.b64encode(h.digest()).decode() for n, h in hashes.items() if h}
    named = {
        n.replace("kept", "x_goog_stored_content_encoding"): v.format(**values)
        for n, v in headers.items()
    }
    web.tell(HP, gives(200, BODY, **named))

    assert Outcome.FETCHED == fetch(hp, folder, connection)


def test_a_full_disk(
    web: Web, hp: Item, folder: Folder, connection: Connection
) -> None:
    """A full disk is named, and not asked again."""
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full here")
    folder.part(hp).parent.mkdir(parents=True)
    folder.part(hp).symlink_to(full)
    web.tell(HP, gives(200, BODY))

    with pytest.raises(StoreError, match="the disk is full: free some space"):
        fetch(hp, folder, connection)

    assert 1 == len(web.asked)


def test_a_folder_that_is_none(
    web: Web, hp: Item, tmp_path: Path, connection: Connection
) -> None:
    """A file in the place of the folder is named."""
    (tmp_path / "material").write_text("")
    web.tell(HP, gives(200, BODY))

    with pytest.raises(StoreError, match="cannot be written"):
        fetch(hp, Folder(tmp_path / "material"), connection)
