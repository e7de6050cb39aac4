"""`mendel fetch`: what it says, and what it leaves in the folder."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner, Result

from kg.cli import COMMANDS, group
from kg.errors import FetchError
from kg.fetch import ITEMS, Connection, Folder, Item, find

PAGE = '{"name": "Sickle cell disease"}'
OBO = "format-version: 1.2\n"
PAGES = "medlineplus.gov/download/genetics"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(name="mirror")
def _mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Serve a folder as the mirror that the settings name."""
    root = tmp_path / "mirror"
    root.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root)))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("MENDEL_FETCH_MIRROR", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("MENDEL_FETCH_OUTPUT", str(tmp_path / "material"))
    monkeypatch.setattr(Connection, "pace", lambda _connection: None)
    with server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield root
        server.shutdown()
        thread.join()


def put(mirror: Path, path: str, text: str) -> None:
    file = mirror / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def mendel_fetch(*arguments: object) -> Result:
    program = group(COMMANDS)
    return CliRunner().invoke(program, ["fetch", *map(str, arguments)])


def test_brings_what_is_named(mirror: Path, tmp_path: Path) -> None:
    """Each file has a line, and then comes what to do with them."""
    put(mirror, f"{PAGES}/condition/sickle-cell-disease.json", PAGE)
    put(mirror, "purl.obolibrary.org/obo/hp.obo", OBO)
    result = mendel_fetch("condition/sickle-cell-disease", "hp")
    folder = tmp_path / "material"
    page = folder / "pages" / "condition" / "sickle-cell-disease.json"
    vocabulary = folder / "vocabularies" / "hp.obo"

    assert (0, PAGE, OBO) == (
        result.exit_code,
        page.read_text(),
        vocabulary.read_text(),
    )
    assert f"fetched  {page}\nfetched  {vocabulary}\n" == result.stdout
    assert f"'mendel build {folder}/pages'" in result.stderr
    assert f"'mendel lexicon add {folder}/vocabularies/*'" in result.stderr
    assert (
        f"unchanged  {page}\n" == mendel_fetch("condition/sickle-cell-disease").stdout
    )


def test_goes_on_after_a_failure(mirror: Path, tmp_path: Path) -> None:
    """A page that is not there does not keep the others away, but it counts."""
    put(mirror, f"{PAGES}/gene/alas2.json", PAGE)
    result = mendel_fetch("gene/alas3", "gene/ALAS2")

    assert 1 == result.exit_code
    assert f"fetched  {tmp_path}/material/pages/gene/alas2.json\n" == result.stdout
    [error] = [line for line in result.stderr.splitlines() if "error" in line]
    assert f"{PAGES}/gene/alas3.json: there is no such file: fetch ghr-summ" in error


def test_dry_run_asks_nobody(mirror: Path, tmp_path: Path) -> None:
    """A dry run shows addresses and files, and makes neither requests nor folders."""
    result = mendel_fetch("vocabularies", "gene/alas2", "--dry-run", "--mirror", "")

    assert 0 == result.exit_code
    assert "https://purl.obolibrary.org/obo/mondo.obo" in result.stdout
    assert f"https://{PAGES}/gene/alas2.json" in result.stdout
    assert [] == list(mirror.iterdir())
    assert not (tmp_path / "material").exists()


def test_dry_run_tells_what_is_there(mirror: Path) -> None:
    """A dry run tells files from those of which only news would be asked."""
    put(mirror, "purl.obolibrary.org/obo/hp.obo", OBO)
    mendel_fetch("hp")
    _, _, hp, doid = mendel_fetch("hp", "doid", "--dry-run").stdout.splitlines()

    assert ["a newer version", "the file"] == [
        line.split("http")[0].split(maxsplit=1)[1].strip() for line in (hp, doid)
    ]


def test_list() -> None:
    """The list has every name, its licence, and what it is."""
    result = mendel_fetch("--list")

    for item in ITEMS.values():
        [line] = [ln for ln in result.stdout.splitlines() if ln.split()[0] == item.name]
        assert item.licence in line
        assert line.endswith(item.what)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "name what to fetch: --list shows what there is"),
        (("hgnk",), 1, "hgnk: no such thing to fetch: did you mean hgnc?"),
        (("vocabulary",), 1, "did you mean vocabularies?"),
        (("gene/../../x",), 1, "gene/../../x: no such thing to fetch"),
        (("hp", "--mirror", "ftp://x.test"), 1, "is neither http nor https"),
        (("hp", "--mirror", "x.test"), 1, "is neither http nor https"),
        (("hp", "--mirror", "http://"), 1, "is no address of the web"),
    ],
)
def test_refusals(
    arguments: tuple[str, ...], code: int, words: str, tmp_path: Path
) -> None:
    """What cannot be done is one line that says what to do."""
    result = mendel_fetch(*arguments, "-o", tmp_path)

    assert code == result.exit_code
    assert words in result.stderr


def test_nearest_page(tmp_path: Path) -> None:
    """A page of an unknown kind is compared with the pages that are known."""
    pages = Folder(tmp_path).path(ITEMS["ghr-summaries"])
    pages.parent.mkdir(parents=True)
    pages.write_text("<ghr-page>https://medlineplus.gov/genetics/gene/fech</ghr-page>")

    with pytest.raises(FetchError, match="did you mean gene/fech"):
        find(["genes/fech"], Folder(tmp_path).known_pages())


@pytest.mark.parametrize("item", ITEMS.values(), ids=ITEMS)
def test_addresses(item: Item) -> None:
    """Every entry is of https, goes to a folder of its own kind, and has a source."""
    parts = urlsplit(item.address)
    names = item.address.count("NAME"), item.file.count("NAME"), item.name.count("NAME")

    assert ("https", "") == (parts.scheme, parts.query)
    assert item.group in {"pages", "vocabularies"}
    assert names in {(0, 0, 0), (1, 1, 1)}
    assert item.seen
    assert item.begins
