"""Fetching: whole files or none, politely, from a server that misbehaves."""

from __future__ import annotations

import base64
import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import cast

import pytest

from kg.errors import FetchError, StoreError
from kg.fetch import ITEMS, Connection, Folder, Item, Outcome, fetch, find
from kg.fetch.connection import CHUNK, PACE, REDIRECTS

BODY = b"format-version: 1.2\n" + bytes(range(65, 91)) * 8000
NEWER = BODY + b"\nid: HP:2"
CUT = 5 * CHUNK
HP = "/purl.obolibrary.org/obo/hp.obo"
PAGE = "/medlineplus.gov/download/genetics/condition/sickle-cell-anaemia.json"


class Web(ThreadingHTTPServer):
    """Answers each path as told, in order; the last answer is given from then on."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.open = self.most_open = self.opened = 0
        self.over = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def tell(self, path: str, *answers: Answer) -> None:
        self.answers[path] = list(answers)

    def headers(self, name: str) -> list[str | None]:
        return [headers.get(name) for _, headers in self.asked]

    def handle_error(self, *_: object) -> None:
        """Say nothing of clients that hang up."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def web(self) -> Web:
        return cast("Web", self.server)

    def setup(self) -> None:
        super().setup()
        self.web.opened += 1
        self.web.open += 1
        self.web.most_open = max(self.web.open, self.web.most_open)

    def finish(self) -> None:
        self.web.open -= 1
        super().finish()

    def do_GET(self) -> None:
        self.web.asked.append((self.path, dict(self.headers)))
        answers = self.web.answers[self.path]
        (answers.pop(0) if len(answers) > 1 else answers[0])(self)

    def send(self, status: int, body: bytes = b"", **headers: object) -> None:
        """Send what is given, however wrong the length among the headers is."""
        self.send_response(status)
        named = {name.replace("_", "-"): str(value) for name, value in headers.items()}
        for name, value in ({"Content-Length": str(len(body))} | named).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


Answer = Callable[[Handler], None]


def gives(status: int, body: bytes = b"", **headers: object) -> Answer:
    return lambda handler: handler.send(status, body, **headers)


def cuts(body: bytes, after: int, **headers: object) -> Answer:
    """Promise a body, and hang up within it."""

    def answer(handler: Handler) -> None:
        handler.send(200, body[:after], Content_Length=len(body), **headers)
        handler.close_connection = True

    return answer


def serves(body: bytes, etag: str) -> Answer:
    """Do as RFC 9110 says: whole, the rest, or nothing new."""

    def answer(handler: Handler) -> None:
        asked = handler.headers
        if asked.get("If-None-Match") == etag:
            handler.send(304, ETag=etag)
        elif asked.get("If-Range") == etag:
            start = int(str(asked["Range"]).removeprefix("bytes=").removesuffix("-"))
            extent = f"bytes {start}-{len(body) - 1}/{len(body)}"
            handler.send(206, body[start:], ETag=etag, Content_Range=extent)
        else:
            handler.send(200, body, ETag=etag)

    return answer


def is_silent(handler: Handler) -> None:
    handler.web.over.wait(10)
    handler.close_connection = True


@pytest.fixture(name="web")
def _web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with Web() as web:
        thread = threading.Thread(target=web.serve_forever, args=(0.01,))
        thread.start()
        yield web
        web.over.set()
        web.shutdown()
        thread.join()


@pytest.fixture(name="waits")
def _waits() -> list[float]:
    return []


@pytest.fixture(name="connection")
def _connection(waits: list[float]) -> Iterator[Connection]:
    with closing(Connection(sleep=waits.append, timeout=5)) as connection:
        yield connection


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "material")


@pytest.fixture(name="hp")
def _hp(web: Web) -> Item:
    return ITEMS["hp"].at(web.url)


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


def test_says_who_asks(
    web: Web, hp: Item, folder: Folder, connection: Connection
) -> None:
    """A request names the project and where to read of it."""
    web.tell(HP, gives(200, BODY))
    fetch(hp, folder, connection)
    [agent] = web.headers("User-Agent")

    assert str(agent).startswith("mendelgraph/")
    assert str(agent).endswith("(+https://w3id.org/mendelgraph/)")
    assert ["identity"] == web.headers("Accept-Encoding")


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


