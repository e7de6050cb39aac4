"""Which bytes are asked for, and which of them are kept: all, the rest, or none."""

from __future__ import annotations

import hashlib
from contextlib import closing

import pytest

from kg.errors import FetchError
from kg.fetch import Connection, Folder, Item, Outcome, fetch
from tests.unit.kg.fetch.web import (
    BODY,
    CUT,
    HP,
    NEWER,
    Answer,
    Web,
    cuts,
    gives,
    serves,
)


def names(folder: Folder) -> list[str]:
    """List the files that are to be seen in the folder."""
    seen = (path for path in folder.root.rglob("[!.]*") if path.is_file())
    return sorted(path.relative_to(folder.root).as_posix() for path in seen)


def test_brings_a_file(
    web: Web, hp: Item, folder: Folder, connection: Connection
) -> None:
    """A file comes with its checksum beside it, and nothing else is left."""
    web.tell(HP, serves(BODY, '"1"'))

    assert Outcome.FETCHED == fetch(hp, folder, connection)
    assert BODY == folder.path(hp).read_bytes()
    assert ["SHA256SUMS", "vocabularies/hp.obo"] == names(folder)
    line = f"{hashlib.sha256(BODY).hexdigest()}  vocabularies/hp.obo\n"
    assert line == (folder.root / "SHA256SUMS").read_text()


def test_has_no_name_before_it_is_whole(
    web: Web, hp: Item, folder: Folder, connection: Connection
) -> None:
    """While a file comes, what is there under its name is the old file or none."""
    web.tell(HP, serves(BODY, '"1"'))
    seen: list[tuple[int, int | None, bool]] = []

    def progress(done: int, total: int | None) -> None:
        seen.append((done, total, folder.path(hp).exists()))

    fetch(hp, folder, connection, progress)

    assert {(len(BODY), False)} == {(total, there) for _, total, there in seen}
    assert [0, len(BODY)] == [seen[0][0], seen[-1][0]]


@pytest.mark.parametrize(
    ("headers", "condition"),
    [
        ({"ETag": '"1"'}, '"1"'),
        ({"ETag": 'W/"1"', "Last_Modified": "Tue, 01 Jul 2025 10:00:00 GMT"}, None),
    ],
)
def test_resumes(
    web: Web,
    hp: Item,
    folder: Folder,
    connection: Connection,
    headers: dict[str, str],
    condition: str | None,
) -> None:
    """A cut body goes on where it stopped, if it is still the same version."""
    condition = condition or headers["Last_Modified"]
    web.tell(HP, cuts(BODY, CUT, **headers), serves(BODY, condition))

    fetch(hp, folder, connection)

    assert [None, f"bytes={CUT}-"] == web.headers("Range")
    assert [None, condition] == web.headers("If-Range")
    assert BODY == folder.path(hp).read_bytes()


def test_resumes_in_another_run(
    web: Web, hp: Item, folder: Folder, connection: Connection
) -> None:
    """What a run could not finish, the next one does."""
    web.tell(HP, cuts(BODY, CUT, ETag='"1"'), gives(503))
    with pytest.raises(FetchError):
        fetch(hp, folder, connection)
    assert ["vocabularies/hp.obo.part"] == names(folder)

    web.tell(HP, serves(BODY, '"1"'))
    with closing(Connection()) as later:
        fetch(hp, Folder(folder.root), later)

    assert f"bytes={CUT}-" == web.headers("Range")[-1]
    assert BODY == folder.path(hp).read_bytes()


@pytest.mark.parametrize(
    "then",
    [
        gives(200, NEWER),
        gives(416),
        gives(206, BODY[5:], Content_Range=f"bytes 5-{len(BODY) - 1}/{len(BODY)}"),
        gives(206, BODY[5:]),
    ],
    ids=["changed", "unsatisfiable", "other range", "no range"],
)
def test_begins_anew(
    web: Web, hp: Item, folder: Folder, connection: Connection, then: Answer
) -> None:
    """An answer that does not continue the part is not put behind it."""
    web.tell(HP, cuts(BODY, CUT, ETag='"1"'), then, gives(200, NEWER))

    fetch(hp, folder, connection)

    assert NEWER == folder.path(hp).read_bytes()


@pytest.mark.parametrize("headers", [{}, {"ETag": 'W/"1"'}])
def test_does_not_resume_what_may_have_changed(
    web: Web, hp: Item, folder: Folder, connection: Connection, headers: dict[str, str]
) -> None:
    """Without a strong validator there is no way to know: all is asked for again."""
    web.tell(HP, cuts(BODY, CUT, **headers), gives(200, BODY))

    fetch(hp, folder, connection)

    assert [None, None] == web.headers("Range")
    assert BODY == folder.path(hp).read_bytes()


def test_leaves_what_is_unchanged(
    web: Web, hp: Item, folder: Folder, connection: Connection
) -> None:
    """A second time, only a newer version is asked for; there is none."""
    web.tell(HP, serves(BODY, '"1"'))
    fetch(hp, folder, connection)
    before = folder.path(hp).stat()

    assert Outcome.UNCHANGED == fetch(hp, folder, connection)
    assert [None, '"1"'] == web.headers("If-None-Match")
    assert before == folder.path(hp).stat()


def test_replaces_what_has_changed(
    web: Web, hp: Item, folder: Folder, connection: Connection
) -> None:
    """A newer version takes the place of the old one, and so does its checksum."""
    date = "Tue, 01 Jul 2025 10:00:00 GMT"
    web.tell(HP, gives(200, BODY, Last_Modified=date), gives(200, NEWER))
    fetch(hp, folder, connection)

    assert Outcome.FETCHED == fetch(hp, folder, connection)
    assert [None, date] == web.headers("If-Modified-Since")
    assert NEWER == folder.path(hp).read_bytes()
    assert folder.is_intact(hp)


def test_mends_what_is_damaged(
    web: Web, hp: Item, folder: Folder, connection: Connection
) -> None:
    """A file that is not as it was fetched is fetched, not asked news of."""
    web.tell(HP, serves(BODY, '"1"'))
    fetch(hp, folder, connection)
    folder.path(hp).write_bytes(BODY[:-1])

    assert Outcome.FETCHED == fetch(hp, folder, connection)
    assert BODY == folder.path(hp).read_bytes()


def test_a_lost_memory_does_no_harm(
    web: Web, hp: Item, folder: Folder, connection: Connection
) -> None:
    """Notes that cannot be read any more are as none."""
    web.tell(HP, serves(BODY, '"1"'))
    fetch(hp, folder, connection)
    (folder.root / ".fetched.json").write_text("{")

    assert Outcome.FETCHED == fetch(hp, folder, connection)