def test_waits_longer_and_longer(
    web: Web, hp: Item, folder: Folder, connection: Connection, waits: list[float]
) -> None:
    """A failing server is given time, twice as much each time; then it is enough."""
    web.tell(HP, gives(500))

    with pytest.raises(FetchError, match=r"500 .*, 6 times in a row: try again later"):
        fetch(hp, folder, connection)

    assert [1.0, 2.0, 4.0, 8.0, 16.0] == waits
    assert [] == names(folder)


def test_progress_is_rewarded(
    web: Web, hp: Item, folder: Folder, connection: Connection, waits: list[float]
) -> None:
    """An attempt that brought bytes is no failure in a row."""
    web.tell(HP, gives(502), cuts(BODY, CUT, ETag='"1"'), serves(BODY, '"1"'))

    fetch(hp, folder, connection)

    assert [1.0, 1.0] == waits


@pytest.mark.parametrize("status", [429, 503])
def test_waits_as_told(
    web: Web,
    hp: Item,
    folder: Folder,
    connection: Connection,
    waits: list[float],
    status: int,
) -> None:
    """Retry-After counts, in seconds or as a date; what is neither does not."""
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)
    afters = ("7", date, "soon")
    answers = [gives(status, Retry_After=after) for after in afters]
    web.tell(HP, *answers, gives(200, BODY))

    fetch(hp, folder, connection)

    assert [7.0, 4.0] == [waits[0], waits[2]]
    assert 90 < waits[1] <= 100


def test_does_not_wait_for_hours(
    web: Web, hp: Item, folder: Folder, connection: Connection
) -> None:
    """A server that wants more than ten minutes is for another day."""
    web.tell(HP, gives(503, Retry_After=7200))

    with pytest.raises(FetchError, match="asks to come back in 7200 seconds"):
        fetch(hp, folder, connection)


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


def test_does_not_wait_for_the_silent(
    web: Web, hp: Item, folder: Folder, waits: list[float]
) -> None:
    """A server that says nothing is left, and asked again."""
    web.tell(HP, is_silent, gives(200, BODY))

    with closing(Connection(sleep=waits.append, timeout=0.2)) as connection:
        fetch(hp, folder, connection)

    assert [1.0] == waits
    assert BODY == folder.path(hp).read_bytes()


def test_a_server_that_is_not_there(
    web: Web, folder: Folder, connection: Connection, waits: list[float]
) -> None:
    """A port where nobody listens is tried again, too, and then named."""
    with Web() as gone:
        hp = ITEMS["hp"].at(gone.url)

    with pytest.raises(FetchError, match="cannot be reached"):
        fetch(hp, folder, connection)

    assert 5 == len(waits)
    assert [] == web.asked


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


def test_one_at_a_time(
    web: Web, hp: Item, folder: Folder, connection: Connection, waits: list[float]
) -> None:
    """There is never a second connection, and a rest between two files."""
    web.tell(HP, gives(302, Location="/there"))
    web.tell("/there", gives(500, b"sorry"), cuts(BODY, CUT), serves(BODY, '"1"'))
    other = replace(hp, file="vocabularies/other.obo")

    for item in (hp, other, hp):
        fetch(item, folder, connection)

    assert 1 == web.most_open
    assert 3 == web.opened, "a new one only after the 500 and after the cut"
    assert [1.0, 1.0, PACE, PACE] == waits


def test_only_one_fetches(folder: Folder) -> None:
    """A second fetch to the same folder is refused while the first is at work."""
    with (
        folder.lock(),
        pytest.raises(StoreError, match="another fetch is at work here"),
        Folder(folder.root).lock(),
    ):
        pass


def test_goes_through_a_proxy(
    web: Web, folder: Folder, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proxy of the environment is used."""
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.setenv("HTTP_PROXY", web.url)
    monkeypatch.delenv("http_proxy", raising=False)
    hp = replace(ITEMS["hp"], address="http://purl.test/hp.obo")
    web.tell("http://purl.test/hp.obo", gives(200, BODY))

    assert Outcome.FETCHED == fetch(hp, folder, connection)
